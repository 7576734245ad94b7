// Package editiontest holds editions in memory, for the tests of the writers.
//
// [New] makes one from its parts, in any order; [Sample] is a small one that has
// every kind of entry. The iterators promise what [publish.Edition] asks: they are
// sorted, can be run again, and stop with the context's error once it is done.
package editiontest

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"samling/publish"
	"samling/transform"
	"samling/vocab"
)

// Edition is a [publish.Edition] in memory.
type Edition struct {
	info    publish.Info
	sources []publish.Source
	items   []publish.Item
	bodies  []vocab.Body
}

var _ publish.Edition = (*Edition)(nil)

// New returns an edition of these sources and items. It counts the entries and
// fills in each source's list of items.
func New(info publish.Info, sources []publish.Source, items []publish.Item) *Edition {
	e := &Edition{info: info, sources: slices.Clone(sources), items: slices.Clone(items)}
	slices.SortFunc(e.sources, func(a, b publish.Source) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(e.items, func(a, b publish.Item) int { return cmp.Compare(a.ID, b.ID) })
	e.info.Entries = 0
	ids, gone := map[string][]string{}, map[string]int{}
	for _, it := range e.items {
		if !it.Withdrawn {
			e.info.Entries++
			ids[it.Source] = append(ids[it.Source], it.ID)
		} else {
			gone[it.Source]++
		}
	}
	for i := range e.sources {
		s := &e.sources[i]
		s.Items, s.Entries, s.Withdrawn = ids[s.ID], len(ids[s.ID]), gone[s.ID]
	}
	return e
}

// WithBodies gives the edition its bodies and returns it.
func (e *Edition) WithBodies(bodies ...vocab.Body) *Edition {
	e.bodies = slices.Clone(bodies)
	slices.SortFunc(e.bodies, func(a, b vocab.Body) int { return cmp.Compare(a.Key, b.Key) })
	return e
}

// Info is what the edition says of itself.
func (e *Edition) Info() publish.Info { return e.info }

// Bodies are the bodies given to [Edition.WithBodies], by key.
func (e *Edition) Bodies(ctx context.Context) iter.Seq2[vocab.Body, error] {
	return each(ctx, e.bodies)
}

// Sources are the sources in id order.
func (e *Edition) Sources(ctx context.Context) iter.Seq2[publish.Source, error] {
	return each(ctx, e.sources)
}

// Source is one of them.
func (e *Edition) Source(_ context.Context, id string) (publish.Source, error) {
	for _, s := range e.sources {
		if s.ID == id {
			return s, nil
		}
	}
	return publish.Source{}, fmt.Errorf("no source %q", id)
}

// Fill has nothing to do: the sources have their items already.
func (e *Edition) Fill(context.Context, *publish.Source) error { return nil }

// Items are the items of one source in id order, the withdrawn ones too.
func (e *Edition) Items(ctx context.Context, source string) iter.Seq2[publish.Item, error] {
	var own []publish.Item
	for _, it := range e.items {
		if it.Source == source {
			own = append(own, it)
		}
	}
	return each(ctx, own)
}

// LatestKey is all that these items say.
func (e *Edition) LatestKey(ctx context.Context, from publish.Selection, n int) (key string, err error) {
	for it, err := range e.Latest(ctx, from, n) {
		if err != nil {
			return "", err
		}
		key += fmt.Sprintf("%v\n", it)
	}
	return key, nil
}

// Latest are the n items of a selection first seen last, newest first, the withdrawn ones too.
func (e *Edition) Latest(ctx context.Context, from publish.Selection, n int) iter.Seq2[publish.Item, error] {
	var all []publish.Item
	for _, it := range e.items {
		if selected(&it, from) {
			all = append(all, it)
		}
	}
	slices.SortStableFunc(all, func(a, b publish.Item) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return each(ctx, all[:min(max(n, 0), len(all))])
}

func selected(it *publish.Item, s publish.Selection) bool {
	return (s.Source == "" || s.Source == it.Source) && (s.Type == "" || s.Type == it.Type) &&
		(s.Language == "" || s.Language == it.Title.Language) &&
		(s.Publisher == "" || slices.ContainsFunc(it.Publishers, func(p transform.Publisher) bool { return p.Key == s.Publisher }))
}

// Facets are the counts of the whole edition.
func (e *Edition) Facets(context.Context) (publish.Facets, error) {
	publishers, types, languages, years := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, it := range e.items {
		if it.Withdrawn {
			continue
		}
		for _, p := range it.Publishers {
			publishers[p.Key]++
		}
		types[it.Type]++
		languages[it.Title.Language]++
		if len(it.Issued) == 4 {
			years[it.Issued]++
		}
	}
	return publish.Facets{Publishers: counts(publishers), Types: counts(types), Languages: counts(languages), Years: counts(years)}, nil
}

func counts(m map[string]int) (all []publish.Count) {
	for _, key := range slices.Sorted(maps.Keys(m)) {
		all = append(all, publish.Count{Key: key, Entries: m[key]})
	}
	return all
}

func each[T any](ctx context.Context, all []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if err := ctx.Err(); err != nil {
				yield(v, err)
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}
