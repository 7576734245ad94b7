package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"samling/harvest"
)

// keepRequests writes what was asked of sites.
func keepRequests(ctx context.Context, tx *session, requests []harvest.Request) error {
	for some := range slices.Chunk(requests, batch) {
		var rows []any
		for _, r := range some {
			rows = append(rows, r.Started.UnixMilli(), r.Duration.Milliseconds(), r.Host, r.Method, r.URL, string(r.Why), r.Attempt, r.Status, r.Bytes, r.Error)
		}
		const row = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		_, err := tx.ExecContext(ctx, "INSERT INTO request (started, duration, host, method, url, why, attempt, status, bytes, error) VALUES "+
			strings.Repeat(row+", ", len(some)-1)+row, rows...)
		if err != nil {
			return err
		}
	}
	return nil
}

// Requests are the last n requests that were sent to a host, or to all for "", newest first;
// times are in milliseconds.
func (s *ledger) Requests(ctx context.Context, host string, n int) (all []harvest.Request, err error) {
	const fields = "SELECT started, duration, host, method, url, why, attempt, status, bytes, error FROM request "
	query, args := fields+"ORDER BY seq DESC LIMIT ?", []any{max(n, 0)}
	if host != "" {
		query, args = fields+"WHERE host = ? ORDER BY seq DESC LIMIT ?", []any{host, max(n, 0)}
	}
	rows, err := s.views.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, s.fail("read requests", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r harvest.Request
		var started, duration int64
		var why string
		if err := rows.Scan(&started, &duration, &r.Host, &r.Method, &r.URL, &why, &r.Attempt, &r.Status, &r.Bytes, &r.Error); err != nil {
			return nil, s.fail("read requests", err)
		}
		r.Started, r.Duration, r.Why = time.UnixMilli(started).UTC(), time.Duration(duration)*time.Millisecond, harvest.Why(why)
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		return nil, s.fail("read requests", err)
	}
	return all, nil
}
