package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// brief commits without a sync: the log is in order, so that the next commit that is synced
// takes this one along. Only a power cut can undo it, which ends all processes of this
// machine, and there are no others (sqlite.org/pragma.html#pragma_synchronous).
func (s *SQLite) brief(ctx context.Context, f func(tx *session) error) (err error) {
	conn, err := s.db.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "PRAGMA synchronous = NORMAL"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, syncing(context.WithoutCancel(ctx), conn)) }()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(&session{on: tx, dialect: s.db.dialect}); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// syncing makes a connection sync its commits again; one that does not is used no more.
func syncing(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, "PRAGMA synchronous = FULL")
	if err != nil {
		return errors.Join(err, conn.Raw(func(any) error { return driver.ErrBadConn }))
	}
	return nil
}
