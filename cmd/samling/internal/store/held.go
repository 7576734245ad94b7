package store

import (
	"context"
	"encoding/json"
	"fmt"
)

// Hold keeps a page that the gate did not let through.
func (s *ledger) Hold(ctx context.Context, l Lease, h Held) error {
	reasons, err := json.Marshal(h.Reasons)
	if err != nil {
		return fmt.Errorf("hold source %q: %w", h.Source, err)
	}
	return s.write(ctx, fmt.Sprintf("hold source %q", h.Source), func(tx *session) error {
		if err := tx.own(ctx, h.Source); err != nil {
			return err
		}
		if err := holds(ctx, tx, l); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO held (source, since, at, snapshot, content_type, page_base, etag, last_modified, reasons)
			VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
			ON CONFLICT (source) DO UPDATE SET at = ?2, snapshot = ?3, content_type = ?4, page_base = ?5,
				etag = ?6, last_modified = ?7, reasons = ?8`,
			h.Source, unix(h.At), h.Snapshot, h.ContentType, h.PageBase, h.Validators.ETag, h.Validators.LastModified, string(reasons))
		return err
	})
}

// Held are the pages that are held back, in the order of their sources.
func (s *ledger) Held(ctx context.Context) (all []Held, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT source, since, at, snapshot, content_type, page_base, etag, last_modified, reasons
		FROM held ORDER BY source`)
	if err != nil {
		return nil, s.fail("read pages held", err)
	}
	defer rows.Close()
	for rows.Next() {
		var h Held
		var since, at int64
		var reasons string
		err := rows.Scan(&h.Source, &since, &at, &h.Snapshot, &h.ContentType, &h.PageBase, &h.Validators.ETag, &h.Validators.LastModified, &reasons)
		if err == nil {
			err = json.Unmarshal([]byte(reasons), &h.Reasons)
		}
		if err != nil {
			return nil, s.fail("read pages held", err)
		}
		h.Since, h.At = utc(since), utc(at)
		all = append(all, h)
	}
	if err := rows.Err(); err != nil {
		return nil, s.fail("read pages held", err)
	}
	return all, nil
}
