package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// sealed is a line of the edition table: an edition is all that was accepted up to it.
type sealed struct {
	number                 int
	made                   int64
	key                    string
	version, sourceVersion int64
}

// Seal makes a new edition if there is reason to.
func (s *ledger) Seal(ctx context.Context, at time.Time, key string) (number int, made time.Time, fresh bool, err error) {
	var now sealed
	err = s.write(ctx, "seal edition", func(tx *session) error {
		if err := tx.alone(ctx); err != nil {
			return err
		}
		last, err := lastSealed(ctx, tx)
		if err != nil && !errors.Is(err, ErrNoEdition) {
			return err
		}
		now = sealed{number: last.number + 1, made: max(unix(at), last.made), key: key}
		err = tx.QueryRowContext(ctx, `SELECT
			(SELECT coalesce(max(seq), 0) FROM version), (SELECT coalesce(max(seq), 0) FROM source_version)`).
			Scan(&now.version, &now.sourceVersion)
		if err != nil {
			return err
		}
		fresh = last.number == 0 || now.key != last.key || now.version != last.version || now.sourceVersion != last.sourceVersion
		if !fresh {
			now = last
			return nil
		}
		if err := tx.sealCounts(ctx, last.version, now.version); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO edition (number, made, key, version, source_version) VALUES (?, ?, ?, ?, ?)",
			now.number, now.made, now.key, now.version, now.sourceVersion)
		return err
	})
	if err != nil {
		return 0, time.Time{}, false, err
	}
	return now.number, utc(now.made), fresh, nil
}

// lastSealed returns the newest edition, or [ErrNoEdition].
func lastSealed(ctx context.Context, q *session) (e sealed, err error) {
	err = q.QueryRowContext(ctx, "SELECT number, made, key, version, source_version FROM edition ORDER BY number DESC LIMIT 1").
		Scan(&e.number, &e.made, &e.key, &e.version, &e.sourceVersion)
	if errors.Is(err, sql.ErrNoRows) {
		return sealed{}, ErrNoEdition
	}
	return e, err
}
