package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"samling/publish/feed"
)

const listPage = `<h1>Liste</h1>
<h3>Plansamarbeid</h3><p>Rapport – NIBR 2012<br>Om planer.</p>
<h3>%s</h3><p>Artikkel – Fafo 2014<br>Om kommuner.</p>`

// A hub is told, once the edition is in place, of each feed with new bytes and of no
// other; one that fails is logged and nothing more.
func TestHubIsTold(t *testing.T) {
	dir := t.TempDir()
	title, status := "Kommuner", http.StatusNoContent
	var told []string
	mux := http.NewServeMux()
	mux.HandleFunc("GET /liste.html", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, listPage, title)
	})
	mux.HandleFunc("POST /hub", func(w http.ResponseWriter, r *http.Request) {
		u, err := url.Parse(r.FormValue("hub.url"))
		if err != nil {
			t.Error(err)
			return
		}
		path := strings.TrimPrefix(u.Path, "/")
		told = append(told, path)
		if doc, err := os.ReadFile(filepath.Join(dir, "out/www", path)); err != nil || strings.Contains(path, "feed.xml") && !bytes.Contains(doc, []byte("<item>")) {
			t.Errorf("the hub was told of %s before it was there: %v", path, err)
		}
		w.WriteHeader(status)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	config := filepath.Join(dir, "samling.yaml")
	text := fmt.Sprintf("base: https://lit.example.org/\npublisher: {name: Prøve}\nnetwork: {allow_private: true}\nfeeds: {hub: %q}\nsources: [{id: liste, url: %q}]\n",
		server.URL+"/hub", server.URL+"/liste.html")
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)
	run := func() (changed []string, stderr string) {
		before := feedBytes(t, dir)
		told = nil
		var out, errs bytes.Buffer
		now = now.Add(24 * time.Hour)
		m := &Main{Stdout: &out, Stderr: &errs, Now: func() time.Time { return now }, Version: "1"}
		if code := m.Run(t.Context(), []string{"run", "--config", config}); code != 0 {
			t.Fatalf("exit status %d: %s", code, &errs)
		}
		after := feedBytes(t, dir)
		for path, doc := range after {
			if before[path] != doc {
				changed = append(changed, path)
			}
		}
		slices.Sort(told)
		slices.Sort(changed)
		return changed, errs.String()
	}
	if changed, stderr := run(); len(changed) < 8 || !slices.Equal(told, changed) || stderr != "" {
		t.Errorf("first run: told of %q, changed %q; %s", told, changed, stderr)
	}
	if changed, _ := run(); len(told)+len(changed) != 0 {
		t.Errorf("nothing changed: told of %q, changed %q", told, changed)
	}
	title = "Kommunane"
	if changed, _ := run(); len(changed) < 8 || !slices.Equal(told, changed) {
		t.Errorf("a correction: told of %q, changed %q", told, changed)
	}
	title, status = "Kommuner", http.StatusInternalServerError
	if changed, stderr := run(); len(changed) < 8 || !strings.Contains(stderr, "hub not told") || !strings.Contains(stderr, "status 500") {
		t.Errorf("a hub that fails: changed %q; %s", changed, stderr)
	}
}

// feedBytes are the published feeds by path.
func feedBytes(t *testing.T, dir string) map[string]string {
	t.Helper()
	root, err := filepath.EvalSymlinks(filepath.Join(dir, "out", "www"))
	if err != nil {
		return nil
	}
	all := map[string]string{}
	err = fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !feed.IsFeed(path) {
			return err
		}
		doc, err := os.ReadFile(filepath.Join(root, path))
		all[path] = string(doc)
		return err
	})
	if err != nil || len(all) == 0 {
		t.Fatal(slices.Collect(maps.Keys(all)), err)
	}
	return all
}
