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
			if err := bury(ctx, tx, []int64{n}, unix(at)); err != nil {
				return err
			}
		}
		return nil
	})
}
