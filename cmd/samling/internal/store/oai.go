package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"samling/publish"
	"samling/publish/oaipmh"
)

// Repository is the ledger as OAI-PMH reads it: what was accepted, not what was sealed.
// c is what an edition takes from outside the ledger.
func (s *ledger) Repository(c EditionConfig) oaipmh.Repository { return repository{s, c} }

type repository struct {
	ledger *ledger
	config EditionConfig
}

// View opens a view of this moment.
func (r repository) View(ctx context.Context) (oaipmh.View, error) {
	tx, at, err := r.ledger.dated(ctx)
	if err != nil {
		return nil, r.ledger.fail("read the ledger for OAI-PMH", err)
	}
	v := &view{edition{ledger: r.ledger, tx: tx, config: r.config}, at}
	v.sealed = sealed{made: unix(at), version: math.MaxInt64, sourceVersion: math.MaxInt64}
	v.describe()
	return v, nil
}

// view is an edition of all that was accepted, with datestamps.
type view struct {
	edition
	at time.Time
}

// Date is the moment of the view.
func (v *view) Date() time.Time { return v.at }

// Earliest is the datestamp of the first commit.
func (v *view) Earliest(ctx context.Context) (time.Time, error) {
	var at sql.NullInt64
	if err := v.tx.QueryRowContext(ctx, "SELECT min(at) FROM moment").Scan(&at); err != nil {
		return time.Time{}, v.ledger.fail("read the earliest datestamp", err)
	}
	if !at.Valid {
		return v.at, nil // whatever comes is dated no earlier
	}
	return utc(at.Int64), nil
}

// Sources are the sources without their items and harvests.
func (v *view) Sources(ctx context.Context) (all []publish.Source, err error) {
	for s, err := range v.edition.Sources(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// Facets are the counts by type and language, of the withdrawn items too.
func (v *view) Facets(ctx context.Context) (publish.Facets, error) {
	all, err := v.tx.facetCounts(ctx, "SELECT kind, key, entries, withdrawn FROM facet WHERE kind IN (?, ?)", ofType, ofLanguage)
	if err != nil {
		return publish.Facets{}, v.ledger.fail("count for OAI-PMH", err)
	}
	of := func(kind string) []publish.Count {
		return countsOf(all[kind], func(n count) int { return n.entries + n.withdrawn })
	}
	return publish.Facets{Types: of(ofType), Languages: of(ofLanguage)}, nil
}

// changed is an item as it is now, with its datestamp.
const changed = `SELECT s.id, r.created, r.latest, v.at, v.withdrawn, v.digest, v.body,
	h.started, h.ended, p.sha256, p.media_type, p.fetched, (SELECT at FROM moment WHERE last >= r.latest ORDER BY last LIMIT 1)
	FROM record r JOIN version v ON v.seq = r.latest JOIN source s ON s.n = r.source
	JOIN harvest h ON h.n = v.harvest JOIN snapshot p ON p.n = h.snapshot `

// Item returns an item, or [oaipmh.ErrNoItem].
func (v *view) Item(ctx context.Context, id string) (oaipmh.Item, error) {
	it, err := changedItem(v.tx.QueryRowContext(ctx, changed+"WHERE r.id = ?", id).Scan)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return it, fmt.Errorf("item %q: %w", id, oaipmh.ErrNoItem)
	case err != nil:
		return it, v.ledger.fail(fmt.Sprintf("read item %q", id), err)
	}
	return it, nil
}

// List returns the first items of a query. Seqs are given in the order of the commits
// that datestamps follow, so the order of change is that of latest alone, which
// an index has for each set.
func (v *view) List(ctx context.Context, q oaipmh.Query) ([]oaipmh.Item, error) {
	where, args := []string{"r.latest > ?"}, []any{q.After.N}
	and := func(condition string, arg any) { where, args = append(where, condition), append(args, arg) }
	if !q.From.IsZero() { // after the last commit that is too early
		and("r.latest > coalesce((SELECT last FROM moment WHERE at < ? ORDER BY at DESC, last DESC LIMIT 1), 0)", unix(q.From))
	}
	if !q.Until.IsZero() { // up to the last that is early enough
		and("r.latest <= coalesce((SELECT last FROM moment WHERE at <= ? ORDER BY at DESC, last DESC LIMIT 1), 0)", unix(q.Until))
	}
	if q.Set.Source != "" {
		and("r.source = (SELECT n FROM source WHERE id = ?)", q.Set.Source)
	}
	if q.Set.Type != "" {
		and("r.type = ?", q.Set.Type)
	}
	if q.Set.Language != "" {
		and("r.language = ?", q.Set.Language)
	}
	if q.Set.Publisher != "" {
		and("instr(' ' || v.bodies || ' ', ' ' || ? || ' ') > 0", q.Set.Publisher)
	}
	rows, err := v.tx.QueryContext(ctx, changed+"WHERE "+strings.Join(where, " AND ")+" ORDER BY r.latest LIMIT ?", append(args, q.Limit)...)
	if err != nil {
		return nil, v.ledger.fail("list what changed", err)
	}
	defer rows.Close()
	var all []oaipmh.Item
	for rows.Next() {
		it, err := changedItem(rows.Scan)
		if err != nil {
			return nil, v.ledger.fail("list what changed", err)
		}
		all = append(all, it)
	}
	if err := rows.Err(); err != nil {
		return nil, v.ledger.fail("list what changed", err)
	}
	return all, nil
}

func changedItem(scan func(...any) error) (it oaipmh.Item, err error) {
	var created, at, started, ended, fetched, stamp int64
	var digest []byte
	var body string
	snap := &it.Harvest.Snapshot
	if err := scan(&it.Source, &created, &it.Key.N, &at, &it.Withdrawn, &digest, &body,
		&started, &ended, &snap.SHA256, &snap.MediaType, &fetched, &stamp); err != nil {
		return it, err
	}
	if it.Record, err = decode(body); err != nil {
		return it, err
	}
	copy(it.Digest[:], digest)
	it.Created, it.Modified, it.Key.Stamp = utc(created), utc(at), utc(stamp)
	it.Harvest.Started, it.Harvest.Ended, snap.Fetched = utc(started), utc(ended), utc(fetched)
	return it, nil
}
