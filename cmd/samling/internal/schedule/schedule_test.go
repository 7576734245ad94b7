package schedule

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must come. It is no measurement:
// a machine may be ten times slower than cron's one second and nothing fails.
const patience = 30 * time.Second

func await[T any](t *testing.T, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatalf("%s did not come", what)
		panic("unreachable")
	}
}

// events is a slog handler that passes each record on as one line.
type events chan string

func (e events) Enabled(context.Context, slog.Level) bool { return true }
func (e events) WithAttrs([]slog.Attr) slog.Handler       { return e }
func (e events) WithGroup(string) slog.Handler            { return e }

func (e events) Handle(_ context.Context, r slog.Record) error {
	line := r.Message
	r.Attrs(func(a slog.Attr) bool { line += " " + a.String(); return true })
	select {
	case e <- line:
	default: // nobody looks any more
	}
	return nil
}

// saying waits for a line that contains s.
func (e events) saying(t *testing.T, s string) string {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case line := <-e:
			if strings.Contains(line, s) {
				return line
			}
		case <-deadline:
			t.Fatalf("nothing logged that says %q", s)
		}
	}
}

// start runs a scheduler over jobs; stop cancels it and returns what Run returned.
func start(t *testing.T, log events, jobs []Job, opts ...Option) (stop func() error) {
	t.Helper()
	s, err := New(jobs, append([]Option{WithLogger(slog.New(log)), WithGrace(patience)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	return func() error {
		cancel()
		return await(t, done, "the end of Run")
	}
}

func TestNoOverlap(t *testing.T) {
	t.Parallel()
	log := make(events, 100)
	started, release := make(chan struct{}, 10), make(chan struct{})
	stop := start(t, log, []Job{{"slow", "@every 1s", func(context.Context) error {
		started <- struct{}{}
		<-release
		return nil
	}}})
	await(t, started, "the first run")
	log.saying(t, "run skipped")
	if len(started) != 0 {
		t.Fatal("a second run began while the first was under way")
	}
	close(release)
	await(t, started, "a run after the slow one")
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

// TestOverlapIsSeen plants the fault that TestNoOverlap is there to find.
func TestOverlapIsSeen(t *testing.T) {
	t.Parallel()
	log := make(events, 100)
	started, release := make(chan struct{}, 10), make(chan struct{})
	unguarded := func(s *Scheduler) {
		s.chain = func(l cron.Logger) cron.Chain { return cron.NewChain(cron.Recover(l)) }
	}
	stop := start(t, log, []Job{{"slow", "@every 1s", func(context.Context) error {
		started <- struct{}{}
		<-release
		return nil
	}}}, unguarded)
	await(t, started, "the first run")
	await(t, started, "the overlapping run")
	close(release)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

func TestPanicStopsOneRunOnly(t *testing.T) {
	t.Parallel()
	log := make(events, 100)
	runs, other := make(chan int, 10), make(chan struct{}, 10)
	n := 0
	stop := start(t, log, []Job{
		{"bad", "@every 1s", func(context.Context) error {
			n++
			runs <- n
			if n == 1 {
				panic("a list without a head")
			}
			return errors.New("page is away")
		}},
		{"good", "@every 1s", func(context.Context) error { other <- struct{}{}; return nil }},
	})
	await(t, runs, "the run that panics")
	line := log.saying(t, "run panicked")
	if !strings.Contains(line, "a list without a head") || !strings.Contains(line, "schedule_test.go") {
		t.Errorf("the panic is logged without its words or its stack: %.200s", line)
	}
	await(t, runs, "a run after the panic")
	log.saying(t, "page is away")
	await(t, other, "the other job")
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

// TestReversedGuards plants the wrong order: after a panic the job is dead, and
// only ever skipped. That is what TestPanicStopsOneRunOnly would hang on.
func TestReversedGuards(t *testing.T) {
	t.Parallel()
	log := make(events, 100)
	runs := make(chan struct{}, 10)
	reversed := func(s *Scheduler) {
		s.chain = func(l cron.Logger) cron.Chain {
			return cron.NewChain(cron.Recover(l), cron.SkipIfStillRunning(l))
		}
	}
	stop := start(t, log, []Job{{"bad", "@every 1s", func(context.Context) error {
		runs <- struct{}{}
		panic("boom")
	}}}, reversed)
	await(t, runs, "the run that panics")
	log.saying(t, "run panicked")
	log.saying(t, "run skipped")
	if len(runs) != 0 {
		t.Error("the job ran again: this order is not the fault it was taken for")
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

func TestDifferentJobsRunAtOnce(t *testing.T) {
	t.Parallel()
	log := make(events, 100)
	a, b := make(chan struct{}), make(chan struct{})
	meet := func(mine, theirs chan struct{}) func(context.Context) error {
		first := true
		return func(context.Context) error {
			if first {
				first = false
				close(mine)
				<-theirs // only comes when both are under way
			}
			return nil
		}
	}
	stop := start(t, log, []Job{{"a", "@every 1s", meet(a, b)}, {"b", "@every 1s", meet(b, a)}})
	await(t, a, "job a")
	await(t, b, "job b")
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

func TestStopDrains(t *testing.T) {
	t.Parallel()
	log := make(events, 100)
	started, release := make(chan struct{}, 1), make(chan struct{})
	var ended error
	s, err := New([]Job{{"list", "@every 1s", func(ctx context.Context) error {
		started <- struct{}{}
		<-release
		ended = ctx.Err()
		return nil
	}}}, WithLogger(slog.New(log)), WithGrace(patience))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	await(t, started, "the run")
	cancel()
	log.saying(t, "cron: stop")
	select {
	case <-done:
		t.Fatal("Run returned with a run under way")
	default:
	}
	close(release)
	if err := await(t, done, "the end of Run"); err != nil {
		t.Fatal(err)
	}
	if ended != nil {
		t.Errorf("the run's context was cancelled within the grace period: %v", ended)
	}
	if len(started) != 0 {
		t.Error("a run began after the stop")
	}
}

func TestGraceEnds(t *testing.T) {
	t.Parallel()
	log := make(events, 100)
	started := make(chan struct{}, 1)
	var cause error
	stop := start(t, log, []Job{{"list", "@every 1s", func(ctx context.Context) error {
		started <- struct{}{}
		<-ctx.Done()
		cause = context.Cause(ctx)
		return ctx.Err()
	}}}, WithGrace(0), WithBound(patience))
	await(t, started, "the run")
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(cause, errStopped) {
		t.Errorf("the run was cancelled because of %v", cause)
	}
}

func TestBoundEnds(t *testing.T) {
	t.Parallel()
	log := make(events, 100)
	started, release, gone := make(chan struct{}, 1), make(chan struct{}), make(chan struct{})
	stop := start(t, log, []Job{{"stubborn", "@every 1s", func(context.Context) error {
		defer close(gone)
		started <- struct{}{}
		<-release
		return nil
	}}}, WithGrace(0), WithBound(0))
	await(t, started, "the run")
	err := stop()
	if err == nil || !strings.Contains(err.Error(), "stubborn") {
		t.Errorf("left behind a run and said %v", err)
	}
	close(release)
	await(t, gone, "the run's end")
}

func TestNothingStartsAfterStop(t *testing.T) {
	t.Parallel()
	ran := false
	s, err := New([]Job{{"list", "@every 1s", func(context.Context) error { ran = true; return nil }}},
		WithLogger(slog.New(make(events, 10))))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.once(ctx, t.Context(), s.timed[0].Job, &underway{since: map[string]time.Time{}}, s.log)
	if err := s.Run(ctx); err != nil || ran {
		t.Errorf("err %v, ran %v", err, ran)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	run := func(context.Context) error { return nil }
	for name, jobs := range map[string][]Job{
		"no jobs":    nil,
		"no id":      {{"", "@daily", run}},
		"two of it":  {{"a", "@daily", run}, {"a", "@daily", run}},
		"no run":     {{"a", "@daily", nil}},
		"bad expr":   {{"a", "daily", run}},
		"never fire": {{"a", "0 0 31 2 *", run}},
	} {
		if _, err := New(jobs); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
