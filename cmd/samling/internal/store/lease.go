package store

import (
	"context"
	"database/sql"
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
	err = s.passing(ctx, fmt.Sprintf("lease source %q", source), func(tx *session) error {
		now, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		// Most leases were given back.
		err = tx.QueryRowContext(ctx, `INSERT INTO lease (source, epoch, holder, until) VALUES (?1, 1, ?2, ?3)
			ON CONFLICT (source) DO UPDATE SET epoch = lease.epoch + 1, holder = excluded.holder, until = excluded.until
			WHERE lease.until <= ?4 RETURNING epoch`, source, self(), unix(now.Add(ttl)), unix(now)).Scan(&lease.Epoch)
		if errors.Is(err, sql.ErrNoRows) {
			lease.Epoch, err = takeLease(ctx, tx, source, now, ttl)
		}
		return err
	})
	if err != nil {
		return Lease{}, err
	}
	return lease, nil
}

// takeLease takes a lease that was not given back, if it may be taken.
func takeLease(ctx context.Context, tx *session, source string, now time.Time, ttl time.Duration) (epoch int64, err error) {
	var holder string
	var until int64
	err = tx.QueryRowContext(ctx, "SELECT epoch, holder, until FROM lease WHERE source = ?"+tx.dialect.update, source).Scan(&epoch, &holder, &until)
	if err != nil {
		return 0, err
	}
	// A lease that ends later than any could was given before the clock was set back.
	if end := utc(until); end.After(now) && end.Before(now.Add(ttl+time.Second)) && !ended(holder) {
		return 0, fmt.Errorf("%w: by %s, until %s at the latest; wait until it is done", ErrLeased, holder, end.Format(time.RFC3339))
	}
	epoch++
	_, err = tx.ExecContext(ctx, "UPDATE lease SET epoch = ?, holder = ?, until = ? WHERE source = ?", epoch, self(), unix(now.Add(ttl)), source)
	return epoch, err
}

// Release gives a lease back, if it was not lost.
func (s *ledger) Release(ctx context.Context, l Lease) error {
	return s.passing(ctx, fmt.Sprintf("release source %q", l.Source), func(tx *session) error { return release(ctx, tx, l) })
}

// passing runs f in a transaction of its own, of what need not outlive a power cut if those
// that it concerns do not.
func (s *ledger) passing(ctx context.Context, doing string, f func(tx *session) error) error {
	if s.readOnly {
		return fmt.Errorf("%s: %w", doing, errReadOnly)
	}
	if err := s.brief(ctx, f); err != nil {
		return s.fail(doing, err)
	}
	return nil
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
