package store

import (
	"context"
	"database/sql"
	"errors"
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
	return s.checkCounts(ctx)
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
	return p.checkCounts(ctx)
}

// checkCounts holds the counts against the records as they are now, by all that a record has
// beside its newest version.
func (s *ledger) checkCounts(ctx context.Context) error {
	tx, err := s.view(ctx)
	if err != nil {
		return s.fail("check ledger", err)
	}
	wrong, err := wrongCounts(ctx, tx)
	if err = errors.Join(err, tx.Rollback()); err != nil {
		return s.fail("check ledger", err)
	}
	if wrong != "" {
		return fmt.Errorf("check ledger: the counts are not those of the records (%s); restore the ledger from a backup", wrong)
	}
	return nil
}

// wrongCounts names a count that is wrong; "" for none.
func wrongCounts(ctx context.Context, tx *session) (what string, err error) {
	err = tx.QueryRowContext(ctx, `
		WITH now (kind, key, entries, withdrawn) AS (
				SELECT ?1, '', count(*) - coalesce(sum(CASE WHEN withdrawn THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN withdrawn THEN 1 ELSE 0 END), 0) FROM record
				UNION ALL SELECT ?2, type, sum(CASE WHEN withdrawn THEN 0 ELSE 1 END), sum(CASE WHEN withdrawn THEN 1 ELSE 0 END) FROM record GROUP BY type
				UNION ALL SELECT ?3, language, sum(CASE WHEN withdrawn THEN 0 ELSE 1 END), sum(CASE WHEN withdrawn THEN 1 ELSE 0 END) FROM record GROUP BY language),
			kept (kind, key, entries, withdrawn) AS (
				SELECT kind, key, entries, withdrawn FROM facet WHERE kind IN (?1, ?2, ?3) AND entries + withdrawn <> 0)
		SELECT kind || ' ' || key FROM (
			SELECT * FROM now WHERE entries + withdrawn <> 0 EXCEPT SELECT * FROM kept) AS a
		UNION ALL SELECT kind || ' ' || key FROM (SELECT * FROM kept EXCEPT SELECT * FROM now) AS b
		UNION ALL SELECT 'source ' || id FROM (
			SELECT s.id, r.entries, r.withdrawn, r.newest FROM source s JOIN (
				SELECT source, sum(CASE WHEN withdrawn THEN 0 ELSE 1 END) AS entries, sum(CASE WHEN withdrawn THEN 1 ELSE 0 END) AS withdrawn, max(latest) AS newest
				FROM record GROUP BY source) AS r ON r.source = s.n
			EXCEPT SELECT s.id, c.entries, c.withdrawn, c.seq FROM source s JOIN source_count c ON c.source = s.n
				AND c.seq = (SELECT max(seq) FROM source_count WHERE source = s.n)) AS c
		LIMIT 1`, ofAll, ofType, ofLanguage).Scan(&what)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return what, err
}
