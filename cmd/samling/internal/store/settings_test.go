package store

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

// TestSettings: the promises rest on these, and on some of them for each connection.
func TestSettings(t *testing.T) {
	ctx := context.Background()
	l, err := Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	settings := func(name string, db *database, want map[string]string) {
		t.Helper()
		for pragma, want := range want {
			var got string
			if err := db.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s: %s is %s, not %s (%v)", name, pragma, got, want, err)
			}
		}
	}
	settings("writer", l.db, map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1", "busy_timeout": "5000",
		"page_size": "8192", "user_version": fmt.Sprint(len(migrations())), "application_id": fmt.Sprint(application),
		"integrity_check": "ok",
	})
	settings("view", l.views, map[string]string{"journal_mode": "wal", "query_only": "1", "busy_timeout": "5000"})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestMigrations: a ledger of an older schema keeps what it has when it is taken to a
// newer one, and stays as it was when that fails.
func TestMigrations(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Journal(ctx, Run{Source: "kept"}); err != nil {
		t.Fatal(err)
	}
	schema := func() (v int) {
		if v, err = version(ctx, l.db, 99); err != nil {
			t.Fatal(err)
		}
		return v
	}
	n := len(migrations())
	steps := append(migrations(), step{sql: "ALTER TABLE run ADD COLUMN host TEXT NOT NULL DEFAULT 'h'"},
		step{sql: "CREATE TABLE later (a); INSERT INTO nosuch VALUES (1)"})
	if err := l.migrate(ctx, steps); err == nil || schema() != n+1 {
		t.Errorf("schema %d, %v", schema(), err)
	}
	if err := l.migrate(ctx, steps[:n+1]); err != nil || schema() != n+1 {
		t.Errorf("schema %d, %v", schema(), err)
	}
	var source, host string
	var later bool
	if err := l.db.pool.QueryRow("SELECT source, host, (SELECT count(*) FROM sqlite_schema WHERE name = 'later') FROM run").
		Scan(&source, &host, &later); err != nil || source != "kept" || host != "h" || later {
		t.Errorf("%q %q %t %v", source, host, later, err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, dir); !errors.Is(err, ErrNewer) {
		t.Errorf("opened by the older one: %v", err)
	}
}
