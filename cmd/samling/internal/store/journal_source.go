package store

import (
	"context"
	"database/sql"
	"time"
)

// RunsOf are the last n lines of the journal about one source, newest first.
func (s *ledger) RunsOf(ctx context.Context, source string, n int) ([]Run, error) {
	return s.runs(ctx, "WHERE source = ? ORDER BY seq DESC LIMIT ?", source, max(n, 0))
}

// Tally counts the lines of the journal by source and outcome.
func (s *ledger) Tally(ctx context.Context) (map[[2]string]int, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT source, outcome, count(*) FROM run GROUP BY source, outcome")
	if err != nil {
		return nil, s.fail("read run journal", err)
	}
	defer rows.Close()
	tally := map[[2]string]int{}
	for rows.Next() {
		var key [2]string
		var n int
		if err := rows.Scan(&key[0], &key[1], &n); err != nil {
			return nil, s.fail("read run journal", err)
		}
		tally[key] = n
	}
	if err := rows.Err(); err != nil {
		return nil, s.fail("read run journal", err)
	}
	return tally, nil
}

// runs reads lines of the journal; times are in milliseconds.
func (s *ledger) runs(ctx context.Context, which string, args ...any) (runs []Run, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT started, ended, source, outcome, message,
		added, changed, unchanged, missing, problems, snapshot FROM run `+which, args...)
	if err != nil {
		return nil, s.fail("read run journal", err)
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanRun(rows)
		if err != nil {
			return nil, s.fail("read run journal", err)
		}
		runs = append(runs, r)
	}
	if err := rows.Err(); err != nil {
		return nil, s.fail("read run journal", err)
	}
	return runs, nil
}

func scanRun(rows *sql.Rows) (r Run, err error) {
	var started, ended int64
	err = rows.Scan(&started, &ended, &r.Source, &r.Outcome, &r.Message,
		&r.Added, &r.Changed, &r.Unchanged, &r.Missing, &r.Problems, &r.Snapshot)
	r.Started, r.Ended = time.UnixMilli(started).UTC(), time.UnixMilli(ended).UTC()
	return r, err
}
