package store

import (
	"context"
	"database/sql"
	"errors"
)

// Freeze returns the value that was first given under a name.
func (s *SQLite) Freeze(ctx context.Context, name, value string) (string, error) {
	err := s.db.QueryRowContext(ctx, "SELECT value FROM frozen WHERE name = ?", name).Scan(&value)
	if err == nil {
		return value, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return "", s.fail("read what was frozen as "+name, err)
	}
	return value, s.write(ctx, "freeze "+name, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO frozen (name, value) VALUES (?, ?)", name, value)
		return err
	})
}
