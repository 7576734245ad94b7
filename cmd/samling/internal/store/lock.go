package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockFile is beside the ledger. Processes that write share its lock; one that must be
// sure that nothing is written meanwhile (a dry run, which may not even leave an index of
// the log behind) has it alone. The lock is the kernel's, so that it ends with the
// process, however that ends.
const lockFile = "ledger.lock"

// patience is how long a writer waits for a dry run to end.
const patience = 5 * time.Second

// lock makes this process one that writes.
func lock(ctx context.Context, dir string) (*flock.Flock, error) {
	path := filepath.Join(dir, lockFile)
	l := flock.New(path, flock.SetPermissions(0o644))
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := l.TryRLockContext(limited, 20*time.Millisecond)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("%w: one that only reads (a dry run) has locked %s; wait until it ends, or stop it", ErrLocked, path)
	}
	return nil, fmt.Errorf("lock %s: %w", path, err)
}

// lockReading keeps writers out if there is none now, and writes nothing. It returns
// nil if there is a writer, or never was one.
func lockReading(ctx context.Context, dir string) (l *flock.Flock, writer bool, err error) {
	l = flock.New(filepath.Join(dir, lockFile), flock.SetFlag(os.O_RDONLY))
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		got, err := l.TryLock()
		_, log := os.Stat(filepath.Join(dir, databaseFile+"-wal"))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, false, nil
		case err != nil:
			return nil, false, fmt.Errorf("lock %s: %w", l.Path(), err)
		case got:
			return l, false, nil
		case log == nil: // a writer has its log there
			return nil, true, nil
		case time.Now().After(deadline), ctx.Err() != nil:
			return nil, false, fmt.Errorf("%w: another dry run has locked %s; wait until it ends, or stop it", ErrLocked, l.Path())
		}
	}
}
