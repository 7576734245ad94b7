package store

import (
	"context"
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
	ledger *SQLite
	tx     *sql.Tx
	info   publish.Info
	sealed sealed
	config EditionConfig
}

// Edition reads the newest sealed edition, or returns an error that wraps
// [ErrNoEdition]. Close it: until then the log of the ledger grows.
func (s *SQLite) Edition(ctx context.Context, c EditionConfig) (Edition, error) {
	// The view lasts until Close; each iterator has a context of its own.
	tx, err := s.views.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, s.fail("read edition", err)
	}
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
	e.info = publish.Info{
		Number: e.sealed.number, Made: utc(e.sealed.made),
		Base: e.config.Base, Title: e.config.Title, Publisher: e.config.Publisher, Language: e.config.Language, Version: e.config.Version,
	}
	return e.tx.QueryRowContext(ctx, "SELECT count(*) FROM record WHERE n <= ?", e.sealed.version).Scan(&e.info.Entries)
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

// versionThen joins to a record r the version v that was the newest at the seal, whose seq is its parameter.
const versionThen = " JOIN version v ON v.seq = (SELECT max(seq) FROM version WHERE record = r.n AND seq <= ?) "

// Items are the items of one source in id order.
func (e *edition) Items(ctx context.Context, source string) iter.Seq2[publish.Item, error] {
	return func(yield func(publish.Item, error) bool) {
		doing := fmt.Sprintf("read items of source %q", source)
		harvests, err := e.harvests(ctx, "WHERE h.source = (SELECT n FROM source WHERE id = ?)", source)
		if err != nil {
			fail(e, doing, err, yield)
			return
		}
		rows, err := e.tx.QueryContext(ctx, "SELECT ?, r.created, v.at, v.harvest, v.digest, v.body FROM record r"+versionThen+
			"WHERE r.source = (SELECT n FROM source WHERE id = ?) AND r.n <= ? ORDER BY r.id",
			source, e.sealed.version, source, e.sealed.version)
		e.items(doing, rows, err, harvests, yield)
	}
}

// Latest are the n items of a selection first seen last, newest first; those of one moment as they
// stood on the page when they were first seen, so that the order never changes.
func (e *edition) Latest(ctx context.Context, from publish.Selection, n int) iter.Seq2[publish.Item, error] {
	return func(yield func(publish.Item, error) bool) {
		const doing = "read newest items"
		newest := "SELECT r.* FROM record r WHERE r.n <= ? ORDER BY r.created DESC, r.position, r.id LIMIT ?"
		harvests, err := e.harvests(ctx, "WHERE h.n IN (SELECT v.harvest FROM ("+newest+") r"+versionThen+")",
			e.sealed.version, max(n, 0), e.sealed.version)
		if err != nil {
			fail(e, doing, err, yield)
			return
		}
		rows, err := e.tx.QueryContext(ctx, "SELECT s.id, r.created, v.at, v.harvest, v.digest, v.body FROM ("+newest+") r"+versionThen+
			"JOIN source s ON s.n = r.source ORDER BY r.created DESC, r.position, r.id",
			e.sealed.version, max(n, 0), e.sealed.version)
		e.items(doing, rows, err, harvests, yield)
	}
}

// items yields the rows of a query, one at a time.
func (e *edition) items(doing string, rows *sql.Rows, err error, harvests map[int64]publish.Harvest, yield func(publish.Item, error) bool) {
	if err != nil {
		fail(e, doing, err, yield)
		return
	}
	defer rows.Close()
	for rows.Next() {
		var it publish.Item
		var created, modified, harvest int64
		var digest sql.RawBytes
		var body string
		err := rows.Scan(&it.Source, &created, &modified, &harvest, &digest, &body)
		if err == nil {
			it.Record, err = decode(body)
		}
		if err != nil {
			fail(e, doing, err, yield)
			return
		}
		copy(it.Digest[:], digest)
		it.Created, it.Modified, it.Harvest = utc(created), utc(modified), harvests[harvest]
		if !yield(it, nil) {
			return
		}
	}
	if err := rows.Err(); err != nil {
		fail(e, doing, err, yield)
	}
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

// Facets are the counts of the whole edition.
func (e *edition) Facets(ctx context.Context) (publish.Facets, error) {
	return publish.Facets{}, nil
}
