package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"samling/harvest"
)

// errReadOnly is what the writing methods of a ledger that was opened for reading only
// return.
var errReadOnly = errors.New("the ledger was opened for reading only")

// ledger is what the engines have in common: all but opening and closing, locks and clocks.
// It is safe for use by several goroutines.
type ledger struct {
	engine
	db       *database // what writes, and reads what was written last
	views    *database // what editions and long readings have a view of
	readOnly bool

	mu     sync.Mutex
	robots map[string]harvest.Robots // what a ledger for reading only was given
}

// engine is what is done otherwise in each database.
type engine interface {
	// clock is the time that commits are dated and leases are given by.
	clock(ctx context.Context, on *session) (time.Time, error)
	// dating keeps views from being opened until the transaction has ended; then release
	// is called.
	dating(ctx context.Context, tx *session) (release func() error, err error)
	// opening keeps commits from being dated until release is called.
	opening(ctx context.Context) (release func() error, err error)
	// view begins a transaction that sees what was committed before its first statement.
	view(ctx context.Context) (*session, error)
	// brief runs f in a transaction that is committed if f has no error. Whether it is on disk
	// then matters as long only as the processes live that may have seen it.
	brief(ctx context.Context, f func(tx *session) error) error
	// duplicate says whether an error is that of an index that holds a value once.
	duplicate(err error) bool
	// fail says what was being done, and what to do if the database itself is at fault.
	fail(doing string, err error) error
}

// close ends what opening began; editions must be closed before.
func (s *ledger) close() error {
	return errors.Join(s.views.pool.Close(), s.db.pool.Close())
}

// write runs f in a transaction of its own.
func (s *ledger) write(ctx context.Context, doing string, f func(tx *session) error) error {
	if s.readOnly {
		return fmt.Errorf("%s: %w", doing, errReadOnly)
	}
	if err := s.db.transact(ctx, f); err != nil {
		return s.fail(doing, err)
	}
	return nil
}

// unix and utc carry times to whole seconds and back; the zero time comes back zero.
func unix(t time.Time) int64 { return t.Unix() }

func utc(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
