package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"samling/harvest"
	"samling/publish"
)

// Source returns what was last accepted from a source, or [ErrUnknown].
func (s *ledger) Source(ctx context.Context, id string) (Source, error) {
	src, _, err := readSource(ctx, &s.db.session, id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Source{}, fmt.Errorf("source %q: %w", id, ErrUnknown)
	case err != nil:
		return Source{}, s.fail(fmt.Sprintf("read source %q", id), err)
	}
	return src, nil
}

// Harvested are the ids of the sources that anything was ever accepted from.
func (s *ledger) Harvested(ctx context.Context) (map[string]bool, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT id FROM source")
	if err != nil {
		return nil, s.fail("list sources", err)
	}
	defer rows.Close()
	all := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, s.fail("list sources", err)
		}
		all[id] = true
	}
	if err := rows.Err(); err != nil {
		return nil, s.fail("list sources", err)
	}
	return all, nil
}

// readSource returns a source and its number, or [sql.ErrNoRows].
func readSource(ctx context.Context, q *session, id string) (s Source, n int64, err error) {
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
func (s *ledger) Unchanged(ctx context.Context, u Sighting) (withdrawn []string, err error) {
	err = s.append(ctx, fmt.Sprintf("note source %q as unchanged", u.Source), func(tx *session) error {
		if err := tx.own(ctx, u.Source); err != nil {
			return err
		}
		if err := holds(ctx, tx, u.Lease); err != nil {
			return err
		}
		var source int64
		const note = `UPDATE source SET checked = ?1, etag = CASE WHEN ?4 THEN ?2 ELSE etag END, last_modified = CASE WHEN ?4 THEN ?3 ELSE last_modified END
			WHERE id = ?5 RETURNING n`
		err := tx.QueryRowContext(ctx, note, unix(u.At), u.Validators.ETag, u.Validators.LastModified,
			u.Validators != harvest.Validators{}, u.Source).Scan(&source)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrUnknown
		}
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM held WHERE source = ?", u.Source); err != nil {
			return err
		}
		if withdrawn, err = stillMissing(ctx, tx, source, u); err != nil || u.Line == nil {
			return err
		}
		return keepLine(ctx, tx, *u.Line)
	})
	if err != nil {
		return nil, err
	}
	return withdrawn, nil
}

// stillMissing makes the missing entries of a source one harvest older.
func stillMissing(ctx context.Context, tx *session, source int64, u Sighting) (withdrawn []string, err error) {
	rows, err := tx.QueryContext(ctx, `UPDATE record SET absent = absent + 1
		WHERE source = ? AND missing IS NOT NULL AND NOT withdrawn RETURNING n, id, absent`, source)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var buried []int64
	for rows.Next() {
		var n int64
		var id string
		var absent int
		if err := rows.Scan(&n, &id, &absent); err != nil {
			return nil, err
		}
		if u.WithdrawAfter > 0 && absent >= u.WithdrawAfter {
			buried, withdrawn = append(buried, n), append(withdrawn, id)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	slices.Sort(withdrawn)
	return withdrawn, tx.bury(ctx, buried, unix(u.At))
}

// keepSnapshot returns the number of a snapshot.
func keepSnapshot(ctx context.Context, tx *session, p publish.Snapshot) (n int64, err error) {
	_, err = tx.ExecContext(ctx, "INSERT INTO snapshot (sha256, media_type, fetched) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		p.SHA256, p.MediaType, unix(p.Fetched))
	if err != nil {
		return 0, fmt.Errorf("snapshot: %w", err)
	}
	err = tx.QueryRowContext(ctx, "SELECT n FROM snapshot WHERE sha256 = ? AND media_type = ? AND fetched = ?",
		p.SHA256, p.MediaType, unix(p.Fetched)).Scan(&n)
	return n, err
}
