package store_test

import (
	"context"
	"testing"

	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	dirs := map[*testing.T]string{}
	storetest.Run(t, func(t *testing.T) store.Ledger {
		if dirs[t] == "" {
			dirs[t] = t.TempDir()
		}
		return open(t, dirs[t])
	})
}

func open(t testing.TB, dir string) *store.SQLite {
	t.Helper()
	l, err := store.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
