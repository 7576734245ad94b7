package storetest

import (
	"errors"
	"testing"
	"time"

	"samling/cmd/samling/internal/gate"
	"samling/cmd/samling/internal/store"
	"samling/harvest"
)

// testTwoKeys: an entry is withdrawn when it was missing from so many healthy harvests in
// a row, an unchanged page among them, and comes back under its id.
func testTwoKeys(t *testing.T, l *ledger) {
	with := func(minute int, ids ...string) store.Acceptance {
		a := page("a", minute, ids...)
		a.WithdrawAfter = 3
		return a
	}
	l.accept(t, with(1, "x", "y", "z"))
	l.accept(t, with(2, "x", "y"))      // z: 1
	l.accept(t, with(3, "x", "y", "z")) // it is back: 0
	l.accept(t, with(4, "x"))           // y and z: 1
	first := l.unchanged(t, store.Sighting{Source: "a", At: at(5), WithdrawAfter: 3})
	equal(t, "after two", first, []string(nil))
	equal(t, "entries after two", l.edition(t, 5).info.Entries, 3)
	equal(t, "withdrawn", l.unchanged(t, store.Sighting{Source: "a", At: at(6), WithdrawAfter: 3}), []string{"y", "z"})
	equal(t, "withdrawn once", l.unchanged(t, store.Sighting{Source: "a", At: at(7), WithdrawAfter: 3}), []string(nil))

	e := l.edition(t, 7)
	equal(t, "entries", e.info.Entries, 1)
	z := e.items(t, "a")[2]
	equal(t, "tombstone", []any{z.ID, z.Withdrawn, z.Created, z.Modified}, []any{"z", true, second(1), second(6)})
	equal(t, "known", l.known(t, "a")["z"].Withdrawn, true)
	equal(t, "nothing new", l.accept(t, with(8, "x")), store.Outcome{Unchanged: []string{"x"}})

	back := l.accept(t, with(9, "x", "z"))
	equal(t, "back", back, store.Outcome{Unchanged: []string{"x"}, Returned: []string{"z"}, Published: true})
	items := l.edition(t, 9).items(t, "a")
	equal(t, "returned", []any{items[2].ID, items[2].Withdrawn, items[2].Created, items[2].Modified},
		[]any{"z", false, second(1), second(9)})
	equal(t, "by accepting", l.accept(t, with(10, "x")).Withdrawn, []string(nil))
	l.accept(t, with(11, "x"))
	out := l.accept(t, with(12, "x"))
	equal(t, "withdrawn by accepting", []any{out.Withdrawn, out.Published}, []any{[]string{"z"}, true})
	never := with(13, "x")
	never.WithdrawAfter = 0
	l.accept(t, page("b", 1, "b1", "b2"))
	for minute := 2; minute < 9; minute++ {
		l.accept(t, page("b", minute, "b1"))
	}
	equal(t, "never", l.known(t, "b")["b2"].Withdrawn, false)
}

func testWithdrawnByHand(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x", "y", "z"))
	l.accept(t, page("a", 2, "x"))
	if err := l.Withdraw(l.ctx, []string{"y", "nosuch"}, at(3)); !errors.Is(err, store.ErrNoRecord) {
		t.Errorf("unknown: %v", err)
	}
	if err := l.Withdraw(l.ctx, []string{"y", "x"}, at(3)); !errors.Is(err, store.ErrOnPage) {
		t.Errorf("on the page: %v", err)
	}
	equal(t, "all or none", l.known(t, "a")["y"].Withdrawn, false)
	noError(t, l.Withdraw(l.ctx, []string{"y"}, at(3)))
	noError(t, l.Withdraw(l.ctx, []string{"y"}, at(4)))
	e := l.edition(t, 4)
	equal(t, "entries", e.info.Entries, 2)
	equal(t, "since", e.items(t, "a")[1].Modified, second(3))
}

func testLease(t *testing.T, l *ledger) {
	first, err := l.Lease(l.ctx, "a", time.Hour)
	noError(t, err)
	if _, err := l.Lease(l.ctx, "a", time.Hour); !errors.Is(err, store.ErrLeased) {
		t.Errorf("leased twice: %v", err)
	}
	other, err := l.Lease(l.ctx, "b", time.Hour)
	noError(t, err)
	equal(t, "epochs", []int64{first.Epoch, other.Epoch}, []int64{1, 1})
	noError(t, l.Release(l.ctx, first))
	second, err := l.Lease(l.ctx, "a", 0)
	noError(t, err)
	third, err := l.Lease(l.ctx, "a", time.Hour) // the second ran out at once
	noError(t, err)
	equal(t, "epochs of one source", []int64{second.Epoch, third.Epoch}, []int64{2, 3})
	noError(t, l.Release(l.ctx, second)) // a lost lease releases nothing
	if _, err := l.Lease(l.ctx, "a", time.Hour); !errors.Is(err, store.ErrLeased) {
		t.Errorf("released by the loser: %v", err)
	}
	noError(t, l.Journal(l.ctx, store.Run{Source: "a", Lease: second})) // nor does the line of who lost it
	if _, err := l.Lease(l.ctx, "a", time.Hour); !errors.Is(err, store.ErrLeased) {
		t.Errorf("a lost lease was given back with a line of the journal: %v", err)
	}
	noError(t, l.Journal(l.ctx, store.Run{Source: "a", Lease: third}))
	_, err = l.Lease(l.ctx, "a", time.Hour)
	noError(t, err)
}

// testLeaseLost: who lost the lease writes nothing; without an epoch nobody is stopped.
func testLeaseLost(t *testing.T, l *ledger) {
	lost, err := l.Lease(l.ctx, "a", 0)
	noError(t, err)
	held, err := l.Lease(l.ctx, "a", time.Hour)
	noError(t, err)
	a := page("a", 1, "x")
	a.Lease = held
	l.accept(t, a)
	stale := page("a", 2, "x", "y")
	stale.Lease = lost
	if _, err := l.Accept(l.ctx, stale); !errors.Is(err, store.ErrLeaseLost) {
		t.Errorf("accept: %v", err)
	}
	if _, err := l.Unchanged(l.ctx, store.Sighting{Source: "a", At: at(2), Lease: lost}); !errors.Is(err, store.ErrLeaseLost) {
		t.Errorf("unchanged: %v", err)
	}
	if err := l.Hold(l.ctx, lost, store.Held{Source: "a", At: at(2)}); !errors.Is(err, store.ErrLeaseLost) {
		t.Errorf("hold: %v", err)
	}
	equal(t, "known", len(l.known(t, "a")), 1)
	equal(t, "checked", l.source(t, "a").Checked, second(1))
	stale.Lease = store.Lease{} // the control: two are published where one should be
	l.accept(t, stale)
	equal(t, "known without an epoch", len(l.known(t, "a")), 2)
}

// testLineOfUnchanged: what was seen unchanged is written with its line, and its lease given
// back, or nothing of all that is.
func testLineOfUnchanged(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x"))
	lost, err := l.Lease(l.ctx, "a", 0)
	noError(t, err)
	lease, err := l.Lease(l.ctx, "a", time.Hour)
	noError(t, err)
	lines := func(want ...string) {
		t.Helper()
		runs, err := l.Runs(l.ctx, 10)
		noError(t, err)
		var got []string
		for _, r := range runs {
			got = append(got, r.Message)
		}
		requests, err := l.Requests(l.ctx, "", 10)
		noError(t, err)
		equal(t, "lines", got, want)
		equal(t, "requests", len(requests), len(want))
	}
	see := func(lease store.Lease, minute int, message string) error {
		run := store.Run{Source: "a", Started: at(minute), Ended: at(minute), Message: message, Lease: lease}
		_, err := l.Unchanged(l.ctx, store.Sighting{Source: "a", At: at(minute), Lease: lease, Line: &store.Line{
			Run: run, Requests: []harvest.Request{{Started: at(minute), Host: "example.org"}},
		}})
		return err
	}
	if err := see(lost, 2, "lost"); !errors.Is(err, store.ErrLeaseLost) {
		t.Errorf("who lost the lease: %v", err)
	}
	lines()
	noError(t, see(lease, 3, "seen"))
	lines("seen")
	equal(t, "checked", l.source(t, "a").Checked, second(3))
	_, err = l.Lease(l.ctx, "a", time.Hour) // it was given back
	noError(t, err)
}

func testHeld(t *testing.T, l *ledger) {
	held := func(want ...store.Held) {
		t.Helper()
		got, err := l.Held(l.ctx)
		noError(t, err)
		equal(t, "held", got, want)
	}
	l.accept(t, page("a", 1, "x"))
	held()
	h := store.Held{Source: "a", At: at(2), Snapshot: "ab", ContentType: "text/html", PageBase: "https://b/",
		Reasons: []gate.Reason{{Rule: gate.YearsGone, Message: "«tre»"}}}
	noError(t, l.Hold(l.ctx, store.Lease{}, h))
	h.At, h.Snapshot = at(3), "cd"
	noError(t, l.Hold(l.ctx, store.Lease{}, h))
	b := store.Held{Source: "never-accepted", At: at(4), Reasons: []gate.Reason{}}
	noError(t, l.Hold(l.ctx, store.Lease{}, b))
	h.Since, h.At, b.Since, b.At = second(2), second(3), second(4), second(4)
	held(h, b)
	l.unchanged(t, store.Sighting{Source: "a", At: at(4)})
	held(b)
	noError(t, l.Hold(l.ctx, store.Lease{}, h))
	number, _, _, err := l.Seal(l.ctx, at(5), "key")
	noError(t, err)
	v := l.view(t)
	equal(t, "edition", []any{v.info.Number, v.sources[0].Held}, []any{number, second(3)})
	l.accept(t, page("a", 5, "x"))
	held(b)
	equal(t, "edition after", l.edition(t, 6).sources[0].Held.IsZero(), true)
}

// testReplay: a page read again is no harvest.
func testReplay(t *testing.T, l *ledger) {
	l.accept(t, page("a", 1, "x", "y"))
	l.accept(t, page("a", 2, "x"))
	again := page("a", 2, "x")
	again.Harvest.Started, again.WithdrawAfter, again.Replay = at(9), 2, true
	again.Records[0].Type = "bok"
	out := l.accept(t, again)
	equal(t, "replay", out, store.Outcome{Changed: []string{"x"}, Missing: []string{"y"}, Published: true})
	equal(t, "checked", l.source(t, "a").Checked, second(2))
	again.Replay = false
	equal(t, "harvest", l.accept(t, again).Withdrawn, []string{"y"})
}

func testLife(t *testing.T, l *ledger) {
	if _, err := l.Life(l.ctx, "x"); !errors.Is(err, store.ErrNoRecord) {
		t.Errorf("unknown: %v", err)
	}
	l.accept(t, page("a", 1, "x", "y"))
	changed := page("a", 2, "x", "y")
	changed.Records[0].Issued = "2013"
	l.accept(t, changed)
	l.accept(t, page("a", 3, "y"))
	noError(t, l.Withdraw(l.ctx, []string{"x"}, at(4)))
	life, err := l.Life(l.ctx, "x")
	noError(t, err)
	if len(life) != 3 {
		t.Fatalf("%d events", len(life))
	}
	for i, want := range []struct {
		minute    int
		issued    string
		withdrawn bool
		missing   time.Time
	}{{1, "2012", false, time.Time{}}, {2, "2013", false, time.Time{}}, {4, "2013", true, second(3)}} {
		e := life[i]
		equal(t, "event", []any{e.Modified, e.Issued, e.Withdrawn, e.Missing, e.Created},
			[]any{second(want.minute), want.issued, want.withdrawn, want.missing, second(1)})
		if e.Stamp.IsZero() || i > 0 && e.Stamp.Before(life[i-1].Stamp) {
			t.Errorf("stamped %v", e.Stamp)
		}
	}
}
