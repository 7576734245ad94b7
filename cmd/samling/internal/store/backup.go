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
	if err := errors.Join(err, db.Close()); err != nil {
		return s.fail(fmt.Sprintf("copy the ledger to %s", file), err)
	}
	return nil
}

// Pages are the hashes of the pages that a version came from, of those last accepted and of
// those held back: what raw must have for a replay.
func (s *SQLite) Pages(ctx context.Context) (map[string]bool, error) {
	rows, err := s.views.QueryContext(ctx, `
		SELECT sha256 FROM snapshot WHERE n IN (SELECT snapshot FROM harvest UNION SELECT snapshot FROM source)
		UNION SELECT snapshot FROM held`)
	if err != nil {
		return nil, s.fail("list pages", err)
	}
	defer rows.Close()
	all := map[string]bool{}
	for rows.Next() {
		var sum string
		if err := rows.Scan(&sum); err != nil {
			return nil, s.fail("list pages", err)
		}
		all[sum] = true
	}
	if err := rows.Err(); err != nil {
		return nil, s.fail("list pages", err)
	}
	return all, nil
}
