package publish

import "context"

// CommitOn is [Commit] on a disk on which fail is asked before every operation.
func CommitOn(ctx context.Context, fail func(op, path string) error, dir string, e Edition, f Forms) (Published, error) {
	return commitOn(ctx, disk{fail}, dir, e, f)
}
