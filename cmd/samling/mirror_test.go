package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"samling/cmd/samling/internal/pipeline"
)

// TestMirrorBeside: a bucket that fails holds no harvest, is tried again, and follows the
// next edition.
func TestMirrorBeside(t *testing.T) {
	backend := s3mem.New()
	if err := backend.CreateBucket("lit"); err != nil {
		t.Fatal(err)
	}
	s3 := gofakes3.New(backend).Server()
	var failing atomic.Bool
	failing.Store(true)
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if failing.Load() {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		s3.ServeHTTP(w, r)
	}))
	defer service.Close()
	t.Setenv("AWS_ACCESS_KEY_ID", "key")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	dir := t.TempDir()
	save(t, filepath.Join(dir, "page.html"), "<h1>Liste</h1><h3>En</h3><p>Rapport – NIBR 2012</p>")
	save(t, filepath.Join(dir, "samling.yaml"), fmt.Sprintf("base: https://lit.example.org/\nstorage: {s3: {endpoint: '%s', bucket: lit}}\n"+
		"sources: [{id: liste, url: https://example.org/, fetch: page.html}]\n", service.URL))
	j := &journal{lines: make(chan map[string]any, 1000)}
	m := &Main{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now, Version: "0.0.0-test"}
	a, err := m.assemble(t.Context(), Setup{Config: filepath.Join(dir, "samling.yaml")}, false)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	mirror := a.mirrorBeside(slog.New(slog.NewJSONHandler(j, nil)), 10*time.Millisecond)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- mirror(ctx) }()
	run := func() {
		t.Helper()
		if r, err := a.Run(t.Context(), pipeline.Options{}); err != nil || !r.Published || r.Bucket != nil {
			t.Fatalf("%+v %v", r, err)
		}
	}
	run()
	j.saying(t, "bucket not renewed")
	failing.Store(false)
	if line := j.saying(t, "bucket renewed"); line["edition"] != 1.0 || line["changed"] != true {
		t.Error(line)
	}
	save(t, filepath.Join(dir, "page.html"), "<h1>Liste</h1><h3>En</h3><p>Rapport – NIBR 2012</p><h3>To</h3><p>Rapport – NIFU 2013</p>")
	run()
	if line := j.saying(t, "bucket renewed"); line["edition"] != 2.0 {
		t.Error(line)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
