package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"samling/publish"
)

// indexed says whether items are found by a facet, in the order of a feed.
func (f facet) indexed() bool { return f.kind == ofType || f.kind == ofPublisher }

// place is where an item stands in the order of a feed.
type place struct {
	created  int64
	position int
	id       string
}

// filing is an item to be found by a facet.
type filing struct {
	facet int64
	place
}

// count counts versions that were appended, and adds what they are to be found by.
func (w *writer) count(versions []newVersion, befores map[int64]standing, filings []filing) ([]filing, error) {
	facets := map[facet]bool{}
	now := make([]values, len(versions))
	for i, v := range versions {
		now[i] = w.tx.valuesOf(v.record)
		was, changed := befores[v.n]
		if changed {
			w.tx.counts().add(w.source, v.seq, was.values, -1)
		}
		w.tx.counts().add(w.source, v.seq, now[i], 1)
		for f := range now[i].facets() {
			facets[f] = true
		}
	}
	numbers, err := w.tx.numbers(w.ctx, maps.Keys(facets))
	if err != nil {
		return nil, err
	}
	for i, v := range versions {
		was, changed := befores[v.n]
		at := place{w.started, v.record.Position, v.record.ID}
		if changed { // its place is that of when it was first seen
			at = was.place
		}
		for f := range now[i].facets() {
			if f.indexed() && !(changed && slices.Contains(slices.Collect(was.facets()), f)) {
				filings = append(filings, filing{numbers[f], at})
			}
		}
	}
	return filings, nil
}

// file writes what items are found by, in the order of the index; what an earlier version
// brought is there already.
func (w *writer) file(all []filing) error {
	slices.SortFunc(all, func(a, b filing) int {
		return cmp.Or(cmp.Compare(a.facet, b.facet), cmp.Compare(b.created, a.created), cmp.Compare(a.position, b.position), strings.Compare(a.id, b.id))
	})
	for some := range slices.Chunk(all, batch) {
		rows := make([]any, 0, 4*batch)
		for _, f := range some {
			rows = append(rows, f.facet, f.created, f.position, f.id)
		}
		err := w.insert("facet_record (facet, created, position, id)", "(?, ?, ?, ?)", 4, rows, batch, " ON CONFLICT DO NOTHING")
		if err != nil {
			return err
		}
	}
	return nil
}

// Facets are the counts of the whole edition.
func (e *edition) Facets(ctx context.Context) (publish.Facets, error) {
	if e.totals == nil {
		totals, err := e.facets(ctx)
		if err != nil {
			return publish.Facets{}, e.ledger.fail("count", err)
		}
		e.totals = &totals
	}
	return *e.totals, nil
}

func (e *edition) facets(ctx context.Context) (publish.Facets, error) {
	all, err := e.tx.facetCounts(ctx, `SELECT f.kind, f.key, c.entries, c.withdrawn
		FROM facet f JOIN facet_count c ON c.facet = f.n AND c.seq = (SELECT max(seq) FROM facet_count WHERE facet = f.n AND seq <= ?)`,
		e.sealed.version)
	if err != nil {
		return publish.Facets{}, err
	}
	of := func(kind string) []publish.Count { return countsOf(all[kind], func(n count) int { return n.entries }) }
	return publish.Facets{Publishers: of(ofPublisher), Types: of(ofType), Languages: of(ofLanguage), Years: of(ofYear)}, nil
}

// countsOf are counts in the order of their keys, but for those that come to nothing.
func countsOf(all map[string]count, items func(count) int) (some []publish.Count) {
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if n := items(all[key]); n > 0 {
			some = append(some, publish.Count{Key: key, Entries: n})
		}
	}
	return some
}

// facetCounts reads counts of facets by kind and key.
func (s *session) facetCounts(ctx context.Context, query string, args ...any) (map[string]map[string]count, error) {
	rows, err := s.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]map[string]count{}
	for rows.Next() {
		var kind, key string
		var c count
		if err := rows.Scan(&kind, &key, &c.entries, &c.withdrawn); err != nil {
			return nil, err
		}
		if all[kind] == nil {
			all[kind] = map[string]count{}
		}
		all[kind][key] = c
	}
	return all, rows.Err()
}
