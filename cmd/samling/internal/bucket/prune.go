package bucket

import (
	"context"
	"time"
)

// Prune deletes what belongs to no edition that is kept. Kept are the last Keep editions,
// the current one among them, and those that were the current one within [Grace]: a
// reader that began with one of them may be in its middle. Of the rest only what is older
// than Grace is deleted: what is younger may be on its way into an edition.
//
// A writer that publishes meanwhile loses nothing. It builds only upon blobs of the edition
// that it found, which is kept; upon those it made; and upon those that were made less
// than half of Grace ago. And it ends within the other half.
func (b *Bucket) Prune(ctx context.Context) (deleted int, err error) {
	ctx, cancel := context.WithTimeout(ctx, Grace/2)
	defer cancel()
	old := b.since()
	needed, err := b.needed(ctx, old)
	if err != nil || len(needed) == 0 {
		return 0, err
	}
	// Editions first: one that is there has its blobs.
	for _, folder := range []string{"editions/", "blobs/"} {
		found, err := b.list(ctx, folder)
		if err != nil {
			return deleted, err
		}
		rest := map[string]string{}
		for name, o := range found {
			if !needed[name] && o.LastModified.Before(old) {
				rest[name] = ""
			}
		}
		if err := b.removeAll(ctx, rest); err != nil {
			return deleted, err
		}
		deleted += len(rest)
	}
	return deleted, nil
}

// needed are the names of all objects of the editions that are kept.
func (b *Bucket) needed(ctx context.Context, old time.Time) (map[string]bool, error) {
	at, err := b.current(ctx)
	if err != nil || at.Object == "" {
		return nil, err
	}
	needed := map[string]bool{}
	object, until := at.Object, b.Now()
	for n := 0; n < b.Keep || until.After(old); n++ {
		e, err := b.edition(ctx, object)
		if absent(err) && n > 0 {
			break // it was deleted when fewer were kept
		}
		if err != nil {
			return nil, err
		}
		needed[object] = true
		for _, f := range e.Files {
			needed[f.Object] = true
		}
		if e.Before == nil {
			break
		}
		object, until = e.Before.Object, e.Before.Until
	}
	return needed, nil
}
