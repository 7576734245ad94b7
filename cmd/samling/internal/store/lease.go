package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

var (
	// ErrLeased: another harvest of the source is under way.
	ErrLeased = errors.New("another harvest of the source is under way")
	// ErrLeaseLost: the lease was given to another harvest meanwhile; nothing was written.
	ErrLeaseLost = errors.New("the lease was lost to another harvest")
)

// Lease is the right to write what is harvested from a source. It may be lost at any
// time, which is found out inside the commit: the epoch is compared there.
type Lease struct {
	Source string
	Epoch  int64 // 0 for none: then nothing is compared
	// Slot is when the source was due, where work is handed out ([Postgres.Due]); what was
	// harvested for it is accepted once. Zero elsewhere.
	Slot time.Time
}

// Lease gives the lease of a source for a time, or returns an error that wraps
// [ErrLeased]. A lease that has run out, or whose holder is a process of this machine
// that has ended, is given away.
func (s *ledger) Lease(ctx context.Context, source string, ttl time.Duration) (lease Lease, err error) {
	lease.Source = source
	err = s.write(ctx, fmt.Sprintf("lease source %q", source), func(tx *session) error {
		// The row must be there to be locked.
		_, err := tx.ExecContext(ctx, "INSERT INTO lease (source, epoch, holder, until) VALUES (?, 0, '', 0) ON CONFLICT DO NOTHING", source)
		if err != nil {
			return err
		}
		var holder string
		var until int64
		err = tx.QueryRowContext(ctx, "SELECT epoch, holder, until FROM lease WHERE source = ?"+tx.dialect.update, source).
			Scan(&lease.Epoch, &holder, &until)
		if err != nil {
			return err
		}
		now, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		// A lease that ends later than any could was given before the clock was set back.
		if end := utc(until); end.After(now) && end.Before(now.Add(ttl+time.Second)) && !ended(holder) {
			return fmt.Errorf("%w: by %s, until %s at the latest; wait until it is done", ErrLeased, holder, end.Format(time.RFC3339))
		}
		lease.Epoch++
		_, err = tx.ExecContext(ctx, "UPDATE lease SET epoch = ?, holder = ?, until = ? WHERE source = ?",
			lease.Epoch, self(), unix(now.Add(ttl)), source)
		return err
	})
	if err != nil {
		return Lease{}, err
	}
	return lease, nil
}

// Release gives a lease back, if it was not lost.
func (s *ledger) Release(ctx context.Context, l Lease) error {
	return s.write(ctx, fmt.Sprintf("release source %q", l.Source), func(tx *session) error { return release(ctx, tx, l) })
}

func release(ctx context.Context, tx *session, l Lease) error {
	if l.Epoch == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, "UPDATE lease SET until = 0 WHERE source = ? AND epoch = ?", l.Source, l.Epoch)
	return err
}

// holds returns [ErrLeaseLost] if the epoch of a lease is not the newest. It keeps a newer
// one from being given until the transaction has ended, and the slot from being done again.
func holds(ctx context.Context, tx *session, l Lease) error {
	if l.Epoch == 0 {
		return nil
	}
	done, err := tx.ExecContext(ctx, "UPDATE lease SET epoch = epoch WHERE source = ? AND epoch = ?", l.Source, l.Epoch)
	if err != nil {
		return err
	}
	switch n, err := done.RowsAffected(); {
	case err != nil:
		return err
	case n == 0:
		return ErrLeaseLost
	case l.Slot.IsZero():
		return nil
	}
	return finish(ctx, tx, l)
}

// self names this process.
func self() string {
	host, _ := os.Hostname() // "" is a name too
	return fmt.Sprintf("process %d on %s", os.Getpid(), host)
}

// ended says whether a holder is surely no more: a process of this machine that is gone.
func ended(holder string) bool {
	rest, ok := strings.CutPrefix(holder, "process ")
	number, host, _ := strings.Cut(rest, " on ")
	pid, err := strconv.Atoi(number)
	if own, _ := os.Hostname(); !ok || err != nil || own != host {
		return false
	}
	p, err := os.FindProcess(pid)
	return err == nil && errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
