package gate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"samling/harvest"
	"samling/transform"
)

func list(n int) (all []transform.Record) {
	for i := range n {
		all = append(all, transform.Record{
			ID: fmt.Sprint("id", i), Title: transform.Text{Value: fmt.Sprint("Tittel ", i), Language: "nb"}, Type: "rapport",
			Publishers: []transform.Publisher{{Key: "ks", Name: "KS"}}, Issued: "2014",
			Description: transform.Text{Value: "Om den."}, Link: "https://example.org/",
		})
	}
	return all
}

func known(n int) (all []*transform.Record) {
	for _, r := range list(n) {
		all = append(all, &r)
	}
	return all
}

// TestRules plants each fault in so many of twelve entries: held above the threshold,
// let through at it.
func TestRules(t *testing.T) {
	for rule, spoil := range map[Rule]func(*transform.Record){
		ReplacedEntries:  func(r *transform.Record) { r.ID += "new" },
		TitlesChanged:    func(r *transform.Record) { r.Title.Value = "Logg inn" },
		YearsGone:        func(r *transform.Record) { r.Issued = "" },
		PublishersGone:   func(r *transform.Record) { r.Publishers = nil },
		TypesGone:        func(r *transform.Record) { r.Type = "ukjent" },
		DescriptionsGone: func(r *transform.Record) { r.Description.Value = "" },
		LinksGone:        func(r *transform.Record) { r.Link = "" },
		LanguageFlipped:  func(r *transform.Record) { r.Title.Language = "en" },
	} {
		limit := Defaults()[rule]
		for spoiled := range 13 {
			now := list(12)
			for i := range spoiled {
				spoil(&now[i])
			}
			got := Check(known(12), Page{Records: now}, Defaults())
			held := slices.ContainsFunc(got, func(r Reason) bool { return r.Rule == rule })
			if want := spoiled*100 > limit*12; held != want {
				t.Errorf("%s: %d of 12 spoiled: %v", rule, spoiled, got)
			}
			off := Defaults()
			off[rule] = 100
			for _, r := range Check(known(12), Page{Records: now}, off) {
				if r.Rule == rule {
					t.Errorf("%s is switched off: %v", rule, r)
				}
			}
		}
		if !slices.Contains(Names(), rule) {
			t.Errorf("%s is no name", rule)
		}
	}
}

func TestFewer(t *testing.T) {
	for _, c := range []struct {
		last, found, limit int
		held               bool
	}{
		{12, 12, 40, false}, {12, 30, 40, false}, {12, 8, 40, false}, {5, 3, 40, false},
		{12, 6, 40, true}, {4, 2, 40, true}, {12, 7, 40, true}, {3, 1, 40, true}, // half a list and less
		{2, 1, 40, false}, {2, 1, 0, true}, {200, 199, 0, true}, {12, 1, 100, false},
	} {
		got := Check(known(c.last), Page{Records: list(c.found)}, Rules{FewerEntries: c.limit})
		if held := len(got) == 1 && got[0].Rule == FewerEntries; held != c.held || !held && got != nil {
			t.Errorf("%d of %d at %d%%: %v", c.found, c.last, c.limit, got)
		}
	}
	if got := Check(known(12), Page{Records: list(6)}, Defaults()); len(got) != 1 || got[0].Message != "6 entries, last time 12" {
		t.Errorf("half a list: %v", got)
	}
	if got := Check(nil, Page{Records: list(1)}, Defaults()); got != nil {
		t.Errorf("a new source: %v", got)
	}
}

// TestSmallChanges: what an editor does on an ordinary day is let through.
func TestSmallChanges(t *testing.T) {
	grown := list(60)
	if got := Check(known(12), Page{Records: grown}, Defaults()); got != nil {
		t.Errorf("a list that grew: %v", got)
	}
	two := list(2)
	two[0].Title.Value, two[1].Title.Value = "Rettet", "Rettet den og"
	if got := Check(known(2), Page{Records: two}, Defaults()); got != nil {
		t.Errorf("two corrected titles: %v", got)
	}
}

func TestNothing(t *testing.T) {
	for want, p := range map[string]Page{
		"the page has no text, last time 3 were":                              {},
		"reads as an entry, last time 3 were; the page's title is «Logg inn»": {Unread: 4, Title: "Logg inn"},
		"nothing is where the list should be (select: .x)":                    {Selected: harvest.Selectors{Container: ".x"}},
		"nothing on the page is an entry (select.entry: li)":                  {Unread: 4, Selected: harvest.Selectors{Entry: "li"}},
	} {
		got := Check(known(3), p, Rules{})
		if len(got) != 1 || got[0].Rule != NoEntries || !strings.Contains(got[0].Message, want) {
			t.Errorf("%v, not %s", got, want)
		}
	}
}
