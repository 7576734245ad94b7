package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"samling/publish"
)

// ErrNoEdition: nothing was ever sealed.
var ErrNoEdition = errors.New("no edition was made yet")

var _ Edition = (*edition)(nil)

// edition is what was accepted when its edition was sealed, read in one transaction:
// neither what was accepted after the seal nor what is accepted while it is read shows.
type edition struct {
	ledger *ledger
	tx     *session
	info   publish.Info
	sealed sealed
	config EditionConfig
	totals *publish.Facets // once they were asked for

	touches   map[facet][sha256.Size]byte // likewise
	newest    latest                      // what was asked for last
	harvested map[int64]publish.Harvest   // that were needed lately
}

// Edition reads the newest sealed edition, or returns an error that wraps
// [ErrNoEdition]. Close it: until then the log of the ledger grows.
func (s *ledger) Edition(ctx context.Context, c EditionConfig) (Edition, error) {
	tx, err := s.view(ctx)
	if err != nil {
		return nil, s.fail("read edition", err)
	}
	tx.prepared = map[string]*sql.Stmt{}
	e := &edition{ledger: s, tx: tx, config: c}
	if err := e.open(ctx); err != nil {
		return nil, errors.Join(s.fail("read edition", err), tx.Rollback())
	}
	return e, nil
}

func (e *edition) open(ctx context.Context) (err error) {
	if e.sealed, err = lastSealed(ctx, e.tx); err != nil {
		return err
	}
	e.describe()
	return e.tx.QueryRowContext(ctx, `SELECT coalesce((SELECT c.entries FROM facet f JOIN facet_count c ON c.facet = f.n
		WHERE f.kind = ? AND f.key = '' AND c.seq <= ? ORDER BY c.seq DESC LIMIT 1), 0)`, ofAll, e.sealed.version).Scan(&e.info.Entries)
}

// describe fills in what the edition says of itself, but for its entries.
func (e *edition) describe() {
	e.info = publish.Info{
		Number: e.sealed.number, Made: utc(e.sealed.made),
		Base: e.config.Base, Title: e.config.Title, Publisher: e.config.Publisher, Language: e.config.Language, Version: e.config.Version,
	}
}

func (e *edition) Info() publish.Info { return e.info }

// Close ends the view. No iterator may be under way.
func (e *edition) Close() error {
	if err := e.tx.Rollback(); err != nil {
		return e.ledger.fail("close edition", err)
	}
	return nil
}

// fail makes an error of an edition; f ends a sequence with it.
func fail[T any](e *edition, doing string, err error, yield func(T, error) bool) {
	var zero T
	yield(zero, e.ledger.fail(doing, err))
}

// versionThen joins to a record r the version v that was the newest at the seal, whose seq
// is the first parameter. It is the newest of all for all but what changed since.
const versionThen = ` JOIN version v ON v.seq =
	CASE WHEN r.latest <= ?1 THEN r.latest ELSE (SELECT max(seq) FROM version WHERE record = r.n AND seq <= ?1) END `

// Items are the items of one source in id order.
func (e *edition) Items(ctx context.Context, source string) iter.Seq2[publish.Item, error] {
	return func(yield func(publish.Item, error) bool) {
		doing := fmt.Sprintf("read items of source %q", source)
		harvests, err := e.harvests(ctx, "WHERE h.source = (SELECT n FROM source WHERE id = ?)", source)
		if err != nil {
			fail(e, doing, err, yield)
			return
		}
		items := make([]publish.Item, 0, ahead)
		for after, more := "", true; more; {
			items, err = e.items(ctx, items[:0], harvests, "SELECT '', r.n, r.created, v.seq, v.at, v.harvest, v.withdrawn, v.digest, v.body FROM record r"+versionThen+
				"WHERE r.source = (SELECT n FROM source WHERE id = ?2) AND r.n <= ?1 AND r.id > ?3 ORDER BY r.id LIMIT ?4",
				e.sealed.version, source, after, ahead)
			if err != nil {
				fail(e, doing, err, yield)
				return
			}
			for i := range items {
				items[i].Source = source
			}
			if more = len(items) == ahead; more {
				after = items[ahead-1].ID
			}
			if !each(ctx, e, doing, items, yield) {
				return
			}
		}
	}
}

// ahead is how many items or sources are read at once: an iterator keeps no statement open while
// its caller does something else with the edition.
const ahead = 256

// each yields what was read; it says whether the caller wants more.
func each[T any](ctx context.Context, e *edition, doing string, all []T, yield func(T, error) bool) bool {
	for _, v := range all {
		if err := ctx.Err(); err != nil {
			fail(e, doing, err, yield)
			return false
		}
		if !yield(v, nil) {
			return false
		}
	}
	return true
}

// Record is one item with its source.
func (e *edition) Record(ctx context.Context, id string) (it publish.Item, src publish.Source, err error) {
	doing := fmt.Sprintf("read record %q", id)
	harvests, err := e.harvests(ctx, `WHERE h.n IN (SELECT v.harvest FROM record r JOIN version v ON v.record = r.n WHERE r.id = ?)`, id)
	if err != nil {
		return it, src, e.ledger.fail(doing, err)
	}
	items, err := e.items(ctx, nil, harvests, "SELECT s.id, r.n, r.created, v.seq, v.at, v.harvest, v.withdrawn, v.digest, v.body FROM record r"+versionThen+
		"JOIN source s ON s.n = r.source WHERE r.id = ?2 AND r.n <= ?1", e.sealed.version, id)
	switch {
	case err != nil:
		return it, src, e.ledger.fail(doing, err)
	case len(items) == 0:
		return it, src, fmt.Errorf("record %q: %w", id, ErrNoRecord)
	}
	it = items[0]
	src, err = e.Source(ctx, it.Source)
	return it, src, err
}

// items reads the rows of a query, and appends them to all. A record's number is the seq of
// its first version, so that only an item whose version is another one has a history.
func (e *edition) items(ctx context.Context, all []publish.Item, harvests map[int64]publish.Harvest, query string, args ...any) (_ []publish.Item, err error) {
	rows, err := e.tx.again(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	pasts := map[int64]past{}
	for rows.Next() {
		all = append(all, publish.Item{})
		n, seq, err := item(rows, harvests, &all[len(all)-1])
		if err != nil {
			return nil, err
		}
		if seq != n {
			pasts[n] = past{len(all) - 1, seq}
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return all, e.histories(ctx, all, pasts)
}

// item reads one row: an item, its record's number and its version's.
func item(rows *sql.Rows, harvests map[int64]publish.Harvest, it *publish.Item) (n, seq int64, err error) {
	var created, modified, harvest int64
	var digest sql.RawBytes
	var body string
	if err := rows.Scan(&it.Source, &n, &created, &seq, &modified, &harvest, &it.Withdrawn, &digest, &body); err != nil {
		return 0, 0, err
	}
	if it.Record, err = decode(body); err != nil {
		return 0, 0, err
	}
	copy(it.Digest[:], digest)
	it.Created, it.Modified, it.Harvest = utc(created), utc(modified), harvests[harvest]
	return n, seq, nil
}

// harvests returns some harvests by number.
func (e *edition) harvests(ctx context.Context, where string, args ...any) (map[int64]publish.Harvest, error) {
	rows, err := e.tx.QueryContext(ctx, `SELECT h.n, h.started, h.ended, p.sha256, p.media_type, p.fetched
		FROM harvest h JOIN snapshot p ON p.n = h.snapshot `+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[int64]publish.Harvest{}
	for rows.Next() {
		var n, started, ended, fetched int64
		var p publish.Snapshot
		if err := rows.Scan(&n, &started, &ended, &p.SHA256, &p.MediaType, &fetched); err != nil {
			return nil, err
		}
		p.Fetched = utc(fetched)
		all[n] = publish.Harvest{Started: utc(started), Ended: utc(ended), Snapshot: p}
	}
	return all, rows.Err()
}
