package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/gofrs/flock"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"samling/harvest"
	"samling/publish"
)

const (
	databaseFile = "ledger.db"
	cacheKiB     = 16 << 10 // of pages, a connection
)

// errReadOnly is what the writing methods of a ledger that was opened by
// [OpenReadOnly] return.
var errReadOnly = errors.New("the ledger was opened for reading only")

var _ Ledger = (*SQLite)(nil)

// SQLite is a [Ledger] in one file. It is safe for use by several goroutines.
//
// It keeps a write-ahead log and syncs at every commit: what was accepted survives a
// power cut, and an [Edition] reads the moment it was opened at, whatever is
// written meanwhile.
type SQLite struct {
	dir      string
	db       *sql.DB // one connection, which writes
	views    *sql.DB // connections of the editions
	lock     *flock.Flock
	readOnly bool

	given *sql.Stmt

	// Now is the clock that commits are dated by; set it before use.
	Now func() time.Time

	mu      sync.Mutex
	robots  map[string]harvest.Robots // what a ledger for reading only was given
	counted publish.Info              // the edition opened last, whose entries were counted
}

// Open opens the ledger in a directory for writing, and makes both if they are not
// there. Others may have it open for writing too. The error wraps [ErrLocked] if a dry
// run does not end, and [ErrNewer] if this Samling is too old for it.
func Open(ctx context.Context, dir string) (*SQLite, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	s := &SQLite{dir: dir, Now: time.Now}
	if s.lock, err = lock(ctx, dir); err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	// recursive_triggers lets INSERT OR REPLACE meet the triggers that forbid deletion
	// (sqlite.org/lang_conflict.html). temp_store keeps what an INSERT of several rows
	// would undo out of a file. The log is switched on in migrate.
	s.open(url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(5000)", "synchronous(FULL)", "foreign_keys(ON)", "recursive_triggers(ON)", "temp_store(MEMORY)", cacheSize()},
	}, url.Values{
		"_pragma": {"busy_timeout(5000)", "query_only(ON)", cacheSize()},
	})
	if err := s.migrateAlone(ctx); err != nil {
		return nil, errors.Join(s.fail("open ledger "+s.path(), err), s.Close())
	}
	return s, s.prepare(ctx)
}

// migrateAlone keeps two processes that open a ledger at once from migrating it both.
func (s *SQLite) migrateAlone(ctx context.Context) error {
	l := s.momentLock()
	if err := l.Lock(); err != nil {
		return fmt.Errorf("lock %s: %w", l.Path(), err)
	}
	return errors.Join(s.migrate(ctx, migrations()), l.Unlock())
}

// OpenReadOnly opens the ledger in a directory for a dry run: nothing is written, no
// file is made, and the methods that write return an error. Where there is no
// ledger yet it is an empty one. A process that is writing is no hindrance.
func OpenReadOnly(ctx context.Context, dir string) (*SQLite, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	s := &SQLite{dir: dir, readOnly: true, Now: time.Now, robots: map[string]harvest.Robots{}}
	info, err := os.Stat(s.path())
	switch {
	case errors.Is(err, os.ErrNotExist):
		return s, s.openEmpty(ctx)
	case err != nil:
		return nil, fmt.Errorf("open ledger: %w", err)
	case info.Size() == 0: // made, and killed before it was filled
		return s, s.openEmpty(ctx)
	}
	var writer bool
	if s.lock, writer, err = lockReading(ctx, dir); err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	q := s.readingOptions(writer)
	s.open(q, q)
	v, err := version(ctx, s.db, len(migrations()))
	if err == nil && v < len(migrations()) {
		err = fmt.Errorf("an older Samling wrote it (schema %d, this one has %d); run samling once without --dry-run", v, len(migrations()))
	}
	if err != nil {
		return nil, errors.Join(s.fail("open ledger "+s.path(), err), s.Close())
	}
	return s, s.prepare(ctx)
}

// readingOptions open the file without writing to it or beside it. A log that a writer
// uses, or that a killed one left, is read through an index in memory or the writer's
// own (sqlite.org/wal.html#readonly, readonly_shm); without a log the file is
// all there is, and opening it any other way would make one.
func (s *SQLite) readingOptions(writer bool) url.Values {
	q := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(5000)", "query_only(ON)", cacheSize()}}
	if log, err := os.Stat(s.path() + "-wal"); writer || err == nil && log.Size() > 0 {
		q.Set("readonly_shm", "1")
	} else {
		q.Set("immutable", "1")
	}
	return q
}

// openEmpty opens an empty ledger in memory.
func (s *SQLite) openEmpty(ctx context.Context) error {
	s.db = openDB(":memory:") // one connection has it, and it never has an edition to view
	s.views = s.db
	if err := s.migrate(ctx, migrations()); err != nil {
		return errors.Join(s.fail("open ledger "+s.path(), err), s.Close())
	}
	return s.prepare(ctx)
}

func (s *SQLite) path() string { return filepath.Join(s.dir, databaseFile) }

func (s *SQLite) open(write, view url.Values) {
	file := url.URL{Scheme: "file", Path: s.path()}
	file.RawQuery = write.Encode()
	s.db = openDB(file.String())
	file.RawQuery = view.Encode()
	s.views = openDB(file.String())
	s.views.SetMaxOpenConns(0)
}

// openDB opens no connection yet; the driver's name is always known, so neither does
// it fail.
func openDB(dsn string) *sql.DB {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		panic(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

func cacheSize() string { return fmt.Sprintf("cache_size(-%d)", cacheKiB) }

func (s *SQLite) prepare(ctx context.Context) error {
	var err error
	if s.given, err = s.db.PrepareContext(ctx, "SELECT 1 FROM record WHERE id = ?"); err != nil {
		return errors.Join(s.fail("open ledger "+s.path(), err), s.Close())
	}
	return nil
}

// Close ends all that [Open] began; editions must be closed before.
func (s *SQLite) Close() error {
	var errs []error
	if s.given != nil {
		errs = append(errs, s.given.Close())
	}
	errs = append(errs, s.views.Close(), s.db.Close())
	if s.lock != nil {
		errs = append(errs, s.lock.Unlock())
	}
	if err := errors.Join(errs...); err != nil {
		return s.fail("close ledger", err)
	}
	return nil
}

// write runs f in a transaction of its own that takes the write lock first.
func (s *SQLite) write(ctx context.Context, doing string, f func(tx *sql.Tx) error) error {
	if s.readOnly {
		return fmt.Errorf("%s: %w", doing, errReadOnly)
	}
	if err := s.transact(ctx, f); err != nil {
		return s.fail(doing, err)
	}
	return nil
}

func (s *SQLite) transact(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// fail says what was being done, and what to do if the file itself is at fault.
func (s *SQLite) fail(doing string, err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff { // the primary code (sqlite.org/rescode.html)
		case sqlite3.SQLITE_FULL:
			return fmt.Errorf("%s: %w: %w", doing, syscall.ENOSPC, err)
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
			return fmt.Errorf("%s: %s is damaged, or no ledger: %w; restore %s from a backup, "+
				"or delete that folder to begin anew: every entry is then new again, and what was published before is forgotten",
				doing, s.path(), err, s.dir)
		}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// unix and utc carry times to whole seconds and back; the zero time comes back zero.
func unix(t time.Time) int64 { return t.Unix() }

func utc(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
