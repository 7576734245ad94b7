package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"iter"
	"slices"
)

// segments writes the dumps: one of each, with all sources, or a segment after the other.
func (t *tree) segments(ctx context.Context, e Edition, f Forms) error {
	defer func() { t.zippers = nil }() // each holds a megabyte, and what follows is one file at a time
	if !f.Layout.split() {
		return t.segment(ctx, e, f, 0, e.Sources(ctx))
	}
	all, err := membersOf(ctx, e, f.Layout)
	if err != nil {
		return err
	}
	for n, m := range all {
		if err := t.oneOf(ctx, e, f, n, m); err != nil {
			return err
		}
	}
	return nil
}

// members are the sources of a segment. What they are is read when it is their turn: there
// may be a hundred thousand.
type members struct {
	ids     []string
	sum     hash.Hash // of their keys
	unknown bool      // not all have one
}

func membersOf(ctx context.Context, e Edition, l Layout) ([]*members, error) {
	all := make([]*members, l.Segments+1)
	for n := range all {
		all[n] = &members{sum: sha256.New()}
	}
	for s, err := range e.Sources(ctx) {
		if err != nil {
			return nil, err
		}
		m := all[l.of(s.ID)]
		m.ids = append(m.ids, s.ID)
		m.unknown = m.unknown || s.Key == ""
		fmt.Fprintf(m.sum, "%q %q\n", s.ID, s.Key)
	}
	return all, nil
}

// key is a key of all that decides the segment; "" where that is not known.
func (m *members) key(n int) string {
	if n == 0 || m.unknown { // every edition changes the part of the dataset
		return ""
	}
	return hex.EncodeToString(m.sum.Sum(nil))
}

// sources are the members one after the other.
func (m *members) sources(ctx context.Context, e Edition) iter.Seq2[Source, error] {
	return func(yield func(Source, error) bool) {
		for _, id := range m.ids {
			if s, err := e.Source(ctx, id); !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// oneOf takes over or writes one segment of several.
func (t *tree) oneOf(ctx context.Context, e Edition, f Forms, n int, m *members) error {
	key := m.key(n)
	if old, ok := t.sameSegment(n, key); ok {
		return t.takeSegment(e.Info(), n, m, old)
	}
	first := t.files.len()
	if err := t.segment(ctx, e, f, n, m.sources(ctx, e)); err != nil {
		return err
	}
	dumps := map[string]bool{}
	for _, d := range slices.Concat(f.Dumps, f.Facts) {
		dumps[f.Layout.segment(d.Path(), n)+packedSuffix] = true
	}
	now := segment{Key: key}
	for file := range t.files.all(first) {
		if dumps[file.Path] {
			now.Files = append(now.Files, file)
		}
	}
	t.now.Segments[n] = now
	return nil
}

// takeSegment takes over a segment that would come to the same, and all that its sources came to.
func (t *tree) takeSegment(info Info, n int, m *members, old segment) error {
	t.now.Segments[n] = old
	if err := t.linkAll(old.Files); err != nil {
		return err
	}
	for _, id := range m.ids {
		at := place{Segment: n, ID: id}
		p, err := t.earlier(at)
		if err == nil && p == nil {
			err = fmt.Errorf("%w: its index has not all sources of a segment", errStale)
		}
		if err == nil {
			p, err = t.takeOver(p)
		}
		if err == nil {
			err = t.done(info, at, p)
		}
		if err != nil {
			return fmt.Errorf("source %s: %w", id, err)
		}
	}
	return nil
}

// segment writes the dumps of the sources of a segment. The first has the dataset's own
// part too.
func (t *tree) segment(ctx context.Context, e Edition, f Forms, n int, sources iter.Seq2[Source, error]) error {
	info := e.Info()
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
	for s, err := range sources {
		if err != nil {
			return err
		}
		if err := t.source(ctx, e, s, n, dumps, f); err != nil {
			return fmt.Errorf("source %s: %w", s.ID, err)
		}
	}
	if err := dumps.close(info); err != nil {
		return err
	}
	if n == 0 && f.Layout.split() {
		t.joins = joinsOf(dumps, f.Layout)
	}
	t.joined = nil
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
