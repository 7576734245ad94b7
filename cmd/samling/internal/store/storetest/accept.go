package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"samling/cmd/samling/internal/store"
	"samling/harvest"
	"samling/transform"
	"samling/vocab"
)

func testEmpty(t *testing.T, l *ledger) {
	if _, err := l.Source(l.ctx, "a"); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("source of an empty ledger: %v", err)
	}
	if _, err := l.Unchanged(l.ctx, store.Sighting{Source: "a", At: at(0)}); !errors.Is(err, store.ErrUnknown) {
		t.Errorf("unchanged source of an empty ledger: %v", err)
	}
	if _, err := l.Edition(l.ctx, store.EditionConfig{}); !errors.Is(err, store.ErrNoEdition) {
		t.Errorf("edition of an empty ledger: %v", err)
	}
	equal(t, "known", len(l.known(t, "a")), 0)
	l.given(t, []string{"x"})
	runs, err := l.Runs(l.ctx, 10)
	noError(t, err)
	equal(t, "runs", len(runs), 0)
}

func testFirstHarvest(t *testing.T, l *ledger) {
	a := page("a", 1, "zz", "aa", "mm")
	equal(t, "outcome", l.accept(t, a), store.Outcome{Added: []string{"zz", "aa", "mm"}, Published: true})

	want := a.Source
	want.Snapshot, want.Entries, want.Checked = snapshotOf(1), 3, second(1)
	equal(t, "source", l.source(t, "a"), want)
	known := l.known(t, "a")
	for _, r := range a.Records {
		equal(t, "known", known[r.ID], store.Known{Record: r})
	}
	l.given(t, []string{"new", "mm", "zz", "aa", "mm", ""}, "aa", "mm", "zz")
	l.given(t, nil)
	many := []string{"zz"} // more than one statement holds
	for i := range 2000 {
		many = append(many, strconv.Itoa(i))
	}
	l.given(t, append(many, "aa"), "aa", "zz")
	equal(t, "known of another source", len(l.known(t, "b")), 0)
}

// testRoundTrip: every field of a record comes back as it was, whatever is in it.
func testRoundTrip(t *testing.T, l *ledger) {
	hard := "a\"b\\c\u0000\u0001\n\r\t<&>\u2028\u2029\u00ad\u200d🙂\ufffdØ' ; DROP TABLE version --"
	r := transform.Record{}
	v := reflect.ValueOf(&r).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i).Addr().Interface().(type) {
		case *string:
			*f = v.Type().Field(i).Name + hard
		case *transform.Text:
			*f = transform.Text{Value: v.Type().Field(i).Name + hard, Language: "nn"}
		case *int:
			*f = 1000 + i
		case *[]string:
			*f = []string{"one" + hard, "", "two"}
		case *[]transform.Publisher:
			*f = []transform.Publisher{{Key: "k", Name: hard}, {Key: "l", Name: "L"}}
		default:
			t.Fatalf("field %s has a type this test does not know", v.Type().Field(i).Name)
		}
	}
	a := page("a", 1)
	a.Records = []transform.Record{r}
	l.accept(t, a)
	equal(t, "record", l.known(t, "a")[r.ID].Record, r)
}

// testSameAgain: a record that did not change keeps all it has, its place included;
// what moved on is the state of the source.
func testSameAgain(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x", "y", "z"))
	before, items := l.known(t, "a"), l.edition(t, 1).items(t, "a")

	a := page("a", 2, "z", "y", "x")
	a.Source.Rules, a.Source.Validators.ETag = "rules 2", `W/"2"`
	equal(t, "outcome", l.accept(t, a), store.Outcome{Unchanged: []string{"z", "y", "x"}})
	equal(t, "known", l.known(t, "a"), before)
	s := l.source(t, "a")
	equal(t, "validators", s.Validators, a.Source.Validators)
	equal(t, "rules", s.Rules, "rules 2")
	equal(t, "snapshot", s.Snapshot, snapshotOf(2))
	equal(t, "checked", s.Checked, second(2))

	e := l.edition(t, 2)
	equal(t, "items", e.items(t, "a"), items)
	equal(t, "edition", e.info.Number, 1)
	equal(t, "published snapshot", e.sources[0].Snapshot, snapshotOf(1))
}

func testChange(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x", "y"))
	before := l.edition(t, 1).items(t, "a")

	a := page("a", 2, "new", "y", "x")
	a.Records[2].Title.Value = "Rettet"
	equal(t, "outcome", l.accept(t, a), store.Outcome{
		Added: []string{"new"}, Changed: []string{"x"}, Unchanged: []string{"y"}, Published: true,
	})
	equal(t, "known", l.known(t, "a")["x"].Record, a.Records[2])
	equal(t, "entries", l.source(t, "a").Entries, 3)

	e := l.edition(t, 2)
	items := e.items(t, "a")
	equal(t, "ids", ids(items), []string{"new", "x", "y"})
	x := items[1]
	equal(t, "record", x.Record, a.Records[2])
	equal(t, "digest", x.Digest, a.Records[2].Digest())
	equal(t, "times", []time.Time{x.Created, x.Modified}, []time.Time{second(1), second(2)})
	equal(t, "harvest", x.Harvest, harvestOf(2))
	equal(t, "the other", items[2], before[1])
	equal(t, "edition", e.info.Number, 2)
}

func testMissingAndReturned(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x", "y", "z"))
	items := l.edition(t, 1).items(t, "a")

	gone := store.Outcome{Unchanged: []string{"x"}, Missing: []string{"y", "z"}}
	equal(t, "outcome", l.accept(t, page("a", 2, "x")), gone)
	equal(t, "outcome when still missing", l.accept(t, page("a", 3, "x")), gone)
	known := l.known(t, "a")
	equal(t, "missing", []time.Time{known["x"].Missing, known["y"].Missing, known["z"].Missing},
		[]time.Time{{}, second(2), second(2)})
	e := l.edition(t, 3)
	equal(t, "items: missing alone withdraws nothing", e.items(t, "a"), items)
	equal(t, "edition", e.info.Number, 1)

	back := page("a", 4, "z", "x", "y")
	back.Records[0].Issued = "2013"
	equal(t, "outcome", l.accept(t, back), store.Outcome{
		Changed: []string{"z"}, Unchanged: []string{"x"}, Returned: []string{"y"}, Published: true,
	})
	for id, k := range l.known(t, "a") {
		equal(t, "missing "+id, k.Missing, time.Time{})
	}
	l.accept(t, page("a", 5, "x"))
	equal(t, "missing again", l.known(t, "a")["y"].Missing, second(5))

	empty := l.accept(t, page("a", 6))
	equal(t, "all missing", empty, store.Outcome{Missing: []string{"x", "y", "z"}})
}

// testWrongAcceptances: they are errors, and nothing is written.
func testWrongAcceptances(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x", "y"))
	l.accept(t, page("b", 1, "b1"))
	known, source := l.known(t, "a"), l.source(t, "a")

	many := page("a", 2, "x", "y", "new")
	many.Records[0].Issued = "1999"
	many.Records[0].Publishers = []transform.Publisher{{Name: "Ukjent institutt"}}
	for name, edit := range map[string]func(a *store.Acceptance){
		"id of another source": func(a *store.Acceptance) { a.Records[2].ID = "b1" },
		"id twice":             func(a *store.Acceptance) { a.Records[2].ID = "x" },
		"no id":                func(a *store.Acceptance) { a.Records[2].ID = "" },
		"nameless body":        func(a *store.Acceptance) { a.Records[2].Publishers = []transform.Publisher{{}} },
		"no source":            func(a *store.Acceptance) { a.Source.ID = "" },
		"no time":              func(a *store.Acceptance) { a.Harvest.Started = time.Time{} },
	} {
		a := many
		a.Records = append([]transform.Record{}, many.Records...)
		edit(&a)
		out, err := l.Accept(l.ctx, a)
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		equal(t, name+": outcome", out, store.Outcome{})
		if name == "id of another source" && err != nil && (!strings.Contains(err.Error(), "b1") || !strings.Contains(err.Error(), `"b"`)) {
			t.Errorf("%s: the error names neither: %v", name, err)
		}
		equal(t, name+": known", l.known(t, "a"), known)
		equal(t, name+": source", l.source(t, "a"), source)
	}
	l.given(t, []string{"new"})
}

func testCancelled(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x"))
	known := l.known(t, "a")
	ctx, cancel := context.WithCancel(l.ctx)
	cancel()
	if _, err := l.Accept(ctx, page("a", 2, "y")); !errors.Is(err, context.Canceled) {
		t.Errorf("accept: %v", err)
	}
	if _, _, _, err := l.Seal(ctx, at(2), "k"); !errors.Is(err, context.Canceled) {
		t.Errorf("seal: %v", err)
	}
	equal(t, "known", l.known(t, "a"), known)
	l.accept(t, page("a", 3, "y"))
}

// testClockJumpsBack: what is published never says that it became older.
func testClockJumpsBack(t *testing.T, l *ledger) {
	l.accept(t, page("a", 10, "x"))
	l.edition(t, 11)
	a := page("a", 5, "x", "y")
	a.Records[0].Issued = "2020"
	l.accept(t, a)
	e := l.edition(t, 6)
	equal(t, "made", e.info.Made, second(11))
	items := e.items(t, "a")
	equal(t, "issued", items[0].Issued, "2020")
	equal(t, "modified", []time.Time{items[0].Created, items[0].Modified}, []time.Time{second(10), second(10)})
	equal(t, "new", []time.Time{items[1].Created, items[1].Modified}, []time.Time{second(5), second(5)})
}

// testSameSecond: two harvests of a source never have the same time, which names them.
func testSameSecond(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x"))
	for i := range 3 {
		a := page("a", 1, "x", fmt.Sprint("y", i))
		l.accept(t, a)
	}
	harvests := l.edition(t, 1).sources[0].Harvests
	equal(t, "harvests", len(harvests), 4)
	for i, h := range harvests {
		equal(t, "started", h.Started, second(1).Add(time.Duration(i)*time.Second))
		equal(t, "ends no earlier", h.Ended.Before(h.Started), false)
	}
	l.accept(t, page("b", 1, "z")) // another source may
	equal(t, "created", l.edition(t, 2).items(t, "b")[0].Created, second(1))
}

func testSourceVersions(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x"))
	minute := 1
	for name, edit := range map[string]func(s *store.Source){
		"title":                func(s *store.Source) { s.Title.Value = "Ny tittel" },
		"title language":       func(s *store.Source) { s.Title.Language = "nn" },
		"description":          func(s *store.Source) { s.Description.Value = "Ny" },
		"description language": func(s *store.Source) { s.Description.Language = "en" },
		"publisher":            func(s *store.Source) { s.Publisher = "ks" },
		"address":              func(s *store.Source) { s.URL = "https://elsewhere.example/" },
	} {
		minute++
		a := page("a", minute, "x")
		edit(&a.Source)
		equal(t, name, l.accept(t, a), store.Outcome{Unchanged: []string{"x"}, Published: true})
		s := l.edition(t, minute).sources[0]
		equal(t, name+": source", []any{s.URL, s.Title, s.Description, s.Publisher, s.Snapshot},
			[]any{a.Source.URL, a.Source.Title, a.Source.Description, a.Source.Publisher, snapshotOf(minute)})
		equal(t, name+": harvests are all that were published", len(s.Harvests), minute)
		minute++
		equal(t, name+" back", l.accept(t, page("a", minute, "x")).Published, true)
	}
	equal(t, "empty source", l.accept(t, page("empty", minute)), store.Outcome{Published: true})
}

func testUnchanged(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x"))
	l.accept(t, page("b", 1, "y"))
	other := l.source(t, "b")
	want := l.source(t, "a")
	want.Validators, want.Checked = harvest.Validators{ETag: `"new"`}, second(2)
	l.unchanged(t, store.Sighting{Source: "a", Validators: want.Validators, At: at(2)})
	equal(t, "source", l.source(t, "a"), want)

	l.unchanged(t, store.Sighting{Source: "a", At: at(3)})
	want.Checked = second(3)
	equal(t, "source after an answer without validators", l.source(t, "a"), want)
	equal(t, "the other source", l.source(t, "b"), other)
	_, _, fresh, err := l.Seal(l.ctx, at(3), "k")
	noError(t, err)
	equal(t, "first edition", fresh, true)
	l.unchanged(t, store.Sighting{Source: "a", At: at(4)})
	_, _, fresh, err = l.Seal(l.ctx, at(4), "k")
	noError(t, err)
	equal(t, "edition of nothing new", fresh, false)
}

// testMintedKeys: a name keeps the key it was given, in every source and for ever.
func testMintedKeys(t *testing.T, l *ledger) {
	taken := func(key string) bool { return key == "nibr" || key == "nibr-2" }
	named := func(source string, minute int, names ...string) []string {
		a := page(source, minute, source+"1")
		a.Taken = taken
		a.Records[0].Publishers = []transform.Publisher{{Key: "ks", Name: "KS"}}
		for _, n := range names {
			a.Records[0].Publishers = append(a.Records[0].Publishers, transform.Publisher{Name: n})
		}
		given := append([]transform.Publisher{}, a.Records[0].Publishers...)
		l.accept(t, a)
		equal(t, "what the caller holds", a.Records[0].Publishers, given)
		var keys []string
		for i, p := range l.known(t, source)[source+"1"].Publishers {
			equal(t, "name", p.Name, given[i].Name)
			keys = append(keys, p.Key)
		}
		return keys
	}
	names := []string{"Østlands-forskning", "ØSTLANDS-FORSKNING", "NIBR", "労働", "研究", "Østlands-forskning"}
	keys := []string{"ks", "ostlands-forskning", "ostlands-forskning-2", "nibr-3", vocab.Slug("労働"), vocab.Slug("研究"), "ostlands-forskning"}
	equal(t, "keys", named("a", 1, names...), keys)
	equal(t, "keys again, and white space", named("b", 1, "研究", "NIBR", " Østlands-forskning\u00a0"),
		[]string{"ks", vocab.Slug("研究"), "nibr-3", "ostlands-forskning"})
	equal(t, "decomposed", named("c", 1, "Bodø", "Ra\u030adet"), []string{"ks", "bodo", "radet"})
	l.reopen(t)
	equal(t, "composed, reopened", named("d", 1, "R\u00e5det", "Bodo"), []string{"ks", "radet", "bodo-2"})

	a := page("a", 2, "a1")
	a.Taken = taken
	a.Records[0].Publishers = []transform.Publisher{{Key: "ks", Name: "KS"}}
	for _, n := range names {
		a.Records[0].Publishers = append(a.Records[0].Publishers, transform.Publisher{Name: n})
	}
	equal(t, "a minted key is no change", l.accept(t, a), store.Outcome{Unchanged: []string{"a1"}})
}
