package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Withdraw makes tombstones of records, all or none. Those that are tombstones already
// stay as they are.
func (s *ledger) Withdraw(ctx context.Context, ids []string, at time.Time) error {
	return s.append(ctx, "withdraw", func(tx *session) error {
		if err := ownOf(ctx, tx, ids); err != nil {
			return err
		}
		for _, id := range ids {
			var n int64
			var missing, withdrawn bool
			err := tx.QueryRowContext(ctx, "SELECT n, missing IS NOT NULL, withdrawn FROM record WHERE id = ?", id).Scan(&n, &missing, &withdrawn)
			switch {
			case errors.Is(err, sql.ErrNoRows):
				return fmt.Errorf("record %q: %w", id, ErrNoRecord)
			case err != nil:
				return err
			case withdrawn:
				continue
			case !missing:
				return fmt.Errorf("record %q: %w, and would come back with the next harvest; take it off the page first", id, ErrOnPage)
			}
			if err := tx.bury(ctx, []int64{n}, unix(at)); err != nil {
				return err
			}
		}
		return nil
	})
}

// ownOf keeps others from writing the sources of records; ids that are no records' are
// found out later.
func ownOf(ctx context.Context, tx *session, ids []string) error {
	var sources []string
	for _, id := range ids {
		var source string
		err := tx.QueryRowContext(ctx, "SELECT s.id FROM record r JOIN source s ON s.n = r.source WHERE r.id = ?", id).Scan(&source)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			continue
		case err != nil:
			return err
		}
		sources = append(sources, source)
	}
	return tx.own(ctx, sources...)
}
