// Package schedule runs jobs on their cron expressions, over robfig/cron.
//
//	s, err := schedule.New([]schedule.Job{{ID: "list", Expr: "17 5 * * *", Run: harvest}})
//	if err != nil { … }
//	err = s.Run(ctx) // until ctx is cancelled
//
// It promises:
//
//   - A job never overlaps itself: a run that is due while the one before is
//     still under way is skipped, and said so. Different jobs may run at once.
//   - A panic ends one run and nothing else; it is logged with its stack.
//   - Stopping drains. Once the context of [Scheduler.Run] is cancelled no run
//     starts; those under way go on for the grace period, then their own context
//     is cancelled, and Run returns when all are done or the bound has passed.
//
// # Expressions
//
// Five fields (minute, hour, day of month, month, day of week), a descriptor
// (@hourly, @daily, @weekly, @monthly, @yearly) or "@every 90m". They are read in
// the scheduler's zone, which is the machine's unless [WithLocation] says
// otherwise; "CRON_TZ=Europe/Oslo 0 5 * * *" names its own. The zone database is
// built in, so that a zone works in a container that has none.
//
// # Clock pitfalls
//
// Where clocks are put forward, a time within the skipped hour (02:30 in Oslo, on
// the last Sunday of March) does not occur, and that day's run is left out; where
// they are put back the hour comes twice and so does the run. Keep daily runs out
// of 02:00 to 03:00, or name a zone without summer time, such as CRON_TZ=UTC.
//
// Waiting is done on the monotonic clock. A machine that slept, or whose clock was
// put forward, runs late, and once, however many times were missed; nothing is
// caught up after a restart. A clock that is put back only lengthens the wait.
//
// When both a day of month and a day of week are given, either one is enough.
// "@every 1h" counts from the start of the program, not from the full hour.
package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
)

// Job is something to be done on a schedule.
type Job struct {
	ID   string // unique among the jobs; names the job in the log
	Expr string // when, see the package documentation
	// Run does it once. Its context is cancelled when the scheduler was stopped
	// and the grace period is over; an error is logged, and the next run comes
	// when it is due.
	Run func(ctx context.Context) error
}

// Scheduler runs jobs. It keeps nothing between two calls of Run.
type Scheduler struct {
	timed    []timed
	log      *slog.Logger
	location *time.Location
	grace    time.Duration
	bound    time.Duration
	// chain puts the guards around a job; a field so that a test can get it wrong.
	chain func(cron.Logger) cron.Chain
}

// timed is a job whose expression was read.
type timed struct {
	Job
	when cron.Schedule
}

// An Option changes how a scheduler works.
type Option func(*Scheduler)

// WithLogger sets where runs are logged; slog.Default() if left out.
func WithLogger(log *slog.Logger) Option { return func(s *Scheduler) { s.log = log } }

// WithLocation sets the zone for expressions that name none; time.Local if left out.
func WithLocation(loc *time.Location) Option { return func(s *Scheduler) { s.location = loc } }

// WithGrace sets how long runs under way may go on after a stop before their
// context is cancelled; 30 seconds if left out.
func WithGrace(d time.Duration) Option { return func(s *Scheduler) { s.grace = d } }

// WithBound sets how long a cancelled run may take to return before Run gives up
// on it; 10 seconds if left out.
func WithBound(d time.Duration) Option { return func(s *Scheduler) { s.bound = d } }

// New reads the jobs' expressions. An error names the job and what to do.
func New(jobs []Job, opts ...Option) (*Scheduler, error) {
	s := &Scheduler{
		log: slog.Default(), location: time.Local,
		grace: 30 * time.Second, bound: 10 * time.Second,
		chain: guards,
	}
	for _, opt := range opts {
		opt(s)
	}
	seen := map[string]bool{}
	for _, j := range jobs {
		if j.ID == "" || j.Run == nil {
			return nil, fmt.Errorf("schedule job %q: a job needs an id and something to run", j.ID)
		}
		if seen[j.ID] {
			return nil, fmt.Errorf("schedule job %q: there are two of it; give each an id of its own", j.ID)
		}
		seen[j.ID] = true
		when, err := parse(j.Expr)
		if err != nil {
			return nil, fmt.Errorf("schedule job %q: %w", j.ID, err)
		}
		s.timed = append(s.timed, timed{j, when})
	}
	if len(s.timed) == 0 {
		return nil, errors.New("schedule: no jobs; name at least one source")
	}
	return s, nil
}

// guards is the order that works: the skip outermost. Inside out, a panic would
// pass the skip before it gives its token back, and the job would never run again.
func guards(log cron.Logger) cron.Chain {
	return cron.NewChain(cron.SkipIfStillRunning(log), cron.Recover(log))
}
