package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/robfig/cron/v3"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The tests run in bubbles of testing/synctest: the clock there moves only when all
// wait, so that days pass at once and nothing depends on the machine's speed. It
// begins at midnight, 1 January 2000, UTC.
var begin = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// events is a slog handler that keeps each record as one line.
type events struct {
	mu    sync.Mutex
	lines []string
}

func (e *events) Enabled(context.Context, slog.Level) bool { return true }
func (e *events) WithAttrs([]slog.Attr) slog.Handler       { return e }
func (e *events) WithGroup(string) slog.Handler            { return e }

func (e *events) Handle(_ context.Context, r slog.Record) error {
	line := r.Message
	r.Attrs(func(a slog.Attr) bool { line += " " + a.String(); return true })
	e.mu.Lock()
	defer e.mu.Unlock()
	e.lines = append(e.lines, line)
	return nil
}

// saying is the first line that contains s.
func (e *events) saying(t *testing.T, s string) string {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, line := range e.lines {
		if strings.Contains(line, s) {
			return line
		}
	}
	t.Errorf("nothing logged that says %q", s)
	return ""
}

// bench is a scheduler under test.
type bench struct {
	*testing.T
	log  *events
	jump time.Duration // what the clock was set by; changed only while all wait
	done chan error
	stop context.CancelFunc

	mu   sync.Mutex
	runs []string // "id at", as they began
}

func newBench(t *testing.T) *bench {
	return &bench{T: t, log: &events{}, done: make(chan error, 1)}
}

func (b *bench) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Now().Add(b.jump)
}

func (b *bench) set(by time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.jump += by
}

// job notes when it runs, takes so long, and ends with what fail returns.
func (b *bench) job(id, expr, host string, takes time.Duration, fail func() error) Job {
	return Job{ID: id, Expr: expr, Host: host, Run: func(context.Context) error {
		at := b.now().UTC().Format("02 15:04:05")
		b.mu.Lock()
		b.runs = append(b.runs, id+" "+at)
		b.mu.Unlock()
		time.Sleep(takes)
		if fail != nil {
			return fail()
		}
		return nil
	}}
}

func (b *bench) start(jobs []Job, opts ...Option) {
	b.Helper()
	s, err := New(jobs, append([]Option{WithLogger(slog.New(b.log)), WithLocation(time.UTC), WithClock(b.now)}, opts...)...)
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	b.stop = cancel
	go func() { b.done <- s.Run(ctx) }()
}

// pass lets time go by.
func (b *bench) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (b *bench) end() {
	b.Helper()
	b.stop()
	if err := <-b.done; err != nil {
		b.Error(err)
	}
}

// want compares all that ran since the last call.
func (b *bench) want(runs ...string) {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.Equal(b.runs, runs) {
		b.Errorf("ran %q, want %q", b.runs, runs)
	}
	b.runs = nil
}

func TestOnSchedule(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.start([]Job{b.job("a", "17 5 * * *", "x", 0, nil), b.job("b", "CRON_TZ=Europe/Oslo 0 12 * * *", "y", 0, nil)})
		b.pass(48 * time.Hour)
		b.want("a 01 05:17:00", "b 01 11:00:00", "a 02 05:17:00", "b 02 11:00:00")
		b.end()
	})
}

func TestNoOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.start([]Job{b.job("slow", "@hourly", "x", 150*time.Minute, nil)})
		b.pass(6*time.Hour + 45*time.Minute)
		b.want("slow 01 01:00:00", "slow 01 04:00:00")
		b.log.saying(t, "run skipped")
		b.end()
	})
}

func TestPanicStopsOneRunOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		n := 0
		b.start([]Job{
			b.job("bad", "@hourly", "x", 0, func() error {
				if n++; n == 1 {
					panic("a list without a head")
				}
				return errors.New("page is away")
			}),
			b.job("good", "@hourly", "x", 0, nil),
		})
		b.pass(150 * time.Minute)
		b.want("bad 01 01:00:00", "good 01 01:00:00", "bad 01 02:00:00", "good 01 02:00:00")
		line := b.log.saying(t, "run panicked")
		if !strings.Contains(line, "a list without a head") || !strings.Contains(line, "schedule_test.go") {
			t.Errorf("the panic is logged without its words or its stack: %.200s", line)
		}
		b.log.saying(t, "page is away")
		b.end()
	})
}

// TestReversedGuards plants the wrong order: after a panic the job is dead. That is
// what TestPanicStopsOneRunOnly is there to find.
func TestReversedGuards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		reversed := func(s *Scheduler) {
			s.chain = func(l cron.Logger) cron.Chain { return cron.NewChain(cron.Recover(l), cron.SkipIfStillRunning(l)) }
		}
		b.start([]Job{b.job("bad", "@hourly", "x", 0, func() error { panic("boom") })}, reversed)
		b.pass(4 * time.Hour)
		b.want("bad 01 01:00:00")
		b.end()
	})
}

// TestOneAHost: four hosts of three jobs each, two at once: no host has two, all that
// can run do, and each host has its turn before one has its second.
func TestOneAHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		running, most := map[string]int{}, 0
		var order []string
		var jobs []Job
		for i := range 12 {
			host := string(rune('a' + i/3))
			jobs = append(jobs, Job{ID: fmt.Sprint("list-", i), Expr: "@daily", Host: host, Run: func(context.Context) error {
				mu.Lock()
				running[host]++
				order = append(order, host)
				sum := 0
				for _, n := range running {
					sum += n
				}
				most = max(most, sum)
				if running[host] > 1 {
					t.Errorf("two jobs of %s at once", host)
				}
				mu.Unlock()
				time.Sleep(time.Minute)
				mu.Lock()
				running[host]--
				mu.Unlock()
				return nil
			}})
		}
		b := newBench(t)
		b.start(jobs, WithConcurrency(2))
		b.pass(24*time.Hour + 5*time.Minute + 30*time.Second)
		if most != 2 || len(order) != 12 {
			t.Errorf("%d at once, want 2; %d ran in six minutes, want all", most, len(order))
		}
		for round := range 3 {
			hosts := map[string]bool{}
			for _, h := range order[min(4*round, len(order)):min(4*round+4, len(order))] {
				hosts[h] = true
			}
			if len(hosts) != 4 {
				t.Errorf("round %d served %v: a host waits for another's second", round, slices.Sorted(maps.Keys(hosts)))
			}
		}
		b.pass(time.Minute)
		b.end()
	})
}

// TestManyDoNotStarveOne: a host with a hundred jobs, all due first, and one job of
// another host, one at a time.
func TestManyDoNotStarveOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		var jobs []Job
		for i := range 100 {
			jobs = append(jobs, b.job(fmt.Sprint("big-", i), "0 1 * * *", "big", time.Minute, nil))
		}
		b.start(append(jobs, b.job("small", "5 1 * * *", "small", 0, nil)), WithConcurrency(1))
		b.pass(65*time.Minute + 61*time.Second)
		b.mu.Lock()
		if !slices.Contains(b.runs, "small 01 01:05:00") && !slices.Contains(b.runs, "small 01 01:06:00") {
			t.Errorf("the small one waits behind the big host: %q", b.runs)
		}
		b.mu.Unlock()
		b.pass(2 * time.Hour)
		b.end()
	})
}

func last(at map[string]time.Time) LastChecked {
	return func(_ context.Context, id string) (time.Time, error) {
		if id == "lost" {
			return time.Time{}, errors.New("the ledger is away")
		}
		return at[id], nil
	}
}

func TestCatchUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		time.Sleep(12 * time.Hour) // the program starts at noon
		job := func(id string) Job { return b.job(id, "17 5 * * *", "", 0, nil) }
		b.start([]Job{job("today"), job("yesterday"), job("years"), job("never"), job("lost"), job("future"), b.job("every", "@every 6h", "", 0, nil)},
			WithCatchUp(last(map[string]time.Time{
				"today": begin.Add(5*time.Hour + 17*time.Minute), "yesterday": begin.Add(-18 * time.Hour),
				"years": begin.AddDate(-3, 0, 0), "future": begin.AddDate(4, 0, 0), "every": begin.Add(7 * time.Hour),
			}), 10*time.Minute))
		b.pass(11 * time.Minute)
		b.mu.Lock()
		var ids []string
		for _, run := range b.runs {
			ids = append(ids, strings.Fields(run)[0])
		}
		if b.runs[0] != "never 01 12:00:00" {
			t.Errorf("what was never run does not start at once: %q", b.runs)
		}
		slices.Sort(ids)
		if want := []string{"future", "never", "years", "yesterday"}; !slices.Equal(ids, want) {
			t.Errorf("caught up %q, want %q", b.runs, want)
		}
		b.runs = nil
		b.mu.Unlock()
		b.log.saying(t, "the ledger is away")
		b.pass(17*time.Hour + 6*time.Minute)
		if n := len(b.runs); n != 6+2 {
			t.Errorf("%d runs until the next morning, want each of six once and every twice: %q", n, b.runs)
		}
		b.end()
	})
}

func TestClockIsSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.start([]Job{b.job("a", "17 5 * * *", "x", 0, nil)})
		b.pass(3 * time.Hour)
		b.set(5 * time.Hour) // 08:00: over the slot
		b.pass(2 * time.Minute)
		b.want("a 01 08:01:00") // the clock is looked at once a minute
		b.pass(22 * time.Hour)
		b.want("a 02 05:17:00")
		b.set(-time.Hour) // 05:02, and 05:17 comes round again
		b.pass(3 * time.Hour)
		b.want()
		b.set(30 * 365 * 24 * time.Hour) // a wrong clock
		b.pass(2 * time.Minute)
		b.set(-30 * 365 * 24 * time.Hour) // set right
		b.mu.Lock()
		b.runs = nil
		b.mu.Unlock()
		b.pass(24 * time.Hour)
		b.want("a 03 05:17:00")
		b.end()
	})
}

// retryAfter is an error that names a time.
type retryAfter struct{ at time.Time }

func (e retryAfter) Error() string        { return "too many requests" }
func (e retryAfter) NotBefore() time.Time { return e.at }

func TestNotBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		wait := 2 * time.Hour
		b.start([]Job{
			b.job("a", "0 5 * * *", "x", 0, func() error { return fmt.Errorf("fetch: %w", retryAfter{b.now().Add(wait)}) }),
			b.job("b", "0 6 * * *", "x", 0, nil), // of the same host
			b.job("c", "0 6 * * *", "y", 0, nil),
		})
		b.pass(12 * time.Hour)
		// b waits for the host; a is made up for once, though it fails again.
		b.want("a 01 05:00:00", "c 01 06:00:00", "b 01 07:00:00", "a 01 07:00:00")
		wait = 72 * time.Hour
		b.pass(18 * time.Hour) // a on the 2nd at 05:00, which fails until the 5th
		b.want("a 02 05:00:00", "c 02 06:00:00")
		wait = 0
		b.pass(71 * time.Hour)
		b.want("c 03 06:00:00", "c 04 06:00:00", "b 05 05:00:00", "a 05 05:00:00")
		wait = 10 * 365 * 24 * time.Hour
		b.pass(7*24*time.Hour + 48*time.Hour)
		if !slices.Contains(b.runs, "b 13 05:00:00") {
			t.Errorf("a site silenced itself for years: %q", b.runs)
		}
		b.end()
	})
}

func TestStopDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		var ended error
		b.start([]Job{{ID: "list", Expr: "@hourly", Run: func(ctx context.Context) error {
			time.Sleep(20 * time.Second)
			ended = ctx.Err()
			return nil
		}}, b.job("other", "1 1 * * *", "", 0, nil)})
		b.pass(time.Hour + time.Second)
		b.end()
		if ended != nil {
			t.Errorf("the run's context was cancelled within the grace period: %v", ended)
		}
		b.pass(time.Hour)
		b.want()
	})
}

func TestGraceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		var cause error
		b.start([]Job{{ID: "list", Expr: "@hourly", Run: func(ctx context.Context) error {
			<-ctx.Done()
			cause = context.Cause(ctx)
			return ctx.Err()
		}}})
		b.pass(time.Hour)
		before := time.Now()
		b.end()
		if took := time.Since(before); !errors.Is(cause, errStopped) || took != 30*time.Second {
			t.Errorf("the run was cancelled because of %v after %s", cause, took)
		}
	})
}

func TestBoundEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.start([]Job{{ID: "stubborn", Expr: "@hourly", Run: func(context.Context) error { time.Sleep(time.Hour); return nil }}})
		b.pass(time.Hour)
		before := time.Now()
		b.stop()
		err := <-b.done
		if err == nil || !strings.Contains(err.Error(), "stubborn") || time.Since(before) != 40*time.Second {
			t.Errorf("left a run behind after %s and said %v", time.Since(before), err)
		}
		b.pass(time.Hour)
	})
}

func TestNothingStartsAfterStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.start([]Job{b.job("list", "@hourly", "x", 90*time.Second, nil), b.job("waits", "@hourly", "x", 0, nil)})
		b.pass(time.Hour + time.Second)
		b.mu.Lock()
		first := len(b.runs)
		b.mu.Unlock()
		b.stop()
		b.pass(2 * time.Hour)
		<-b.done
		if len(b.runs) != first {
			t.Errorf("began after the stop: %q", b.runs)
		}
	})
}

func TestNewRefuses(t *testing.T) {
	run := func(context.Context) error { return nil }
	for name, jobs := range map[string][]Job{
		"no jobs":    nil,
		"no id":      {{Expr: "@daily", Run: run}},
		"two of it":  {{ID: "a", Expr: "@daily", Run: run}, {ID: "a", Expr: "@daily", Run: run}},
		"no run":     {{ID: "a", Expr: "@daily"}},
		"bad expr":   {{ID: "a", Expr: "daily", Run: run}},
		"never fire": {{ID: "a", Expr: "0 0 31 2 *", Run: run}},
	} {
		if _, err := New(jobs); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
