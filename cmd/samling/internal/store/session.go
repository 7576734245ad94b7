package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
)

// session runs statements: on a database, or in one transaction of it. They are written
// in the SQL that both engines know, with parameters marked as SQLite has them.
type session struct {
	on      runner
	dialect *dialect

	// Of a transaction that writes:
	single  bool            // it is the only one that gives seqs
	last    int64           // the last seq it gave; 0 for none
	changed *counts         // what it changes of the counts; nil for nothing
	facets  map[facet]int64 // the numbers of facets that it needed

	// Of a transaction that an edition reads in: the statements that are run again and again.
	prepared map[string]*sql.Stmt
}

// runner is a *sql.DB or a *sql.Tx.
type runner interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// dialect is what an engine says otherwise than SQLite; but for copies the zero value is SQLite's.
type dialect struct {
	marks  func(query string) string // marks parameters as the engine does
	values func(args []any)          // makes arguments such as the engine can store
	single string                    // a statement that waits until its transaction is the only one that gives seqs
	source string                    // a statement that waits until its transaction is the only one that writes a source
	update string                    // ends a SELECT whose rows are about to be updated
	copies bool                      // it copies the pages that a statement of several rows changes, to be able to undo it
}

// ready makes arguments such as the engine can store.
func (s *session) ready(args []any) {
	if s.dialect.values != nil {
		s.dialect.values(args)
	}
}

// query makes a statement and its arguments the engine's own.
func (s *session) query(q string, args []any) string {
	s.ready(args)
	if s.dialect.marks != nil {
		return s.dialect.marks(q)
	}
	return q
}

func (s *session) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	return s.on.QueryContext(ctx, s.query(q, args), args...)
}

func (s *session) QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row {
	return s.on.QueryRowContext(ctx, s.query(q, args), args...)
}

func (s *session) ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error) {
	return s.on.ExecContext(ctx, s.query(q, args), args...)
}

// PrepareContext prepares a statement; its arguments must be made ready.
func (s *session) PrepareContext(ctx context.Context, q string) (*sql.Stmt, error) {
	return s.on.PrepareContext(ctx, s.query(q, nil))
}

// again is QueryContext for a statement that is run again and again: SQLite takes longer to
// parse one than to find what a feed has. It is closed with its transaction.
func (s *session) again(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	if s.prepared == nil {
		return s.QueryContext(ctx, q, args...)
	}
	stmt := s.prepared[q]
	if stmt == nil {
		var err error
		if stmt, err = s.PrepareContext(ctx, q); err != nil {
			return nil, err
		}
		s.prepared[q] = stmt
	}
	s.ready(args)
	return stmt.QueryContext(ctx, args...)
}

// texts reads the one column of a query's rows.
func texts(rows *sql.Rows, err error) (all []string, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, rows.Err()
}

// Commit ends a transaction.
func (s *session) Commit() error { return s.on.(*sql.Tx).Commit() }

// Rollback ends a transaction as if it had not been.
func (s *session) Rollback() error { return s.on.(*sql.Tx).Rollback() }

// alone makes the transaction the only one that gives seqs until it ends, so that seqs
// become visible in their order. An engine with one writer at a time has nothing to do.
func (s *session) alone(ctx context.Context) error {
	if s.single || s.dialect.single == "" {
		return nil
	}
	_, err := s.ExecContext(ctx, s.dialect.single)
	s.single = err == nil
	return err
}

// own makes the transaction the only one that writes these sources until it ends. It must
// come before [session.alone], and once, so that no two wait for each other.
func (s *session) own(ctx context.Context, sources ...string) error {
	if s.dialect.source == "" {
		return nil
	}
	slices.Sort(sources)
	for _, source := range slices.Compact(sources) {
		if _, err := s.ExecContext(ctx, s.dialect.source, source); err != nil {
			return err
		}
	}
	return nil
}

// parameters are the arguments of a statement that is put together from parts.
type parameters []any

// mark adds an argument and returns the mark that stands for it.
func (p *parameters) mark(value any) string {
	*p = append(*p, value)
	return "?" + strconv.Itoa(len(*p))
}

// next gives the next seq.
func (s *session) next(ctx context.Context) (int64, error) {
	if s.last == 0 {
		if err := s.alone(ctx); err != nil {
			return 0, err
		}
		if err := s.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM version").Scan(&s.last); err != nil {
			return 0, err
		}
	}
	s.last++
	return s.last, nil
}

// database is where sessions begin.
type database struct {
	session
	pool *sql.DB
}

func newDatabase(pool *sql.DB, d *dialect) *database {
	return &database{session{on: pool, dialect: d}, pool}
}

// begin begins a transaction.
func (d *database) begin(ctx context.Context, o *sql.TxOptions) (*session, error) {
	tx, err := d.pool.BeginTx(ctx, o)
	if err != nil {
		return nil, err
	}
	return &session{on: tx, dialect: d.dialect}, nil
}

// transact runs f in a transaction that is committed if f has no error.
func (d *database) transact(ctx context.Context, f func(tx *session) error) error {
	tx, err := d.begin(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
