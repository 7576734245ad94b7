//go:build postgres

package store_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/store/storetest"
)

// databases counts the schemas that tests were given.
var databases atomic.Int64

// database is the address of a ledger of a test's own, in the database that
// SAMLING_TEST_POSTGRES names.
func database(t testing.TB) string {
	t.Helper()
	u, err := url.Parse(os.Getenv("SAMLING_TEST_POSTGRES"))
	if err != nil || u.Scheme == "" {
		t.Fatal("set SAMLING_TEST_POSTGRES to the address of an empty database, as .ci/peers/postgres does", err)
	}
	q := u.Query()
	q.Set("search_path", fmt.Sprintf("test_%d_%d", os.Getpid(), databases.Add(1)))
	u.RawQuery = q.Encode()
	return u.String()
}

func openPostgres(t testing.TB, address string) *store.Postgres {
	t.Helper()
	l, err := store.OpenPostgres(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestPostgres(t *testing.T) {
	addresses := map[*testing.T]string{}
	storetest.Run(t, func(t *testing.T) store.Ledger {
		if addresses[t] == "" {
			addresses[t] = database(t)
		}
		return openPostgres(t, addresses[t])
	})
}
