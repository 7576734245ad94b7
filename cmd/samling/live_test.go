package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestLiveDocuments: what is rendered from the ledger for a record, or a resource of a source, is, byte
// for byte, what its file holds: the tombstone of a withdrawn record too, and the snapshot that two
// sources received.
func TestLiveDocuments(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	m := &Main{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now, Version: "0.0.0-test"}
	config := filepath.Join(dir, "samling.yaml")
	save(t, config, "base: https://lit.example.org/\nsources: [{id: liste, url: 'https://example.org/liste', fetch: page.html}, {id: same, url: 'https://example.org/same', fetch: page.html}]\n")
	run := func(args ...string) {
		t.Helper()
		if code := m.Run(ctx, append(args, "--config", config)); code != exitDone {
			t.Fatalf("%v: exit %d", args, code)
		}
	}
	page := generated(12)
	save(t, filepath.Join(dir, "page.html"), page)
	run("run")
	last := strings.LastIndex(page, "<h3")
	save(t, filepath.Join(dir, "page.html"), page[:last]+"<h3>Noe annet</h3><p>Rapport – KS 2019</p>")
	for range 3 {
		run("run")
	}

	a, err := m.assemble(ctx, Setup{Config: config}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	live := a.Live()
	root := filepath.Join(dir, "out", "www") + "/"
	files := map[string]int{} // by folder
	err = filepath.WalkDir(root+".", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, gone := strings.CutPrefix(filepath.ToSlash(strings.TrimPrefix(path, root)), "gone/")
		folder, _, inside := strings.Cut(name, "/")
		if !inside || !slices.Contains([]string{"item", "collection", "harvest", "snapshot"}, folder) {
			return nil
		}
		data, _, isGone, err := live.Document(ctx, name)
		if err != nil || isGone != gone || string(data) != string(read(t, path)) {
			t.Errorf("%s: another text, or gone is %t, not %t; %v", path, isGone, gone, err)
		}
		if gone {
			folder = "gone"
		}
		files[folder]++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	records, resources := len(live.Forms("item/x")), len(live.Forms("harvest/liste/x"))
	want := map[string]int{"item": 24 * records, "gone": 2 * records, "collection": 2 * resources, "harvest": 4 * resources, "snapshot": 2 * resources}
	if records < 3 || resources < 3 || !maps.Equal(files, want) {
		t.Errorf("files: %v, want %v", files, want)
	}
	for _, none := range []string{"item/aaaaaaaaaaaa.ttl", "item/x.exe", "item/", "index.html", "../item/x.ttl", "org/ks.ttl",
		"collection/none.ttl", "collection/liste", "collection/.ttl", "collection/liste/x.ttl", "harvest/liste.ttl", "harvest/liste/20260101T000000Z.ttl",
		"snapshot/000000000000.ttl", "snapshot/.ttl", "snapshot/g.ttl"} {
		if _, _, _, err := live.Document(ctx, none); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", none, err)
		}
	}
}
