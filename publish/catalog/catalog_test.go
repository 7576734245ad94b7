package catalog_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/knakk/rdf"

	"samling/publish"
	"samling/publish/catalog"
	"samling/publish/internal/editiontest"
	"samling/publish/ntriples"
	"samling/publish/turtle"
	"samling/vocab"
)

// sample is the sample with addresses and keys that can be IRIs, and a body with its successor.
func sample(t *testing.T) publish.Edition {
	t.Helper()
	e := editiontest.Sample()
	var sources []publish.Source
	var items []publish.Item
	for s, err := range e.Sources(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(s.URL, "omstilling") {
			s.URL = "https://example.no/lister/omstilling"
		}
		sources = append(sources, s)
		for it, err := range e.Items(t.Context(), s.ID) {
			if err != nil {
				t.Fatal(err)
			}
			it.Link, it.Page = "", s.URL
			it.Publishers = slices.Clone(it.Publishers)
			for i := range it.Publishers {
				it.Publishers[i].Key = strings.ReplaceAll(it.Publishers[i].Key, " ", "-")
			}
			items = append(items, it)
		}
	}
	return editiontest.New(e.Info(), sources, items).WithBodies(
		vocab.Body{Key: "iris", Name: "IRIS", ReplacedBy: []string{"norce"}}, vocab.Body{Key: "norce", Name: "NORCE"})
}

// commit publishes an edition with its catalogues, and returns the web root.
func commit(t *testing.T, e publish.Edition) string {
	t.Helper()
	dir := t.TempDir()
	_, err := publish.Commit(t.Context(), dir, e, publish.Forms{
		Dumps:      []publish.Dump{turtle.Writer{File: "dataset.ttl", Base: editiontest.Base}, ntriples.Writer{File: "dataset.nt"}},
		Facts:      []publish.Dump{turtle.Writer{File: "facts.ttl", Base: editiontest.Base}, ntriples.Writer{File: "facts.nt"}},
		Writers:    []publish.Writer{catalog.Table{}, catalog.Shapes{}, catalog.Graph{File: "dataset.nt"}, catalog.Graph{File: "facts.nt", Facts: true}},
		Resources:  []publish.ResourceForm{turtle.Resource{}},
		Catalogues: []publish.Catalogue{catalog.DCAT{OAI: "oai"}.Describe, catalog.VoID},

		MaxDocuments: 100,
	})
	if err != nil {
		t.Fatal(err)
	}
	return publish.WebRoot(dir)
}

func load(t *testing.T, root, path string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// statements are a file's, as knakk/rdf reads them, in N-Triples.
func statements(t *testing.T, root, path string, f rdf.Format) map[string]bool {
	t.Helper()
	triples, err := rdf.NewTripleDecoder(strings.NewReader(load(t, root, path)), f).DecodeAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	all := map[string]bool{}
	for _, tr := range triples {
		all[strings.TrimSpace(tr.Serialize(rdf.NTriples))] = true
	}
	return all
}

func want(t *testing.T, all map[string]bool, s, p, o string) {
	t.Helper()
	if line := "<" + s + "> <" + p + "> " + o + " ."; !all[line] {
		t.Errorf("lacks %s", line)
	}
}

const base = editiontest.Base

func TestContact(t *testing.T) {
	all := statements(t, commit(t, sample(t)), "catalog.ttl", rdf.Turtle)
	want(t, all, base+"contact", vocab.VCardHasEmail, "<mailto:post@example.org>")
	info := editiontest.SampleInfo()
	info.Publisher.Email = ""
	all = statements(t, commit(t, editiontest.New(info, nil, nil)), "catalog.ttl", rdf.Turtle)
	want(t, all, base+"contact", vocab.VCardHasURL, "<"+base+">")
	for line := range all {
		if strings.Contains(line, "mailto:") {
			t.Error("an address that nobody configured: " + line)
		}
	}
}

// TestLicences: CC0 is said of the facts alone.
func TestLicences(t *testing.T) {
	all := statements(t, commit(t, sample(t)), "catalog.ttl", rdf.Turtle)
	licensed := 0
	for line := range all {
		if strings.Contains(line, vocab.DCTermsLicense) {
			licensed++
			if !strings.HasPrefix(line, "<"+base+"catalog#facts.") {
				t.Error(line)
			}
		}
	}
	if licensed != 4 {
		t.Errorf("%d distributions have a licence, want the 4 of the facts", licensed)
	}
	want(t, all, base+"catalog#facts.nt.gz", vocab.DCATCompressFormat, "<https://www.iana.org/assignments/media-types/application/gzip>")
	want(t, all, base+"catalog#facts.nt.gz", vocab.DCATMediaType, "<https://www.iana.org/assignments/media-types/application/n-triples>")
}

// TestNoOAI: a service that is not there is not in the catalogue.
func TestNoOAI(t *testing.T) {
	r, err := catalog.DCAT{}.Describe(t.Context(), sample(t), publish.Rendered{Files: slices.Values([]publish.File{})})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range r.Groups {
		for _, tr := range g.Triples {
			if p := tr.Pred.String(); p == vocab.DCATService || p == vocab.DCATEndpointURL {
				t.Error(tr.Serialize(rdf.NTriples))
			}
		}
	}
}

// TestCounts: the counts taken while rendering are those of the dump as it is read.
// Both sources of the sample received the same bytes at one time, which is one snapshot.
func TestCounts(t *testing.T) {
	root := commit(t, sample(t))
	dump, void := statements(t, root, "dataset.nt", rdf.NTriples), statements(t, root, "void.ttl", rdf.Turtle)
	if lines := strings.Count(load(t, root, "dataset.nt"), "\n"); lines <= len(dump) {
		t.Fatalf("%d lines, %d triples: the sample is to have a triple that two parts state", lines, len(dump))
	}
	subjects, predicates, classes := map[string]int{}, map[string]int{}, map[string]int{}
	for line := range dump {
		s, rest, _ := strings.Cut(line, " ")
		p, o, _ := strings.Cut(rest, " ")
		subjects[s]++
		predicates[strings.Trim(p, "<>")]++
		if p == "<"+vocab.RDFType+">" {
			classes[strings.Trim(o, "<> .")]++
		}
	}
	integer := func(n int) string {
		return rdf.NewTypedLiteral(strconv.Itoa(n), iri(t, vocab.XSDInteger)).Serialize(rdf.NTriples)
	}
	want(t, void, base+"dataset", vocab.VoIDTriples, integer(len(dump)))
	want(t, void, base+"dataset", vocab.VoIDDistinctSubjects, integer(len(subjects)))
	want(t, void, base+"dataset", vocab.VoIDProperties, integer(len(predicates)))
	want(t, void, base+"dataset", vocab.VoIDClasses, integer(len(classes)))
	want(t, void, base+"void#facts", vocab.VoIDTriples, integer(len(statements(t, root, "facts.nt", rdf.NTriples))))
	want(t, void, base+"void#class-prov-Entity", vocab.VoIDEntities, integer(classes[vocab.PROVEntity]))
	want(t, void, base+"void#property-dcterms-identifier", vocab.VoIDTriples, integer(predicates[vocab.DCTermsIdentifier]))
}

// TestBodies: a body's document names those it went over to, or came from, and says no
// more of them.
func TestBodies(t *testing.T) {
	root := commit(t, sample(t))
	old, successor := statements(t, root, "org/iris.ttl", rdf.Turtle), statements(t, root, "org/norce.ttl", rdf.Turtle)
	want(t, old, base+"org/norce#it", vocab.FOAFName, `"NORCE"@no`)
	want(t, successor, base+"org/iris#it", vocab.DCTermsIsReplacedBy, "<"+base+"org/norce#it>")
	if len(old) != 5 || len(successor) != 5 {
		t.Errorf("%d and %d statements, want 5 each", len(old), len(successor))
	}
}

// TestProfile: the profile's files are under the base, and the shapes are named in their document.
func TestProfile(t *testing.T) {
	root := commit(t, sample(t))
	if shapes := load(t, root, "profile/1.0/shapes.ttl"); !strings.Contains(shapes, "<"+base+"profile/1.0/shapes#>") {
		t.Error("the shapes are not named after their document")
	}
	if !strings.HasPrefix(load(t, root, "profile/1.0.csv"), "shapeID,") {
		t.Error("no DCTAP table")
	}
	if g := load(t, root, "dataset.nt.graph"); g != base+"dataset\n" {
		t.Errorf("graph %q", g)
	}
	if g := load(t, root, "facts.nt.graph"); g != base+"void#facts\n" {
		t.Errorf("graph %q", g)
	}
}

// TestSame: equal editions give equal bytes.
func TestSame(t *testing.T) {
	one, two := commit(t, sample(t)), commit(t, sample(t))
	for _, path := range []string{"catalog.ttl", "void.ttl", publish.ManifestPath} {
		if load(t, one, path) != load(t, two, path) {
			t.Errorf("%s is another", path)
		}
	}
	if m := regexp.MustCompile(`"path":"snapshot/`).FindAllString(load(t, one, publish.ManifestPath), -1); len(m) != 2 {
		t.Errorf("%d snapshots, want 2", len(m))
	}
	packed, err := gzip.NewReader(bytes.NewReader([]byte(load(t, one, "dataset.nt.gz"))))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(packed); err != nil || string(text) != load(t, one, "dataset.nt") {
		t.Error("the .gz holds something else", err)
	}
}

func iri(t *testing.T, s string) rdf.IRI {
	t.Helper()
	i, err := rdf.NewIRI(s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}
