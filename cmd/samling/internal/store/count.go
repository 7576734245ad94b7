package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"samling/transform"
)

// facet is a value that items are selected and counted by.
type facet struct{ kind, key string }

// Kinds of facets.
const (
	ofAll       = "all"
	ofPublisher = "publisher"
	ofType      = "type"
	ofLanguage  = "language"
	ofYear      = "year"
)

// values are those of a version that it is counted by.
type values struct {
	bodies, kind, language, issued string
	withdrawn                      bool
}

// valuesOf are the values of a record, as the engine stores them.
func (s *session) valuesOf(r *transform.Record) values {
	v := []any{keysOf(*r), r.Type, r.Title.Language, r.Issued}
	s.ready(v)
	return values{bodies: v[0].(string), kind: v[1].(string), language: v[2].(string), issued: v[3].(string)}
}

// facets are what the values count for, each once.
func (v values) facets() iter.Seq[facet] {
	return func(yield func(facet) bool) {
		all := []facet{{ofAll, ""}, {ofType, v.kind}, {ofLanguage, v.language}}
		if len(v.issued) == len("2012") {
			all = append(all, facet{ofYear, v.issued})
		}
		for key := range strings.FieldsSeq(v.bodies) {
			if f := (facet{ofPublisher, key}); !slices.Contains(all[3:], f) {
				all = append(all, f)
			}
		}
		for _, f := range all {
			if !yield(f) {
				return
			}
		}
	}
}

// count is how many items there are.
type count struct{ entries, withdrawn int }

func (c *count) add(v values, items int) {
	if v.withdrawn {
		c.withdrawn += items
	} else {
		c.entries += items
	}
}

// counts are counts by source and by facet: of all items, or what a commit changes.
type counts struct {
	sources map[int64]*sourceCount
	facets  map[facet]*count
}

type sourceCount struct {
	count
	newest int64 // the last seq of the source's versions
}

func newCounts() *counts {
	return &counts{map[int64]*sourceCount{}, map[facet]*count{}}
}

// add counts a version of a source's items as so many items: 1 for one that stands now, -1
// for the one that it takes the place of, 0 for one that stood once.
func (c *counts) add(source, seq int64, v values, items int) {
	s := c.sources[source]
	if s == nil {
		s = &sourceCount{}
		c.sources[source] = s
	}
	s.newest = max(s.newest, seq)
	s.add(v, items)
	for f := range v.facets() {
		n := c.facets[f]
		if n == nil {
			n = &count{}
			c.facets[f] = n
		}
		n.add(v, items)
	}
}

// appendCounts adds to the counts what the transaction changed of them.
func (s *session) appendCounts(ctx context.Context) error {
	if s.changed == nil {
		return nil
	}
	for _, source := range slices.Sorted(maps.Keys(s.changed.sources)) {
		c := s.changed.sources[source]
		_, err := s.ExecContext(ctx, `INSERT INTO source_count (source, seq, entries, withdrawn)
			SELECT CAST(?1 AS BIGINT), CAST(?2 AS BIGINT), CAST(?3 AS BIGINT) + coalesce(sum(entries), 0), CAST(?4 AS BIGINT) + coalesce(sum(withdrawn), 0) FROM source_count
			WHERE source = ?1 AND seq = (SELECT max(seq) FROM source_count WHERE source = ?1)`, source, c.newest, c.entries, c.withdrawn)
		if err != nil {
			return fmt.Errorf("count: %w", err)
		}
	}
	return s.countFacets(ctx, s.changed.facets)
}

// countFacets adds to the counts of facets, and notes that their items were touched, also where
// that comes to nothing: a title was corrected.
func (s *session) countFacets(ctx context.Context, facets map[facet]*count) error {
	numbers, err := s.numbers(ctx, maps.Keys(facets))
	if err != nil {
		return fmt.Errorf("count: %w", err)
	}
	all := slices.SortedFunc(maps.Keys(facets), func(a, b facet) int { return cmp.Compare(numbers[a], numbers[b]) })
	for chunk := range slices.Chunk(all, batch) {
		args := append(make([]any, 0, 3*batch+1), s.last)
		for _, f := range chunk {
			args = append(args, numbers[f], facets[f].entries, facets[f].withdrawn)
		}
		_, err := s.ExecContext(ctx, `UPDATE facet SET entries = entries + v.column2, withdrawn = withdrawn + v.column3, seq = ?
			FROM `+table(3, len(chunk))+` AS v WHERE facet.n = v.column1`, args...)
		if err != nil {
			return fmt.Errorf("count: %w", err)
		}
	}
	return nil
}

// sealCounts appends the counts of facets that were touched after a seq, as those of a
// version that is sealed.
func (s *session) sealCounts(ctx context.Context, after, version int64) error {
	_, err := s.ExecContext(ctx, "INSERT INTO facet_count (facet, seq, entries, withdrawn) SELECT n, CAST(? AS BIGINT), entries, withdrawn FROM facet WHERE seq > ?", version, after)
	return err
}

// table is a table of so many rows of whole numbers, whose columns are column1, column2 …
func table(columns, rows int) string {
	row := strings.Repeat(", CAST(? AS BIGINT)", columns)[2:]
	return "(VALUES " + strings.Repeat("("+row+"), ", rows-1) + "(" + row + "))"
}

// numbers are the numbers of facets; those that have none are given one.
func (s *session) numbers(ctx context.Context, facets iter.Seq[facet]) (map[facet]int64, error) {
	if s.facets == nil {
		s.facets = map[facet]int64{}
	}
	wanted := map[string][]any{}
	for f := range facets {
		if _, ok := s.facets[f]; !ok {
			wanted[f.kind] = append(wanted[f.kind], f.key)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(wanted)) {
		for keys := range slices.Chunk(wanted[kind], batch) {
			if err := s.number(ctx, kind, keys); err != nil {
				return nil, err
			}
		}
	}
	return s.facets, nil
}

func (s *session) number(ctx context.Context, kind string, keys []any) error {
	if err := s.findNumbers(ctx, kind, keys); err != nil {
		return err
	}
	unknown := slices.DeleteFunc(slices.Clone(keys), func(key any) bool { return s.facets[facet{kind, key.(string)}] != 0 })
	if len(unknown) == 0 {
		return nil
	}
	slices.SortFunc(unknown, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	var q strings.Builder
	q.WriteString("INSERT INTO facet (kind, key) VALUES (?1, ?2)")
	for i := range unknown[1:] {
		fmt.Fprintf(&q, ", (?1, ?%d)", i+3)
	}
	if _, err := s.ExecContext(ctx, q.String(), append([]any{kind}, unknown...)...); err != nil {
		return err
	}
	return s.findNumbers(ctx, kind, unknown)
}

// findNumbers finds the numbers that facets have.
func (s *session) findNumbers(ctx context.Context, kind string, keys []any) error {
	rows, err := s.QueryContext(ctx, "SELECT n, key FROM facet WHERE kind = ? AND key IN (?"+strings.Repeat(", ?", len(keys)-1)+")",
		append([]any{kind}, keys...)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		f := facet{kind: kind}
		var n int64
		if err := rows.Scan(&n, &f.key); err != nil {
			return err
		}
		s.facets[f] = n
	}
	return rows.Err()
}

// recount counts all anew, for a ledger that has no counts: as it was at the last seal, and
// as it is.
func recount(ctx context.Context, tx *session) error {
	last, err := lastSealed(ctx, tx)
	if err != nil && !errors.Is(err, ErrNoEdition) {
		return err
	}
	var newest int64
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM version").Scan(&newest); err != nil {
		return err
	}
	var before *counts
	for _, seq := range slices.Compact([]int64{last.version, newest}) {
		if seq == 0 {
			continue
		}
		c, err := countAll(ctx, tx, seq)
		if err != nil {
			return err
		}
		tx.changed, tx.last = c.since(before), seq
		if err := tx.appendCounts(ctx); err != nil {
			return err
		}
		if seq == last.version {
			if err := tx.sealCounts(ctx, 0, seq); err != nil {
				return err
			}
		}
		before = c
	}
	return nil
}

// since is what there is to append to the counts of before.
func (c *counts) since(before *counts) *counts {
	d := newCounts()
	for source, n := range c.sources {
		if before == nil || before.sources[source] == nil {
			d.sources[source] = n
		} else if was := before.sources[source]; was.newest != n.newest {
			d.sources[source] = &sourceCount{count{n.entries - was.entries, n.withdrawn - was.withdrawn}, n.newest}
		}
	}
	for f, n := range c.facets {
		d.facets[f] = n
		if before != nil && before.facets[f] != nil {
			was := before.facets[f]
			d.facets[f] = &count{n.entries - was.entries, n.withdrawn - was.withdrawn}
		}
	}
	return d
}

// countAll counts the items as they were at a seq, from their versions.
func countAll(ctx context.Context, tx *session, seq int64) (*counts, error) {
	rows, err := tx.QueryContext(ctx, `SELECT r.source, v.seq, v.bodies, v.type, v.language, v.issued, v.withdrawn,
			CASE WHEN v.seq = r.latest OR v.seq = (SELECT max(seq) FROM version WHERE record = r.n AND seq <= ?1) THEN 1 ELSE 0 END
		FROM version v JOIN record r ON r.n = v.record WHERE v.seq <= ?1`, seq)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	c := newCounts()
	for rows.Next() {
		var source, seq int64
		var v values
		var items int
		if err := rows.Scan(&source, &seq, &v.bodies, &v.kind, &v.language, &v.issued, &v.withdrawn, &items); err != nil {
			return nil, err
		}
		c.add(source, seq, v, items)
	}
	return c, rows.Err()
}
