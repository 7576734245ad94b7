package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// standing is a record with the version that it has, as they are counted and found.
type standing struct {
	values
	source int64
	place
}

// standing returns what some records are, by number.
func (s *session) standing(ctx context.Context, records []int64) (map[int64]standing, error) {
	all := make(map[int64]standing, len(records))
	for some := range slices.Chunk(records, batch) {
		if err := s.addStanding(ctx, all, some); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s *session) addStanding(ctx context.Context, all map[int64]standing, records []int64) error {
	rows, err := s.QueryContext(ctx, `SELECT r.n, r.id, r.source, r.created, r.position, v.bodies, v.type, v.language, v.issued, v.withdrawn
		FROM record r JOIN version v ON v.seq = r.latest WHERE r.n IN `+list(len(records)), anys(records)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var r standing
		if err := rows.Scan(&n, &r.id, &r.source, &r.created, &r.position, &r.bodies, &r.kind, &r.language, &r.issued, &r.withdrawn); err != nil {
			return err
		}
		all[n] = r
	}
	return rows.Err()
}

// list is a list of so many parameters.
func list(n int) string { return "(?" + strings.Repeat(", ?", n-1) + ")" }

func anys(numbers []int64) []any {
	all := make([]any, len(numbers))
	for i, n := range numbers {
		all[i] = n
	}
	return all
}

// renew makes the records that were given versions from a seq on what these say.
func (s *session) renew(ctx context.Context, from int64) error {
	_, err := s.ExecContext(ctx, `UPDATE record SET latest = v.seq, type = v.type, language = v.language, withdrawn = v.withdrawn
		FROM version v WHERE v.record = record.n AND v.seq >= ? AND v.seq <> v.record`, from)
	return err
}

// bury appends a tombstone to each of these records: the version it has, withdrawn.
func (s *session) bury(ctx context.Context, records []int64, at int64) error {
	if len(records) == 0 {
		return nil
	}
	befores, err := s.standing(ctx, records)
	if err != nil {
		return err
	}
	var first int64
	for some := range slices.Chunk(records, batch) {
		rows := make([]any, 0, 2*batch)
		for _, n := range some {
			seq, err := s.next(ctx)
			if err != nil {
				return err
			}
			first = cmp.Or(first, seq)
			rows = append(rows, n, seq)
			s.change(befores[n], seq)
		}
		_, err := s.ExecContext(ctx, `
			INSERT INTO version (seq, record, harvest, at, digest, bodies, body, type, language, issued, withdrawn)
			SELECT b.column2, v.record, v.harvest, CASE WHEN v.at > CAST(? AS BIGINT) THEN v.at ELSE CAST(? AS BIGINT) END,
				v.digest, v.bodies, v.body, v.type, v.language, v.issued, TRUE
			FROM `+table(2, len(some))+` AS b JOIN record r ON r.n = b.column1 JOIN version v ON v.seq = r.latest`, append([]any{at, at}, rows...)...)
		if err != nil {
			return err
		}
	}
	return s.renew(ctx, first)
}

// change counts that a record is withdrawn at a seq.
func (s *session) change(was standing, seq int64) {
	now := was.values
	now.withdrawn = true
	s.counts().add(was.source, seq, was.values, -1)
	s.counts().add(was.source, seq, now, 1)
}

// counts are what the transaction changes of the counts.
func (s *session) counts() *counts {
	if s.changed == nil {
		s.changed = newCounts()
	}
	return s.changed
}
