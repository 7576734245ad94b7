package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strings"

	"samling/publish"
)

// facet is a value that items are selected by.
type facet struct{ kind, key string }

// facetsOf are the values of a record, as facet_record has them.
func facetsOf(v newVersion) []facet {
	all := []facet{{"type", v.record.Type}}
	for _, p := range v.record.Publishers {
		all = append(all, facet{"publisher", p.Key})
	}
	return all
}

// index notes which values the versions have. Where a record has a version already, its
// place in the order is that of when it was first seen.
func (w *writer) index(versions, again []newVersion) error {
	first := map[string]bool{}
	for _, v := range again {
		first[v.record.ID] = true
	}
	rows := make([]any, 0, 4*batch)
	for _, v := range versions {
		created, position := w.started, int64(v.record.Position)
		if first[v.record.ID] {
			err := w.tx.QueryRowContext(w.ctx, "SELECT created, position FROM record WHERE n = ?", v.n).Scan(&created, &position)
			if err != nil {
				return err
			}
		}
		for _, f := range facetsOf(v) {
			n, err := w.facet(f)
			if err != nil {
				return err
			}
			rows = append(rows, n, created, position, v.record.ID)
		}
		for len(rows) >= 4*batch {
			if err := w.insertFacets(rows[:4*batch]); err != nil {
				return err
			}
			rows = append(rows[:0], rows[4*batch:]...)
		}
	}
	return w.insertFacets(rows)
}

// insertFacets writes rows; what an earlier version brought is there already.
func (w *writer) insertFacets(rows []any) error {
	return w.insertUnless(" ON CONFLICT DO NOTHING", "facet_record (facet, created, position, id)", 4, rows)
}

// facet returns the number of a facet, and gives it one if it has none.
func (w *writer) facet(f facet) (n int64, err error) {
	if n, ok := w.facets[f]; ok {
		return n, nil
	}
	err = w.tx.QueryRowContext(w.ctx, "SELECT n FROM facet WHERE kind = ? AND key = ?", f.kind, f.key).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		err = w.tx.QueryRowContext(w.ctx, "INSERT INTO facet (kind, key) VALUES (?, ?) RETURNING n", f.kind, f.key).Scan(&n)
	}
	if err == nil {
		w.facets[f] = n
	}
	return n, err
}

// bury appends a tombstone to each of these records: the version it has, withdrawn.
func bury(ctx context.Context, tx *session, records []int64, at int64) error {
	for _, n := range records {
		seq, err := tx.next(ctx)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO version (seq, record, harvest, at, digest, bodies, body, type, language, issued, withdrawn)
			SELECT ?1, v.record, v.harvest, CASE WHEN v.at > ?2 THEN v.at ELSE ?2 END, v.digest, v.bodies, v.body,
				v.type, v.language, v.issued, TRUE
			FROM record r JOIN version v ON v.seq = r.latest WHERE r.n = ?3`, seq, at, n)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE record SET latest = ?, withdrawn = TRUE WHERE n = ?", seq, n); err != nil {
			return err
		}
	}
	return nil
}

// counts are counted values by key.
type counts struct{ publishers, types, languages, years map[string]int }

func newCounts() counts {
	return counts{map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}}
}

// add counts the values of items; bodies are keys joined by spaces.
func (c counts) add(bodies, kind, language, issued string, items int) {
	for key := range strings.FieldsSeq(bodies) {
		c.publishers[key] += items
	}
	c.types[kind] += items
	c.languages[language] += items
	if len(issued) == len("2012") {
		c.years[issued] += items
	}
}

func (c counts) facets() publish.Facets {
	return publish.Facets{Publishers: sorted(c.publishers), Types: sorted(c.types), Languages: sorted(c.languages), Years: sorted(c.years)}
}

func sorted(m map[string]int) (all []publish.Count) {
	for _, key := range slices.Sorted(maps.Keys(m)) {
		all = append(all, publish.Count{Key: key, Entries: m[key]})
	}
	return all
}
