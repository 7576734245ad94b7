package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// momentFile is locked while a commit is given its datestamp, and while a view is
// opened and the clock read for it: so no view can be dated after a commit that it
// does not hold, in whatever process.
const momentFile = "moment.lock"

func (s *SQLite) momentLock() *flock.Flock {
	return flock.New(filepath.Join(s.dir, momentFile), flock.SetPermissions(0o644))
}

// append runs f in a write transaction. If f gave versions their seqs, the commit is
// dated: by the clock, but never before the commit before it. The lock is held from
// then until the commit is on disk, which is one sync.
func (s *SQLite) append(ctx context.Context, doing string, f func(tx *sql.Tx) error) error {
	lock := s.momentLock()
	err := s.write(ctx, doing, func(tx *sql.Tx) error {
		var before, after int64
		const last = "SELECT ifnull(max(seq), 0) FROM version"
		if err := tx.QueryRowContext(ctx, last).Scan(&before); err != nil {
			return err
		}
		if err := f(tx); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, last).Scan(&after); err != nil || after == before {
			return err
		}
		if err := lock.Lock(); err != nil {
			return fmt.Errorf("lock %s: %w", lock.Path(), err)
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO moment (last, at) SELECT ?, max(?, ifnull((SELECT max(at) FROM moment), 0))",
			after, unix(s.Now()))
		return err
	})
	if unlockErr := lock.Unlock(); err == nil && unlockErr != nil {
		return fmt.Errorf("%s: unlock %s: %w", doing, lock.Path(), unlockErr)
	}
	return err
}

// dated opens a view and says which moment it is of: no commit that it does not hold
// has or gets an earlier datestamp.
func (s *SQLite) dated(ctx context.Context) (tx *sql.Tx, at time.Time, err error) {
	lock := s.momentLock()
	if !s.readOnly {
		if err := lock.RLock(); err != nil {
			return nil, at, fmt.Errorf("lock %s: %w", lock.Path(), err)
		}
		defer lock.Unlock()
	}
	if tx, err = s.views.BeginTx(context.WithoutCancel(ctx), nil); err != nil {
		return nil, at, err
	}
	var newest int64 // the first read fixes what the view holds (sqlite.org/isolation.html)
	if err := tx.QueryRowContext(ctx, "SELECT ifnull(max(at), 0) FROM moment").Scan(&newest); err != nil {
		_ = tx.Rollback()
		return nil, at, err
	}
	return tx, utc(max(newest, unix(s.Now()))), nil
}
