package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"samling/cmd/samling/internal/store"
	"samling/publish"
	"samling/transform"
	"samling/vocab"
)

// view is a whole edition, read.
type view struct {
	info    publish.Info
	sources []publish.Source
	all     map[string][]publish.Item
	latest  []publish.Item
	bodies  []vocab.Body
}

func (v view) items(t *testing.T, source string) []publish.Item {
	t.Helper()
	if len(v.all[source]) == 0 {
		t.Errorf("source %q has no items", source)
	}
	return v.all[source]
}

// edition seals at a minute and reads the edition.
func (l *ledger) edition(t *testing.T, minute int) view {
	t.Helper()
	number, made, _, err := l.Seal(l.ctx, at(minute), "key")
	noError(t, err)
	v := l.view(t)
	equal(t, "edition", []any{v.info.Number, v.info.Made}, []any{number, made})
	return v
}

// view reads the edition that was sealed last.
func (l *ledger) view(t *testing.T) view {
	t.Helper()
	e, err := l.Edition(l.ctx, l.config(t))
	noError(t, err)
	defer func() { noError(t, e.Close()) }()
	return l.read(t, e)
}

func (l *ledger) config(t *testing.T) store.EditionConfig {
	t.Helper()
	bodies, err := vocab.LoadBodies(strings.NewReader(authorities))
	noError(t, err)
	return store.EditionConfig{Base: "https://example.org/lit/", Title: "Samling", Version: "1.2",
		Publisher: publish.Publisher{Name: "Biblioteket", Email: "lit@example.org"}, Bodies: bodies}
}

// authorities are bodies that only the suite knows.
const authorities = `
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://example.org/lit/org/suite-old#it> a foaf:Organization ; foaf:name "Suite Old"@en ; dcterms:isReplacedBy <https://example.org/lit/org/suite-mid#it> .
<https://example.org/lit/org/suite-mid#it> a foaf:Organization ; foaf:name "Suite Mid"@en ; dcterms:isReplacedBy <https://example.org/lit/org/suite-new#it> .
<https://example.org/lit/org/suite-new#it> a foaf:Organization ; foaf:name "Suite New"@en ; org:unitOf <https://example.org/lit/org/suite-parent#it> .
<https://example.org/lit/org/suite-parent#it> a foaf:Organization ; foaf:name "Suite Parent"@en .
`

func (l *ledger) read(t *testing.T, e store.Edition) view {
	t.Helper()
	v := view{info: e.Info(), sources: collect(t, e.Sources(l.ctx)), all: map[string][]publish.Item{},
		latest: collect(t, e.Latest(l.ctx, publish.Selection{}, 1000)), bodies: collect(t, e.Bodies(l.ctx))}
	items := 0
	for i := range v.sources {
		noError(t, e.Fill(l.ctx, &v.sources[i]))
		s := v.sources[i]
		v.all[s.ID] = collect(t, e.Items(l.ctx, s.ID))
		equal(t, "ids of the source", s.Items, ids(standing(v.all[s.ID])))
		equal(t, "entries and tombstones", []int{s.Entries, s.Withdrawn}, []int{len(s.Items), len(v.all[s.ID]) - len(s.Items)})
		items += len(s.Items)
		byTime := slices.IsSortedFunc(s.Harvests, func(a, b publish.Harvest) int { return a.Started.Compare(b.Started) })
		equal(t, "harvests by time", byTime, true)
		one, err := e.Source(l.ctx, s.ID)
		noError(t, err)
		noError(t, e.Fill(l.ctx, &one))
		equal(t, "the source alone", one, s)
		for _, h := range s.Harvests {
			all, err := e.Received(l.ctx, h.Snapshot.SHA256[:12])
			noError(t, err)
			at := slices.IndexFunc(all, func(o publish.Source) bool { return o.ID == s.ID })
			equal(t, "who received "+h.Snapshot.SHA256, at >= 0 && all[at].URL == s.URL, true)
		}
	}
	for _, none := range []string{"nosuch", ""} {
		if _, err := e.Source(l.ctx, none); !errors.Is(err, store.ErrUnknown) {
			t.Errorf("source %q: %v", none, err)
		}
	}
	nobody, err := e.Received(l.ctx, "nosuch")
	noError(t, err)
	equal(t, "who received nothing", len(nobody), 0)
	equal(t, "entries", v.info.Entries, items)
	equal(t, "latest", len(standing(v.latest)), items)
	return v
}

// standing are the items that are not withdrawn.
func standing(items []publish.Item) (all []publish.Item) {
	for _, it := range items {
		if !it.Withdrawn {
			all = append(all, it)
		}
	}
	return all
}

func collect[T any](t *testing.T, seq iter.Seq2[T, error]) (all []T) {
	t.Helper()
	for v, err := range seq {
		noError(t, err)
		all = append(all, v)
	}
	return all
}

func ids(items []publish.Item) (all []string) {
	for _, it := range items {
		all = append(all, it.ID)
	}
	return all
}

func testSeal(t *testing.T, l *ledger) {
	seal := func(minute int, key string, number, made int, fresh bool) {
		t.Helper()
		n, m, f, err := l.Seal(l.ctx, at(minute), key)
		noError(t, err)
		equal(t, "seal", []any{n, m, f}, []any{number, second(made), fresh})
	}
	seal(1, "k", 1, 1, true)
	seal(2, "k", 1, 1, false)
	l.accept(t, page("a", 3, "x"))
	seal(4, "k", 2, 4, true)
	seal(5, "k", 2, 4, false)
	l.accept(t, page("a", 6, "x"))
	seal(7, "k", 2, 4, false) // nothing that is published changed
	seal(8, "other", 3, 8, true)
	seal(2, "third", 4, 8, true) // the clock jumped back
	l.reopen(t)
	seal(9, "third", 4, 8, false)
	seal(9, "k", 5, 9, true) // no key is remembered beyond the last
	e, err := l.Edition(l.ctx, store.EditionConfig{Base: "https://b/", Title: "T", Version: "v"})
	noError(t, err)
	equal(t, "info", e.Info(), publish.Info{Number: 5, Made: second(9), Base: "https://b/", Title: "T", Version: "v", Entries: 1})
	noError(t, e.Close())
}

func testEditionOrder(t *testing.T, l *ledger) {
	l.accept(t, page("b", 1, "q", "z", "d"))
	l.accept(t, page("a", 2, "y", "c"))
	first := l.edition(t, 2)
	equal(t, "sources", []string{first.sources[0].ID, first.sources[1].ID}, []string{"a", "b"})
	equal(t, "items of a", ids(first.items(t, "a")), []string{"c", "y"})
	equal(t, "items of b", ids(first.items(t, "b")), []string{"d", "q", "z"})
	equal(t, "latest", ids(first.latest), []string{"y", "c", "q", "z", "d"})
	for _, it := range first.latest {
		i := slices.IndexFunc(first.all[it.Source], func(o publish.Item) bool { return o.ID == it.ID })
		equal(t, "latest is the item", it, first.all[it.Source][i])
	}

	// A correction and another order on the page move nothing; new entries come first.
	a := page("b", 3, "d", "new", "z", "q")
	a.Records[0].Issued = "1990"
	l.accept(t, a)
	equal(t, "latest after a correction", ids(l.edition(t, 3).latest), []string{"new", "y", "c", "q", "z", "d"})
	e, err := l.Edition(l.ctx, l.config(t))
	noError(t, err)
	equal(t, "the latest two", ids(collect(t, e.Latest(l.ctx, publish.Selection{}, 2))), []string{"new", "y"})
	equal(t, "the latest none", len(collect(t, e.Latest(l.ctx, publish.Selection{}, 0))), 0)
	equal(t, "items of no source", len(collect(t, e.Items(l.ctx, "nosuch"))), 0)
	noError(t, e.Close())
}

// testEditionOfSeal: what was accepted after the seal is not in the edition.
func testEditionOfSeal(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x", "y"))
	sealed := l.edition(t, 1)
	a := page("a", 2, "new", "x", "y")
	a.Records[1].Issued = "1990"
	a.Records[1].Publishers = []transform.Publisher{{Name: "Et nytt institutt"}}
	a.Source.Title.Value = "Ny tittel"
	l.accept(t, a)
	l.accept(t, page("b", 2, "z"))
	equal(t, "edition", l.view(t), sealed)
	l.reopen(t)
	equal(t, "edition after reopening", l.view(t), sealed)
	now := l.edition(t, 2)
	equal(t, "next edition", []any{now.info.Entries, now.sources[0].Title.Value}, []any{4, "Ny tittel"})
}

// testEditionIsAView: nothing that is written while an edition is read shows in it.
func testEditionIsAView(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x", "y"))
	want := l.edition(t, 1)
	e, err := l.Edition(l.ctx, l.config(t))
	noError(t, err)
	defer func() { noError(t, e.Close()) }()
	for it, err := range e.Items(l.ctx, "a") { // a writer goes on between two rows
		noError(t, err)
		if it.ID == "x" {
			a := page("a", 2, "new", "x", "y")
			a.Records[2].Issued = "1990"
			l.accept(t, a)
			_, _, fresh, err := l.Seal(l.ctx, at(2), "key")
			noError(t, err)
			equal(t, "fresh", fresh, true)
		}
	}
	equal(t, "edition under way", l.read(t, e), want)
	equal(t, "next edition", l.view(t).info.Number, 2)
}

func testEditionBodies(t *testing.T, l *ledger) {
	a := page("a", 1, "x", "y")
	a.Source.Publisher = "suite-parent"
	a.Records[0].Publishers = []transform.Publisher{{Key: "suite-old", Name: "Suite Old"}, {Name: "Ukjent  ra\u030ad"}}
	a.Records[1].Publishers = []transform.Publisher{{Key: "left-the-list", Name: "Gone AS"}}
	l.accept(t, a)
	list := l.config(t).Bodies
	var want []vocab.Body
	listed := func(key string) {
		b, ok := list.ByKey(key)
		equal(t, key+" is in the list", ok, true)
		want = append(want, b)
	}
	want = append(want, vocab.Body{Key: "left-the-list", Name: "Gone AS", NameLang: "no"})
	for _, key := range []string{"suite-mid", "suite-new", "suite-old", "suite-parent"} {
		listed(key)
	}
	want = append(want, vocab.Body{Key: "ukjent-rad", Name: "Ukjent r\u00e5d", NameLang: "no"})
	equal(t, "bodies", l.edition(t, 1).bodies, want)

	// What only earlier versions named was published, so its IRI stays; so does what only
	// a withdrawn item names.
	before := want
	a = page("a", 2, "x", "y")
	a.Source.Publisher = ""
	a.Records[0].Publishers = []transform.Publisher{{Key: "suite-new", Name: "Suite New"}}
	a.Records[1].Publishers = nil
	l.accept(t, a)
	equal(t, "bodies of the next", l.edition(t, 2).bodies, before)
}

// testEditionHarvests: a source has the harvests that brought anything, also what was corrected since.
func testEditionHarvests(t *testing.T, l *ledger) {
	harvests := func(minute int, want ...int) {
		t.Helper()
		var all []publish.Harvest
		for _, m := range want {
			all = append(all, harvestOf(m))
		}
		equal(t, fmt.Sprintf("harvests at %d", minute), l.edition(t, minute).sources[0].Harvests, all)
	}
	l.accept(t, page("a", 1, "x", "y"))
	l.accept(t, page("b", 1, "z"))
	harvests(1, 1)
	l.accept(t, page("a", 2, "x", "y"))
	harvests(2, 1)
	a := page("a", 3, "x", "y", "w")
	a.Records[0].Issued = "1990"
	l.accept(t, a)
	harvests(3, 1, 3)
	a = page("a", 4, "x", "y", "w")
	for i := range a.Records {
		a.Records[i].Issued = "1991"
	}
	l.accept(t, a)
	harvests(4, 1, 3, 4)
}

// testEditionStops: an iterator can be left, runs beside another, and stops at an error.
func testEditionStops(t *testing.T, l *ledger) {
	var many []string
	for i := range 300 {
		many = append(many, fmt.Sprintf("id%03d", i))
	}
	l.accept(t, page("a", 1, many...))
	l.accept(t, page("b", 1, "z"))
	l.edition(t, 1)
	e, err := l.Edition(l.ctx, l.config(t))
	noError(t, err)
	defer func() { noError(t, e.Close()) }()

	n := 0
	for it, err := range e.Items(l.ctx, "a") {
		noError(t, err)
		for other, err := range e.Latest(l.ctx, publish.Selection{}, 1) { // inside the other
			noError(t, err)
			equal(t, "latest", other.ID, many[0])
		}
		if n++; n == 10 {
			equal(t, "tenth", it.ID, many[9])
			break
		}
	}
	equal(t, "all, after one was left", len(collect(t, e.Items(l.ctx, "a"))), 300)

	ctx, cancel := context.WithCancel(l.ctx)
	defer cancel()
	n = 0
	var last error
	for _, err := range e.Items(ctx, "a") {
		equal(t, "items after the error", last, nil)
		if last = err; err == nil {
			n++
		}
		cancel()
	}
	if !errors.Is(last, context.Canceled) || n > 299 {
		t.Errorf("cancelled: %d items, %v", n, last)
	}
}

// testOrderOfBytes: ids are in the order of their bytes, in whatever language the database is.
func testOrderOfBytes(t *testing.T, l *ledger) {
	order := []string{"a-b", "a1", "aa", "ab", "ob", "z"} // in Norwegian aa is the last letter
	for _, i := range []int{3, 5, 0, 2, 4, 1} {
		l.accept(t, page(order[i], 1, order[i]+"z", order[i]+"aa", order[i]+"-b"))
	}
	v := l.edition(t, 2)
	var sources []string
	for _, s := range v.sources {
		sources = append(sources, s.ID)
		want := []string{s.ID + "-b", s.ID + "aa", s.ID + "z"}
		equal(t, "items", ids(v.all[s.ID]), want)
		equal(t, "ids", s.Items, want)
		known, err := l.Known(l.ctx, s.ID)
		noError(t, err)
		for i, k := range known {
			equal(t, "known", k.ID, want[i])
		}
	}
	equal(t, "sources", sources, order)
}
