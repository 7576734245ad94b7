package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/whole"
)

// Pages keeps pages as they were fetched, the evidence, by the SHA-256 of their bytes.
type Pages interface {
	// Keep keeps a page, whole or not at all.
	Keep(ctx context.Context, sum string, body []byte) error
	// Page is a kept page, or an error that wraps fs.ErrNotExist.
	Page(ctx context.Context, sum string) ([]byte, error)
	// Prune deletes pages that were kept before a time, but for those that are needed. It
	// may do so once a day only.
	Prune(ctx context.Context, now, before time.Time, needed func(context.Context) (map[string]bool, error)) error
}

var (
	_ Pages = Folder("")
	_ Pages = (*store.Postgres)(nil)
)

// Folder keeps each page in a file of a directory.
type Folder string

func (f Folder) path(sum string) string { return filepath.Join(string(f), sum) }

// Keep writes a file, unless it is there and not damaged.
func (f Folder) Keep(_ context.Context, sum string, body []byte) error {
	if old, err := os.ReadFile(f.path(sum)); err == nil && digest(old) == sum {
		return nil
	}
	return whole.Write(f.path(sum), body, 0o644)
}

// Page reads a file.
func (f Folder) Page(_ context.Context, sum string) ([]byte, error) { return os.ReadFile(f.path(sum)) }

// prunedFile is touched whenever a folder was looked through.
const prunedFile = ".pruned"

// Prune looks through the folder at most once a day.
func (f Folder) Prune(ctx context.Context, now, before time.Time, needed func(context.Context) (map[string]bool, error)) error {
	marker := f.path(prunedFile)
	if info, err := os.Stat(marker); err == nil && info.ModTime().After(now.Add(-24*time.Hour)) && !info.ModTime().After(now) {
		return nil
	}
	entries, err := os.ReadDir(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look through kept pages: %w", err)
	}
	keep, err := needed(ctx)
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || len(e.Name()) != 64 || keep[e.Name()] || info.ModTime().After(before) {
			continue // what cannot be looked at now is looked at tomorrow
		}
		if err := os.Remove(f.path(e.Name())); err != nil {
			return fmt.Errorf("delete an old page: %w", err)
		}
	}
	if err := os.WriteFile(marker, nil, 0o644); err != nil {
		return err
	}
	return os.Chtimes(marker, now, now)
}
