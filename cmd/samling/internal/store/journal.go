package store

import (
	"context"
	"time"
)

// Journal appends one line to the run journal.
func (s *ledger) Journal(ctx context.Context, r Run) error {
	return s.write(ctx, "write run journal", func(tx *session) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO run
			(started, ended, source, outcome, message, added, changed, unchanged, missing, problems, snapshot)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			r.Started.UnixMilli(), r.Ended.UnixMilli(), r.Source, r.Outcome, r.Message,
			r.Added, r.Changed, r.Unchanged, r.Missing, r.Problems, r.Snapshot)
		return err
	})
}

// Runs are the last n lines of the journal, newest first; times are in milliseconds.
func (s *ledger) Runs(ctx context.Context, n int) (runs []Run, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT started, ended, source, outcome, message,
		added, changed, unchanged, missing, problems, snapshot FROM run ORDER BY seq DESC LIMIT ?`, max(n, 0))
	if err != nil {
		return nil, s.fail("read run journal", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Run
		var started, ended int64
		if err := rows.Scan(&started, &ended, &r.Source, &r.Outcome, &r.Message,
			&r.Added, &r.Changed, &r.Unchanged, &r.Missing, &r.Problems, &r.Snapshot); err != nil {
			return nil, s.fail("read run journal", err)
		}
		r.Started, r.Ended = time.UnixMilli(started).UTC(), time.UnixMilli(ended).UTC()
		runs = append(runs, r)
	}
	if err := rows.Err(); err != nil {
		return nil, s.fail("read run journal", err)
	}
	return runs, nil
}
