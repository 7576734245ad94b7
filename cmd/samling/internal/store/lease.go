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
}

// Lease gives the lease of a source for a time, or returns an error that wraps
// [ErrLeased]. A lease that has run out, or whose holder is a process of this machine
// that has ended, is given away.
func (s *SQLite) Lease(ctx context.Context, source string, ttl time.Duration) (lease Lease, err error) {
	lease.Source = source
	err = s.write(ctx, fmt.Sprintf("lease source %q", source), func(tx *sql.Tx) error {
		var holder string
		var until int64
		err := tx.QueryRowContext(ctx, "SELECT epoch, holder, until FROM lease WHERE source = ?", source).
			Scan(&lease.Epoch, &holder, &until)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		now := s.Now()
		// A lease that ends later than any could was given before the clock was set back.
		if end := utc(until); end.After(now) && end.Before(now.Add(ttl+time.Second)) && !ended(holder) {
			return fmt.Errorf("%w: by %s, until %s at the latest; wait until it is done", ErrLeased, holder, end.Format(time.RFC3339))
		}
		lease.Epoch++
		_, err = tx.ExecContext(ctx, `INSERT INTO lease (source, epoch, holder, until) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (source) DO UPDATE SET epoch = ?2, holder = ?3, until = ?4`, source, lease.Epoch, self(), unix(now.Add(ttl)))
		return err
	})
	if err != nil {
		return Lease{}, err
	}
	return lease, nil
}

// Release gives a lease back, if it was not lost.
func (s *SQLite) Release(ctx context.Context, l Lease) error {
	return s.write(ctx, fmt.Sprintf("release source %q", l.Source), func(tx *sql.Tx) error { return release(ctx, tx, l) })
}

func release(ctx context.Context, tx *sql.Tx, l Lease) error {
	if l.Epoch == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, "UPDATE lease SET until = 0 WHERE source = ? AND epoch = ?", l.Source, l.Epoch)
	return err
}

// holds returns [ErrLeaseLost] if the epoch of a lease is not the newest.
func holds(ctx context.Context, tx *sql.Tx, l Lease) error {
	if l.Epoch == 0 {
		return nil
	}
	done, err := tx.ExecContext(ctx, "UPDATE lease SET epoch = epoch WHERE source = ? AND epoch = ?", l.Source, l.Epoch)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ErrLeaseLost
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
