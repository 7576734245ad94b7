package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
)

// Hold keeps a page that the gate did not let through.
func (s *SQLite) Hold(ctx context.Context, l Lease, h Held) error {
	reasons, err := json.Marshal(h.Reasons)
	if err != nil {
		return fmt.Errorf("hold source %q: %w", h.Source, err)
	}
	return s.write(ctx, fmt.Sprintf("hold source %q", h.Source), func(tx *sql.Tx) error {
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

// Held is the page held back of a source, or [ErrUnknown].
func (s *SQLite) Held(ctx context.Context, source string) (Held, error) {
	h := Held{Source: source}
	var since, at int64
	var reasons string
	err := s.db.QueryRowContext(ctx, `SELECT since, at, snapshot, content_type, page_base, etag, last_modified, reasons
		FROM held WHERE source = ?`, source).
		Scan(&since, &at, &h.Snapshot, &h.ContentType, &h.PageBase, &h.Validators.ETag, &h.Validators.LastModified, &reasons)
	if errors.Is(err, sql.ErrNoRows) {
		return Held{}, fmt.Errorf("page held of source %q: %w", source, ErrUnknown)
	}
	if err == nil {
		err = json.Unmarshal([]byte(reasons), &h.Reasons)
	}
	if err != nil {
		return Held{}, s.fail(fmt.Sprintf("read page held of source %q", source), err)
	}
	h.Since, h.At = utc(since), utc(at)
	return h, nil
}
