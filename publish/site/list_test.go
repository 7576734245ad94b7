package site_test

import (
	"bytes"
	"errors"
	"io"
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
	pages := map[string]string{}
	for s, err := range e.Sources(t.Context()) {
		if err == nil {
			err = site.Lists{}.WriteSource(t.Context(), e, s, func(path, _, _ string, write func(io.Writer) error) error {
				var b bytes.Buffer
				err := write(&b)
				pages[path] = b.String()
				return err
			})
		}
		if err != nil {
			t.Fatal(err)
		}
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
	if pages := lists(t, editiontest.Sample()); len(pages) != 0 {
		t.Errorf("a short publication has lists: %v", pages)
	}
	e := longEdition(editiontest.SampleInfo())
	err := site.Lists{}.WriteSource(t.Context(), e, publish.Source{ID: "a", Entries: 6000}, func(_, _, _ string, write func(io.Writer) error) error {
		return write(broken{})
	})
	if !errors.Is(err, errBroken) {
		t.Errorf("a broken file gave %v", err)
	}
	if err := (site.Lists{}).WriteSource(t.Context(), e, publish.Source{ID: "a/b", Entries: 1}, nil); err == nil {
		t.Error("a source that cannot be in an address has a list")
	}
}
