package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestLiveDocuments: what is rendered from the ledger for a record is, byte for byte, what
// its file holds, the tombstone of a withdrawn one too.
func TestLiveDocuments(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	m := &Main{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now, Version: "0.0.0-test"}
	config := filepath.Join(dir, "samling.yaml")
	save(t, config, "base: https://lit.example.org/\nsources: [{id: liste, url: 'https://example.org/liste', fetch: page.html}]\n")
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
	files, tombstones := 0, 0
	root := filepath.Join(dir, "out", "www") + "/"
	check := func(folder string, gone bool) {
		entries, err := os.ReadDir(root + folder + "item")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			data, _, isGone, err := live.Document(ctx, "item/"+e.Name())
			if err != nil || isGone != gone || string(data) != string(read(t, root+folder+"item/"+e.Name())) {
				t.Errorf("%sitem/%s: another text, or gone is %t, not %t; %v", folder, e.Name(), isGone, gone, err)
			}
			files++
			if gone {
				tombstones++
			}
		}
	}
	check("", false)
	check("gone/", true)
	if want := 13 * len(live.Forms()); files != want || tombstones != len(live.Forms()) {
		t.Errorf("%d files, %d of them tombstones; want %d", files, tombstones, want)
	}
	for _, none := range []string{"item/aaaaaaaaaaaa.ttl", "item/x.exe", "item/", "index.html", "../item/x.ttl"} {
		if _, _, _, err := live.Document(ctx, none); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", none, err)
		}
	}
}
