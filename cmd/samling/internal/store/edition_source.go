package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"slices"

	"samling/publish"
)

// Sources are the sources in id order.
func (e *edition) Sources(ctx context.Context) iter.Seq2[*publish.Source, error] {
	return func(yield func(*publish.Source, error) bool) {
		sources, err := e.counted(ctx)
		if err != nil {
			fail(e, "read sources", err, yield)
			return
		}
		for i := range sources {
			if err := ctx.Err(); err != nil {
				fail(e, "read sources", err, yield)
				return
			}
			if !yield(&sources[i], nil) {
				return
			}
		}
	}
}

// Fill adds the ids of a source's items and the harvests that brought them.
func (e *edition) Fill(ctx context.Context, s *publish.Source) error {
	if err := e.fill(ctx, s); err != nil {
		return e.ledger.fail(fmt.Sprintf("read source %q", s.ID), err)
	}
	return nil
}

// Source is one source with what belongs to its items.
func (e *edition) Source(ctx context.Context, id string) (s publish.Source, err error) {
	all, err := e.sources(ctx, id)
	switch {
	case err == nil && len(all) == 0, id == "":
		return s, fmt.Errorf("source %q: %w", id, ErrUnknown)
	case err == nil:
		s = all[0]
		err = e.fill(ctx, &s)
	}
	if err != nil {
		return s, e.ledger.fail(fmt.Sprintf("read source %q", id), err)
	}
	return s, nil
}

// Received are the sources that received a page.
func (e *edition) Received(ctx context.Context, digits string) ([]publish.Source, error) {
	ids, err := e.received(ctx, digits)
	if err != nil {
		return nil, e.ledger.fail("read who received a page", err)
	}
	var all []publish.Source
	for _, id := range ids {
		s, err := e.Source(ctx, id)
		if errors.Is(err, ErrUnknown) { // it came after the seal
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func (e *edition) received(ctx context.Context, digits string) (ids []string, err error) {
	// "g" comes after all hexadecimal digits.
	rows, err := e.tx.QueryContext(ctx, `SELECT DISTINCT s.id FROM snapshot p JOIN harvest h ON h.snapshot = p.n JOIN source s ON s.n = h.source
		WHERE p.sha256 >= ?1 AND p.sha256 < ?2 ORDER BY s.id`, digits, digits+"g")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// counted returns all sources with their counts and keys. They are read once: an
// edition never changes.
func (e *edition) counted(ctx context.Context) ([]publish.Source, error) {
	if e.all != nil {
		return e.all, nil
	}
	all, err := e.sources(ctx, "")
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := e.count(ctx, &all[i]); err != nil {
			return nil, fmt.Errorf("source %q: %w", all[i].ID, err)
		}
	}
	e.all = all
	return all, nil
}

// count counts the items of a source and makes its key: of its newest version and that of
// its items, with the harvests that brought them. Versions are only ever appended, so that
// all before them is the same too; the harvests tell apart a ledger that went on
// from a backup, or was begun anew, from the one that was.
func (e *edition) count(ctx context.Context, s *publish.Source) error {
	var newest, at, started int64
	var digest []byte
	var page string
	err := e.tx.QueryRowContext(ctx, `SELECT c.entries, c.withdrawn, c.seq, v.at, v.digest, h.started, p.sha256
		FROM source_count c JOIN version v ON v.seq = c.seq JOIN harvest h ON h.n = v.harvest JOIN snapshot p ON p.n = h.snapshot
		WHERE c.source = (SELECT n FROM source WHERE id = ?1) AND c.seq <= ?2 ORDER BY c.seq DESC LIMIT 1`, s.ID, e.sealed.version).
		Scan(&s.Entries, &s.Withdrawn, &newest, &at, &digest, &started, &page)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %q %v %v %d %d %d %d %d %x %s",
		s.ID, s.URL, s.Title, s.Description, s.Publisher, s.Snapshot, s.Held, s.Entries, s.Withdrawn, newest, at, started, digest, page))
	s.Key = hex.EncodeToString(sum[:])
	return nil
}

// sources returns the sources, or the one with this id, without what belongs to their items.
func (e *edition) sources(ctx context.Context, id string) (all []publish.Source, err error) {
	rows, err := e.tx.QueryContext(ctx, `
		SELECT s.id, v.url, v.title, v.title_language, v.description, v.description_language, v.publisher,
			p.sha256, p.media_type, p.fetched, (SELECT since FROM held WHERE source = s.id)
		FROM source s
		JOIN source_version v ON v.seq = (SELECT max(seq) FROM source_version WHERE source = s.n AND seq <= ?1)
		JOIN harvest h ON h.n = v.harvest
		JOIN snapshot p ON p.n = h.snapshot
		WHERE ?2 IN ('', s.id) ORDER BY s.id`, e.sealed.sourceVersion, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s publish.Source
		var fetched int64
		var held sql.NullInt64
		if err := rows.Scan(&s.ID, &s.URL, &s.Title.Value, &s.Title.Language, &s.Description.Value, &s.Description.Language,
			&s.Publisher, &s.Snapshot.SHA256, &s.Snapshot.MediaType, &fetched, &held); err != nil {
			return nil, err
		}
		s.Snapshot.Fetched = utc(fetched)
		if held.Valid {
			s.Held = utc(held.Int64)
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

func (e *edition) fill(ctx context.Context, s *publish.Source) error {
	// Each harvest that is published wrote a version of its source. Those whose versions were
	// all corrected since stay: they have addresses, which somebody may have kept.
	harvests, err := e.harvests(ctx, `WHERE h.source = (SELECT n FROM source WHERE id = ?1) AND h.n <=
		(SELECT max(harvest) FROM source_version WHERE seq <= ?2 AND source = (SELECT n FROM source WHERE id = ?1))`, s.ID, e.sealed.sourceVersion)
	if err != nil {
		return err
	}
	s.Items, s.Harvests = nil, nil
	for _, h := range harvests {
		s.Harvests = append(s.Harvests, h)
	}
	slices.SortFunc(s.Harvests, compareHarvests)
	rows, err := e.tx.QueryContext(ctx, `
		SELECT r.id FROM record r WHERE r.source = (SELECT n FROM source WHERE id = ?2) AND r.n <= ?1
		AND NOT CASE WHEN r.latest <= ?1 THEN r.withdrawn
			ELSE (SELECT withdrawn FROM version WHERE seq = (SELECT max(seq) FROM version WHERE record = r.n AND seq <= ?1)) END
		ORDER BY r.id`, e.sealed.version, s.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		s.Items = append(s.Items, id)
	}
	return rows.Err()
}

// compareHarvests orders by time; where clocks jumped two can agree, so all else counts too.
func compareHarvests(a, b publish.Harvest) int {
	return cmp.Or(a.Started.Compare(b.Started), a.Ended.Compare(b.Ended),
		a.Snapshot.Fetched.Compare(b.Snapshot.Fetched), cmp.Compare(a.Snapshot.SHA256, b.Snapshot.SHA256))
}
