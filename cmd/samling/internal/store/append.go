package store

import (
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
	facets   map[facet]int64
}

func (s *ledger) newWriter(ctx context.Context, tx *session, source, started int64) *writer {
	return &writer{ctx: ctx, ledger: s, tx: tx, source: source, started: started,
		encoder: newEncoder(), prepared: map[string]*sql.Stmt{}, facets: map[facet]int64{}}
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
	// In id order, so that an edition finds the versions of one harvest side by side.
	slices.SortFunc(versions, func(a, b newVersion) int { return strings.Compare(a.record.ID, b.record.ID) })
	for chunk := range slices.Chunk(versions, batch) {
		if err := w.append(chunk); err != nil {
			return err
		}
	}
	return nil
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

// batch is how many rows one INSERT holds; more save little.
const batch = 64

func (w *writer) append(versions []newVersion) error {
	records := make([]any, 0, 8*batch)
	rows := make([]any, 0, 10*batch)
	var again []newVersion
	var seqs []int64
	for _, v := range versions {
		seq, err := w.tx.next(w.ctx)
		if err != nil {
			return err
		}
		r := v.record
		if v.n == 0 {
			v.n = seq
			records = append(records, v.n, r.ID, w.source, w.started, r.Position, seq, r.Type, r.Title.Language)
		} else {
			again, seqs = append(again, v), append(seqs, seq)
		}
		body, err := w.encoder.encode(*r)
		if err != nil {
			return fmt.Errorf("record %s: %w", r.ID, err)
		}
		rows = append(rows, seq, v.n, w.harvest, max(w.started, v.at), v.digest[:], keysOf(*r), body, r.Type, r.Title.Language, r.Issued)
	}
	if err := w.insert("record (n, id, source, created, position, latest, type, language)", 8, records); err != nil {
		return w.explain(versions, err)
	}
	if err := w.insert("version (seq, record, harvest, at, digest, bodies, body, type, language, issued)", 10, rows); err != nil {
		return err
	}
	for i, v := range again {
		_, err := w.tx.ExecContext(w.ctx, "UPDATE record SET latest = ?, type = ?, language = ?, withdrawn = FALSE WHERE n = ?",
			seqs[i], v.record.Type, v.record.Title.Language, v.n)
		if err != nil {
			return err
		}
	}
	return w.index(versions, again)
}

// insert writes rows; the statement of a full batch is prepared once.
func (w *writer) insert(into string, columns int, values []any) error {
	return w.insertUnless("", into, columns, values)
}

// insertUnless writes those rows that have no conflict, if the clause says so.
func (w *writer) insertUnless(conflict, into string, columns int, values []any) error {
	if len(values) == 0 {
		return nil
	}
	row := "(" + strings.Repeat("?, ", columns-1) + "?)"
	q := "INSERT INTO " + into + " VALUES " + strings.Repeat(row+", ", len(values)/columns-1) + row + conflict
	stmt := w.prepared[q]
	if stmt == nil {
		var err error
		if stmt, err = w.tx.PrepareContext(w.ctx, q); err != nil { // closed with the transaction
			return err
		}
		w.prepared[q] = stmt
	}
	w.tx.ready(values)
	_, err := stmt.ExecContext(w.ctx, values...)
	return err
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
