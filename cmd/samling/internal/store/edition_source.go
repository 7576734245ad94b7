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

// Sources are the sources in id order. They are read anew each time, some at once: there may
// be a hundred thousand.
func (e *edition) Sources(ctx context.Context) iter.Seq2[publish.Source, error] {
	return func(yield func(publish.Source, error) bool) {
		const doing = "read sources"
		for after, more := "", true; more; {
			sources, err := e.sources(ctx, "s.id > ?3", after)
			if err != nil {
				fail(e, doing, err, yield)
				return
			}
			if more = len(sources) == ahead; more {
				after = sources[ahead-1].ID
			}
			if !each(ctx, e, doing, sources, yield) {
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

// Source is one source, as [edition.Sources] has it.
func (e *edition) Source(ctx context.Context, id string) (publish.Source, error) {
	all, err := e.sources(ctx, "s.id = ?3", id)
	if err != nil {
		return publish.Source{}, e.ledger.fail(fmt.Sprintf("read source %q", id), err)
	}
	if len(all) == 0 {
		return publish.Source{}, fmt.Errorf("source %q: %w", id, ErrUnknown)
	}
	return all[0], nil
}

// Received are the sources that received a page, filled.
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
		if err == nil {
			err = e.Fill(ctx, &s)
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
	return texts(e.tx.QueryContext(ctx, `SELECT DISTINCT s.id FROM snapshot p JOIN harvest h ON h.snapshot = p.n JOIN source s ON s.n = h.source
		WHERE p.sha256 >= ?1 AND p.sha256 < ?2 ORDER BY s.id`, digits, digits+"g"))
}

// sources returns the first sources for which a condition on ?3 holds, with their counts and keys.
func (e *edition) sources(ctx context.Context, where, argument string) (all []publish.Source, err error) {
	rows, err := e.tx.again(ctx, `
		SELECT s.id, v.url, v.title, v.title_language, v.description, v.description_language, v.publisher,
			p.sha256, p.media_type, p.fetched, (SELECT since FROM held WHERE source = s.id),
			c.entries, c.withdrawn, c.seq, newest.at, newest.digest, brought.started, page.sha256
		FROM source s
		JOIN source_version v ON v.seq = (SELECT max(seq) FROM source_version WHERE source = s.n AND seq <= ?1)
		JOIN harvest h ON h.n = v.harvest
		JOIN snapshot p ON p.n = h.snapshot
		LEFT JOIN source_count c ON c.source = s.n AND c.seq = (SELECT max(seq) FROM source_count WHERE source = s.n AND seq <= ?2)
		LEFT JOIN version newest ON newest.seq = c.seq
		LEFT JOIN harvest brought ON brought.n = newest.harvest
		LEFT JOIN snapshot page ON page.n = brought.snapshot
		WHERE `+where+` ORDER BY s.id LIMIT ?4`, e.sealed.sourceVersion, e.sealed.version, argument, ahead)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		s, err := source(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// source reads one row. The key of a source is of its newest version and that of its items, with
// the harvest that brought them. Versions are only ever appended, so that all before them is the
// same too; the harvests tell apart a ledger that went on from a backup, or was begun anew, from
// the one that was.
func source(rows *sql.Rows) (s publish.Source, err error) {
	var fetched int64
	var held, entries, withdrawn, newest, at, started sql.NullInt64
	var digest sql.RawBytes
	var page sql.NullString
	err = rows.Scan(&s.ID, &s.URL, &s.Title.Value, &s.Title.Language, &s.Description.Value, &s.Description.Language,
		&s.Publisher, &s.Snapshot.SHA256, &s.Snapshot.MediaType, &fetched, &held,
		&entries, &withdrawn, &newest, &at, &digest, &started, &page)
	if err != nil {
		return s, err
	}
	s.Snapshot.Fetched = utc(fetched)
	if held.Valid {
		s.Held = utc(held.Int64)
	}
	s.Entries, s.Withdrawn = int(entries.Int64), int(withdrawn.Int64)
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %q %v %v %d %d %d %d %d %x %s",
		s.ID, s.URL, s.Title, s.Description, s.Publisher, s.Snapshot, s.Held, s.Entries, s.Withdrawn, newest.Int64, at.Int64, started.Int64, digest, page.String))
	s.Key = hex.EncodeToString(sum[:])
	return s, nil
}

func (e *edition) fill(ctx context.Context, s *publish.Source) error {
	// Each harvest that is published wrote a version of its source. Those whose versions were
	// all corrected since stay: they have addresses, which somebody may have kept.
	harvests, err := e.harvests(ctx, `WHERE h.source = (SELECT n FROM source WHERE id = ?1) AND h.n <=
		(SELECT max(harvest) FROM source_version WHERE seq <= ?2 AND source = (SELECT n FROM source WHERE id = ?1))`, s.ID, e.sealed.sourceVersion)
	if err != nil {
		return err
	}
	s.Harvests = nil
	for _, h := range harvests {
		s.Harvests = append(s.Harvests, h)
	}
	slices.SortFunc(s.Harvests, compareHarvests)
	s.Items, err = texts(e.tx.again(ctx, `
		SELECT r.id FROM record r WHERE r.source = (SELECT n FROM source WHERE id = ?2) AND r.n <= ?1
		AND NOT CASE WHEN r.latest <= ?1 THEN r.withdrawn
			ELSE (SELECT withdrawn FROM version WHERE seq = (SELECT max(seq) FROM version WHERE record = r.n AND seq <= ?1)) END
		ORDER BY r.id`, e.sealed.version, s.ID))
	return err
}

// compareHarvests orders by time; where clocks jumped two can agree, so all else counts too.
func compareHarvests(a, b publish.Harvest) int {
	return cmp.Or(a.Started.Compare(b.Started), a.Ended.Compare(b.Ended),
		a.Snapshot.Fetched.Compare(b.Snapshot.Fetched), cmp.Compare(a.Snapshot.SHA256, b.Snapshot.SHA256))
}
