package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/store/storetest"
)

// TestPrune: of old pages only those go that nothing came from, once a day.
func TestPrune(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	now := time.Date(2026, 11, 25, 6, 0, 0, 0, time.UTC)
	ledger, err := store.Open(ctx, filepath.Join(dir, "state"))
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	name := func(c byte) string { return string(slices.Repeat([]byte{c}, 64)) }
	record := storetest.Record("x", 1)
	changed := storetest.Record("x", 1)
	changed.Issued = "2020"
	for i, page := range []byte{'a', 'b', 'c', 'd'} { // b and c bring nothing new
		r := record
		if page == 'd' {
			r = changed
		}
		if _, err := ledger.Accept(ctx, storetest.Page("s", now.Add(time.Duration(i)*time.Minute), name(page), r)); err != nil {
			t.Fatal(err)
		}
	}
	if err := ledger.Hold(ctx, store.Lease{}, store.Held{Source: "s", At: now, Snapshot: name('e')}); err != nil {
		t.Fatal(err)
	}
	put := func(name string, age time.Duration) {
		path := filepath.Join(dir, "raw", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	const day = 24 * time.Hour
	for _, c := range []byte("abcde") {
		put(name(c), 40*day)
	}
	put(name('f'), 29*day)
	put("README", 400*day)
	p := &Pipeline{Config: &config.Config{Out: dir, KeepPages: 30 * day}, Ledger: ledger, Pages: Folder(filepath.Join(dir, "raw")), Now: func() time.Time { return now }}
	left := func() (all []string) {
		t.Helper()
		if err := p.prune(ctx); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(filepath.Join(dir, "raw"))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			all = append(all, e.Name()[:1])
		}
		return all
	}
	if got := left(); !slices.Equal(got, []string{".", "R", "a", "d", "e", "f"}) {
		t.Errorf("left %v", got)
	}
	now = now.Add(23 * time.Hour)
	put(name('f'), 31*day)
	if got := left(); !slices.Contains(got, "f") {
		t.Errorf("looked through twice a day: %v", got)
	}
	now = now.Add(2 * time.Hour)
	if got := left(); slices.Contains(got, "f") {
		t.Errorf("left %v", got)
	}
}
