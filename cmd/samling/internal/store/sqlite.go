package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gofrs/flock"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"samling/harvest"
)

const (
	databaseFile = "ledger.db"
	cacheKiB     = 2 << 10 // of pages, a connection: the system's own cache has the rest
)

var _ Ledger = (*SQLite)(nil)

// SQLite is a [Ledger] in one file. It is safe for use by several goroutines.
//
// It keeps a write-ahead log and syncs at every commit: what was accepted survives a
// power cut, and an [Edition] reads the moment it was opened at, whatever is
// written meanwhile.
type SQLite struct {
	ledger
	dir  string
	lock *flock.Flock

	// Now is the clock that commits are dated by; set it before use.
	Now func() time.Time
}

func newSQLite(dir string) *SQLite {
	s := &SQLite{dir: dir, Now: time.Now}
	s.engine = s
	return s
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
	s := newSQLite(dir)
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
	return s, nil
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
	s := newSQLite(dir)
	s.readOnly, s.robots = true, map[string]harvest.Robots{}
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
	return s, nil
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
	return nil
}

func (s *SQLite) path() string { return filepath.Join(s.dir, databaseFile) }

func (s *SQLite) open(write, view url.Values) {
	file := url.URL{Scheme: "file", Path: s.path()}
	file.RawQuery = write.Encode()
	s.db = openDB(file.String())
	file.RawQuery = view.Encode()
	s.views = openDB(file.String())
	s.views.pool.SetMaxOpenConns(0)
}

// openDB opens no connection yet; the driver's name is always known, so neither does
// it fail.
func openDB(dsn string) *database {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		panic(err)
	}
	db.SetMaxOpenConns(1)
	return newDatabase(db, &dialect{copies: true})
}

func cacheSize() string { return fmt.Sprintf("cache_size(-%d)", cacheKiB) }

// Close ends all that [Open] began; editions must be closed before.
func (s *SQLite) Close() error {
	err := s.close()
	if s.lock != nil {
		err = errors.Join(err, s.lock.Unlock())
	}
	if err != nil {
		return s.fail("close ledger", err)
	}
	return nil
}

// momentFile is locked while a commit is given its datestamp, and while a view is
// opened and the clock read for it, in whatever process.
const momentFile = "moment.lock"

func (s *SQLite) momentLock() *flock.Flock {
	return flock.New(filepath.Join(s.dir, momentFile), flock.SetPermissions(0o644))
}

func (s *SQLite) dating(context.Context, *session) (release func() error, err error) {
	lock := s.momentLock()
	return locked(lock, lock.Lock())
}

func (s *SQLite) opening(context.Context) (release func() error, err error) {
	lock := s.momentLock()
	return locked(lock, lock.RLock())
}

func locked(lock *flock.Flock, err error) (release func() error, _ error) {
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	return lock.Unlock, nil
}

func (s *SQLite) clock(context.Context, *session) (time.Time, error) { return s.Now(), nil }

// view begins a transaction that lasts until it is ended; what reads in it has contexts of
// its own. The first statement fixes what it holds (sqlite.org/isolation.html).
func (s *SQLite) view(ctx context.Context) (*session, error) {
	return s.views.begin(context.WithoutCancel(ctx), nil)
}

// Publishing has nothing to wait for: the processes of one machine have a lock at the place
// that they publish to.
func (s *SQLite) Publishing(context.Context) (release func() error, err error) {
	return func() error { return nil }, nil
}

func (s *SQLite) duplicate(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE
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
