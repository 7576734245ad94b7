package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"samling/vocab"
)

// Bodies are the bodies that the items and the sources name or ever named, with their
// successors and parents, by key: an IRI that was published once stays, and tombstones
// and histories lead to it.
func (e *edition) Bodies(ctx context.Context) iter.Seq2[vocab.Body, error] {
	return func(yield func(vocab.Body, error) bool) {
		bodies, err := e.bodies(ctx)
		if err != nil {
			fail(e, "read bodies", err, yield)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(bodies)) {
			if !yield(bodies[key], nil) {
				return
			}
		}
	}
}

func (e *edition) bodies(ctx context.Context) (map[string]vocab.Body, error) {
	keys, minted, err := e.named(ctx)
	if err != nil {
		return nil, err
	}
	bodies := make(map[string]vocab.Body, len(keys))
	for len(keys) > 0 {
		key := keys[len(keys)-1]
		keys = keys[:len(keys)-1]
		if _, ok := bodies[key]; ok || key == "" {
			continue
		}
		b, err := e.body(ctx, key, minted[key])
		if err != nil {
			return nil, fmt.Errorf("body %q: %w", key, err)
		}
		bodies[key] = b
		keys = append(append(keys, b.ReplacedBy...), b.UnitOf...)
	}
	return bodies, nil
}

// named returns the keys that items and sources ever named, some of them more than once,
// and the names that keys of items were minted from. An item's body was counted since it
// was first named; of the sources' versions the index is asked for one publisher after the
// other, so that their number does not count.
func (e *edition) named(ctx context.Context) (keys []string, minted map[string]string, err error) {
	rows, err := e.tx.QueryContext(ctx, `
		SELECT f.key, coalesce(b.name, '') FROM facet f LEFT JOIN body b ON b.key = f.key
		WHERE f.kind = ?1 AND (SELECT min(seq) FROM facet_count WHERE facet = f.n) <= ?2
		UNION ALL
		SELECT publisher, '' FROM (
			WITH RECURSIVE named (publisher) AS (
				SELECT min(publisher) FROM source_version
				UNION ALL
				SELECT (SELECT min(v.publisher) FROM source_version v WHERE v.publisher > named.publisher) FROM named WHERE publisher IS NOT NULL)
			SELECT publisher FROM named) AS n
		WHERE (SELECT min(seq) FROM source_version v WHERE v.publisher = n.publisher) <= ?3`,
		ofPublisher, e.sealed.version, e.sealed.sourceVersion)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	minted = map[string]string{}
	for rows.Next() {
		var key, name string
		if err := rows.Scan(&key, &name); err != nil {
			return nil, nil, err
		}
		if keys = append(keys, key); name != "" {
			minted[key] = name
		}
	}
	return keys, minted, rows.Err()
}

// undecided is the language of a name that only the sources know.
const undecided = "no"

// body describes a body: as the authority list does, or by the name that its key was
// minted from, or, where it has left the list since, as the newest version to name it does.
func (e *edition) body(ctx context.Context, key, minted string) (vocab.Body, error) {
	if e.config.Bodies != nil {
		if b, ok := e.config.Bodies.ByKey(key); ok {
			return b, nil
		}
	}
	b := vocab.Body{Key: key, Name: minted, NameLang: undecided}
	if minted != "" {
		return b, nil
	}
	err := e.tx.QueryRowContext(ctx, "SELECT name FROM body WHERE key = ?", key).Scan(&b.Name) // a source's, or a parent's
	if errors.Is(err, sql.ErrNoRows) {
		b.Name, err = e.nameOf(ctx, key)
	}
	return b, err
}

// nameOf returns what the newest version that names a body calls it; its key if none does.
func (e *edition) nameOf(ctx context.Context, key string) (string, error) {
	var body string
	err := e.tx.QueryRowContext(ctx, `SELECT v.body FROM facet_record f JOIN record r ON r.id = f.id JOIN version v ON v.record = r.n
		WHERE f.facet = (SELECT n FROM facet WHERE kind = ?1 AND key = ?2) AND v.seq <= ?3 AND instr(' ' || v.bodies || ' ', ' ' || ?2 || ' ') > 0
		ORDER BY v.seq DESC LIMIT 1`, ofPublisher, key, e.sealed.version).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return key, nil
	}
	if err != nil {
		return "", err
	}
	r, err := decode(body)
	for _, p := range r.Publishers {
		if p.Key == key {
			return p.Name, err
		}
	}
	return key, err
}
