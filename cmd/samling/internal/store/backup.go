package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
)

// Copy writes the ledger as it is at one moment to a new file, whatever is written
// meanwhile (sqlite.org/lang_vacuum.html#vacuuminto). The file must not be there.
func (s *SQLite) Copy(ctx context.Context, file string) error {
	// A connection of its own: those of the views may write nothing, not even another file.
	db := openDB((&url.URL{Scheme: "file", Path: s.path(), RawQuery: url.Values{"_pragma": {"busy_timeout(5000)"}}.Encode()}).String())
	_, err := db.ExecContext(ctx, "VACUUM INTO ?", file)
	if err := errors.Join(err, db.pool.Close()); err != nil {
		return s.fail(fmt.Sprintf("copy the ledger to %s", file), err)
	}
	return nil
}
