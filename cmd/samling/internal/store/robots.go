package store

import (
	"context"
	"database/sql"
	"errors"

	"samling/harvest"
)

// Robots returns the robots.txt that was last put for an origin.
func (s *ledger) Robots(ctx context.Context, origin string) (harvest.Robots, bool, error) {
	if s.readOnly {
		s.mu.Lock()
		r, ok := s.robots[origin]
		s.mu.Unlock()
		if ok {
			return r, true, nil
		}
	}
	r := harvest.Robots{Origin: origin}
	var fetched int64
	err := s.db.QueryRowContext(ctx, "SELECT status, body, fetched FROM robots WHERE origin = ?", origin).
		Scan(&r.Status, &r.Body, &fetched)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return harvest.Robots{}, false, nil
	case err != nil:
		return harvest.Robots{}, false, s.fail("read robots cache", err)
	}
	r.Fetched = utc(fetched)
	return r, true, nil
}

// PutRobots keeps a robots.txt; a ledger for reading only keeps it until it is closed.
func (s *ledger) PutRobots(ctx context.Context, r harvest.Robots) error {
	if s.readOnly {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.robots[r.Origin] = r
		return nil
	}
	return s.write(ctx, "write robots cache", func(tx *session) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO robots (origin, status, body, fetched) VALUES (?, ?, ?, ?)
			ON CONFLICT (origin) DO UPDATE SET status = excluded.status, body = excluded.body, fetched = excluded.fetched`,
			r.Origin, r.Status, append([]byte{}, r.Body...), unix(r.Fetched))
		return err
	})
}
