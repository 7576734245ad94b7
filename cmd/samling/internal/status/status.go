// Package status tells how the sources and the publication are: from the ledger, its
// run journal and the web root, without a write and without a request.
//
//	s, err := status.Read(ctx, status.From{Config: cfg, Ledger: ledger, Now: time.Now})
//
// samling status prints it, the metrics are set from it, and samling doctor judges it.
package status

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/gate"
	"samling/cmd/samling/internal/schedule"
	"samling/cmd/samling/internal/store"
	"samling/publish"
)

// Status is how all is at one moment.
type Status struct {
	At      time.Time `json:"at"`
	Edition *Edition  `json:"edition"`         // null when nothing was published, or its manifest cannot be read
	Fault   string    `json:"fault,omitempty"` // why the manifest cannot be read
	Sources []Source  `json:"sources"`
	Runs    []Run     `json:"runs"` // the last ones of all sources, newest first
}

// Edition is what is in the web root.
type Edition struct {
	Number     int       `json:"number"`
	Made       time.Time `json:"made"`
	AgeSeconds int64     `json:"ageSeconds"`
	Entries    int       `json:"entries"`
	Files      int       `json:"files"`
}

// Source is how one source is.
type Source struct {
	ID          string     `json:"id"`
	URL         string     `json:"url"`
	Outcome     string     `json:"outcome"` // of the last run; "" when there was none
	Message     string     `json:"message,omitempty"`
	LastRun     *time.Time `json:"lastRun"`
	Seconds     float64    `json:"seconds"`     // that the last run took
	LastSuccess *time.Time `json:"lastSuccess"` // the last healthy harvest; null when there was none
	AgeSeconds  *int64     `json:"ageSeconds"`  // since then
	Entries     int        `json:"entries"`     // on the page then
	Problems    int        `json:"problems"`    // with them, when the page was last read
	Streak      Streak     `json:"streak"`
	Held        *Held      `json:"held"`    // what is held back; null when nothing is
	NextDue     *time.Time `json:"nextDue"` // by the schedule, for samling serve
	Missed      int        `json:"missed"`  // slots since the last healthy harvest, counted to 100
}

// Held is a page that waits for a person.
type Held struct {
	Since   time.Time     `json:"since"`   // when the source was first held
	Fetched time.Time     `json:"fetched"` // when this page was
	Reasons []gate.Reason `json:"reasons"`
}

// Run is one line of the run journal.
type Run struct {
	Source    string    `json:"source"`
	Started   time.Time `json:"started"`
	Seconds   float64   `json:"seconds"`
	Outcome   string    `json:"outcome"`
	Message   string    `json:"message,omitempty"`
	Added     int       `json:"added"`
	Changed   int       `json:"changed"`
	Unchanged int       `json:"unchanged"`
	Missing   int       `json:"missing"`
	Problems  int       `json:"problems"`
}

// Ledger is what is asked of the ledger.
type Ledger interface {
	Source(ctx context.Context, id string) (store.Source, error)
	Runs(ctx context.Context, n int) ([]store.Run, error)
	RunsOf(ctx context.Context, source string, n int) ([]store.Run, error)
	Held(ctx context.Context) ([]store.Held, error)
}

// From is what a status is read from.
type From struct {
	Config *config.Config
	Ledger Ledger
	Now    func() time.Time
	Runs   int // how many runs of all sources to tell of
}

// Read reads the status of the sources with these ids; of all if there are none.
func Read(ctx context.Context, f From, ids ...string) (Status, error) {
	now := f.Now().UTC().Truncate(time.Second)
	s := Status{At: now, Sources: []Source{}, Runs: []Run{}}
	var err error
	if s.Edition, err = edition(f.Config.Out, now); err != nil {
		s.Fault = fmt.Sprintf("the publication is damaged (%v); samling run makes it again from the ledger", err)
	}
	held, err := f.Ledger.Held(ctx)
	if err != nil {
		return s, err
	}
	for _, src := range f.Config.Sources {
		if len(ids) > 0 && !contains(ids, src.ID) {
			continue
		}
		one, err := source(ctx, f, src, now)
		if err != nil {
			return s, err
		}
		for _, h := range held {
			if h.Source == src.ID {
				one.Held = &Held{h.Since, h.At, h.Reasons}
			}
		}
		s.Sources = append(s.Sources, one)
	}
	runs, err := f.Ledger.Runs(ctx, f.Runs)
	for _, r := range runs {
		s.Runs = append(s.Runs, run(r))
	}
	return s, err
}

func contains(ids []string, id string) bool {
	for _, s := range ids {
		if s == id {
			return true
		}
	}
	return false
}

func edition(out string, now time.Time) (*Edition, error) {
	m, err := publish.ReadManifest(publish.WebRoot(out))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &Edition{m.Edition.Number, m.Edition.Made, int64(now.Sub(m.Edition.Made).Seconds()), m.Edition.Entries, len(m.Files)}, nil
}

func source(ctx context.Context, f From, src config.Source, now time.Time) (Source, error) {
	s := Source{ID: src.ID, URL: src.URL}
	known, err := f.Ledger.Source(ctx, src.ID)
	switch {
	case err == nil:
		s.Entries = known.Entries
		s.LastSuccess = &known.Checked
		age := int64(now.Sub(known.Checked).Seconds())
		s.AgeSeconds = &age
	case !errors.Is(err, store.ErrUnknown):
		return s, err
	}
	streak, runs, err := ReadStreak(ctx, f.Ledger, src.ID)
	if err != nil {
		return s, err
	}
	s.Streak = streak
	if len(runs) > 0 {
		last := runs[0]
		s.Outcome, s.Message, s.LastRun, s.Seconds = last.Outcome, last.Message, &last.Started, last.Ended.Sub(last.Started).Seconds()
	}
	s.Problems = problems(runs)
	s.plan(src, f.Config.Network.Jitter, now)
	return s, nil
}

// problems are those of the last run that read the page; one that found it unchanged did not.
func problems(runs []store.Run) int {
	for _, r := range runs {
		if r.Outcome == "accepted" || r.Outcome == "held" {
			return r.Problems
		}
	}
	return 0
}

// plan tells when the source is due next, and how many slots it missed.
func (s *Source) plan(src config.Source, jitter time.Duration, now time.Time) {
	job := schedule.Job{ID: src.ID, Expr: src.Schedule}
	local := now.Local()
	if next, err := schedule.Due(job, local, jitter); err == nil {
		next = next.UTC()
		s.NextDue = &next
	}
	if s.LastSuccess == nil {
		return
	}
	for at := s.LastSuccess.Local(); s.Missed < 100; s.Missed++ {
		next, err := schedule.Next(src.Schedule, at)
		if err != nil || next.After(local.Add(-jitter-late)) {
			return
		}
		at = next
	}
}

// late is how long after its slot a harvest may end before the slot counts as missed.
const late = time.Hour

func run(r store.Run) Run {
	return Run{r.Source, r.Started, r.Ended.Sub(r.Started).Seconds(), r.Outcome, r.Message,
		r.Added, r.Changed, r.Unchanged, r.Missing, r.Problems}
}
