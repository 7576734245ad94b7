package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"samling/harvest"
)

var _ Ledger = (*Postgres)(nil)

// Postgres is a [Ledger] in a schema of a PostgreSQL database, for processes on any number
// of machines.
//
// Seqs are given by one transaction at a time, and commits dated while no view is opened,
// so that both become visible in their order, whatever process reads them. The
// clock is the database's: those of the machines need not agree.
//
// A process that stops in the midst of a commit holds the others up until the database
// ends its transaction, which it does after [idle].
type Postgres struct {
	ledger
	schema string
	pruned time.Time // when old pages were last looked for
}

const (
	// defaultSchema is where the ledger is, unless the address names a search_path.
	defaultSchema = "samling"
	// idle is how long a transaction that writes may do nothing.
	idle = 20 * time.Second
)

// OpenPostgres opens the ledger in a database for writing, and makes it if it is not there.
// The address is as PostgreSQL's own programs have it
// (postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS). The error wraps
// [ErrNewer] if this Samling is too old for it.
func OpenPostgres(ctx context.Context, address string) (*Postgres, error) {
	p, err := newPostgres(address, nil)
	if err != nil {
		return nil, err
	}
	if err := p.migrate(ctx, postgresMigrations()); err != nil {
		return nil, errors.Join(p.fail("open ledger", err), p.Close())
	}
	return p, nil
}

// OpenPostgresReadOnly opens the ledger in a database for a dry run: the methods that write
// return an error.
func OpenPostgresReadOnly(ctx context.Context, address string) (*Postgres, error) {
	p, err := newPostgres(address, map[string]string{"default_transaction_read_only": "on"})
	if err != nil {
		return nil, err
	}
	p.readOnly, p.robots = true, map[string]harvest.Robots{}
	newest := len(postgresMigrations())
	v, err := p.schemaVersion(ctx, &p.db.session, newest)
	if err == nil && v < newest {
		err = fmt.Errorf("there is none yet, or an older one (schema %d, this one has %d); run samling once without --dry-run", v, newest)
	}
	if err != nil {
		return nil, errors.Join(p.fail("open ledger", err), p.Close())
	}
	return p, nil
}

// newPostgres opens no connection yet.
func newPostgres(address string, settings map[string]string) (*Postgres, error) {
	c, schema, err := ParseAddress(address)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	for name, value := range settings {
		c.RuntimeParams[name] = value
	}
	p := &Postgres{schema: schema}
	p.engine = p
	d := &dialect{marks: numbered, values: storable, single: p.waitFor(lockSeqs), source: p.waitForSource(), update: " FOR UPDATE"}
	p.views = newDatabase(stdlib.OpenDB(*c), d)
	write := c.Copy()
	write.RuntimeParams["idle_in_transaction_session_timeout"] = strconv.FormatInt(idle.Milliseconds(), 10)
	p.db = newDatabase(stdlib.OpenDB(*write), d)
	p.db.pool.SetMaxOpenConns(writers)
	return p, nil
}

// writers is how many connections of a process may write; more would wait for each other.
const writers = 8

// ParseAddress reads the address of a database, with the schema that the ledger is in.
func ParseAddress(address string) (c *pgx.ConnConfig, schema string, err error) {
	if c, err = pgx.ParseConfig(address); err != nil {
		return nil, "", fmt.Errorf("the address of the database cannot be read: %w; write for example postgres://samling@db.example.org/samling", err)
	}
	schema = c.RuntimeParams["search_path"]
	if schema == "" {
		schema = defaultSchema
	}
	if strings.ContainsAny(schema, ",$") {
		return nil, "", fmt.Errorf("the address of the database: search_path %q; name one schema", schema)
	}
	c.RuntimeParams["search_path"] = quoteName(schema)
	c.RuntimeParams["application_name"] = "samling"
	return c, schema, nil
}

// Close ends all that [OpenPostgres] began; editions must be closed before.
func (p *Postgres) Close() error {
	if err := p.close(); err != nil {
		return p.fail("close ledger", err)
	}
	return nil
}

// Locks of the database, which are numbers (postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS).
const (
	lockMigration = iota + 1
	lockSeqs
	lockMoment
	lockPublishing
)

// key is the pair of numbers of a lock: the first is the schema's.
func (p *Postgres) key(lock int) string {
	return fmt.Sprintf("%d, %d", hash("samling "+p.schema), lock)
}

// waitFor is the statement that waits for a lock and holds it until the transaction ends.
func (p *Postgres) waitFor(lock int) string {
	return "SELECT pg_advisory_xact_lock(" + p.key(lock) + ")"
}

// waitForSource is waitFor with the lock of the source that is its parameter. Two sources
// may have the same, and then wait for each other.
func (p *Postgres) waitForSource() string {
	return fmt.Sprintf("SELECT pg_advisory_xact_lock(%d, hashtext(?))", hash("samling sources "+p.schema))
}

func hash(s string) int32 {
	h := fnv.New32a()
	h.Write([]byte(s)) // never fails (hash.Hash)
	return int32(h.Sum32())
}

func (p *Postgres) dating(ctx context.Context, tx *session) (release func() error, err error) {
	_, err = tx.ExecContext(ctx, p.waitFor(lockMoment))
	return func() error { return nil }, err
}

// opening holds the lock in a transaction of its own: a view holds what was committed
// before its first statement, and so before it could have waited.
func (p *Postgres) opening(ctx context.Context) (release func() error, err error) {
	tx, err := p.db.begin(ctx, nil)
	if err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock_shared("+p.key(lockMoment)+")"); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return tx.Rollback, nil
}

// clock is that of the database, now and not when the transaction began.
func (p *Postgres) clock(ctx context.Context, on *session) (time.Time, error) {
	var micro int64
	err := on.QueryRowContext(ctx, "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint").Scan(&micro)
	return time.UnixMicro(micro).UTC(), err
}

func (p *Postgres) view(ctx context.Context) (*session, error) {
	return p.views.begin(context.WithoutCancel(ctx), &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
}

// brief is a commit like others: who holds a lease outlives a database that stops, which must
// not give its epoch to another then.
func (p *Postgres) brief(ctx context.Context, f func(tx *session) error) error {
	return p.db.transact(ctx, f)
}

func (p *Postgres) duplicate(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == "23505" // unique_violation
}

func (p *Postgres) fail(doing string, err error) error { return fmt.Errorf("%s: %w", doing, err) }

// numbered marks parameters as PostgreSQL does: ? and ?1 become $1.
func numbered(query string) string {
	var b strings.Builder
	for n := 1; ; n++ {
		before, after, found := strings.Cut(query, "?")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteByte('$')
		if after == "" || after[0] < '1' || after[0] > '9' {
			b.WriteString(strconv.Itoa(n))
		}
		query = after
	}
}

// storable replaces what text on PostgreSQL cannot hold, as the ETag of a strange server
// may: bytes that are no UTF-8, and NUL.
func storable(args []any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
		}
	}
}
