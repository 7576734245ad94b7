package site_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/knakk/rdf"

	"samling/publish"
	"samling/publish/citation"
	"samling/publish/internal/editiontest"
	"samling/publish/site"
	"samling/transform"
	"samling/vocab"
)

var writeTo = flag.String("write", "", "write pages of every kind to this folder, for .ci/peers")

// TestWrite writes pages of every kind: the sample in each language, one with hostile
// texts in every place, and a long list.
func TestWrite(t *testing.T) {
	dir, entries := *writeTo, 10_000
	if dir == "" {
		dir, entries = t.TempDir(), 20
	}
	long, _ := many(entries)
	for name, pages := range map[string]map[string]string{
		"nb": writable(t, inLanguage("nb")), "nn": writable(t, inLanguage("nn")), "en": writable(t, inLanguage("en")),
		"hostile": writable(t, hostileEdition()), "long": {"index.html": render(t, long)["index.html"]},
	} {
		pages["style.css"], pages["site.js"] = render(t, editiontest.Sample())["style.css"], render(t, editiontest.Sample())["site.js"]
		for path, text := range pages {
			file := filepath.Join(dir, name, filepath.FromSlash(path))
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, want := range []string{"nb/index.html", "nn/gone/item/zzw5q7oq2k4b.html", "en/org/iris.html", "hostile/citations.bib", "long/site.js"} {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(want))); err != nil {
			t.Error(err)
		}
	}
}

// writable is every page and citation of an edition by its path, tombstones where they belong.
func writable(t *testing.T, e *editiontest.Edition) map[string]string {
	t.Helper()
	pages := render(t, e)
	for s := range e.Sources(t.Context()) {
		for it := range e.Items(t.Context(), s.ID) {
			if path := (site.Record{}).Path(it.ID); it.Withdrawn {
				pages[publish.Gone+path] = pages[path]
				delete(pages, path)
			}
		}
	}
	for _, r := range resources() {
		pages[site.Resource{}.ResourcePath(r.Path)] = resourcePage(t, e.Info(), r)
	}
	for _, f := range citation.Forms() {
		var b strings.Builder
		if err := (citation.List{Form: f}).Write(t.Context(), &b, e); err != nil {
			t.Fatal(err)
		}
		pages[citation.List{Form: f}.Path()] = b.String()
	}
	return pages
}

// inLanguage is the sample with its own words in a language, and with a history.
func inLanguage(tag string) *editiontest.Edition {
	info := editiontest.SampleInfo()
	info.Language = tag
	return editiontest.New(info, sampleSources(), sampleItems())
}

// hostileEdition has each hostile text in every place of an entry of its own.
func hostileEdition() *editiontest.Edition {
	var items []publish.Item
	for i, s := range append(hostile, strings.Repeat("lang tittel ", 1<<20/12)) {
		it := hostileItem(s)
		it.ID = "hostile" + string(rune('a'+i))
		if i == len(hostile) {
			it.History = nil // a page of 20 MB tells nothing more
		}
		items = append(items, it)
	}
	all := strings.Join(hostile, "\n")
	info := editiontest.SampleInfo()
	info.Title, info.Publisher.Name = all, all
	return editiontest.New(info, []publish.Source{{ID: "s", URL: all, Title: transform.Text{Value: all, Language: "nb"}}}, items)
}

func sampleSources() (all []publish.Source) {
	for s := range editiontest.Sample().Sources(context.Background()) {
		all = append(all, s)
	}
	return all
}

// resources are made by hand: a body, the types, a collection, the profile.
func resources() []publish.Resource {
	const base = editiontest.Base
	iri := func(s string) rdf.IRI { i, _ := rdf.NewIRI(s); return i }
	body := vocab.Body{Key: "iris", Name: "IRIS", NameLang: "nb", Alt: []vocab.Label{{Text: "International Research Institute of Stavanger", Lang: "en"}},
		Homepage: "https://example.org/", ReplacedBy: []string{"norce"}}
	next := vocab.Body{Key: "norce", Name: "NORCE", NameLang: "nb"}
	types, err := vocab.TypeScheme(base)
	if err != nil {
		panic(err)
	}
	scheme := publish.Resource{Path: "types", Title: transform.Text{Value: "Dokumenttyper", Language: "nb"}}
	for _, t := range types {
		last := len(scheme.Groups) - 1
		if last < 0 || scheme.Groups[last].Subject != t.Subj {
			scheme.Groups = append(scheme.Groups, publish.Group{Subject: t.Subj})
			last++
		}
		scheme.Groups[last].Triples = append(scheme.Groups[last].Triples, t)
	}
	collection := publish.Group{Subject: iri(base + "collection/omstilling")}
	add := func(p string, o rdf.Object) {
		collection.Triples = append(collection.Triples, rdf.Triple{Subj: collection.Subject, Pred: iri(p), Obj: o})
	}
	title, _ := rdf.NewLangLiteral("Further reading on restructuring", "en")
	add(vocab.RDFType, iri(vocab.DCMITypeCollection))
	add(vocab.DCTermsTitle, title)
	add(vocab.DCTermsModified, rdf.NewTypedLiteral("2026-12-01T06:00:00Z", iri(vocab.XSDDateTime)))
	for range 250 {
		add(vocab.DCTermsHasPart, iri(base+"item/h5v2dq7n3xka"))
	}
	add("https://example.org/vocabulary#notOneOfOurs", iri("urn:x:y"))
	return []publish.Resource{
		{Path: "org/iris", Title: transform.Text{Value: "IRIS", Language: "nb"}, Groups: []publish.Group{
			{Subject: iri(body.IRI(base)), Triples: body.Triples(base)}, {Subject: iri(next.IRI(base)), Triples: next.Triples(base)}}},
		scheme,
		{Path: "collection/omstilling", Title: transform.Text{Value: "Further reading on restructuring", Language: "en"}, Groups: []publish.Group{collection}},
		{Path: "profile/1.0", Title: transform.Text{Value: "Application profile", Language: "en"}, Groups: []publish.Group{
			{Subject: iri(base + "profile/1.0"), Triples: []rdf.Triple{{Subj: iri(base + "profile/1.0"), Pred: iri(vocab.RDFType), Obj: iri(vocab.DCTermsStandard)}}}}},
	}
}

func resourcePage(t testing.TB, info publish.Info, r publish.Resource) string {
	t.Helper()
	var b strings.Builder
	if err := (site.Resource{}).WriteResource(&b, info, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
