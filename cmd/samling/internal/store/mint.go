package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"samling/transform"
	"samling/vocab"
)

// mint gives keys to the bodies that no authority knows. A name keeps its key for ever.
type mint struct {
	tx    *session
	taken func(key string) bool
	keys  map[string]string // of the names seen in this transaction
}

// sign returns the record with a key for every publisher; the caller's is left as it is.
func (m *mint) sign(ctx context.Context, r *transform.Record) (*transform.Record, error) {
	named := func(p transform.Publisher) bool { return p.Key != "" }
	if !slices.ContainsFunc(r.Publishers, func(p transform.Publisher) bool { return !named(p) }) {
		return r, nil
	}
	signed := *r
	signed.Publishers = slices.Clone(r.Publishers)
	for i, p := range r.Publishers {
		if named(p) {
			continue
		}
		key, err := m.key(ctx, foldName(p.Name))
		if err != nil {
			return nil, fmt.Errorf("body %q: %w", p.Name, err)
		}
		signed.Publishers[i].Key = key
	}
	return &signed, nil
}

// foldName makes names equal that look the same: NFC, and white space folded.
func foldName(name string) string {
	return strings.Join(strings.Fields(norm.NFC.String(name)), " ")
}

func (m *mint) key(ctx context.Context, name string) (string, error) {
	if name == "" {
		return "", errors.New("it has neither key nor name")
	}
	if key, ok := m.keys[name]; ok {
		return key, nil
	}
	key, err := m.given(ctx, name)
	if errors.Is(err, sql.ErrNoRows) {
		key, err = m.first(ctx, name)
	}
	if err == nil {
		m.keys[name] = key
	}
	return key, err
}

// given returns the key of a name, or [sql.ErrNoRows].
func (m *mint) given(ctx context.Context, name string) (key string, err error) {
	err = m.tx.QueryRowContext(ctx, "SELECT key FROM body WHERE name = ?", name).Scan(&key)
	return key, err
}

// first gives a key to a name that has none, unless another does at the same time.
func (m *mint) first(ctx context.Context, name string) (string, error) {
	if err := m.tx.alone(ctx); err != nil {
		return "", err
	}
	key, err := m.given(ctx, name)
	if errors.Is(err, sql.ErrNoRows) {
		return m.give(ctx, name)
	}
	return key, err
}

// give mints a key for a name that has none: its slug (which only the empty name
// lacks), or the first of slug-2, slug-3 … that is free.
func (m *mint) give(ctx context.Context, name string) (string, error) {
	slug := vocab.Slug(name)
	for key, n := slug, 2; ; key, n = slug+"-"+strconv.Itoa(n), n+1 {
		if m.taken != nil && m.taken(key) {
			continue
		}
		done, err := m.tx.ExecContext(ctx, "INSERT INTO body (key, name) VALUES (?, ?) ON CONFLICT DO NOTHING", key, name)
		if err != nil {
			return "", err
		}
		if n, err := done.RowsAffected(); err != nil || n == 1 {
			return key, err
		}
	}
}
