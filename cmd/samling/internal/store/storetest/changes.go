package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"samling/publish"
	"samling/publish/oaipmh"
)

// changes lists a query page by page.
func (l *ledger) changes(t *testing.T, q oaipmh.Query) (all []oaipmh.Item) {
	t.Helper()
	for {
		v, err := l.Repository(l.config(t)).View(l.ctx)
		noError(t, err)
		some, err := v.List(l.ctx, q)
		noError(t, err)
		noError(t, v.Close())
		all = append(all, some...)
		if len(some) < q.Limit {
			return all
		}
		q.After = some[len(some)-1].Key
	}
}

func keys(items []oaipmh.Item) (all []string) {
	for _, it := range items {
		mark := ""
		if it.Withdrawn {
			mark = " withdrawn"
		}
		all = append(all, it.ID+mark)
	}
	return all
}

// testChangesInOrder: what changed last stands last, whatever the page size.
func testChangesInOrder(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "z", "y", "x"))
	l.accept(t, page("b", 2, "b1"))
	a := page("a", 3, "z", "y", "new")
	a.Records[1].Issued = "2020"
	l.accept(t, a)
	noError(t, l.Withdraw(l.ctx, []string{"x"}, at(4)))
	for limit := 1; limit < 7; limit++ {
		all := l.changes(t, oaipmh.Query{Limit: limit})
		equal(t, "order", keys(all), []string{"z", "b1", "new", "y", "x withdrawn"})
		for i := range all[1:] {
			if all[i+1].Key.Stamp.Before(all[i].Key.Stamp) || all[i+1].Key.N <= all[i].Key.N {
				t.Errorf("keys %v, then %v", all[i].Key, all[i+1].Key)
			}
		}
	}
	v, err := l.Repository(l.config(t)).View(l.ctx)
	noError(t, err)
	defer func() { noError(t, v.Close()) }()
	x, err := v.Item(l.ctx, "x")
	noError(t, err)
	equal(t, "item", []any{x.Withdrawn, x.Source, x.Issued, x.Created, x.Modified}, []any{true, "a", "2012", second(1), second(4)})
	if _, err := v.Item(l.ctx, "nosuch"); !errors.Is(err, oaipmh.ErrNoItem) {
		t.Errorf("unknown: %v", err)
	}
	sources, err := v.Sources(l.ctx)
	noError(t, err)
	equal(t, "sources", []any{len(sources), sources[0].ID, sources[1].ID}, []any{2, "a", "b"})
	facets, err := v.Facets(l.ctx)
	noError(t, err)
	equal(t, "types", facets.Types, []publish.Count{{Key: "rapport", Entries: 5}})
}

// testChangesOfTombstones: a tombstone is in the sets of what it was, so they stay.
func testChangesOfTombstones(t *testing.T, l *ledger) {
	a := page("a", 1, "x", "y")
	a.Records[0].Type, a.Records[0].Title.Language = "film", "en"
	l.accept(t, a)
	l.accept(t, page("a", 2, "y"))
	noError(t, l.Withdraw(l.ctx, []string{"x"}, at(3)))
	v, err := l.Repository(l.config(t)).View(l.ctx)
	noError(t, err)
	defer func() { noError(t, v.Close()) }()
	facets, err := v.Facets(l.ctx)
	noError(t, err)
	equal(t, "types", facets.Types, []publish.Count{{Key: "film", Entries: 1}, {Key: "rapport", Entries: 1}})
	equal(t, "languages", facets.Languages, []publish.Count{{Key: "en", Entries: 1}, {Key: "nb", Entries: 1}})
}

// testChangesBySetAndTime compares each query with the one made from all items.
func testChangesBySetAndTime(t *testing.T, l *ledger) {
	for i := range 6 {
		a := page("ab"[i%2:i%2+1], i+1, fmt.Sprintf("%c1", 'a'+i%2), fmt.Sprintf("%c%d", 'a'+i%2, 2+i))
		a.Records[1].Type = []string{"rapport", "bok", "film"}[i%3]
		a.Records[0].Title.Language = []string{"nb", "nn"}[i/2%2]
		l.accept(t, a)
		time.Sleep(300 * time.Millisecond) // the datestamps are the clock's
	}
	all := l.changes(t, oaipmh.Query{Limit: 100})
	equal(t, "all", len(all), 8)
	first, last := all[0].Key.Stamp, all[len(all)-1].Key.Stamp
	equal(t, "datestamps differ", first.Before(last), true)
	for from := first.Add(-time.Second); !from.After(last.Add(time.Second)); from = from.Add(time.Second) {
		for until := from; !until.After(last.Add(time.Second)); until = until.Add(time.Second) {
			for _, set := range []publish.Selection{{}, {Source: "a"}, {Type: "bok"}, {Language: "nn"}} {
				var want []string
				for _, it := range all {
					if s := it.Key.Stamp; !s.Before(from) && !s.After(until) && selected(it.Item, set) {
						want = append(want, keys([]oaipmh.Item{it})...)
					}
				}
				got := l.changes(t, oaipmh.Query{From: from, Until: until, Set: set, Limit: 2})
				equal(t, fmt.Sprint(from, until, set), keys(got), want)
			}
		}
	}
}

// testChangesWhileWriting: harvests that each begin where the one before was dated miss
// no change, and repeat only what was changed in the second between them.
func testChangesWhileWriting(t *testing.T, l *ledger) {
	stop := make(chan struct{})
	var writing sync.WaitGroup
	for _, source := range []string{"a", "b"} {
		writing.Go(func() {
			for minute := 1; ; minute++ {
				select {
				case <-stop:
					return
				default:
				}
				a := page(source, minute, source+"1", source+"2", source+"3")
				a.Records[minute%3].Issued = fmt.Sprint(1500 + minute)
				if _, err := l.Accept(l.ctx, a); err != nil {
					t.Error(err)
				}
			}
		})
	}
	seen := map[string]oaipmh.Item{}
	harvest := func(from time.Time) time.Time {
		v, err := l.Repository(l.config(t)).View(l.ctx)
		noError(t, err)
		defer func() { noError(t, v.Close()) }()
		items, err := v.List(l.ctx, oaipmh.Query{From: from, Limit: 1000})
		noError(t, err)
		for _, it := range items {
			if it.Key.Stamp.After(v.Date()) {
				t.Errorf("dated %v, holds a change of %v", v.Date(), it.Key.Stamp)
			}
			if old, ok := seen[it.ID]; ok && old.Key == it.Key && !it.Key.Stamp.Equal(from) {
				t.Errorf("%s of %v again, asked from %v", it.ID, it.Key.Stamp, from)
			}
			seen[it.ID] = it
		}
		return v.Date()
	}
	var from time.Time
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); {
		from = harvest(from)
	}
	close(stop)
	writing.Wait()
	harvest(from)
	now := l.changes(t, oaipmh.Query{Limit: 1000})
	equal(t, "all were seen", len(seen), len(now))
	for _, it := range now {
		equal(t, "newest of "+it.ID, seen[it.ID].Issued, it.Issued)
	}
	equal(t, "in order", slices.IsSortedFunc(now, func(a, b oaipmh.Item) int { return a.Key.Stamp.Compare(b.Key.Stamp) }), true)
}

// testViewIsAView: what is accepted while a view is read does not show in it.
func testViewIsAView(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x", "y"))
	v, err := l.Repository(l.config(t)).View(l.ctx)
	noError(t, err)
	defer func() { noError(t, v.Close()) }()
	look := func() []any {
		items, err := v.List(l.ctx, oaipmh.Query{Limit: 9})
		noError(t, err)
		facets, err := v.Facets(l.ctx)
		noError(t, err)
		sources, err := v.Sources(l.ctx)
		noError(t, err)
		return []any{keys(items), facets, len(sources)}
	}
	before := look()
	l.accept(t, page("a", 2, "x", "z"))
	l.accept(t, page("b", 2, "b1"))
	equal(t, "view", look(), before)
}
