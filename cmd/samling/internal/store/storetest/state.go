package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"samling/cmd/samling/internal/store"
	"samling/harvest"
	"samling/transform"
)

func testJournal(t *testing.T, l *ledger) {
	var want []store.Run
	for i := range 5 {
		r := store.Run{
			Started: second(i).Add(7 * time.Millisecond), Ended: second(i).Add(1009 * time.Millisecond),
			Source: "a", Outcome: "accepted", Message: fmt.Sprintf("run %d", i),
			Added: i, Changed: 10 + i, Unchanged: 20 + i, Missing: 30 + i, Problems: 40 + i, Snapshot: "ab",
		}
		noError(t, l.Journal(l.ctx, r))
		want = append([]store.Run{r}, want...)
	}
	runs, err := l.Runs(l.ctx, 3)
	noError(t, err)
	equal(t, "runs", runs, want[:3])
	l.reopen(t)
	runs, err = l.Runs(l.ctx, 100)
	noError(t, err)
	equal(t, "runs", runs, want)
	_, _, _, err = l.Seal(l.ctx, at(1), "k")
	noError(t, err)
	noError(t, l.Journal(l.ctx, want[0]))
	_, _, fresh, err := l.Seal(l.ctx, at(2), "k")
	noError(t, err)
	equal(t, "a line of the journal makes an edition", fresh, false)

	other := store.Run{Started: second(9), Ended: second(9), Source: "b", Outcome: "failed", Message: "away"}
	noError(t, l.Journal(l.ctx, other))
	noError(t, l.Journal(l.ctx, want[2]))
	runs, err = l.RunsOf(l.ctx, "b", 10)
	noError(t, err)
	equal(t, "runs of b", runs, []store.Run{other})
	runs, err = l.RunsOf(l.ctx, "a", 2)
	noError(t, err)
	equal(t, "runs of a", runs, []store.Run{want[2], want[0]})
	tally, err := l.Tally(l.ctx)
	noError(t, err)
	equal(t, "tally", tally, map[[2]string]int{{"a", "accepted"}: 7, {"b", "failed"}: 1})
}

func testRobots(t *testing.T, l *ledger) {
	_, ok, err := l.Robots(l.ctx, "https://example.org")
	noError(t, err)
	equal(t, "have", ok, false)
	for i, r := range []harvest.Robots{
		{Origin: "https://example.org", Status: 200, Body: []byte("User-agent: *\nDisallow: /x\x00\n"), Fetched: second(1)},
		{Origin: "https://example.org:8443", Status: 404, Fetched: second(2)},
		{Origin: "https://example.org", Status: 200, Body: []byte("User-agent: *\n"), Fetched: second(3)},
	} {
		noError(t, l.PutRobots(l.ctx, r))
		if i > 0 {
			l.reopen(t)
		}
		got, ok, err := l.Robots(l.ctx, r.Origin)
		noError(t, err)
		equal(t, "have", ok, true)
		equal(t, "body", string(got.Body), string(r.Body))
		got.Body, r.Body = nil, nil
		equal(t, "robots", got, r)
	}
}

// testConcurrent: sources are accepted side by side, while editions are read.
func testConcurrent(t *testing.T, l *ledger) {
	l.accept(t, page("0", 0, "0-0"))
	l.edition(t, 0)
	var wg sync.WaitGroup
	for s := range 4 {
		wg.Go(func() {
			source := fmt.Sprint(s)
			for i := range 5 {
				a := page(source, i+1, source+"-0", fmt.Sprintf("%s-%d", source, i+1))
				a.Records[0].Issued = fmt.Sprint(2000 + i)
				a.Records[1].Publishers = []transform.Publisher{{Name: fmt.Sprintf("Nytt navn %d", i)}}
				if _, err := l.Accept(l.ctx, a); err != nil {
					t.Error(err)
				}
				if _, _, _, err := l.Seal(l.ctx, at(i), "key"); err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for range 5 {
				if entries, items, err := countItems(l); err != nil || entries != items {
					t.Errorf("the edition says %d entries and has %d (%v)", entries, items, err)
				}
			}
		})
	}
	wg.Wait()
	v := l.edition(t, 9)
	equal(t, "entries", v.info.Entries, 4*6)
	keys := map[string]bool{}
	for _, b := range v.bodies {
		keys[b.Name] = true
	}
	for i := range 5 {
		equal(t, "minted", keys[fmt.Sprintf("Nytt navn %d", i)], true)
	}
}

// countItems reads the sealed edition without stopping a test.
func countItems(l *ledger) (entries, items int, err error) {
	e, err := l.Edition(l.ctx, store.EditionConfig{})
	if err != nil {
		return 0, 0, err
	}
	defer e.Close()
	for s, err := range e.Sources(l.ctx) {
		if err != nil {
			return 0, 0, err
		}
		for _, err := range e.Items(l.ctx, s.ID) {
			if err != nil {
				return 0, 0, err
			}
			items++
		}
	}
	return e.Info().Entries, items, nil
}

// testReopen: nothing is lost when a ledger is closed.
func testReopen(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x", "y"))
	a := page("a", 2, "x")
	a.Records[0].Publishers = []transform.Publisher{{Name: "Nytt institutt"}}
	l.accept(t, a)
	l.accept(t, page("b", 3, "z"))
	edition, known, source := l.edition(t, 3), l.known(t, "a"), l.source(t, "a")
	for range 2 {
		l.reopen(t)
		equal(t, "edition", l.view(t), edition)
		equal(t, "known", l.known(t, "a"), known)
		equal(t, "source", l.source(t, "a"), source)
	}
	out, err := l.Accept(l.ctx, page("b", 4, "x"))
	if err == nil {
		t.Errorf("an id of another source, reopened: %+v", out)
	}
	back := page("a", 5, "x", "y", "new")
	back.Records[0].Publishers = a.Records[0].Publishers
	equal(t, "outcome", l.accept(t, back),
		store.Outcome{Added: []string{"new"}, Unchanged: []string{"x"}, Returned: []string{"y"}, Published: true})
}

// life is what a record must be according to the model.
type life struct {
	issued            string
	created, modified int
	missing           int // since minute; 0 if it is on the page
}

// testModel: random pages, against a ledger of a few lines.
func testModel(t *testing.T, l *ledger) {
	random := rand.New(rand.NewPCG(1, 2))
	model := map[string]*life{}
	for minute := 1; minute <= 60; minute++ {
		a := page("a", minute)
		var want store.Outcome
		for _, i := range random.Perm(12)[:random.IntN(12)] {
			r := Record(fmt.Sprintf("id%02d", i), 0)
			m, ok := model[r.ID]
			if ok {
				r.Issued = m.issued
			}
			if random.IntN(4) == 0 {
				r.Issued = fmt.Sprint(1900 + minute)
			}
			a.Records = append(a.Records, r)
			switch {
			case !ok:
				model[r.ID] = &life{issued: r.Issued, created: minute, modified: minute}
				want.Added = append(want.Added, r.ID)
				continue
			case m.issued != r.Issued:
				m.issued, m.modified = r.Issued, minute
				want.Changed = append(want.Changed, r.ID)
			case m.missing > 0:
				want.Returned = append(want.Returned, r.ID)
			default:
				want.Unchanged = append(want.Unchanged, r.ID)
			}
			m.missing = 0
		}
		for _, id := range slices.Sorted(maps.Keys(model)) {
			if slices.ContainsFunc(a.Records, func(r transform.Record) bool { return r.ID == id }) {
				continue
			}
			want.Missing = append(want.Missing, id)
			if model[id].missing == 0 {
				model[id].missing = minute
			}
		}
		want.Published = len(want.Added)+len(want.Changed) > 0 || minute == 1
		equal(t, fmt.Sprintf("outcome at %d", minute), l.accept(t, a), want)
		checkModel(t, l, minute, model)
	}
}

func checkModel(t *testing.T, l *ledger, minute int, model map[string]*life) {
	t.Helper()
	known := l.known(t, "a")
	items := l.edition(t, minute).all["a"]
	equal(t, "known", len(known), len(model))
	equal(t, "items", len(items), len(model))
	for _, it := range items {
		m := model[it.ID]
		equal(t, "item "+it.ID, []any{it.Issued, it.Created, it.Modified, it.Harvest},
			[]any{m.issued, second(m.created), second(m.modified), harvestOf(m.modified)})
		var missing time.Time
		if m.missing > 0 {
			missing = second(m.missing)
		}
		equal(t, "missing "+it.ID, known[it.ID].Missing, missing)
	}
}

func testRequests(t *testing.T, l *ledger) {
	one := harvest.Request{Method: "GET", URL: "https://a.example/robots.txt", Host: "a.example", Why: harvest.WhyRobots, Attempt: 1,
		Started: second(1), Duration: 1500 * time.Millisecond, Status: 200, Bytes: 7}
	two := one
	two.Host, two.Status, two.Error, two.Attempt = "b.example:8080", 0, "refused", 2
	noError(t, l.Journal(l.ctx, store.Run{Source: "a"}, one, two))
	noError(t, l.Journal(l.ctx, store.Run{Source: "a"}))
	noError(t, l.Journal(l.ctx, store.Run{Source: "a"}, one))
	for host, want := range map[string][]harvest.Request{"": {one, two, one}, "a.example": {one, one}, "b.example:8080": {two}, "c": nil} {
		got, err := l.Requests(l.ctx, host, 9)
		noError(t, err)
		equal(t, "requests to "+host, got, want)
	}
	got, err := l.Requests(l.ctx, "", 2)
	noError(t, err)
	equal(t, "the last two", got, []harvest.Request{one, two})
}
