package store

import (
	"context"
	"errors"
	"time"
)

// append runs f in a write transaction. If f gave versions their seqs, the counts are
// appended to, and the commit is dated: by the clock, but never before the commit before it. No view is opened from
// then until the commit is on disk, so that none is dated after a commit that it does
// not hold.
func (s *ledger) append(ctx context.Context, doing string, f func(tx *session) error) error {
	release := func() error { return nil }
	err := s.write(ctx, doing, func(tx *session) (err error) {
		if err := f(tx); err != nil || tx.last == 0 {
			return err
		}
		if err := tx.appendCounts(ctx); err != nil {
			return err
		}
		if release, err = s.dating(ctx, tx); err != nil {
			return err
		}
		now, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		var before int64
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(at), 0) FROM moment").Scan(&before); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO moment (last, at) VALUES (?, ?)", tx.last, max(unix(now), before))
		return err
	})
	if releaseErr := release(); releaseErr != nil {
		err = errors.Join(err, s.fail(doing, releaseErr))
	}
	return err
}

// dated opens a view and says which moment it is of: no commit that it does not hold
// has or gets an earlier datestamp.
func (s *ledger) dated(ctx context.Context) (tx *session, at time.Time, err error) {
	if !s.readOnly {
		var release func() error
		if release, err = s.opening(ctx); err != nil {
			return nil, at, err
		}
		defer func() { err = errors.Join(err, release()) }()
	}
	if tx, err = s.view(ctx); err != nil {
		return nil, at, err
	}
	var newest int64 // the first statement fixes what the view holds
	if err = tx.QueryRowContext(ctx, "SELECT coalesce(max(at), 0) FROM moment").Scan(&newest); err == nil {
		at, err = s.clock(ctx, tx)
	}
	if err != nil {
		return nil, at, errors.Join(err, tx.Rollback())
	}
	return tx, utc(max(newest, unix(at))), nil
}
