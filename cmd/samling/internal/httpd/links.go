package httpd

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"samling/publish"
)

// Links that say what is what, for programs that come to a page and want the data:
// FAIR Signposting, level 1 (https://signposting.org/FAIR/), in Link headers (RFC 8288).
// All is read from the edition: what stands beside, and the record's own JSON-LD.

// links are the Link fields of a document.
func (s *site) links(ctx context.Context, e *edition, d *document) []string {
	m := s.listed(e)
	stem, ext := cutForm(d.name)
	switch folder, _ := path.Split(stem); {
	case d.name == "index.html":
		return e.landing(m)
	case folder == "item/" && ext == ".html":
		return s.recordLinks(ctx, e, m, d, stem)
	case folder == "item/" && ext != "" && m.base != "":
		return []string{link(m.base+stem, "describes", "text/html")}
	case stem == "dataset" && m.base != "":
		return []string{link(m.base, "collection", "text/html")}
	case ext == ".html" || d.negotiated != nil:
		return s.alternates(e, m, d, stem, ext, "alternate")
	}
	return nil
}

// cutForm parts a name from the extension of its form, "" where it has none.
func cutForm(name string) (stem, ext string) {
	for _, f := range forms() {
		if strings.HasSuffix(name, f.ext) && len(f.ext) > len(ext) {
			ext = f.ext
		}
	}
	return strings.TrimSuffix(name, ext), ext
}

// link is one Link field; mediaType may be "".
func link(target, rel, mediaType string) string {
	if mediaType == "" {
		return fmt.Sprintf("<%s>; rel=%q", target, rel)
	}
	return fmt.Sprintf("<%s>; rel=%q; type=%q", target, rel, mediaType)
}

// landing are the links of the page of the whole publication.
func (e *edition) landing(m *manifest) []string {
	var all []string
	if m.base != "" {
		all = append(all, link(m.base+"dataset", "cite-as", ""))
	}
	all = append(all, link("https://schema.org/AboutPage", "type", ""), link("https://schema.org/Dataset", "type", ""))
	for _, name := range []string{"catalog", "void"} {
		for _, f := range e.beside(name, m) {
			all = append(all, link(name+f.ext, "describedby", f.media))
		}
	}
	for _, f := range e.beside("dataset", m) {
		if f.data {
			all = append(all, link("dataset"+f.ext, "item", f.media))
		}
	}
	return all
}

// recordLinks are the links of the page of a record.
func (s *site) recordLinks(ctx context.Context, e *edition, m *manifest, d *document, stem string) []string {
	var all []string
	if m.base != "" {
		all = append(all, link(m.base+stem, "cite-as", ""))
	}
	all = append(all, link("https://schema.org/AboutPage", "type", ""))
	all = append(all, s.said(ctx, e, m, d, stem)...)
	return append(all, s.alternates(e, m, d, stem, ".html", "describedby")...)
}

// alternates are links to the other forms of what a document is about.
func (s *site) alternates(e *edition, m *manifest, d *document, stem, ext, rel string) (all []string) {
	beside := d.negotiated
	if beside == nil && !d.isLive() {
		beside = e.beside(stem, m)
	}
	if beside == nil {
		for _, ext := range s.Live.Forms(stem) {
			beside = append(beside, formOf(ext))
		}
	}
	for _, f := range beside {
		if f.ext != ext {
			all = append(all, link(d.base+relative(stem+f.ext), rel, f.media))
		}
	}
	return all
}

// node is what a Link field needs of a node in a record's JSON-LD, whose terms are
// those of package jsonld.
type node struct {
	ID       string   `json:"@id"`
	Type     []string `json:"type"`
	Creator  []string `json:"creator"`
	License  []string `json:"license"`
	IsPartOf []string `json:"isPartOf"`
}

// said are the links that the record itself has; none where it has no JSON-LD.
func (s *site) said(ctx context.Context, e *edition, m *manifest, d *document, stem string) (all []string) {
	var record struct {
		Graph []node `json:"@graph"`
	}
	text, err := s.text(ctx, e, m, d, stem+".jsonld")
	if err != nil || m.base == "" {
		return nil
	}
	// A value of another kind is passed over, and the rest is read.
	_ = json.Unmarshal(text, &record)
	for _, n := range record.Graph {
		switch n.ID {
		case m.base + stem + "#it":
			all = append(all, targets(n.Type, "type")...)
			all = append(all, targets(n.Creator, "author")...)
		case m.base + stem:
			all = append(all, targets(n.License, "license")...)
			all = append(all, targets(n.IsPartOf, "collection")...)
		}
	}
	slices.Sort(all)
	return all
}

// mostText is the largest record that is read for its links, in bytes.
const mostText = 1 << 20

// text is that of another document of the same edition.
func (s *site) text(ctx context.Context, e *edition, m *manifest, d *document, name string) ([]byte, error) {
	if d.isLive() {
		other, err := s.rendered(ctx, name)
		if err != nil {
			return nil, err
		}
		return other.text, nil
	}
	if !e.has(name, m) {
		return nil, fs.ErrNotExist
	}
	f, err := e.file(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, mostText))
}

// targets are links to IRIs, as URIs (RFC 3987, section 3.1). What is no IRI could end
// the field, and is left out.
func targets(iris []string, rel string) (all []string) {
	for _, iri := range iris {
		if publish.CheckIRI(iri) == nil {
			all = append(all, link(asURI(iri), rel, ""))
		}
	}
	return all
}

func asURI(iri string) string {
	var b strings.Builder
	for _, c := range []byte(iri) {
		if c < 0x80 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
