package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// segments writes the dumps: one of each, with all sources, or a segment after the other.
func (t *tree) segments(ctx context.Context, e Edition, f Forms) error {
	members := make([][]*Source, f.Layout.Segments+1)
	for s, err := range e.Sources(ctx) {
		if err != nil {
			return err
		}
		n := f.Layout.of(s.ID)
		members[n] = append(members[n], s)
	}
	for n, sources := range members {
		if err := t.segment(ctx, e, f, n, sources); err != nil {
			return err
		}
	}
	t.counts.sort()
	return nil
}

// segment writes the dumps of the sources of a segment. The first has the dataset's own
// part too.
func (t *tree) segment(ctx context.Context, e Edition, f Forms, n int, sources []*Source) error {
	key := segmentKey(n, sources)
	if old, ok := t.sameSegment(n, key); ok {
		t.now.Segments[n] = old
		if err := t.linkAll(old.Files); err != nil {
			return err
		}
		return t.sources(ctx, e, f, nil, n, sources)
	}
	info := e.Info()
	first := len(t.files)
	dumps, err := t.openDumps(f, info, func(d Dump) string {
		if f.Layout.split() {
			return f.Layout.segment(d.Path(), n)
		}
		return d.Path()
	})
	if err != nil {
		return err
	}
	if n == 0 {
		if err := t.dataset(ctx, e, f, dumps); err != nil {
			return err
		}
	}
	if err := t.sources(ctx, e, f, dumps, n, sources); err != nil {
		return err
	}
	if err := dumps.close(info); err != nil {
		return err
	}
	if f.Layout.split() {
		t.now.Segments[n] = segment{key, filesOf(t.files[first:], t.joined)}
		if n == 0 {
			t.joins = joinsOf(dumps, f.Layout)
		}
	}
	t.joined = nil
	return nil
}

func (t *tree) sources(ctx context.Context, e Edition, f Forms, dumps dumps, segment int, sources []*Source) error {
	for _, s := range sources {
		if err := t.source(ctx, e, s, segment, dumps, f); err != nil {
			return fmt.Errorf("source %s: %w", s.ID, err)
		}
	}
	return nil
}

// sameSegment is a segment of the edition before that would come to the same.
func (t *tree) sameSegment(n int, key string) (segment, bool) {
	if t.old == nil || key == "" {
		return segment{}, false
	}
	old := t.old.Segments[n]
	return old, old.Key == key
}

// segmentKey is a key of all that decides a segment; "" where that is not known.
func segmentKey(n int, sources []*Source) string {
	if n == 0 { // every edition changes the part of the dataset
		return ""
	}
	sum := sha256.New()
	for _, s := range sources {
		if s.Key == "" {
			return ""
		}
		fmt.Fprintf(sum, "%q %q\n", s.ID, s.Key)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// filesOf are what is known of files, among others, once they are written.
func filesOf(among []File, files []*file) (all []File) {
	for _, f := range among {
		if slices.ContainsFunc(files, func(o *file) bool { return o.path == f.Path }) {
			all = append(all, f)
		}
	}
	return all
}
