// Package work hands out harvests to workers on any number of machines, through River
// (riverqueue.com) in the database that the ledger is in.
//
//	q, err := work.Open(ctx, address, log)
//	first, err := q.Due(ctx, "reading-list", slot)        // samling serve
//	err = q.Work(ctx, work.Options{Do: harvest, …})       // samling worker
//
// A source is handed out once for each slot, the time that it was due at, by however
// many processes it is found to be due. River sees to it that what was handed out is
// done: a job whose worker is gone is given to another after a while. That a job that
// two believe to have is done once is the ledger's affair: it compares the epoch of the
// lease, and the slot, in the commit.
package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"samling/cmd/samling/internal/store"
)

// queue is the name of the queue that harvests are in.
const queue = "harvest"

// attempts is how often a job may fail before it is given up: for days, with [delay].
const attempts = 1000

// harvestArgs are the arguments of a job.
type harvestArgs struct {
	Source string    `json:"source"`
	Slot   time.Time `json:"slot"`
}

// Kind names the job to River.
func (harvestArgs) Kind() string { return "harvest" }

// InsertOpts are how the job is handed out.
func (harvestArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: queue, MaxAttempts: attempts}
}

// Queue is the jobs in a database.
type Queue struct {
	pool   *pgxpool.Pool
	insert *river.Client[pgx.Tx]
	log    *slog.Logger
}

// Open opens the queue in the database of a ledger, which must have been opened before,
// and makes it if it is not there.
func Open(ctx context.Context, address string, log *slog.Logger) (*Queue, error) {
	c, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("open queue: %w", err)
	}
	if c.ConnConfig, _, err = store.ParseAddress(address); err != nil {
		return nil, fmt.Errorf("open queue: %w", err)
	}
	pool, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("open queue: %w", err)
	}
	q := &Queue{pool: pool, log: slog.New(warnings{log.Handler()})}
	if err := q.migrate(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open queue: %w", err)
	}
	if q.insert, err = river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: q.log}); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open queue: %w", err)
	}
	return q, nil
}

// warnings lets River say what is wrong, and not how often it looked.
type warnings struct{ slog.Handler }

// Enabled says no to what is no warning.
func (h warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}

// WithAttrs keeps the rule.
func (h warnings) WithAttrs(a []slog.Attr) slog.Handler { return warnings{h.Handler.WithAttrs(a)} }

// WithGroup keeps the rule.
func (h warnings) WithGroup(name string) slog.Handler { return warnings{h.Handler.WithGroup(name)} }

// migrate makes River's tables. Of several processes that open the queue one does.
func (q *Queue) migrate(ctx context.Context) (err error) {
	conn, err := q.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	const one = "(hashtext('samling queue'), hashtext(current_schema()))"
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock"+one); err != nil {
		return err
	}
	defer func() {
		_, unlockErr := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock"+one)
		err = errors.Join(err, unlockErr)
	}()
	m, err := rivermigrate.New(riverpgxv5.New(q.pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// Close ends all that [Open] began.
func (q *Queue) Close() error {
	q.pool.Close()
	return nil
}

// Due hands out a source. It says false if that was done for this slot before: the note of
// the slot and the job are in one transaction, and the note is there once. (River's own
// uniqueness forgets jobs that were completed, or never does.)
func (q *Queue) Due(ctx context.Context, source string, slot time.Time) (first bool, err error) {
	err = pgx.BeginFunc(ctx, q.pool, func(tx pgx.Tx) error {
		if first, err = store.Due(ctx, tx, source, slot); err != nil || !first {
			return err
		}
		_, err = q.insert.InsertTx(ctx, tx, harvestArgs{source, slot.UTC()}, nil)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("hand out source %q: %w", source, err)
	}
	return first, nil
}

// Waiting is how many jobs no worker has taken that were to be had before a time, and since
// when the first of them is.
func (q *Queue) Waiting(ctx context.Context, before time.Time) (n int, since time.Time, err error) {
	var first *time.Time
	err = q.pool.QueryRow(ctx, "SELECT count(*), min(scheduled_at) FROM river_job WHERE state = 'available' AND queue = $1 AND scheduled_at < $2", queue, before).
		Scan(&n, &first)
	if err != nil {
		return 0, since, fmt.Errorf("look for jobs that wait: %w", err)
	}
	if first != nil {
		since = first.UTC()
	}
	return n, since, nil
}
