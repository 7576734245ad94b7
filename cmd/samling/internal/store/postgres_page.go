package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"time"
)

// Keep keeps a page in the database, where every machine finds it.
func (p *Postgres) Keep(ctx context.Context, sum string, body []byte) error {
	return p.write(ctx, "keep page "+sum, func(tx *session) error {
		now, err := p.clock(ctx, tx)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO page (sha256, kept, body) VALUES (?1, ?2, ?3)
			ON CONFLICT (sha256) DO UPDATE SET kept = ?2`, sum, unix(now), append([]byte{}, body...))
		return err
	})
}

// Page is a kept page.
func (p *Postgres) Page(ctx context.Context, sum string) (body []byte, err error) {
	err = p.views.QueryRowContext(ctx, "SELECT body FROM page WHERE sha256 = ?", sum).Scan(&body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fmt.Errorf("page %s is not in the ledger: %w", sum, fs.ErrNotExist)
	case err != nil:
		return nil, p.fail("read page "+sum, err)
	}
	return body, nil
}

// Prune deletes pages that were kept before a time and are not needed; a process does so
// once a day.
func (p *Postgres) Prune(ctx context.Context, now, before time.Time, needed func(context.Context) (map[string]bool, error)) error {
	if !p.daily(now) {
		return nil
	}
	keep, err := needed(ctx)
	if err != nil {
		return err
	}
	old, err := p.keptBefore(ctx, before)
	if err != nil {
		return p.fail("look through kept pages", err)
	}
	for _, sum := range old {
		if keep[sum] {
			continue
		}
		err := p.write(ctx, "delete an old page", func(tx *session) error {
			_, err := tx.ExecContext(ctx, "DELETE FROM page WHERE sha256 = ? AND kept < ?", sum, unix(before))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// daily says whether a day has passed since it said so.
func (p *Postgres) daily(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pruned.After(now.Add(-24*time.Hour)) && !p.pruned.After(now) {
		return false
	}
	p.pruned = now
	return true
}

func (p *Postgres) keptBefore(ctx context.Context, before time.Time) ([]string, error) {
	return texts(p.views.QueryContext(ctx, "SELECT sha256 FROM page WHERE kept < ?", unix(before)))
}
