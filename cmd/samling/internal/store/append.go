package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// writer appends what is published of one harvest.
type writer struct {
	ctx     context.Context
	ledger  *ledger
	tx      *session
	source  int64
	harvest int64
	started int64

	encoder  *encoder
	prepared map[string]*sql.Stmt
}

func (s *ledger) newWriter(ctx context.Context, tx *session, source, started int64) *writer {
	return &writer{ctx: ctx, ledger: s, tx: tx, source: source, started: started, encoder: newEncoder(), prepared: map[string]*sql.Stmt{}}
}

func (w *writer) publish(a Acceptance, snapshot int64, versions []newVersion) error {
	if err := w.tx.alone(w.ctx); err != nil {
		return err
	}
	if err := w.begin(); err != nil {
		return err
	}
	err := w.tx.QueryRowContext(w.ctx, "INSERT INTO harvest (source, started, ended, snapshot) VALUES (?, ?, ?, ?) RETURNING n",
		w.source, w.started, max(w.started, unix(a.Harvest.Ended)), snapshot).Scan(&w.harvest)
	if err != nil {
		return fmt.Errorf("harvest: %w", err)
	}
	s := a.Source
	_, err = w.tx.ExecContext(w.ctx, `INSERT INTO source_version
		(source, harvest, url, title, title_language, description, description_language, publisher, rules)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.source, w.harvest, s.URL, s.Title.Value, s.Title.Language, s.Description.Value, s.Description.Language, s.Publisher, s.Rules)
	if err != nil {
		return fmt.Errorf("source version: %w", err)
	}
	return w.versions(versions)
}

// versions appends versions in id order, so that an edition finds those of one harvest side
// by side.
func (w *writer) versions(all []newVersion) (err error) {
	slices.SortFunc(all, func(a, b newVersion) int { return strings.Compare(a.record.ID, b.record.ID) })
	befores, err := w.tx.standing(w.ctx, numbersOf(all))
	if err != nil {
		return err
	}
	var filings []filing
	for chunk := range slices.Chunk(all, batch) {
		if err := w.append(chunk); err != nil {
			return err
		}
		if filings, err = w.count(chunk, befores, filings); err != nil {
			return err
		}
	}
	if len(befores) > 0 {
		if err := w.tx.renew(w.ctx, all[0].seq); err != nil {
			return err
		}
	}
	return w.file(filings)
}

// numbersOf are the numbers of the records that were there before.
func numbersOf(versions []newVersion) (all []int64) {
	for _, v := range versions {
		if v.n != 0 {
			all = append(all, v.n)
		}
	}
	return all
}

// begin moves the harvest's time to a second that no other harvest of the source has: it
// is in the harvest's IRI.
func (w *writer) begin() error {
	for {
		var taken bool
		err := w.tx.QueryRowContext(w.ctx, "SELECT EXISTS (SELECT 1 FROM harvest WHERE source = ? AND started = ?)", w.source, w.started).Scan(&taken)
		if err != nil || !taken {
			return err
		}
		w.started++
	}
}

// batch is how many rows one statement holds; more save little.
const batch = 500

// append gives versions their seqs and writes them, and the records that are new.
func (w *writer) append(versions []newVersion) error {
	var records []any
	rows := make([]any, 0, 9*len(versions))
	for i := range versions {
		v, r := &versions[i], versions[i].record
		seq, err := w.tx.next(w.ctx)
		if err != nil {
			return err
		}
		if v.seq = seq; v.n == 0 {
			records = append(records, seq, r.ID, r.Position, seq, r.Type, r.Title.Language)
		}
		body := w.encoder.encode(*r)
		rows = append(rows, seq, cmp.Or(v.n, seq), max(w.started, v.at), v.digest[:], keysOf(*r), body, r.Type, r.Title.Language, r.Issued)
	}
	err := w.insert("record (n, id, source, created, position, latest, type, language)",
		fmt.Sprintf("(?, ?, %d, %d, ?, ?, ?, ?)", w.source, w.started), 6, records, w.scattered(), "")
	if err != nil {
		return w.explain(versions, err)
	}
	return w.insert("version (seq, record, harvest, at, digest, bodies, body, type, language, issued)",
		fmt.Sprintf("(?, ?, %d, ?, ?, ?, ?, ?, ?, ?)", w.harvest), 9, rows, batch, "")
}

// scattered is how many records one statement inserts. Their ids are in no order, so that in a
// large ledger each is on a page of its own, and SQLite keeps a copy of every page that
// a statement of several rows changes, to be able to undo them.
func (w *writer) scattered() int {
	if w.tx.dialect.copies && w.tx.last > 100*batch {
		return 1
	}
	return batch
}

// insert writes rows, each of so many values, with statements of so many rows.
func (w *writer) insert(into, row string, columns int, values []any, rows int, conflict string) error {
	w.tx.ready(values)
	for some := range slices.Chunk(values, columns*rows) {
		q := "INSERT INTO " + into + " VALUES " + strings.Repeat(row+", ", len(some)/columns-1) + row + conflict
		stmt := w.prepared[q]
		if stmt == nil {
			var err error
			if stmt, err = w.tx.PrepareContext(w.ctx, q); err != nil { // closed with the transaction
				return err
			}
			w.prepared[q] = stmt
		}
		if _, err := stmt.ExecContext(context.WithoutCancel(w.ctx), some...); err != nil {
			return err
		}
	}
	return w.ctx.Err()
}

// explain names the id that another source has; the index on ids found it, so that
// the rightful ones need no look-up each. The transaction may be of no more use.
func (w *writer) explain(versions []newVersion, err error) error {
	if !w.ledger.duplicate(err) {
		return err
	}
	for _, v := range versions {
		var owner string
		q := "SELECT s.id FROM record r JOIN source s ON s.n = r.source WHERE r.id = ? AND s.n <> ?"
		if w.ledger.views.QueryRowContext(w.ctx, q, v.record.ID, w.source).Scan(&owner) == nil {
			return fmt.Errorf("the id %s was given to a record of source %q", v.record.ID, owner)
		}
	}
	return err
}
