package store

import (
	"context"
	"database/sql"
	"errors"
)

// Freeze returns the value that was first given under a name.
func (s *ledger) Freeze(ctx context.Context, name, value string) (string, error) {
	err := s.db.QueryRowContext(ctx, "SELECT value FROM frozen WHERE name = ?", name).Scan(&value)
	if err == nil {
		return value, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return "", s.fail("read what was frozen as "+name, err)
	}
	err = s.write(ctx, "freeze "+name, func(tx *session) error {
		// Another may have frozen it since.
		if _, err := tx.ExecContext(ctx, "INSERT INTO frozen (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", name, value); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT value FROM frozen WHERE name = ?", name).Scan(&value)
	})
	if err != nil {
		return "", err
	}
	return value, nil
}
