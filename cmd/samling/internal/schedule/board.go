package schedule

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/robfig/cron/v3"
)

// longest is how far away a site may ask us to stay.
const longest = 7 * 24 * time.Hour

// board knows when each job starts, who waits and who runs. One goroutine has it.
type board struct {
	entries     []*entry
	waiting     []*entry // in the order they became due
	running     int
	concurrency int
	busy        map[string]bool      // hosts of which a job is running
	served      map[string]int       // by host: the turn it was last served
	turn        int                  // counts the jobs that were started
	closed      map[string]time.Time // hosts that asked us to stay away, and until when
	seen        time.Time            // the clock when it was last looked at
}

// entry is a job on the board.
type entry struct {
	*timed
	log     *slog.Logger
	slot    time.Time // the next slot
	at      time.Time // when to start: the slot with its jitter, or another time to make up for one
	ran     time.Time // the last slot that was due
	waits   bool
	runs    bool
	made    bool                  // the next run makes up for one that failed
	guarded func(func()) cron.Job // a run within its guards
}

func (s *Scheduler) board(ctx context.Context) *board {
	now := s.wall()
	b := &board{
		concurrency: s.concurrency, seen: now,
		busy: map[string]bool{}, served: map[string]int{}, closed: map[string]time.Time{},
	}
	for i := range s.timed {
		log := s.log.With("source", s.timed[i].ID)
		e := &entry{timed: &s.timed[i], log: log}
		// The skip remembers who runs, so it is put around a job once; what the job is
		// comes at each run.
		var what func()
		job := s.chain(guardLog{log}).Then(cron.FuncJob(func() { what() }))
		e.guarded = func(f func()) cron.Job { what = f; return job }
		e.plan(now)
		if s.catchUp != nil {
			last, err := s.catchUp(ctx, e.ID)
			e.catchUp(last, err, now, s.spread)
		}
		b.entries = append(b.entries, e)
	}
	return b
}

// host is the host of a job; one that names none is alone on its own.
func (e *entry) host() string { return cmp.Or(e.Host, "/"+e.ID) }

func (e *entry) guard(f func()) { e.guarded(f).Run() }

// plan sets when the job is due after from.
func (e *entry) plan(from time.Time) {
	e.slot = e.next(from)
	e.at = e.start(e.slot)
}

// catchUp brings the start forward where a slot was missed. Never run is due at once.
func (e *entry) catchUp(last time.Time, err error, now time.Time, spread time.Duration) {
	switch {
	case err != nil:
		e.log.Error("cannot tell when it last went well; nothing is caught up", "error", err)
	case last.IsZero():
		e.at = now
	case last.After(now.Add(24*time.Hour)) || !e.next(last).After(now): // the first: the clock was wrong then
		soon := now.Add(time.Duration(e.share * float64(spread)).Truncate(time.Second))
		if soon.Before(e.at) {
			e.at = soon
			e.log.Info("a slot was missed, it is made up for", "last", last, "at", soon)
		}
	}
}

// look brings the board to the time now: what is due waits from here on.
func (b *board) look(now time.Time) {
	if now.Before(b.seen.Add(-time.Second)) {
		for _, e := range b.entries {
			e.setBack(now)
		}
		maps.DeleteFunc(b.closed, func(_ string, until time.Time) bool { return until.After(now.Add(longest)) })
	}
	b.seen = now
	var due []*entry
	for _, e := range b.entries {
		if e.at.IsZero() || e.at.After(now) {
			continue
		}
		if e.waits || e.runs {
			e.log.Warn("run skipped: the one before is still under way")
		} else {
			e.waits = true
			due = append(due, e)
		}
		at := e.at
		if !e.slot.After(now) {
			e.pass(now)
		} else { // made up for before its slot
			e.at = e.start(e.slot)
		}
		e.log.Debug("due", "at", at, "next", e.at)
	}
	slices.SortStableFunc(due, func(x, y *entry) int { return cmp.Compare(x.share, y.share) })
	b.waiting = append(b.waiting, due...)
}

// pass leaves the slot behind, and those up to now with it. A slot that is far behind
// was not run at its time, and may still come when the clock turns out to be wrong.
func (e *entry) pass(now time.Time) {
	slot := e.slot
	e.plan(now)
	if e.ran = (time.Time{}); e.next(slot).Equal(e.slot) {
		e.ran = slot
	}
}

// setBack plans anew after the clock was put back. The slot that was run is not run
// again when it comes round; one further away was counted on a clock that was wrong.
func (e *entry) setBack(now time.Time) {
	if !e.slot.After(e.next(now)) {
		return
	}
	e.plan(now)
	if e.ran.Equal(e.slot) {
		e.plan(e.slot)
	}
}

// take starts the job whose turn it is, nil if there is none: of those that wait and
// whose host is free, the one whose host was served longest ago; and of one host's,
// the one that has waited longest.
func (b *board) take(now time.Time) *entry {
	if b.running == b.concurrency {
		return nil
	}
	best := -1
	for i, e := range b.waiting {
		if b.busy[e.host()] || b.closed[e.host()].After(now) {
			continue
		}
		if best < 0 || b.served[e.host()] < b.served[b.waiting[best].host()] {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	e := b.waiting[best]
	b.waiting = slices.Delete(b.waiting, best, best+1)
	e.waits, e.runs = false, true
	b.running++
	b.turn++
	b.busy[e.host()] = true
	b.served[e.host()] = b.turn
	return e
}

// ended takes a job off the list of those that run.
func (b *board) ended(end end, now time.Time) {
	e := end.entry
	e.runs = false
	b.running--
	delete(b.busy, e.host())
	failed(e.log, end.err)
	until, asked := notBefore(end.err, now)
	if !asked || e.made { // a second failure in turn waits for the next slot
		e.made = false
	} else {
		e.made = true
		e.at = until // slots before it are passed over: look plans anew from there
	}
	if asked {
		b.closed[e.host()] = later(b.closed[e.host()], until)
		e.log.Info("the site asks us to stay away", "until", until, "next", later(e.at, until))
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// notBefore is the time an error names; asked is false if it names none that is ahead.
func notBefore(err error, now time.Time) (until time.Time, asked bool) {
	var timed NotBefore
	if !errors.As(err, &timed) {
		return time.Time{}, false
	}
	until = timed.NotBefore().Round(0)
	if last := now.Add(longest); until.After(last) {
		until = last
	}
	return until, until.After(now)
}

// wait is how long nothing can become due or free by itself.
func (b *board) wait(now time.Time) time.Duration {
	d := look
	for _, e := range b.entries {
		if !e.at.IsZero() {
			d = min(d, e.at.Sub(now))
		}
		if until := b.closed[e.host()]; e.waits && until.After(now) {
			d = min(d, until.Sub(now))
		}
	}
	return max(d, 0)
}
