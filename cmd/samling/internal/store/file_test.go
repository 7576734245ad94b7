package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"samling/cmd/samling/internal/store"
	"samling/publish"
	"samling/publish/oaipmh"
)

// raw runs SQL on the file of a closed ledger, as any other program could.
func raw(t *testing.T, dir string, statements ...string) error {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "ledger.db")+"?_pragma=recursive_triggers(1)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			return err
		}
	}
	return nil
}

// filled makes a closed ledger with some rounds in it.
func filled(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	l := open(t, dir)
	for round := range 3 {
		if err := fill(context.Background(), l, round+1); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Journal(context.Background(), store.Run{Source: "s"}); err != nil {
		t.Fatal(err)
	}
	close(t, l)
	return dir
}

func TestAppendOnly(t *testing.T) {
	dir := filled(t)
	if err := raw(t, dir, "INSERT INTO body (key, name) VALUES ('k', 'n')"); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		"UPDATE version SET at = at", "UPDATE version SET body = ''", "DELETE FROM version",
		"INSERT OR REPLACE INTO version SELECT * FROM version",
		"UPDATE source_version SET title = 'x'", "DELETE FROM source_version",
		"UPDATE edition SET key = 'x'", "DELETE FROM edition",
		"UPDATE run SET message = 'x'", "DELETE FROM run",
		"UPDATE snapshot SET sha256 = 'x'", "DELETE FROM snapshot",
		"UPDATE harvest SET started = 0", "DELETE FROM harvest",
		"UPDATE record SET id = 'x' || id", "UPDATE record SET created = 0", "DELETE FROM record",
		"UPDATE source SET id = 'x'", "DELETE FROM source",
		"UPDATE body SET name = 'x'", "DELETE FROM body",
	} {
		err := raw(t, dir, s)
		if err == nil {
			t.Errorf("%s: no error", s)
			continue
		}
		if m := err.Error(); !strings.Contains(m, "append-only") && !strings.Contains(m, "keeps its") && !strings.Contains(m, "never deleted") {
			t.Errorf("%s: %v", s, err)
		}
	}
	l := open(t, dir)
	check(t, l, 3)
	close(t, l)
}

func TestNewerLedger(t *testing.T) {
	dir := filled(t)
	if err := raw(t, dir, "PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	for name, open := range openers() {
		if _, err := open(context.Background(), dir); !errors.Is(err, store.ErrNewer) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := raw(t, dir, "PRAGMA user_version = 4"); err != nil {
		t.Fatal(err)
	}
	l := open(t, dir) // the lock was let go
	check(t, l, 3)
	close(t, l)
}

func openers() map[string]func(context.Context, string) (*store.SQLite, error) {
	return map[string]func(context.Context, string) (*store.SQLite, error){
		"Open": store.Open, "OpenReadOnly": store.OpenReadOnly,
	}
}

// TestDamagedFile: a file that is no ledger, or no longer one, is left as it is, and
// the error says what to do.
func TestDamagedFile(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(t *testing.T, path string)
		says   string
	}{
		"text": {func(t *testing.T, path string) {
			write(t, path, []byte(strings.Repeat("id;title;year\n", 1000)))
		}, "backup"},
		"first page": {func(t *testing.T, path string) {
			text := read(t, path)
			copy(text[100:8000], strings.Repeat("\xa5", 7900))
			write(t, path, text)
		}, "backup"},
		"cut short": {func(t *testing.T, path string) {
			write(t, path, read(t, path)[:3*8192])
		}, "backup"},
		"all but the first page": {func(t *testing.T, path string) {
			text := read(t, path)
			for i := 8192; i < len(text); i++ {
				text[i] = 0xa5
			}
			write(t, path, text)
		}, "backup"},
		"another program's": {func(t *testing.T, path string) {
			write(t, path, nil)
			if err := raw(t, filepath.Dir(path), "CREATE TABLE version (a)", "PRAGMA user_version = 2"); err != nil {
				t.Fatal(err)
			}
		}, "no ledger of Samling's"},
	} {
		for opener, open := range openers() {
			dir := filled(t)
			path := filepath.Join(dir, "ledger.db")
			c.damage(t, path)
			before := read(t, path)
			l, err := open(context.Background(), dir)
			if err == nil { // found at the first reading
				_, err = l.Known(context.Background(), "s")
				close(t, l)
			}
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), dir) {
				t.Errorf("%s: %s: %v", name, opener, err)
			}
			if string(read(t, path)) != string(before) {
				t.Errorf("%s: %s: the file was changed", name, opener)
			}
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func write(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestNames: a folder may be called anything.
func TestNames(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b?c#d%41&é", "out")
	l := open(t, dir)
	if err := fill(context.Background(), l, 1); err != nil {
		t.Fatal(err)
	}
	close(t, l)
	if _, err := os.Stat(filepath.Join(dir, "ledger.db")); err != nil {
		t.Error(err)
	}
	r := openReadOnly(t, dir)
	check(t, r, 1)
	close(t, r)
}

// TestLedgerOfSchema1: a ledger that the first release wrote (testdata/schema1.sql) keeps
// all it has, and gains what later schemas look things up by.
func TestLedgerOfSchema1(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	if err := raw(t, dir, string(read(t, "testdata/schema1.sql"))); err != nil {
		t.Fatal(err)
	}
	if _, err := store.OpenReadOnly(ctx, dir); err == nil || !strings.Contains(err.Error(), "older") {
		t.Errorf("read only: %v", err)
	}
	l := open(t, dir)
	defer close(t, l)
	life, err := l.Life(ctx, "x")
	if err != nil || len(life) != 2 || life[0].Issued != "2012" || life[1].Issued != "2013" || life[1].Stamp.Before(life[0].Stamp) {
		t.Errorf("life of x: %+v, %v", life, err)
	}
	sealed, err := l.Edition(ctx, store.EditionConfig{})
	if err != nil {
		t.Fatal(err)
	}
	for want, s := range map[string]publish.Selection{
		"b1 x y z": {}, "x y z": {Source: "a"}, "b1": {Publisher: "ukjent-institutt"}, "": {Type: "notat"}, // x is one since
	} {
		var got []string
		for it, err := range sealed.Latest(ctx, s, 9) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, it.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%+v: %v, not %s", s, got, want)
		}
	}
	if err := sealed.Close(); err != nil {
		t.Error(err)
	}
	v, err := l.Repository(store.EditionConfig{}).View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for want, s := range map[string]publish.Selection{"y z b1 x": {}, "x": {Type: "notat"}, "b1": {Language: "nn"}} {
		items, err := v.List(ctx, oaipmh.Query{Set: s, Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, it := range items {
			got = append(got, it.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("changes in %+v: %v, not %s", s, got, want)
		}
	}
	for range 2 { // z was missing once
		if _, err := l.Unchanged(ctx, store.Sighting{Source: "a", At: start(9), WithdrawAfter: 3}); err != nil {
			t.Fatal(err)
		}
	}
	if life, err := l.Life(ctx, "z"); err != nil || !life[len(life)-1].Withdrawn {
		t.Errorf("z: %+v, %v", life, err)
	}
}
