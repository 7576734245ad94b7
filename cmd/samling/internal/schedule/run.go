package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// errStopped is why a run's context was cancelled.
var errStopped = errors.New("the scheduler was stopped and the grace period is over")

// Run runs the jobs when they are due, until ctx is cancelled; then it drains, as
// the package documentation says. It returns nil when every run has ended, and
// otherwise an error that names the jobs it had to leave behind.
func (s *Scheduler) Run(ctx context.Context) error {
	// A run outlives ctx by the grace period, so it has a context of its own.
	runs, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	under := &underway{since: map[string]time.Time{}}

	c := cron.New(cron.WithLocation(s.location), cron.WithLogger(quiet{s.log}))
	for _, t := range s.timed {
		log := s.log.With("source", t.ID)
		once := func() { s.once(ctx, runs, t.Job, under, log) }
		c.Schedule(t.when, s.chain(guardLog{log}).Then(cron.FuncJob(once)))
	}
	c.Start()
	<-ctx.Done()
	return s.drain(c.Stop(), cancel, under)
}

// once is one run of one job.
func (s *Scheduler) once(stop, runs context.Context, j Job, under *underway, log *slog.Logger) {
	if stop.Err() != nil { // due in the moment between the stop and cron's hearing of it
		return
	}
	start := under.begin(j.ID)
	defer under.end(j.ID)
	log.Debug("run starts")
	if err := j.Run(runs); err != nil {
		log.Error("run failed", "err", err, "after", time.Since(start))
		return
	}
	log.Debug("run ended", "after", time.Since(start))
}

// drain waits for the runs under way: first kindly, then with their context cancelled.
func (s *Scheduler) drain(idle context.Context, cancel context.CancelCauseFunc, under *underway) error {
	if wait(idle, s.grace) {
		return nil
	}
	s.log.Warn("grace period is over, stopping runs", "sources", under.names())
	cancel(errStopped)
	if wait(idle, s.bound) {
		return nil
	}
	return fmt.Errorf("stop: still running %s after the stop: %s; what they do now may be cut short",
		s.grace+s.bound, strings.Join(under.names(), ", "))
}

// wait reports whether done was cancelled within d.
func wait(done context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-done.Done():
		return true
	case <-timer.C:
		return done.Err() != nil
	}
}

// underway knows which jobs are running.
type underway struct {
	mu    sync.Mutex
	since map[string]time.Time
}

func (u *underway) begin(id string) time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.since[id] = time.Now()
	return u.since[id]
}

func (u *underway) end(id string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.since, id)
}

func (u *underway) names() []string {
	u.mu.Lock()
	defer u.mu.Unlock()
	var names []string
	for id := range u.since {
		names = append(names, id)
	}
	slices.Sort(names)
	return names
}
