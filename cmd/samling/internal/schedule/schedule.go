// Package schedule runs jobs on their cron expressions, over robfig/cron.
//
//	s, err := schedule.New([]schedule.Job{{ID: "list", Host: "example.org", Expr: "17 5 * * *", Run: harvest}})
//	if err != nil { … }
//	err = s.Run(ctx) // until ctx is cancelled
//
// It promises:
//
//   - A job never overlaps itself: a run that is due while the one before is
//     still under way, or waits its turn, is skipped, and said so.
//   - At most so many jobs run at once ([WithConcurrency]), and one a host. Who
//     waits is served fairly: the host that was served longest ago comes first,
//     so that a host with a thousand jobs does not keep the others waiting.
//   - Jobs due at the same time start spread out ([WithJitter]), each always at the
//     same distance from its slot, and never as late as the next slot.
//   - What was missed while the program was not running is run once, soon after the
//     start, spread out too ([WithCatchUp]).
//   - A panic ends one run and nothing else; it is logged with its stack.
//   - An error that names a time ([NotBefore]) keeps the host alone until then.
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
// When both a day of month and a day of week are given, either one is enough.
// "@every 1h" counts from the last run, or from the start of the program.
//
// # Clock pitfalls
//
// Where clocks are put forward, a time of day that is left out (02:30 in Oslo, on the
// last Sunday of March) becomes the moment they are; where they are put back, the
// first of the two counts. A job of every hour goes on by the hour.
//
// The clock is looked at once a minute at least. One that is put forward, or a
// machine that slept, makes what is due start at once, and once, however many slots
// were passed. One that is put back makes no run of the same slot again.
//
// cron gives the reading of expressions, the slots, and the guards around a job. Its own
// loop is not used: it looks at the clock only when the next job is due, which a
// clock set right after years in the future never is.
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
	ID   string // unique among the jobs; names the job in the log, and gives it its share of the jitter
	Expr string // when, see the package documentation
	Host string // of which one job runs at a time; "" for none
	// Run does it once. Its context is cancelled when the scheduler was stopped
	// and the grace period is over; an error is logged at the level of debugging,
	// and the next run comes when it is due, or when the error says ([NotBefore]).
	Run func(ctx context.Context) error
}

// NotBefore is what an error may implement that knows when it makes sense to try
// again, such as the answer of a site with a Retry-After.
//
// No job of the host starts before that time. The run that failed is made up for then,
// once; if that fails too, the job waits for its next slot. A time further away than
// a week is taken for a fault of the site, and is a week.
type NotBefore interface {
	error
	NotBefore() time.Time
}

// Scheduler runs jobs. It keeps nothing between two calls of Run.
type Scheduler struct {
	timed       []timed
	log         *slog.Logger
	location    *time.Location
	grace       time.Duration
	bound       time.Duration
	concurrency int
	jitter      time.Duration
	catchUp     LastChecked
	spread      time.Duration
	now         func() time.Time
	// chain puts the guards around a job; a field so that a test can get it wrong.
	chain func(cron.Logger) cron.Chain
}

// timed is a job whose expression was read.
type timed struct {
	Job
	series
}

// LastChecked returns when a job's last run went well; zero if none ever did.
type LastChecked func(ctx context.Context, id string) (time.Time, error)

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

// WithConcurrency sets how many jobs run at once; 4 if left out.
func WithConcurrency(n int) Option { return func(s *Scheduler) { s.concurrency = max(n, 1) } }

// WithJitter sets by how much a job may start later than its slot; 0 if left out.
func WithJitter(d time.Duration) Option { return func(s *Scheduler) { s.jitter = d } }

// WithCatchUp runs at the start what was never run, at once, and, within spread, each
// job whose last good run is older than its last slot. Nothing is caught up if it is left out.
func WithCatchUp(last LastChecked, spread time.Duration) Option {
	return func(s *Scheduler) { s.catchUp, s.spread = last, spread }
}

// WithClock sets what tells the time of day; time.Now if left out.
func WithClock(now func() time.Time) Option { return func(s *Scheduler) { s.now = now } }

// New reads the jobs' expressions. An error names the job and what to do.
func New(jobs []Job, opts ...Option) (*Scheduler, error) {
	s := &Scheduler{
		log: slog.Default(), location: time.Local,
		grace: 30 * time.Second, bound: 10 * time.Second, concurrency: 4,
		now: time.Now, chain: guards,
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
		when, err := newSeries(j.Expr, j.ID, s.location, s.jitter)
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
