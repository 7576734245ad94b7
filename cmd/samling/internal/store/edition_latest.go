package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"samling/publish"
)

// latest is what a selection came to. A feed is asked for its key first and for its items
// then, so the selection that was asked for last is kept.
type latest struct {
	from  publish.Selection
	n     int
	found []found
}

// found is one of the newest items, as far as its record need not be read.
type found struct {
	id, source           string
	record, seq, harvest int64
	created, modified    int64
	withdrawn            bool
	digest               [32]byte
}

// Latest are the n items of a selection first seen last, newest first; those of one moment
// as they stood on the page when they were first seen, so that the order never changes.
func (e *edition) Latest(ctx context.Context, from publish.Selection, n int) iter.Seq2[publish.Item, error] {
	return func(yield func(publish.Item, error) bool) {
		const doing = "read newest items"
		all, err := e.latest(ctx, from, n)
		if err != nil {
			fail(e, doing, err, yield)
			return
		}
		items, err := e.whole(ctx, all)
		if err != nil {
			fail(e, doing, err, yield)
			return
		}
		each(ctx, e, doing, items, yield)
	}
}

// LatestKey is a key of the items of [edition.Latest]. Of all items, or those with a publisher or a
// type, it is when the last of them was touched, which all feeds are told at once; else it is of
// the newest version of each, and the harvest that brought it.
func (e *edition) LatestKey(ctx context.Context, from publish.Selection, n int) (string, error) {
	const doing = "read newest items"
	if f, ok := facetOf(from); ok {
		touched, err := e.touched(ctx)
		if err != nil {
			return "", e.ledger.fail(doing, err)
		}
		if key, ok := touched[f]; ok {
			return fmt.Sprintf("%x %d", key, n), nil
		}
	}
	all, err := e.latest(ctx, from, n)
	if err != nil {
		return "", e.ledger.fail(doing, err)
	}
	sum := sha256.New()
	byID := slices.Clone(all)
	slices.SortFunc(byID, func(a, b found) int { return strings.Compare(a.id, b.id) })
	for i := range byID {
		f, h := &byID[i], e.harvested[byID[i].harvest]
		fmt.Fprintf(sum, "%s %d %d %d %t %x %d %s\n", f.id, f.created, f.seq, f.modified, f.withdrawn, f.digest[:], unix(h.Started), h.Snapshot.SHA256)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// facetOf is the one facet that a selection is of.
func facetOf(s publish.Selection) (facet, bool) {
	switch s {
	case publish.Selection{}:
		return facet{ofAll, ""}, true
	case publish.Selection{Publisher: s.Publisher}:
		return facet{ofPublisher, s.Publisher}, true
	case publish.Selection{Type: s.Type}:
		return facet{ofType, s.Type}, true
	}
	return facet{}, false
}

// touched are keys of when an item of a facet was touched last: of the version that was the newest
// at the seal before which that was, and the harvest that brought it, as the key of a source is.
func (e *edition) touched(ctx context.Context) (map[facet][sha256.Size]byte, error) {
	if e.touches != nil {
		return e.touches, nil
	}
	rows, err := e.tx.QueryContext(ctx, `SELECT f.kind, f.key, c.seq, v.at, v.digest, h.started, p.sha256
		FROM facet f JOIN facet_count c ON c.facet = f.n AND c.seq = (SELECT max(seq) FROM facet_count WHERE facet = f.n AND seq <= ?)
		JOIN version v ON v.seq = c.seq JOIN harvest h ON h.n = v.harvest JOIN snapshot p ON p.n = h.snapshot
		WHERE f.kind IN (?, ?, ?)`, e.sealed.version, ofAll, ofPublisher, ofType)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[facet][sha256.Size]byte{}
	for rows.Next() {
		var f facet
		var seq, at, started int64
		var digest sql.RawBytes
		var page string
		if err := rows.Scan(&f.kind, &f.key, &seq, &at, &digest, &started, &page); err != nil {
			return nil, err
		}
		all[f] = sha256.Sum256(fmt.Appendf(nil, "%d %d %x %d %s", seq, at, digest, started, page))
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	e.touches = all
	return all, nil
}

// latest finds the newest items of a selection.
func (e *edition) latest(ctx context.Context, from publish.Selection, n int) ([]found, error) {
	if e.newest.found != nil && e.newest.from == from && e.newest.n == n {
		return e.newest.found, nil
	}
	all, err := e.find(ctx, from, n)
	if err == nil {
		err = e.brought(ctx, all)
	}
	if err != nil {
		return nil, err
	}
	e.newest = latest{from, n, all}
	return all, nil
}

func (e *edition) find(ctx context.Context, from publish.Selection, n int) ([]found, error) {
	query, args := e.selecting(from, max(n, 0))
	rows, err := e.tx.again(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := make([]found, 0, min(max(n, 0), ahead))
	for rows.Next() {
		var f found
		var digest sql.RawBytes
		if err := rows.Scan(&f.id, &f.source, &f.record, &f.created, &f.seq, &f.modified, &f.harvest, &f.withdrawn, &digest); err != nil {
			return nil, err
		}
		copy(f.digest[:], digest)
		all = append(all, f)
	}
	return all, rows.Err()
}

// selecting selects the items of [edition.Latest]. The rarest of the conditions decides
// which index is walked in the order of the feed.
func (e *edition) selecting(from publish.Selection, n int) (query string, args []any) {
	p := parameters{e.sealed.version}
	order, where := "r.created DESC, r.position, r.id", " WHERE r.n <= ?1"
	q := "record r"
	walk := func(kind, key string) {
		q = "facet_record f JOIN record r ON r.id = f.id"
		order = "f.created DESC, f.position, f.id"
		where += " AND f.facet = (SELECT n FROM facet WHERE kind = " + p.mark(kind) + " AND key = " + p.mark(key) + ")"
	}
	switch {
	case from.Publisher != "":
		walk(ofPublisher, from.Publisher)
	case from.Type != "":
		walk(ofType, from.Type)
	}
	for _, c := range []struct{ before, value, after string }{
		{"r.source = (SELECT n FROM source WHERE id = ", from.Source, ")"},
		{"instr(' ' || v.bodies || ' ', ' ' || ", from.Publisher, " || ' ') > 0"},
		{"v.type = ", from.Type, ""},
		{"v.language = ", from.Language, ""},
	} {
		if c.value != "" {
			where += " AND " + c.before + p.mark(c.value) + c.after
		}
	}
	q = "SELECT r.id, s.id, r.n, r.created, v.seq, v.at, v.harvest, v.withdrawn, v.digest FROM " + q + versionThen +
		"JOIN source s ON s.n = r.source" + where + " ORDER BY " + order + " LIMIT " + p.mark(n)
	return q, p
}

// brought reads the harvests that brought some items. Those that were needed lately are kept: a
// few brought the newest items of all selections.
func (e *edition) brought(ctx context.Context, all []found) error {
	if e.harvested == nil || len(e.harvested) > batch {
		e.harvested = map[int64]publish.Harvest{}
	}
	unknown := map[int64]bool{}
	for _, f := range all {
		if _, known := e.harvested[f.harvest]; !known {
			unknown[f.harvest] = true
		}
	}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(unknown)), batch) {
		harvests, err := e.harvests(ctx, "WHERE h.n IN "+list(len(some)), anys(some)...)
		if err != nil {
			return err
		}
		maps.Copy(e.harvested, harvests)
	}
	return nil
}

// whole are the items with their records and histories.
func (e *edition) whole(ctx context.Context, all []found) ([]publish.Item, error) {
	items, places := make([]publish.Item, len(all)), make(map[int64]int, len(all)) // by the version
	pasts := map[int64]past{}
	for i, f := range all {
		items[i] = publish.Item{
			Source: f.source, Digest: f.digest, Created: utc(f.created), Modified: utc(f.modified),
			Harvest: e.harvested[f.harvest], Withdrawn: f.withdrawn,
		}
		places[f.seq] = i
		if f.seq != f.record {
			pasts[f.record] = past{i, f.seq}
		}
	}
	for some := range slices.Chunk(all, ahead) {
		if err := e.records(ctx, some, items, places); err != nil {
			return nil, err
		}
	}
	return items, e.histories(ctx, items, pasts)
}

// records reads the records of some that were found into their places. The list of versions is
// filled up with none, so that few lists are of different lengths.
func (e *edition) records(ctx context.Context, some []found, items []publish.Item, places map[int64]int) error {
	const least = 64
	seqs := make([]any, max(len(some), least))
	for i := range seqs {
		seqs[i] = int64(0)
	}
	for i, f := range some {
		seqs[i] = f.seq
	}
	rows, err := e.tx.again(ctx, "SELECT seq, body FROM version WHERE seq IN "+list(len(seqs)), seqs...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var seq int64
		var body string
		if err := rows.Scan(&seq, &body); err != nil {
			return err
		}
		if items[places[seq]].Record, err = decode(body); err != nil {
			return err
		}
	}
	return rows.Err()
}
