package storetest

import (
	"errors"
	"fmt"
	"testing"

	"samling/cmd/samling/internal/store"
	"samling/publish"
	"samling/transform"
)

func testEditionHistory(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x", "y"))
	a := page("a", 2, "x", "y")
	a.Records[0].Issued = "2013"
	l.accept(t, a)
	e := l.edition(t, 2)
	b := page("a", 3, "x", "y")
	b.Records[0].Issued = "2014"
	l.accept(t, b)
	before := []publish.Version{{Record: page("a", 1, "x", "y").Records[0], At: second(1)}}
	equal(t, "history", e.items(t, "a")[0].History, before)
	equal(t, "no history", e.items(t, "a")[1].History, []publish.Version(nil))
	sealed := l.view(t)
	equal(t, "of the sealed edition", sealed.items(t, "a")[0].History, before)
	equal(t, "of the next", l.edition(t, 3).items(t, "a")[0].History,
		append(before, publish.Version{Record: a.Records[0], At: second(2)}))
}

// testEditionSelections compares every selection with the one made from all items.
func testEditionSelections(t *testing.T, l *ledger) {
	types, bodies, languages := []string{"rapport", "artikkel", "bok"}, []string{"nibr", "ks", "fafo"}, []string{"nb", "nn", "en"}
	for _, source := range []string{"a", "b"} {
		var some []string
		for i := range 40 {
			some = append(some, fmt.Sprintf("%s%02d", source, i))
		}
		for round := range 3 {
			p := page(source, 1+round, some[:20+10*round]...)
			for i := range p.Records {
				r := &p.Records[i]
				r.Type = types[(i+i/7*round)%3]
				r.Title.Language = languages[(i/3+round)%3]
				r.Publishers = []transform.Publisher{{Key: bodies[i%2], Name: "En"}}
				if i%5 == round {
					r.Publishers = append(r.Publishers, transform.Publisher{Key: bodies[2], Name: "To"})
				}
			}
			l.accept(t, p)
		}
	}
	l.accept(t, page("a", 9, "a01"))
	noError(t, l.Withdraw(l.ctx, []string{"a00", "a07"}, at(10)))
	number, _, _, err := l.Seal(l.ctx, at(10), "key")
	noError(t, err)
	later := page("b", 11, "b00", "b01")
	later.Records[0].Type = "film"
	l.accept(t, later) // after the seal

	e, err := l.Edition(l.ctx, l.config(t))
	noError(t, err)
	defer func() { noError(t, e.Close()) }()
	equal(t, "edition", e.Info().Number, number)
	all := collect(t, e.Latest(l.ctx, publish.Selection{}, 1000))
	equal(t, "all", len(all), 80)
	for _, s := range selections(types, bodies, languages) {
		var want []string
		for _, it := range all {
			if selected(it, s) {
				want = append(want, it.ID)
			}
		}
		for _, n := range []int{1, 3, 1000} {
			got := ids(collect(t, e.Latest(l.ctx, s, n)))
			equal(t, fmt.Sprintf("%+v, %d", s, n), got, want[:min(n, len(want))])
		}
	}
	for _, it := range all {
		one, source, err := e.Record(l.ctx, it.ID)
		noError(t, err)
		equal(t, "record", one, it)
		equal(t, "its source", []any{source.ID, source.URL}, []any{it.Source, "https://example.org/" + it.Source})
	}
	if _, _, err := e.Record(l.ctx, "nosuch"); !errors.Is(err, store.ErrNoRecord) {
		t.Errorf("unknown: %v", err)
	}
	equal(t, "a type that came after the seal", len(collect(t, e.Latest(l.ctx, publish.Selection{Type: "film"}, 9))), 0)
}

func selections(types, bodies, languages []string) (all []publish.Selection) {
	for _, source := range []string{"", "a", "b"} {
		for _, kind := range append(types, "") {
			for _, body := range append(bodies, "") {
				for _, language := range append(languages, "") {
					all = append(all, publish.Selection{Source: source, Publisher: body, Type: kind, Language: language})
				}
			}
		}
	}
	return all
}

func selected(it publish.Item, s publish.Selection) bool {
	named := s.Publisher == ""
	for _, p := range it.Publishers {
		named = named || p.Key == s.Publisher
	}
	return named && (s.Source == "" || s.Source == it.Source) && (s.Type == "" || s.Type == it.Type) &&
		(s.Language == "" || s.Language == it.Title.Language)
}

func testEditionFacets(t *testing.T, l *ledger) {
	a := page("a", 1, "x", "y", "z", "w")
	a.Records[0].Publishers = append(a.Records[0].Publishers, transform.Publisher{Key: "ks", Name: "KS"})
	a.Records[1].Type, a.Records[1].Issued = "artikkel", "2010/2014"
	a.Records[2].Issued, a.Records[2].Title.Language = "", "nn"
	l.accept(t, a)
	b := page("a", 2, "x", "y", "z")
	copy(b.Records, a.Records[:3])
	l.accept(t, b)
	noError(t, l.Withdraw(l.ctx, []string{"w"}, at(3)))
	l.edition(t, 3)
	l.accept(t, page("b", 4, "after"))
	e, err := l.Edition(l.ctx, l.config(t))
	noError(t, err)
	defer func() { noError(t, e.Close()) }()
	facets, err := e.Facets(l.ctx)
	noError(t, err)
	equal(t, "facets", facets, publish.Facets{
		Publishers: []publish.Count{{Key: "ks", Entries: 1}, {Key: "nibr", Entries: 3}},
		Types:      []publish.Count{{Key: "artikkel", Entries: 1}, {Key: "rapport", Entries: 2}},
		Languages:  []publish.Count{{Key: "nb", Entries: 2}, {Key: "nn", Entries: 1}},
		Years:      []publish.Count{{Key: "2012", Entries: 1}},
	})
}
