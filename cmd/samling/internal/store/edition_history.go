package store

import (
	"context"
	"maps"
	"slices"

	"samling/publish"
)

// past is an item that has a history, by its place among others, and the seq of its version.
type past struct {
	item   int
	before int64
}

// histories fills in the versions before those of some items, by the number of the record,
// oldest first.
func (e *edition) histories(ctx context.Context, all []publish.Item, pasts map[int64]past) error {
	for records := range slices.Chunk(slices.Sorted(maps.Keys(pasts)), batch) {
		if err := e.someHistories(ctx, all, pasts, records); err != nil {
			return err
		}
	}
	return nil
}

func (e *edition) someHistories(ctx context.Context, all []publish.Item, pasts map[int64]past, records []int64) error {
	rows, err := e.tx.QueryContext(ctx, "SELECT record, seq, at, withdrawn, body FROM version WHERE record IN "+list(len(records))+" ORDER BY record, seq", anys(records)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var v publish.Version
		var record, seq, at int64
		var body string
		if err := rows.Scan(&record, &seq, &at, &v.Withdrawn, &body); err != nil {
			return err
		}
		p := pasts[record]
		if seq >= p.before {
			continue
		}
		if v.Record, err = decode(body); err != nil {
			return err
		}
		v.At = utc(at)
		all[p.item].History = append(all[p.item].History, v)
	}
	return rows.Err()
}
