package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Due notes in a transaction of another that a source is due. It says false if that was
// noted before: whoever notes it first hands the work out.
func Due(ctx context.Context, tx pgx.Tx, source string, slot time.Time) (first bool, err error) {
	done, err := tx.Exec(ctx, "INSERT INTO slot (source, due) VALUES ($1, $2) ON CONFLICT DO NOTHING", source, unix(slot))
	if err != nil {
		return false, fmt.Errorf("note source %q as due: %w", source, err)
	}
	return done.RowsAffected() == 1, nil
}

// Done says whether what was harvested for a slot was accepted.
func (p *Postgres) Done(ctx context.Context, source string, slot time.Time) (done bool, err error) {
	err = p.db.QueryRowContext(ctx, "SELECT count(*) > 0 FROM slot WHERE source = ? AND due = ? AND done IS NOT NULL", source, unix(slot)).Scan(&done)
	if err != nil {
		return false, p.fail(fmt.Sprintf("look up what is due of source %q", source), err)
	}
	return done, nil
}

// finish notes in the commit that accepts it what a slot is done with.
func finish(ctx context.Context, tx *session, l Lease) error {
	done, err := tx.ExecContext(ctx, `UPDATE slot SET done = extract(epoch FROM clock_timestamp())::bigint
		WHERE source = ? AND due = ? AND done IS NULL`, l.Source, unix(l.Slot))
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ErrDone
}

// Accepted changes whenever anything was accepted, held back or let through.
func (p *Postgres) Accepted(ctx context.Context) (mark string, err error) {
	err = p.views.QueryRowContext(ctx, `SELECT concat_ws(' ', (SELECT max(seq) FROM version), (SELECT max(seq) FROM source_version),
		(SELECT string_agg(source || ' ' || since, ' ' ORDER BY source) FROM held))`).Scan(&mark)
	if err != nil {
		return "", p.fail("look for what was accepted", err)
	}
	return mark, nil
}

// Publishing waits for the lock that who renders an edition has.
func (p *Postgres) Publishing(ctx context.Context) (release func() error, err error) {
	tx, err := p.views.begin(ctx, nil) // these connections may be idle for long
	if err != nil {
		return nil, p.fail("wait for who publishes", err)
	}
	if _, err := tx.ExecContext(ctx, p.waitFor(lockPublishing)); err != nil {
		return nil, p.fail("wait for who publishes", errors.Join(err, tx.Rollback()))
	}
	return tx.Rollback, nil
}

// Slot is a time that a source was due at.
type Slot struct {
	Due  time.Time
	Done time.Time // when what was harvested for it was accepted; zero if it was not
}

// Slots are the slots of a source, oldest first.
func (p *Postgres) Slots(ctx context.Context, source string) (all []Slot, err error) {
	rows, err := p.views.QueryContext(ctx, "SELECT due, coalesce(done, 0) FROM slot WHERE source = ? ORDER BY due", source)
	if err != nil {
		return nil, p.fail(fmt.Sprintf("read slots of source %q", source), err)
	}
	defer rows.Close()
	for rows.Next() {
		var due, done int64
		if err := rows.Scan(&due, &done); err != nil {
			return nil, p.fail(fmt.Sprintf("read slots of source %q", source), err)
		}
		s := Slot{Due: utc(due)}
		if done != 0 {
			s.Done = utc(done)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		return nil, p.fail(fmt.Sprintf("read slots of source %q", source), err)
	}
	return all, nil
}
