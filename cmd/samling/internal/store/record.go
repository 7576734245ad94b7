package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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

// Given says whether an id was ever given to a record of any source.
func (s *ledger) Given(ctx context.Context, id string) (bool, error) {
	var one int
	err := s.given.QueryRowContext(ctx, id).Scan(&one)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, s.fail(fmt.Sprintf("look up id %q", id), err)
	}
	return true, nil
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
