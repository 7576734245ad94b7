package oaipmh_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"samling/publish"
	"samling/publish/internal/editiontest"
	"samling/publish/oaipmh"
)

// memory is a repository in memory with a clock that stands still until it is moved on.
type memory struct {
	mu      sync.Mutex
	now     time.Time
	info    publish.Info
	sources []publish.Source
	items   map[string]oaipmh.Item
	given   int64 // the last number
	fails   error // what View returns, if not nil
}

// sampleMemory holds the sample edition, its items accepted in order of their times.
func sampleMemory(t testing.TB) *memory {
	t.Helper()
	ctx, e := context.Background(), editiontest.Sample()
	m := &memory{info: e.Info(), items: map[string]oaipmh.Item{}}
	var all []publish.Item
	for s, err := range e.Sources(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		m.sources = append(m.sources, s)
		for it, err := range e.Items(ctx, s.ID) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, it)
		}
	}
	slices.SortStableFunc(all, func(a, b publish.Item) int { return a.Modified.Compare(b.Modified) })
	for _, it := range all {
		m.now = it.Modified
		m.put(it)
	}
	m.now = editiontest.Later.Add(time.Hour)
	return m
}

// put accepts a new version of an item, dated by the clock.
func (m *memory) put(it publish.Item) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.given++
	m.items[it.ID] = oaipmh.Item{Item: it, Key: oaipmh.Key{Stamp: m.now, N: m.given}}
}

func (m *memory) tick() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(time.Second)
}

func (m *memory) View(context.Context) (oaipmh.View, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fails != nil {
		return nil, m.fails
	}
	items := slices.SortedFunc(maps.Values(m.items), func(a, b oaipmh.Item) int {
		return cmp.Or(a.Key.Stamp.Compare(b.Key.Stamp), cmp.Compare(a.Key.N, b.Key.N))
	})
	return moment{m.now, m.info, m.sources, items}, nil
}

// moment is a view of a memory.
type moment struct {
	at      time.Time
	info    publish.Info
	sources []publish.Source
	items   []oaipmh.Item // in the order of their keys
}

func (v moment) Date() time.Time                             { return v.at }
func (v moment) Earliest(context.Context) (time.Time, error) { return editiontest.Day, nil }
func (v moment) Info() publish.Info                          { return v.info }
func (v moment) Source(_ context.Context, id string) (publish.Source, error) {
	for _, s := range v.sources {
		if s.ID == id {
			return s, nil
		}
	}
	return publish.Source{}, fmt.Errorf("no source %q", id)
}

func (v moment) Sources(context.Context) ([]publish.Source, error) { return v.sources, nil }
func (v moment) Close() error                                      { return nil }
func (v moment) Facets(ctx context.Context) (publish.Facets, error) {
	var items []publish.Item
	for _, it := range v.items {
		items = append(items, it.Item)
	}
	return editiontest.New(v.info, v.sources, items).Facets(ctx)
}

func (v moment) Item(_ context.Context, id string) (oaipmh.Item, error) {
	for _, it := range v.items {
		if it.ID == id {
			return it, nil
		}
	}
	return oaipmh.Item{}, fmt.Errorf("item %q: %w", id, oaipmh.ErrNoItem)
}

func (v moment) List(_ context.Context, q oaipmh.Query) (found []oaipmh.Item, err error) {
	for _, it := range v.items {
		at := it.Key.Stamp
		after := cmp.Or(at.Compare(q.After.Stamp), cmp.Compare(it.Key.N, q.After.N)) > 0
		early, late := !q.From.IsZero() && at.Before(q.From), !q.Until.IsZero() && at.After(q.Until)
		in := (q.Set.Source == "" || q.Set.Source == it.Source) && (q.Set.Type == "" || q.Set.Type == it.Type) &&
			(q.Set.Language == "" || q.Set.Language == it.Title.Language)
		if after && !early && !late && in && len(found) < q.Limit {
			found = append(found, it)
		}
	}
	return found, nil
}
