package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"samling/cmd/samling/internal/gate"
	"samling/cmd/samling/internal/store"
	"samling/publish"
	"samling/transform"
)

// testCounts does at random what a ledger is there for, and holds what each edition says of
// its numbers against its items: they are kept with each commit and not counted.
func testCounts(t *testing.T, l *ledger) {
	g := &chance{Rand: rand.New(rand.NewPCG(3, 7)), ledger: l, keys: map[string]string{}, latest: map[string]string{}}
	for minute := 1; minute <= 120; minute++ {
		g.act(t, minute)
		if g.IntN(3) == 0 {
			_, _, _, err := l.Seal(l.ctx, at(minute), "key")
			noError(t, err)
		}
		if g.IntN(4) == 0 {
			g.act(t, minute) // after the seal
			g.check(t, fmt.Sprintf("minute %d", minute))
		}
		if minute%50 == 0 {
			l.reopen(t)
		}
		noError(t, l.Check(l.ctx))
	}
	if len(g.keys) < 20 {
		t.Errorf("only %d states of a source were seen", len(g.keys))
	}
}

// chance decides what is done.
type chance struct {
	*rand.Rand
	*ledger
	keys   map[string]string // of sources, by all that they say
	latest map[string]string // of selections, by all that their newest items say
}

func (g *chance) act(t *testing.T, minute int) {
	t.Helper()
	source := []string{"a", "b", "c"}[g.IntN(3)]
	switch g.IntN(8) {
	case 0:
		_, err := g.Unchanged(g.ctx, store.Sighting{Source: source, At: at(minute), WithdrawAfter: g.IntN(4)})
		if minute > 20 {
			noError(t, err)
		}
	case 1:
		g.withdrawOne(t, source, minute)
	case 2:
		noError(t, g.Hold(g.ctx, store.Lease{}, store.Held{Source: source, At: at(minute), Reasons: []gate.Reason{}}))
	default:
		a := g.page(source, minute)
		a.WithdrawAfter, a.Replay = g.IntN(4), g.IntN(8) == 0
		g.accept(t, a)
	}
}

// withdrawOne withdraws a missing record of a source, where there is one.
func (g *chance) withdrawOne(t *testing.T, source string, minute int) {
	t.Helper()
	known := g.known(t, source)
	for _, id := range slices.Sorted(maps.Keys(known)) {
		if k := known[id]; !k.Missing.IsZero() && !k.Withdrawn {
			noError(t, g.Withdraw(g.ctx, []string{k.ID}, at(minute)))
			return
		}
	}
}

// page is a page with some of twelve entries, some of them another than before.
func (g *chance) page(source string, minute int) store.Acceptance {
	a := page(source, minute)
	known := map[string]store.Known{}
	if all, err := g.Known(g.ctx, source); err == nil {
		for _, k := range all {
			known[k.ID] = k
		}
	}
	for _, i := range g.Perm(12)[:g.IntN(13)] {
		id := fmt.Sprintf("%s%02d", source, i)
		r := Record(id, 0)
		if k, ok := known[id]; ok {
			r = k.Record
		}
		if g.IntN(3) == 0 {
			r.Type = []string{"rapport", "bok", "film", ""}[g.IntN(4)]
			r.Title.Language = []string{"nb", "nn", "en"}[g.IntN(3)]
			r.Issued = []string{"2012", "1999", "2010/2014", ""}[g.IntN(4)]
			r.Publishers = nil
			for range g.IntN(3) {
				n := g.IntN(4)
				r.Publishers = append(r.Publishers, transform.Publisher{Key: []string{"nibr", "ks", "suite-old", ""}[n], Name: fmt.Sprintf("Navn %d", n+g.IntN(2)*4)})
			}
		}
		a.Records = append(a.Records, r)
	}
	if g.IntN(5) == 0 {
		a.Source.Publisher = []string{"ks", "suite-mid"}[g.IntN(2)]
	}
	return a
}

// check holds the edition sealed last against its items.
func (g *chance) check(t *testing.T, what string) {
	t.Helper()
	e, err := g.Edition(g.ctx, g.config(t))
	if err != nil {
		return // none yet
	}
	defer func() { noError(t, e.Close()) }()
	v := g.read(t, e) // which compares the entries
	facets, err := e.Facets(g.ctx)
	noError(t, err)
	want := [4]map[string]int{{}, {}, {}, {}}
	named := map[string]bool{}
	for _, s := range v.sources {
		named[s.Publisher] = true
		for _, it := range v.all[s.ID] {
			for _, p := range it.Publishers {
				named[p.Key] = true
			}
			for _, before := range it.History {
				for _, p := range before.Publishers {
					named[p.Key] = true
				}
			}
			if !it.Withdrawn {
				countValues(want, it.Record)
			}
		}
		g.checkKey(t, what, s, v.all[s.ID])
	}
	equal(t, what+": facets", facets, publish.Facets{Publishers: sortedCounts(want[0]), Types: sortedCounts(want[1]), Languages: sortedCounts(want[2]), Years: sortedCounts(want[3])})
	for _, b := range v.bodies {
		delete(named, b.Key)
	}
	for _, from := range []publish.Selection{{Publisher: "nibr"}, {Publisher: "ks"}, {Type: "rapport"}, {Type: "bok"}, {Source: "a"}, {}} {
		g.checkLatestKey(t, what, e, from)
	}
	delete(named, "")
	equal(t, what+": bodies that are named and not described", len(named), 0)
}

func countValues(to [4]map[string]int, r transform.Record) {
	keys := map[string]bool{}
	for _, p := range r.Publishers {
		keys[p.Key] = true
	}
	for key := range keys {
		to[0][key]++
	}
	to[1][r.Type]++
	to[2][r.Title.Language]++
	if len(r.Issued) == 4 {
		to[3][r.Issued]++
	}
}

func sortedCounts(m map[string]int) (all []publish.Count) {
	for _, key := range slices.Sorted(maps.Keys(m)) {
		all = append(all, publish.Count{Key: key, Entries: m[key]})
	}
	return all
}

// checkKey checks that a source has a key it had before exactly where it is all that it was.
func (g *chance) checkKey(t *testing.T, what string, s publish.Source, items []publish.Item) {
	t.Helper()
	key := s.Key
	s.Key = ""
	all := fmt.Sprintf("%+v %+v", s, items)
	if len(key) != 64 {
		t.Errorf("%s: key %q", what, key)
	}
	for other, was := range g.keys {
		if (other == all) != (was == key) {
			t.Errorf("%s: key %s of\n%s\nkey %s of\n%s", what, was, other, key, all)
		}
	}
	g.keys[all] = key
}

// checkLatestKey checks that the newest items of a selection have a key it had before only where
// they are the same, and that of a source's exactly where they are.
func (g *chance) checkLatestKey(t *testing.T, what string, e publish.Edition, from publish.Selection) {
	t.Helper()
	all := fmt.Sprintf("%v\n", from)
	for it, err := range e.Latest(g.ctx, from, 5) {
		noError(t, err)
		all += fmt.Sprintf("%+v\n", it)
	}
	key, err := e.LatestKey(g.ctx, from, 5)
	noError(t, err)
	for other, was := range g.latest {
		if !strings.HasPrefix(other, fmt.Sprintf("%v\n", from)) {
			continue
		}
		if was == key && other != all || from.Source != "" && (other == all) != (was == key) {
			t.Errorf("%s: %v: key %s of\n%s\nkey %s of\n%s", what, from, was, other, key, all)
		}
	}
	g.latest[all] = key
}

// testKeys: two ledgers that hold the same, but came to it in other ways, have other keys.
func testKeys(t *testing.T, l *ledger) {
	keys := map[string]bool{}
	a := page("a", 1, "x", "y")
	l.accept(t, a)
	keys[l.edition(t, 1).sources[0].Key] = true
	a = page("a", 2, "x", "y")
	a.Records[0].Issued = "1990"
	l.accept(t, a)
	keys[l.edition(t, 2).sources[0].Key] = true
	l.accept(t, page("a", 3, "x", "y")) // as it was
	keys[l.edition(t, 3).sources[0].Key] = true
	l.accept(t, page("a", 4, "x"))
	keys[l.edition(t, 4).sources[0].Key] = true // a missing entry is no change
	equal(t, "keys", len(keys), 3)
	noError(t, l.Withdraw(l.ctx, []string{"y"}, at(5)))
	keys[l.edition(t, 5).sources[0].Key] = true
	equal(t, "keys with a tombstone", len(keys), 4)
}

// testLatestKeys: whatever changes an item changes the keys of all feeds that it is in, and of no
// other publisher's or type's.
func testLatestKeys(t *testing.T, l *ledger) {
	all := []publish.Selection{{}, {Source: "a"}, {Publisher: "nibr"}, {Type: "rapport"}, {Publisher: "ks"}, {Type: "bok"}}
	keys := func(minute int) (now []string) {
		t.Helper()
		_, _, _, err := l.Seal(l.ctx, at(minute), "key")
		noError(t, err)
		e, err := l.Edition(l.ctx, l.config(t))
		noError(t, err)
		for _, from := range all {
			key, err := e.LatestKey(l.ctx, from, 5)
			noError(t, err)
			now = append(now, key)
		}
		noError(t, e.Close())
		return now
	}
	lists := func(minute int, change func(r *transform.Record), ids ...string) {
		a := page("a", minute, ids...)
		for i := range a.Records {
			change(&a.Records[i])
		}
		l.accept(t, a)
	}
	same := func(*transform.Record) {}
	b := page("b", 1, "z")
	b.Records[0].Type, b.Records[0].Publishers = "bok", []transform.Publisher{{Key: "ks", Name: "KS"}}
	l.accept(t, b)
	lists(1, same, "x", "y")
	before := keys(2)
	equal(t, "once more", keys(3), before)
	for i, change := range []func(minute int){
		func(m int) { lists(m, func(r *transform.Record) { r.Title.Value += ", rettet" }, "x", "y") }, // which no count shows
		func(m int) { lists(m, same, "x", "y") },
		func(m int) { lists(m, same, "x", "y", "w") },
		func(m int) {
			lists(m, same, "x", "w")
			noError(t, l.Withdraw(l.ctx, []string{"y"}, at(m)))
		},
		func(m int) { lists(m, same, "x", "y", "w") }, // it is back
	} {
		change(4 + i)
		now := keys(4 + i)
		for j, from := range all {
			if touched := j < 4; (now[j] != before[j]) != touched {
				t.Errorf("change %d: %+v: key %s, then %s", i, from, before[j], now[j])
			}
		}
		before = now
	}
}
