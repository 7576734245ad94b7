package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// ErrHostBusy: another process asks that host for pages.
var ErrHostBusy = errors.New("another process is asking that host")

// Host waits for a while until no other process asks a host for pages, and keeps others from
// it until release is called, or for as long as one has patience with a process that is
// not heard of. It returns an error that wraps [ErrHostBusy] if it waited in vain.
func (p *Postgres) Host(ctx context.Context, host string, wait, patience time.Duration) (release func() error, err error) {
	doing := fmt.Sprintf("wait for host %q", host)
	tx, err := p.views.begin(ctx, nil)
	if err != nil {
		return nil, p.fail(doing, err)
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf("SET LOCAL lock_timeout = %d; SET LOCAL idle_in_transaction_session_timeout = %d",
		wait.Milliseconds(), patience.Milliseconds()))
	if err == nil {
		_, err = tx.ExecContext(ctx, fmt.Sprintf("SELECT pg_advisory_xact_lock(%d, hashtext(?))", hash("samling hosts "+p.schema)), host)
	}
	var refused *pgconn.PgError
	switch {
	case errors.As(err, &refused) && refused.Code == "55P03": // lock_not_available
		return nil, errors.Join(p.fail(doing, ErrHostBusy), tx.Rollback())
	case err != nil:
		return nil, p.fail(doing, errors.Join(err, tx.Rollback()))
	}
	return tx.Rollback, nil
}
