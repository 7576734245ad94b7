package validate

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"

	"samling/publish"
	"samling/vocab"
)

// minted are the IRIs under the base: each must be a file, or be described by the
// document of its name.
type minted struct {
	needed    map[string]string // by IRI: a file that has it
	described map[string]bool
}

func newMinted() minted { return minted{map[string]string{}, map[string]bool{}} }

// need notes the IRIs of a statement. Where a service answers is no document.
func (m minted) need(file, base string, s statement) {
	iris := []string{s.subject}
	if s.datatype == "" && s.lang == "" && s.predicate != vocab.DCATEndpointURL {
		iris = append(iris, s.object)
	}
	for _, iri := range iris {
		if _, known := m.needed[iri]; !known && strings.HasPrefix(iri, base) {
			m.needed[iri] = file
		}
	}
}

// found notes that a file says something of an IRI whose document it is.
func (m minted) found(file, base string, s statement) {
	iri, _, _ := strings.Cut(s.subject, "#")
	if iri == base+strings.TrimSuffix(file, path.Ext(file)) {
		m.described[s.subject] = true
	}
}

// documents reads the RDF of each record and resource, in all forms, and says which
// IRIs have no document.
func (c *checker) documents(ctx context.Context) error {
	base := c.manifest.Edition.Base
	other := map[string]map[[32]byte]bool{} // by the path without extension
	for _, ext := range []string{".ttl", ".jsonld"} {
		for _, file := range c.manifest.Files {
			stem, ok := strings.CutSuffix(file.Path, ext)
			if !ok || !isDocument(stem) {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			graph, read := c.graph(file.Path, readers[ext], other[stem], func(s statement) {
				if ext == ".ttl" {
					c.minted.need(file.Path, base, s)
					c.minted.found(file.Path, base, s)
				}
			})
			if read {
				other[stem] = graph
			}
		}
	}
	c.undescribed()
	return nil
}

// isDocument leaves out the dumps, and what is no part of the graph.
func isDocument(stem string) bool {
	switch stem {
	case "dataset", "facts", strings.TrimSuffix(publish.ProfileShapes, ".ttl"), strings.TrimSuffix(publish.Context, ".jsonld"):
		return false
	}
	return !strings.HasPrefix(stem, publish.Gone)
}

func (c *checker) undescribed() {
	base := c.manifest.Edition.Base
	files := map[string]bool{"": true} // the base is index.html
	for _, f := range c.manifest.Files {
		files[f.Path] = true
	}
	for _, iri := range slices.Sorted(maps.Keys(c.minted.needed)) {
		name := strings.TrimPrefix(iri, base)
		rendered := !c.manifest.Edition.Documents && (strings.HasPrefix(name, "item/") || publish.IsOfSource(name)) // by the server
		if !files[name] && !rendered && !c.minted.described[iri] {
			c.fault(c.minted.needed[iri], "has <%s>, which has no document that describes it", iri)
		}
	}
}
