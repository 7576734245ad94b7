package store

import "context"

// Pages are the hashes of the pages that a version came from, of those last accepted and of
// those held back: what raw must have for a replay.
func (s *ledger) Pages(ctx context.Context) (map[string]bool, error) {
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
