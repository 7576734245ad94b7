package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// prunedFile is touched whenever raw was looked through.
const prunedFile = ".pruned"

// prune deletes kept pages that no version of a record came from and that are older than
// the configuration says. It looks through them at most once a day.
func (p *Pipeline) prune(ctx context.Context) error {
	raw := filepath.Join(p.Config.Out, "raw")
	marker := filepath.Join(raw, prunedFile)
	now := p.now()
	if info, err := os.Stat(marker); err == nil && info.ModTime().After(now.Add(-24*time.Hour)) && !info.ModTime().After(now) {
		return nil
	}
	entries, err := os.ReadDir(raw)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look through kept pages: %w", err)
	}
	needed, err := p.Ledger.Pages(ctx)
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || len(e.Name()) != 64 || needed[e.Name()] || info.ModTime().After(now.Add(-p.Config.KeepPages)) {
			continue // what cannot be looked at now is looked at tomorrow
		}
		if err := os.Remove(filepath.Join(raw, e.Name())); err != nil {
			return fmt.Errorf("delete an old page: %w", err)
		}
	}
	if err := os.WriteFile(marker, nil, 0o644); err != nil {
		return err
	}
	return os.Chtimes(marker, now, now)
}
