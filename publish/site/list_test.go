package site_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"samling/publish"
	"samling/publish/internal/editiontest"
	"samling/publish/site"
)

// longEdition is 10,001 entries: 6,000 in the source "a", the rest in "b".
func longEdition(info publish.Info) *editiontest.Edition {
	_, items := many(10_001)
	for i := range items {
		items[i].Source = "a"
		if i >= 6000 {
			items[i].Source = "b"
		}
	}
	return editiontest.New(info, []publish.Source{{ID: "a", URL: "https://example.no/a"}, {ID: "b", URL: "https://example.no/b"}}, items)
}

func lists(t *testing.T, e publish.Edition) map[string]string {
	t.Helper()
	all, err := site.Lists(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, w := range all {
		var b bytes.Buffer
		if err := w.Write(t.Context(), &b, e); err != nil {
			t.Fatal(err)
		}
		pages[w.Path()] = b.String()
	}
	return pages
}

// Beyond 10,000 entries the index is an overview, and every entry stands once in a list.
func TestLists(t *testing.T) {
	e := longEdition(editiontest.SampleInfo())
	pages := lists(t, e)
	entries := 0
	for name, want := range map[string]int{"list/a.html": 5000, "list/a/2.html": 1000, "list/b.html": 4001} {
		got := strings.Count(pages[name], `<li class="entry"`)
		if entries += got; got != want {
			t.Errorf("%s has %d entries, want %d", name, got, want)
		}
		for _, fault := range faults(name, pages[name]) {
			t.Errorf("%s: %s", name, fault)
		}
	}
	if len(pages) != 3 || entries != 10_001 {
		t.Errorf("%d pages with %d entries", len(pages), entries)
	}
	if !strings.Contains(pages["list/a/2.html"], `href="../../item/id0000000000.html"`) || !strings.Contains(pages["list/a/2.html"], `href="../../list/a.html"`) {
		t.Error("the second part does not lead to its entries or the first part")
	}
	var b bytes.Buffer
	if err := (site.Index{}).Write(t.Context(), &b, e); err != nil {
		t.Fatal(err)
	}
	index := b.String()
	if strings.Contains(index, `class="entry"`) || strings.Contains(index, "site.js") || !strings.Contains(index, `href="list/a.html"`) || len(faults("index.html", index)) > 0 {
		t.Error("the index is no overview")
	}
	for _, r := range resources() {
		if page := resourcePage(t, e.Info(), r); strings.Contains(page, "index.html?") {
			t.Errorf("%s leads to a selection of a list that is not there", r.Path)
		}
	}
}

// A list says nothing of the edition.
func TestListKnowsNoEdition(t *testing.T) {
	info := editiontest.SampleInfo()
	before := lists(t, longEdition(info))
	info.Number, info.Made = 9, info.Made.AddDate(1, 0, 0)
	for name, page := range lists(t, longEdition(info)) {
		if page != before[name] {
			t.Errorf("%s changed with the edition", name)
		}
	}
}

func TestListsErrors(t *testing.T) {
	if all, err := site.Lists(t.Context(), editiontest.Sample()); len(all) != 0 || err != nil {
		t.Errorf("a short publication has lists: %v %v", all, err)
	}
	e := longEdition(editiontest.SampleInfo())
	all, err := site.Lists(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	if err := all[0].Write(t.Context(), broken{}, e); !errors.Is(err, errBroken) {
		t.Errorf("a broken file gave %v", err)
	}
	if all, err = site.Lists(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if err := all[1].Write(t.Context(), new(bytes.Buffer), e); err == nil {
		t.Error("a second part was written before the first")
	}
}
