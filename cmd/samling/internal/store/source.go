package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"samling/harvest"
	"samling/publish"
)

// querier is the database, or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Source returns what was last accepted from a source, or [ErrUnknown].
func (s *SQLite) Source(ctx context.Context, id string) (Source, error) {
	src, _, err := readSource(ctx, s.db, id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Source{}, fmt.Errorf("source %q: %w", id, ErrUnknown)
	case err != nil:
		return Source{}, s.fail(fmt.Sprintf("read source %q", id), err)
	}
	return src, nil
}

// readSource returns a source and its number, or [sql.ErrNoRows].
func readSource(ctx context.Context, q querier, id string) (s Source, n int64, err error) {
	var fetched, checked int64
	err = q.QueryRowContext(ctx, `
		SELECT s.n, s.id, v.url, v.title, v.title_language, v.description, v.description_language, v.publisher,
			s.etag, s.last_modified, p.sha256, p.media_type, p.fetched, s.rules, s.content_type, s.page_base, s.entries, s.checked
		FROM source s
		JOIN snapshot p ON p.n = s.snapshot
		JOIN source_version v ON v.seq = (SELECT max(seq) FROM source_version WHERE source = s.n)
		WHERE s.id = ?`, id).
		Scan(&n, &s.ID, &s.URL, &s.Title.Value, &s.Title.Language, &s.Description.Value, &s.Description.Language,
			&s.Publisher, &s.Validators.ETag, &s.Validators.LastModified,
			&s.Snapshot.SHA256, &s.Snapshot.MediaType, &fetched, &s.Rules, &s.ContentType, &s.PageBase, &s.Entries, &checked)
	s.Snapshot.Fetched, s.Checked = utc(fetched), utc(checked)
	return s, n, err
}

// Unchanged notes that the source was seen as it was. A server need not repeat its
// validators in a 304 (RFC 9110, section 15.4.5, wants it to): where it sent none,
// those of before stand.
func (s *SQLite) Unchanged(ctx context.Context, source string, v harvest.Validators, at time.Time) error {
	return s.write(ctx, fmt.Sprintf("note source %q as unchanged", source), func(tx *sql.Tx) error {
		const keep = "UPDATE source SET checked = ? WHERE id = ?"
		const renew = "UPDATE source SET checked = ?, etag = ?, last_modified = ? WHERE id = ?"
		var done sql.Result
		var err error
		if v == (harvest.Validators{}) {
			done, err = tx.ExecContext(ctx, keep, unix(at), source)
		} else {
			done, err = tx.ExecContext(ctx, renew, unix(at), v.ETag, v.LastModified, source)
		}
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrUnknown)
		}
		return nil
	})
}

// keepSnapshot returns the number of a snapshot.
func keepSnapshot(ctx context.Context, tx *sql.Tx, p publish.Snapshot) (n int64, err error) {
	_, err = tx.ExecContext(ctx, "INSERT INTO snapshot (sha256, media_type, fetched) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		p.SHA256, p.MediaType, unix(p.Fetched))
	if err != nil {
		return 0, fmt.Errorf("snapshot: %w", err)
	}
	err = tx.QueryRowContext(ctx, "SELECT n FROM snapshot WHERE sha256 = ? AND media_type = ? AND fetched = ?",
		p.SHA256, p.MediaType, unix(p.Fetched)).Scan(&n)
	return n, err
}
