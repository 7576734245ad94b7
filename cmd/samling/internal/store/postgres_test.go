//go:build postgres

package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/store/storetest"
	"samling/publish/oaipmh"
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

func TestPostgresRace(t *testing.T) {
	testRace(t, func() string { return database(t) })
}

// conn is a connection of somebody with psql.
func conn(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	c, _, err := store.ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	psql, err := pgx.ConnectConfig(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { psql.Close(context.Background()) })
	return psql
}

// TestPostgresAppendOnly: the database itself refuses what would edit the past.
func TestPostgresAppendOnly(t *testing.T) {
	ctx, address := context.Background(), database(t)
	l := openPostgres(t, address)
	defer l.Close()
	if err := fill(ctx, l, 1); err != nil {
		t.Fatal(err)
	}
	psql := conn(t, address)
	for _, statement := range []string{
		"UPDATE version SET body = '{}'", "DELETE FROM version", "TRUNCATE version CASCADE", "DELETE FROM record", "UPDATE record SET id = 'x'",
		"UPDATE record SET created = 0", "DELETE FROM source", "UPDATE source SET id = 'x'", "UPDATE moment SET at = 0", "DELETE FROM moment",
		"UPDATE edition SET made = 0", "DELETE FROM run", "UPDATE frozen SET value = 'x'", "DELETE FROM snapshot", "DELETE FROM harvest", "UPDATE body SET name = 'x'",
	} {
		if _, err := psql.Exec(ctx, statement); err == nil || !strings.Contains(err.Error(), "P0001") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if _, err := psql.Exec(ctx, "UPDATE record SET missing = 1"); err != nil {
		t.Errorf("what may change: %v", err)
	}
}

// TestPostgresNewer: an older program refuses what a newer one wrote, and a dry run what
// is not there.
func TestPostgresNewer(t *testing.T) {
	ctx, address := context.Background(), database(t)
	if _, err := store.OpenPostgresReadOnly(ctx, address); err == nil {
		t.Error("a dry run opened a ledger that is not there")
	}
	openPostgres(t, address).Close()
	r, err := store.OpenPostgresReadOnly(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Lease(ctx, "s", time.Minute); err == nil || !strings.Contains(err.Error(), "reading only") {
		t.Errorf("a dry run took a lease: %v", err)
	}
	r.Close()
	if _, err := conn(t, address).Exec(ctx, "UPDATE ledger SET version = version + 1"); err != nil {
		t.Fatal(err)
	}
	if _, err := store.OpenPostgres(ctx, address); !errors.Is(err, store.ErrNewer) {
		t.Errorf("opened: %v", err)
	}
	if _, err := store.OpenPostgresReadOnly(ctx, address); !errors.Is(err, store.ErrNewer) {
		t.Errorf("opened for reading: %v", err)
	}
}

// TestPostgresAtOnce: many processes that open a new ledger at once make one.
func TestPostgresAtOnce(t *testing.T) {
	address := database(t)
	var all []*exec.Cmd
	for range 6 {
		p := exec.Command(os.Args[0], address)
		p.Env = append(os.Environ(), second+"=hold-"+fmt.Sprint(len(all)))
		p.Stderr = os.Stderr
		out, err := p.StdoutPipe()
		if err == nil {
			err = p.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		defer func() { p.Process.Kill(); p.Wait() }()
		if all = append(all, p); len(all) == 6 {
			if !bufio.NewScanner(out).Scan() {
				t.Error("the last one did not write")
			}
		}
	}
}

// TestPostgresPages: pages are kept once, and those go that are old and not needed.
func TestPostgresPages(t *testing.T) {
	ctx := context.Background()
	l := openPostgres(t, database(t))
	defer l.Close()
	for _, sum := range []string{"a", "b", "a"} {
		if err := l.Keep(ctx, sum, []byte("page \x00\xff "+sum)); err != nil {
			t.Fatal(err)
		}
	}
	if body, err := l.Page(ctx, "a"); err != nil || string(body) != "page \x00\xff a" {
		t.Errorf("%q, %v", body, err)
	}
	now := time.Now()
	needed := func(context.Context) (map[string]bool, error) { return map[string]bool{"b": true}, nil }
	for i, before := range []time.Time{now.Add(-time.Hour), now.Add(time.Hour), now.Add(time.Hour)} {
		if err := l.Prune(ctx, now.Add(time.Duration(i)*20*time.Hour), before, needed); err != nil {
			t.Fatal(err)
		}
		_, err := l.Page(ctx, "a")
		if gone := i == 2; errors.Is(err, os.ErrNotExist) != gone { // once a day
			t.Errorf("after %d: %v", i, err)
		}
	}
	if _, err := l.Page(ctx, "b"); err != nil {
		t.Error(err)
	}
}

// TestPostgresDating: a view that is opened while a commit is dated and not yet to be seen
// waits for it, in whatever process it is: none is dated after a change that it does not hold.
func TestPostgresDating(t *testing.T) {
	ctx, address := context.Background(), database(t)
	l := openPostgres(t, address)
	defer l.Close()
	if err := fill(ctx, l, 1); err != nil {
		t.Fatal(err)
	}
	_, err := conn(t, address).Exec(ctx, `
		CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(2.5); RETURN NULL; END';
		CREATE TRIGGER slow AFTER INSERT ON moment FOR EACH ROW EXECUTE FUNCTION slow()`)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- fill(ctx, l, 2) }()
	time.Sleep(1500 * time.Millisecond)
	other := openPostgres(t, address)
	defer other.Close()
	held, date := view(t, other)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	now, _ := view(t, other)
	if stamp := now.Key.Stamp; held.Issued != now.Issued && stamp.Before(date) {
		t.Errorf("a view of %v holds round %s, and round %s is dated %v", date, held.Issued, now.Issued, stamp)
	}
	if now.Issued != "2" {
		t.Errorf("round %s", now.Issued)
	}
}

// view is a record as it is in a view of now, and the view's date.
func view(t *testing.T, l *store.Postgres) (oaipmh.Item, time.Time) {
	t.Helper()
	v, err := l.Repository(store.EditionConfig{}).View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	it, err := v.Item(context.Background(), "id00")
	if err != nil {
		t.Fatal(err)
	}
	return it, v.Date()
}

// TestPostgresHost: of one host one process asks at a time, and one that is not heard of
// does not keep the others away for ever.
func TestPostgresHost(t *testing.T) {
	ctx, address := context.Background(), database(t)
	one, other := openPostgres(t, address), openPostgres(t, address)
	defer one.Close()
	defer other.Close()
	release, err := one.Host(ctx, "a.example", time.Second, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Host(ctx, "a.example", 100*time.Millisecond, time.Hour); !errors.Is(err, store.ErrHostBusy) {
		t.Errorf("both: %v", err)
	}
	b, err := other.Host(ctx, "b.example", 100*time.Millisecond, time.Hour)
	if err != nil {
		t.Errorf("another host: %v", err)
	}
	b()
	if err := release(); err != nil {
		t.Error(err)
	}
	lost, err := other.Host(ctx, "a.example", time.Second, 300*time.Millisecond)
	if err != nil {
		t.Fatalf("after it: %v", err)
	}
	release, err = one.Host(ctx, "a.example", 10*time.Second, time.Hour)
	if err != nil {
		t.Fatalf("after one that is not heard of: %v", err)
	}
	if err := lost(); err == nil {
		t.Error("what was lost was given back")
	}
	if err := release(); err != nil {
		t.Error(err)
	}
}
