package store

import (
	"context"
	"fmt"
)

// Check reads the whole ledger and returns what is damaged in it (sqlite.org/pragma.html#pragma_quick_check).
func (s *SQLite) Check(ctx context.Context) error {
	rows, err := s.db.QueryContext(ctx, "PRAGMA quick_check(3)")
	if err != nil {
		return s.fail("check ledger", err)
	}
	defer rows.Close()
	for rows.Next() {
		var said string
		if err := rows.Scan(&said); err != nil {
			return s.fail("check ledger", err)
		}
		if said != "ok" {
			return fmt.Errorf("check ledger: %s is damaged (%s); restore %s from a backup", s.path(), said, s.dir)
		}
	}
	if err := rows.Err(); err != nil {
		return s.fail("check ledger", err)
	}
	return nil
}

// Check looks for records without the version that they should have. Whether the files of
// the database are whole is for its own tools (data checksums, pg_amcheck).
func (p *Postgres) Check(ctx context.Context) error {
	var lost int
	err := p.views.QueryRowContext(ctx, "SELECT count(*) FROM record r LEFT JOIN version v ON v.seq = r.latest AND v.record = r.n WHERE v.seq IS NULL").Scan(&lost)
	switch {
	case err != nil:
		return p.fail("check ledger", err)
	case lost > 0:
		return fmt.Errorf("check ledger: %d records have lost their newest version; restore the database from a backup", lost)
	}
	return nil
}
