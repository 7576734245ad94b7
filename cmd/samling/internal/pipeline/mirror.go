package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"samling/cmd/samling/internal/bucket"
	"samling/publish"
)

// ErrNotMirrored: the edition is published here, but not to the bucket. The next run
// tries again, also when nothing has changed.
var ErrNotMirrored = fmt.Errorf("%w to the bucket", ErrNotPublished)

// Files in the ledger's directory.
const (
	mirroringFile = "bucket.lock"   // locked by who writes to the bucket
	tidiedFile    = "bucket.pruned" // touched whenever old objects were deleted
)

// Mirror makes the bucket what the web root is. Others that do, in this process or
// another, wait: they then find all done.
func (p *Pipeline) Mirror(ctx context.Context) (report bucket.Report, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w %s: %w; what is in %s is whole", ErrNotMirrored, p.Bucket.Name, err, publish.WebRoot(p.Config.Out))
		}
	}()
	state := filepath.Join(p.Config.Out, "state")
	lock := flock.New(filepath.Join(state, mirroringFile), flock.SetPermissions(0o644))
	if _, err := lock.TryLockContext(ctx, 50*time.Millisecond); err != nil {
		return report, fmt.Errorf("wait for %s: %w", lock.Path(), err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	report, err = p.Bucket.Publish(ctx, publish.WebRoot(p.Config.Out))
	if errors.Is(err, bucket.ErrNewer) {
		return report, p.overtaken(ctx, report.Edition, err)
	}
	if err != nil {
		return report, err
	}
	return report, p.tidy(ctx, filepath.Join(state, tidiedFile))
}

// overtaken says whether an edition in the bucket that is newer than the web root is one of
// this ledger: then another machine was faster. A ledger that does not know it came from
// a backup, or is somebody else's.
func (p *Pipeline) overtaken(ctx context.Context, number int, newer error) error {
	e, err := p.Ledger.Edition(ctx, p.edition())
	if err != nil {
		return err
	}
	defer e.Close()
	if e.Info().Number >= number {
		return nil
	}
	return fmt.Errorf("%w, and this ledger does not know it; if that is right, choose another prefix, or delete current.json there", newer)
}

// tidy deletes old objects, at most once a day.
func (p *Pipeline) tidy(ctx context.Context, marker string) error {
	now := p.now()
	if info, err := os.Stat(marker); err == nil && info.ModTime().After(now.Add(-24*time.Hour)) && !info.ModTime().After(now) {
		return nil
	}
	if _, err := p.Bucket.Prune(ctx); err != nil {
		return fmt.Errorf("delete old objects: %w", err)
	}
	if err := os.WriteFile(marker, nil, 0o644); err != nil {
		return err
	}
	return os.Chtimes(marker, now, now)
}

// mirror mirrors what was just published, or has it mirrored.
func (p *Pipeline) mirror(ctx context.Context, report *Report) error {
	switch {
	case p.Bucket == nil || report.Root == "":
		return nil
	case p.ToMirror != nil:
		p.ToMirror()
		return nil
	}
	r, err := p.Mirror(ctx)
	report.Bucket = &r
	return err
}
