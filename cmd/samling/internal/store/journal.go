package store

import (
	"context"

	"samling/harvest"
)

// Journal appends one line to the run journal and gives the run's lease back.
func (s *ledger) Journal(ctx context.Context, r Run, requests ...harvest.Request) error {
	return s.write(ctx, "write run journal", func(tx *session) error { return keepLine(ctx, tx, Line{r, requests}) })
}

// keepLine appends a line to the run journal and gives the run's lease back.
func keepLine(ctx context.Context, tx *session, l Line) error {
	r := l.Run
	_, err := tx.ExecContext(ctx, `INSERT INTO run
		(started, ended, source, outcome, message, added, changed, unchanged, missing, problems, snapshot)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Started.UnixMilli(), r.Ended.UnixMilli(), r.Source, r.Outcome, r.Message,
		r.Added, r.Changed, r.Unchanged, r.Missing, r.Problems, r.Snapshot)
	if err != nil {
		return err
	}
	if err := release(ctx, tx, r.Lease); err != nil {
		return err
	}
	return keepRequests(ctx, tx, l.Requests)
}

// Runs are the last n lines of the journal, newest first; times are in milliseconds.
func (s *ledger) Runs(ctx context.Context, n int) ([]Run, error) {
	return s.runs(ctx, "ORDER BY seq DESC LIMIT ?", max(n, 0))
}
