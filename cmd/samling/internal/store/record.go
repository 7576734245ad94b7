package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"samling/transform"
)

// Known returns every record ever accepted from the source in id order, as its
// newest version has it.
func (s *ledger) Known(ctx context.Context, source string) (all []Known, err error) {
	doing := fmt.Sprintf("read records of source %q", source)
	rows, err := s.db.QueryContext(ctx, `
		SELECT r.missing, r.withdrawn, v.body
		FROM record r JOIN version v ON v.seq = r.latest
		WHERE r.source = (SELECT n FROM source WHERE id = ?)
		ORDER BY r.id`, source)
	if err != nil {
		return nil, s.fail(doing, err)
	}
	defer rows.Close()
	for rows.Next() {
		var k Known
		var missing sql.NullInt64
		var body string
		if err := rows.Scan(&missing, &k.Withdrawn, &body); err != nil {
			return nil, s.fail(doing, err)
		}
		if k.Record, err = decode(body); err != nil {
			return nil, s.fail(doing, err)
		}
		if missing.Valid {
			k.Missing = utc(missing.Int64)
		}
		all = append(all, k)
	}
	if err := rows.Err(); err != nil {
		return nil, s.fail(doing, err)
	}
	return all, nil
}

// Given are those of the ids that were ever given to a record of any source.
func (s *ledger) Given(ctx context.Context, ids []string) (map[string]bool, error) {
	given := map[string]bool{}
	for some := range slices.Chunk(ids, batch) {
		if err := s.givenOf(ctx, some, given); err != nil {
			return nil, s.fail("look up ids", err)
		}
	}
	return given, nil
}

func (s *ledger) givenOf(ctx context.Context, ids []string, given map[string]bool) error {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	known, err := texts(s.db.QueryContext(ctx, "SELECT id FROM record WHERE id IN "+list(len(ids)), args...))
	for _, id := range known {
		given[id] = true
	}
	return err
}

// keysOf are the keys of the bodies that a record names, as version.bodies has them.
func keysOf(r transform.Record) string {
	if len(r.Publishers) == 1 {
		return r.Publishers[0].Key
	}
	keys := make([]string, len(r.Publishers))
	for i, p := range r.Publishers {
		keys[i] = p.Key
	}
	return strings.Join(keys, " ")
}
