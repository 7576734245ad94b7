package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// lockFile is beside the ledger; its text is the process id of the last writer. The
// lock itself is the kernel's, so that it ends with the process, however that ends.
const lockFile = "ledger.lock"

// lock makes this process the one that writes.
func lock(dir string) (*flock.Flock, error) {
	path := filepath.Join(dir, lockFile)
	l := flock.New(path, flock.SetPermissions(0o644))
	got, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if !got {
		return nil, fmt.Errorf("%w: %s has locked %s; wait until it ends, or stop it", ErrLocked, holder(path), path)
	}
	if err := os.WriteFile(path, fmt.Appendln(nil, os.Getpid()), 0o644); err != nil {
		return nil, errors.Join(fmt.Errorf("write the process id: %w", err), l.Unlock())
	}
	return l, nil
}

// unlock leaves the file, without a process id: deleting it would let two processes
// lock two files of one name.
func unlock(l *flock.Flock) error {
	return errors.Join(os.Truncate(l.Path(), 0), l.Unlock())
}

func holder(path string) string {
	text, err := os.ReadFile(path)
	if pid, conv := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && conv == nil {
		return fmt.Sprintf("process %d", pid)
	}
	return "a process that only reads (a dry run)"
}

// lockReading keeps writers out if there is none now, and writes nothing. It returns
// nil if there is a writer, or never was one.
func lockReading(dir string) (l *flock.Flock, writer bool, err error) {
	l = flock.New(filepath.Join(dir, lockFile), flock.SetFlag(os.O_RDONLY))
	got, err := l.TryRLock()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("lock %s: %w", l.Path(), err)
	case !got:
		return nil, true, nil
	}
	return l, false, nil
}
