package status

import (
	"context"
	"time"

	"samling/cmd/samling/internal/store"
)

// Streak is what went wrong with a source since its last healthy run.
type Streak struct {
	Held   int        `json:"held"`   // runs whose page was held back
	Failed int        `json:"failed"` // runs that could not fetch or read it
	Since  *time.Time `json:"since"`  // the first of them; null when all is well
}

// Well says whether nothing went wrong.
func (s Streak) Well() bool { return s.Held+s.Failed == 0 }

// Journal is what is asked of the run journal.
type Journal interface {
	RunsOf(ctx context.Context, source string, n int) ([]store.Run, error)
}

// ReadStreak reads a source's streak from the run journal, and at least its last runs,
// newest first: as many as the streak has, and the healthy one before it.
func ReadStreak(ctx context.Context, j Journal, source string) (Streak, []store.Run, error) {
	for n := 16; ; n *= 4 {
		runs, err := j.RunsOf(ctx, source, n)
		if err != nil {
			return Streak{}, nil, err
		}
		if s, whole := Count(runs); whole || len(runs) < n {
			return s, runs, nil
		}
	}
}

// Count is the streak that runs (newest first) begin with; whole is false where it may
// go on beyond them.
func Count(runs []store.Run) (s Streak, whole bool) {
	for _, r := range runs {
		switch r.Outcome {
		case "held":
			s.Held++
		case "failed":
			s.Failed++
		default:
			return s, true
		}
		since := r.Started
		s.Since = &since
	}
	return s, false
}
