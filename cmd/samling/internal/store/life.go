package store

import (
	"context"
	"database/sql"
	"fmt"
)

// Life is every version of a record, oldest first.
func (s *ledger) Life(ctx context.Context, id string) ([]Event, error) {
	doing := fmt.Sprintf("read the life of %q", id)
	rows, err := s.views.QueryContext(ctx, `
		SELECT s.id, r.created, v.at, v.withdrawn, v.digest, v.body, h.started, h.ended, p.sha256, p.media_type, p.fetched,
			(SELECT at FROM moment WHERE last >= v.seq ORDER BY last LIMIT 1), CASE WHEN v.seq = r.latest THEN r.missing END
		FROM record r JOIN version v ON v.record = r.n JOIN source s ON s.n = r.source
		JOIN harvest h ON h.n = v.harvest JOIN snapshot p ON p.n = h.snapshot
		WHERE r.id = ? ORDER BY v.seq`, id)
	if err != nil {
		return nil, s.fail(doing, err)
	}
	defer rows.Close()
	var all []Event
	for rows.Next() {
		e, err := event(rows)
		if err != nil {
			return nil, s.fail(doing, err)
		}
		all = append(all, e)
	}
	if err := rows.Err(); err != nil {
		return nil, s.fail(doing, err)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("record %q: %w", id, ErrNoRecord)
	}
	return all, nil
}

func event(rows *sql.Rows) (e Event, err error) {
	var created, at, started, ended, fetched, stamp int64
	var missing sql.NullInt64
	var digest sql.RawBytes
	var body string
	snap := &e.Harvest.Snapshot
	if err := rows.Scan(&e.Source, &created, &at, &e.Withdrawn, &digest, &body, &started, &ended,
		&snap.SHA256, &snap.MediaType, &fetched, &stamp, &missing); err != nil {
		return e, err
	}
	if e.Record, err = decode(body); err != nil {
		return e, err
	}
	copy(e.Digest[:], digest)
	e.Created, e.Modified, e.Stamp = utc(created), utc(at), utc(stamp)
	e.Harvest.Started, e.Harvest.Ended, snap.Fetched = utc(started), utc(ended), utc(fetched)
	if missing.Valid {
		e.Missing = utc(missing.Int64)
	}
	return e, nil
}
