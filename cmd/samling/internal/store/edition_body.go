package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

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
	keys, err := e.named(ctx)
	if err != nil {
		return nil, err
	}
	bodies := map[string]vocab.Body{}
	for len(keys) > 0 {
		key := keys[len(keys)-1]
		keys = keys[:len(keys)-1]
		if _, ok := bodies[key]; ok || key == "" {
			continue
		}
		b, err := e.body(ctx, key)
		if err != nil {
			return nil, fmt.Errorf("body %q: %w", key, err)
		}
		bodies[key] = b
		keys = append(append(keys, b.ReplacedBy...), b.UnitOf...)
	}
	return bodies, nil
}

// named returns the keys that items and sources ever named, some of them more than once.
func (e *edition) named(ctx context.Context) (keys []string, err error) {
	rows, err := e.tx.QueryContext(ctx, `
		SELECT bodies FROM version WHERE seq <= ?1
		UNION
		SELECT publisher FROM source_version WHERE seq <= ?2`,
		e.sealed.version, e.sealed.sourceVersion)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var some string
		if err := rows.Scan(&some); err != nil {
			return nil, err
		}
		keys = append(keys, strings.Fields(some)...)
	}
	return keys, rows.Err()
}

// undecided is the language of a name that only the sources know.
const undecided = "no"

// body describes a body: as the authority list does, or by the name that its key was
// minted from, or, where it has left the list since, as the newest version to name it does.
func (e *edition) body(ctx context.Context, key string) (vocab.Body, error) {
	if e.config.Bodies != nil {
		if b, ok := e.config.Bodies.ByKey(key); ok {
			return b, nil
		}
	}
	b := vocab.Body{Key: key, NameLang: undecided}
	err := e.tx.QueryRowContext(ctx, "SELECT name FROM body WHERE key = ?", key).Scan(&b.Name)
	if errors.Is(err, sql.ErrNoRows) {
		b.Name, err = e.nameOf(ctx, key)
	}
	return b, err
}

// nameOf returns what the newest version that names a body calls it; its key if none does.
func (e *edition) nameOf(ctx context.Context, key string) (string, error) {
	var body string
	err := e.tx.QueryRowContext(ctx, `SELECT body FROM version WHERE seq <= ? AND instr(' ' || bodies || ' ', ' ' || ? || ' ') > 0
		ORDER BY seq DESC LIMIT 1`, e.sealed.version, key).Scan(&body)
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
