package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"samling/transform"
)

// Accept writes one harvest: all of it, or nothing.
func (s *ledger) Accept(ctx context.Context, a Acceptance) (out Outcome, err error) {
	doing := fmt.Sprintf("accept harvest of source %q", a.Source.ID)
	if err := checkAcceptance(a); err != nil {
		return Outcome{}, fmt.Errorf("%s: %w", doing, err)
	}
	err = s.append(ctx, doing, func(tx *session) error {
		out, err = s.accept(ctx, tx, a)
		return err
	})
	if err != nil {
		return Outcome{}, err
	}
	return out, nil
}

// checkAcceptance finds what no caller should send.
func checkAcceptance(a Acceptance) error {
	if a.Source.ID == "" {
		return errors.New("the source has no id")
	}
	if a.Harvest.Started.IsZero() {
		return errors.New("the harvest has no time")
	}
	seen := make(map[string]bool, len(a.Records))
	for _, r := range a.Records {
		if r.ID == "" {
			return fmt.Errorf("record %d (%q) has no id", r.Position, r.Title.Value)
		}
		if seen[r.ID] {
			return fmt.Errorf("two records have the id %s", r.ID)
		}
		seen[r.ID] = true
	}
	return nil
}

// accept reads what is known, sorts the records into an outcome, and writes what is new.
func (s *ledger) accept(ctx context.Context, tx *session, a Acceptance) (Outcome, error) {
	if err := tx.own(ctx, a.Source.ID); err != nil {
		return Outcome{}, err
	}
	if err := holds(ctx, tx, a.Lease); err != nil {
		return Outcome{}, err
	}
	before, source, err := readSource(ctx, tx, a.Source.ID)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Outcome{}, err
	}
	entries, err := readStates(ctx, tx, source)
	if err != nil {
		return Outcome{}, err
	}
	p, err := sortRecords(ctx, &mint{tx: tx, taken: a.Taken, keys: map[string]string{}}, entries, a)
	if err != nil {
		return Outcome{}, err
	}
	p.Published = len(p.versions)+len(p.buried) > 0 || source == 0 || publishedChange(before, a.Source)

	snapshot, err := keepSnapshot(ctx, tx, a.Harvest.Snapshot)
	if err != nil {
		return Outcome{}, err
	}
	if source, err = keepSource(ctx, tx, a, snapshot); err != nil {
		return Outcome{}, err
	}
	if p.Published {
		w := s.newWriter(ctx, tx, source, unix(a.Harvest.Started))
		if err := w.publish(a, snapshot, p.versions); err != nil {
			return Outcome{}, err
		}
	}
	if err := keepPresence(ctx, tx, source, unix(a.Harvest.Started), p, a.Replay); err != nil {
		return Outcome{}, err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM held WHERE source = ?", a.Source.ID); err != nil {
		return Outcome{}, err
	}
	return p.Outcome, tx.bury(ctx, p.buried, unix(a.Harvest.Started))
}

// publishedChange says whether what is published of the source itself differs.
func publishedChange(a, b Source) bool {
	return a.URL != b.URL || a.Title != b.Title || a.Description != b.Description || a.Publisher != b.Publisher
}

// state is what Accept must know of a record.
type state struct {
	id        string
	n         int64
	at        int64 // of the newest version
	digest    [32]byte
	missing   bool
	absent    int // healthy harvests that did not find it, in a row
	withdrawn bool
	seen      bool // on the page that is being accepted
}

// readStates returns the records of a source in id order.
func readStates(ctx context.Context, tx *session, source int64) (all []state, err error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT r.n, r.id, r.missing IS NOT NULL, r.absent, r.withdrawn, v.at, v.digest
		FROM record r JOIN version v ON v.seq = r.latest
		WHERE r.source = ? ORDER BY r.id`, source)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e state
		var digest sql.RawBytes
		if err := rows.Scan(&e.n, &e.id, &e.missing, &e.absent, &e.withdrawn, &e.at, &digest); err != nil {
			return nil, err
		}
		copy(e.digest[:], digest)
		all = append(all, e)
	}
	return all, rows.Err()
}

// plan is what an acceptance comes to.
type plan struct {
	Outcome
	versions []newVersion
	gone     []int64 // records that are missing from now
	buried   []int64 // those of them that become tombstones
	back     []int64 // records that are missing no more
}

// newVersion is a version to append.
type newVersion struct {
	record *transform.Record
	n      int64 // the record's number; 0 for a new record
	seq    int64 // once it is written
	at     int64 // of the version before
	digest [32]byte
}

// sortRecords decides what becomes of each record. Records stay in page order in the
// lists of the outcome, the missing ones are in id order.
func sortRecords(ctx context.Context, m *mint, known []state, a Acceptance) (p plan, err error) {
	byID := make(map[string]*state, len(known))
	for i := range known {
		byID[known[i].id] = &known[i]
	}
	for i := range a.Records {
		r, err := m.sign(ctx, &a.Records[i])
		if err != nil {
			return p, fmt.Errorf("record %s: %w", a.Records[i].ID, err)
		}
		p.sort(r, byID[r.ID])
	}
	for _, e := range known {
		if !e.seen && !e.withdrawn {
			p.miss(e, a)
		}
	}
	return p, nil
}

// miss decides what becomes of a record whose entry is not on the page.
func (p *plan) miss(e state, a Acceptance) {
	p.Missing = append(p.Missing, e.id)
	if !e.missing {
		p.gone = append(p.gone, e.n)
	}
	if a.Replay {
		return
	}
	if a.WithdrawAfter > 0 && e.absent+1 >= a.WithdrawAfter {
		p.buried = append(p.buried, e.n)
		p.Withdrawn = append(p.Withdrawn, e.id)
	}
}

// sort decides what becomes of a record on the page; e is nil for a new one.
func (p *plan) sort(r *transform.Record, e *state) {
	v := newVersion{record: r, digest: r.Digest()}
	if e == nil {
		p.Added = append(p.Added, r.ID)
		p.versions = append(p.versions, v)
		return
	}
	e.seen = true
	if e.missing {
		p.back = append(p.back, e.n)
	}
	switch {
	case e.withdrawn:
		v.n, v.at = e.n, e.at
		p.Returned = append(p.Returned, r.ID)
		p.versions = append(p.versions, v)
	case v.digest != e.digest:
		v.n, v.at = e.n, e.at
		p.Changed = append(p.Changed, r.ID)
		p.versions = append(p.versions, v)
	case e.missing:
		p.Returned = append(p.Returned, r.ID)
	default:
		p.Unchanged = append(p.Unchanged, r.ID)
	}
}

// keepSource writes the state of a source and returns its number.
func keepSource(ctx context.Context, tx *session, a Acceptance, snapshot int64) (n int64, err error) {
	v := a.Source.Validators
	err = tx.QueryRowContext(ctx, `
		INSERT INTO source (id, etag, last_modified, snapshot, rules, content_type, page_base, entries, checked)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
			snapshot = excluded.snapshot, rules = excluded.rules, content_type = excluded.content_type,
			page_base = excluded.page_base, entries = excluded.entries, checked = CASE WHEN ? THEN source.checked ELSE excluded.checked END
		RETURNING n`,
		a.Source.ID, v.ETag, v.LastModified, snapshot, a.Source.Rules, a.Source.ContentType, a.Source.PageBase, len(a.Records), unix(a.Harvest.Started), a.Replay).Scan(&n)
	return n, err
}

// keepPresence notes who left the page and who came back. Who stays away becomes one
// harvest older.
func keepPresence(ctx context.Context, tx *session, source, since int64, p plan, replay bool) error {
	for records := range slices.Chunk(p.gone, batch) {
		if _, err := tx.ExecContext(ctx, "UPDATE record SET missing = ? WHERE n IN "+list(len(records)), append([]any{since}, anys(records)...)...); err != nil {
			return err
		}
	}
	for records := range slices.Chunk(p.back, batch) {
		if _, err := tx.ExecContext(ctx, "UPDATE record SET missing = NULL, absent = 0 WHERE n IN "+list(len(records)), anys(records)...); err != nil {
			return err
		}
	}
	if replay || len(p.Missing) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, "UPDATE record SET absent = absent + 1 WHERE source = ? AND missing IS NOT NULL AND NOT withdrawn", source)
	return err
}
