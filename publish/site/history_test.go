package site_test

import (
	"context"
	"strings"
	"testing"

	"samling/publish"
	"samling/publish/internal/editiontest"
	"samling/transform"
)

// sampleItems are the sample's items; one has changed, been withdrawn and come back, and
// the withdrawn one has the version it was withdrawn in.
func sampleItems() (all []publish.Item) {
	e := editiontest.Sample()
	for s := range e.Sources(context.Background()) {
		for it := range e.Items(context.Background(), s.ID) {
			switch it.ID {
			case "jwpdfafxuwas":
				first := it.Record
				first.Title = transform.Text{Value: "Regionråd i Noreg", Language: "nn"}
				first.TitleProper, first.Type, first.Issued, first.Link = first.Title.Value, "notat", "", "https://example.no/regionraad"
				first.Description.Value = strings.Replace(first.Description.Value, "Det observeres", "Vi ser", 1)
				second := it.Record
				second.Issued = "2010/2014"
				it.History = []publish.Version{
					{Record: first, At: editiontest.Day},
					{Record: first, At: editiontest.Day.AddDate(0, 0, 2), Withdrawn: true},
					{Record: second, At: editiontest.Day.AddDate(0, 0, 4)},
				}
			case "zzw5q7oq2k4b":
				before := it.Record
				before.Description.Value, before.Issued = "En omtale som er borte.", "2008"
				it.History = []publish.Version{{Record: before, At: editiontest.Day}}
			}
			all = append(all, it)
		}
	}
	return all
}

// What changed is told when, field by field, in the page's language.
func TestHistory(t *testing.T) {
	for tag, want := range map[string][]string{
		"nb": {"1.\u00a0desember 2026</time> Endret", "28.\u00a0november 2026</time> Kom tilbake", "26.\u00a0november 2026</time> Trukket tilbake", "24.\u00a0november 2026</time> Først sett"},
		"nn": {"1.\u00a0desember 2026</time> Endra", "28.\u00a0november 2026</time> Kom tilbake", "26.\u00a0november 2026</time> Trekt tilbake", "24.\u00a0november 2026</time> Fyrst sett"},
		"en": {"1\u00a0December 2026</time> Changed", "28\u00a0November 2026</time> Came back", "26\u00a0November 2026</time> Withdrawn", "24\u00a0November 2026</time> First seen"},
	} {
		doc := render(t, inLanguage(tag))["item/jwpdfafxuwas.html"]
		_, doc, _ = strings.Cut(doc, `id="history"`)
		last := -1
		for _, one := range want {
			at := strings.Index(doc, one)
			if at <= last {
				t.Errorf("%s: %q stands at %d, after %d", tag, one, at, last)
			}
			last = at
		}
	}
	doc := render(t, inLanguage("nb"))["item/jwpdfafxuwas.html"]
	for _, want := range []string{
		`<del lang="nn"><bdi>Regionråd i Noreg</bdi></del>`, `<ins lang="nb"><bdi>Regionråd i Norge</bdi></ins>`,
		`<del lang="nb"><bdi>Notat</bdi></del>`, `<del lang="nb"><bdi>nynorsk</bdi></del>`, `<del lang="nb"><bdi>2010–2014</bdi></del>`,
		`<del lang="nn"><bdi>https://example.no/regionraad</bdi></del>`, "<bdi>… opptreden", "Vi ser en trend",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("the history does not say %s", want)
		}
	}
}

// A tombstone tells what the record was and since when it is withdrawn, and no more.
func TestTombstone(t *testing.T) {
	doc := render(t, inLanguage("en"))["item/zzw5q7oq2k4b.html"]
	for _, want := range []string{"This record was withdrawn on 1\u00a0December 2026.", "Fafo (2009). En rapport", "<del lang=\"en\"><bdi>2008</bdi></del>", `lang="nb"`} {
		if !strings.Contains(doc, want) {
			t.Errorf("the tombstone does not say %q", want)
		}
	}
	for _, bad := range []string{"En omtale som er borte", ".ttl", ".jsonld", ".bib", "citation_title", "Z3988", "<script"} {
		if strings.Contains(doc, bad) {
			t.Errorf("the tombstone holds %q", bad)
		}
	}
}
