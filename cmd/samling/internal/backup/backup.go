// Package backup saves what cannot be made again, and brings it back.
//
//	err := backup.Write(ctx, file, ledger, out)
//	err := backup.Restore(file, out)
//
// A backup is a gzipped tar of state/ledger.db and the pages in raw/ that the ledger
// refers to; the publication is made from them. It is taken while Samling runs: the
// ledger is copied as of one moment first, and pages are never edited. The file appears
// whole or not at all. Restore checks every page against its name, writes to a folder
// that has no ledger yet, and puts the ledger in place last.
package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"github.com/klauspost/compress/gzip"

	"samling/cmd/samling/internal/whole"
)

// Names in the archive, and in the output directory.
const (
	ledgerName = "state/ledger.db"
	rawFolder  = "raw/"
)

var (
	// ErrThere: there is something at the place to restore to.
	ErrThere = errors.New("there is a ledger already")
	// ErrDamaged: the archive is no backup, or not whole.
	ErrDamaged = errors.New("not a whole backup of Samling")
)

// Ledger is what a backup needs of the ledger.
type Ledger interface {
	// Copy writes the ledger as of one moment to a file that is not there.
	Copy(ctx context.Context, file string) error
	// Pages are the hashes of the pages it refers to.
	Pages(ctx context.Context) (map[string]bool, error)
}

// Write makes a backup of the output directory out. A page that is missing or damaged is
// an error, told once the rest was saved: the backup is then there all the same.
func Write(ctx context.Context, file string, l Ledger, out string) error {
	tmp, err := os.MkdirTemp(filepath.Dir(file), ".samling-backup-")
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	defer os.RemoveAll(tmp)
	copied := filepath.Join(tmp, "ledger.db")
	if err := l.Copy(ctx, copied); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	pages, err := l.Pages(ctx) // after the copy: it has all that the copy refers to
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	packed := filepath.Join(tmp, "backup")
	lost, err := pack(ctx, packed, copied, filepath.Join(out, "raw"), pages)
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if err := os.Rename(packed, file); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return errors.Join(whole.SyncDir(filepath.Dir(file)), lost)
}

func pack(ctx context.Context, file, ledger, raw string, pages map[string]bool) (lost, err error) {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	zip := gzip.NewWriter(f)
	archive := tar.NewWriter(zip)
	var all []string
	for sum := range pages {
		all = append(all, sum)
	}
	slices.Sort(all)
	for _, sum := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		body, err := page(raw, sum)
		if err != nil {
			lost = errors.Join(lost, err)
			continue
		}
		if err := add(archive, rawFolder+sum, int64(len(body)), body); err != nil {
			return nil, err
		}
	}
	// The ledger is last: an archive that was cut has none, and is no backup.
	if err := addFile(archive, ledgerName, ledger); err != nil {
		return nil, err
	}
	if err := errors.Join(archive.Close(), zip.Close(), f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	return lost, nil
}

// page reads a kept page and compares it with its name.
func page(raw, sum string) ([]byte, error) {
	body, err := os.ReadFile(filepath.Join(raw, sum))
	if err != nil {
		return nil, fmt.Errorf("page %.12s is not in the backup: %w", sum, err)
	}
	if got := sha256.Sum256(body); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("page %.12s is not in the backup: %s is damaged", sum, filepath.Join(raw, sum))
	}
	return body, nil
}

func header(name string, size int64) *tar.Header {
	return &tar.Header{Name: name, Size: size, Mode: 0o644, ModTime: time.Unix(0, 0), Format: tar.FormatPAX}
}

func add(archive *tar.Writer, name string, size int64, body []byte) error {
	if err := archive.WriteHeader(header(name, size)); err != nil {
		return err
	}
	_, err := archive.Write(body)
	return err
}

func addFile(archive *tar.Writer, name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := archive.WriteHeader(header(name, info.Size())); err != nil {
		return err
	}
	_, err = io.Copy(archive, f)
	return err
}

var pageName = regexp.MustCompile(`^raw/[0-9a-f]{64}$`)

// Restore brings a backup back to an output directory that has no ledger.
func Restore(file, out string) error {
	ledger := filepath.Join(out, filepath.FromSlash(ledgerName))
	if _, err := os.Lstat(ledger); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("restore to %s: %w; name another folder, or move %s away", out, ErrThere, filepath.Dir(ledger))
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("restore %s: %w: %w", file, ErrDamaged, err)
	}
	for _, dir := range []string{filepath.Join(out, "raw"), filepath.Dir(ledger)} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("restore: %w", err)
		}
	}
	pending := ledger + ".pending"
	defer os.Remove(pending)
	if err := unpack(tar.NewReader(zip), out, pending); err != nil {
		return fmt.Errorf("restore %s: %w", file, err)
	}
	if err := os.Rename(pending, ledger); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return errors.Join(whole.SyncDir(filepath.Join(out, "raw")), whole.SyncDir(filepath.Dir(ledger)))
}

// unpack writes the pages to their places and the ledger to pending.
func unpack(archive *tar.Reader, out, pending string) error {
	found := false
	for {
		h, err := archive.Next()
		switch {
		case errors.Is(err, io.EOF) && found:
			return nil
		case err != nil:
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		case h.Name == ledgerName && h.Typeflag == tar.TypeReg:
			found = true
			err = save(pending, archive, nil)
		case pageName.MatchString(h.Name) && h.Typeflag == tar.TypeReg:
			err = savePage(filepath.Join(out, filepath.FromSlash(h.Name)), archive)
		default:
			err = fmt.Errorf("%w: it holds %q", ErrDamaged, h.Name)
		}
		if err != nil {
			return err
		}
	}
}

func savePage(path string, from io.Reader) error {
	sum := sha256.New()
	if err := save(path+".pending", from, sum); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != filepath.Base(path) {
		return errors.Join(fmt.Errorf("%w: page %.12s is damaged", ErrDamaged, filepath.Base(path)), os.Remove(path+".pending"))
	}
	return os.Rename(path+".pending", path)
}

// save writes and syncs a file, and gives sum what it writes.
func save(path string, from io.Reader, sum io.Writer) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	to := io.Writer(f)
	if sum != nil {
		to = io.MultiWriter(f, sum)
	}
	if _, err := io.Copy(to, from); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return errors.Join(f.Sync(), f.Close())
}
