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
)

// errStopped is why a run's context was cancelled.
var errStopped = errors.New("the scheduler was stopped and the grace period is over")

// look is how long the clock is left alone at most: after that it is looked at again,
// since it may have been set.
const look = time.Minute

// Run runs the jobs when they are due, until ctx is cancelled; then it drains, as
// the package documentation says. It returns nil when every run has ended, and
// otherwise an error that names the jobs it had to leave behind.
func (s *Scheduler) Run(ctx context.Context) error {
	// A run outlives ctx by the grace period, so it has a context of its own.
	runs, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	b := s.board(ctx)
	under := &underway{since: map[string]time.Time{}}
	idle, allDone := context.WithCancel(context.Background())
	var group sync.WaitGroup
	ended := make(chan end, len(s.timed)) // one run a job: nobody ever waits to say it ended
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		now := s.wall()
		b.look(now)
		for e := b.take(now); e != nil && ctx.Err() == nil; e = b.take(now) {
			under.begin(e.ID, now)
			group.Go(func() {
				defer under.end(e.ID)
				ended <- end{e, e.once(runs)}
			})
		}
		timer.Reset(b.wait(now))
		select {
		case <-ctx.Done():
		case <-timer.C:
		case e := <-ended:
			b.ended(e, s.wall())
		}
	}
	go func() { group.Wait(); allDone() }()
	return s.drain(idle, cancel, under)
}

// wall is the time of day, without the monotonic clock, which knows nothing of a
// clock that was set.
func (s *Scheduler) wall() time.Time { return s.now().Round(0) }

// end is how a run of a job ended.
type end struct {
	*entry
	err error
}

// once is one run of one job, inside its guards, which log a panic and end it there.
func (e *entry) once(ctx context.Context) (err error) {
	err = errPanicked
	e.guard(func() {
		if err = errPanicked; ctx.Err() == nil {
			err = e.Run(ctx)
		}
	})
	return err
}

// errPanicked stands for the panic that the guards have logged.
var errPanicked = errors.New("the run panicked")

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

func (u *underway) begin(id string, now time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.since[id] = now
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

// failed logs how a run ended, unless the guards have. Whoever runs tells of it in the
// words of the trade; here it is for those who look for the schedule's part in it.
func failed(log *slog.Logger, err error) {
	if err != nil && !errors.Is(err, errPanicked) {
		log.Debug("run failed", "error", err)
	}
}
