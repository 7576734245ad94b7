package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/cmd/samling/internal/store"
)

// changing is a page that may become another one, and a place where notices go.
type changing struct {
	*httptest.Server
	mu      sync.Mutex
	page    string
	notices []string
}

func newSite(t *testing.T, page string) *changing {
	s := &changing{page: page}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		switch r.URL.Path {
		case "/hook":
			body, _ := io.ReadAll(r.Body)
			s.notices = append(s.notices, string(body))
		case "/list":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, s.page)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *changing) set(page string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.page = page
}

func (s *changing) told() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.notices...)
}

// config writes a configuration of the site's page, in a folder of its own.
func (s *changing) config(t *testing.T, network, schedule string) string {
	file := filepath.Join(t.TempDir(), "samling.yaml")
	save(t, file, fmt.Sprintf("base: https://lit.example.net/\nnetwork: {allow_private: true, jitter: 0s%s}\n"+
		"notify: {webhook: '%s/hook', after: 1}\nsources: [{id: liste, url: '%s/list', schedule: '%s'}]\n", network, s.URL, s.URL, schedule))
	return file
}

// many is a list with so many entries.
func many(n int) string {
	var b strings.Builder
	b.WriteString(`<html lang="nb"><title>Liste</title><main><h1>Liste</h1>`)
	for i := range n {
		fmt.Fprintf(&b, "<h3>Samarbeid nummer %d</h3><p>Rapport – NIBR 2012</p>", i)
	}
	return b.String()
}

// TestApproveBeside: what another samling does while one serves is served, and told by
// the metrics of the one that serves, before its own next harvest.
func TestApproveBeside(t *testing.T) {
	s := newSite(t, many(12))
	config := s.config(t, "", "0 0 1 1 *")
	if code := once(t, config); code != exitDone {
		t.Fatalf("exit %d", code)
	}
	s.set(many(3))
	if code := once(t, config); code != exitHeld {
		t.Fatalf("exit %d", code)
	}
	j := &journal{lines: make(chan map[string]any, 1000)}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan int, 1)
	go func() {
		m := &Main{Stdout: io.Discard, Stderr: j, Now: time.Now, Version: "0.0.0-test"}
		done <- m.Run(ctx, []string{"serve", "--config", config, "--addr", "127.0.0.1:0", "--metrics-addr", "127.0.0.1:0"})
	}()
	defer func() {
		stop()
		if code := <-done; code != exitDone {
			t.Errorf("serve: exit %d: %s", code, j.text.String())
		}
	}()
	figures := j.saying(t, "serving metrics")["address"].(string)
	address := j.saying(t, "serving")["address"].(string)
	await(t, figures, `samling_source_held{source="liste"} 1`)
	if text := get(t, address+"readyz"); !strings.Contains(text, "held") {
		t.Errorf("/readyz: %s", text)
	}
	m := &Main{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now, Version: "0.0.0-test"}
	if code := m.Run(t.Context(), []string{"approve", "--config", config, "liste"}); code != exitDone {
		t.Fatalf("approve: exit %d", code)
	}
	text := get(t, figures)
	for _, want := range []string{`samling_source_held{source="liste"} 0`, `samling_source_entries{source="liste"} 3`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
	if text := get(t, address+"readyz"); strings.Contains(text, "held") {
		t.Errorf("/readyz: %s", text)
	}
	if text := get(t, address+"status.html"); strings.Contains(text, "holdt tilbake") {
		t.Errorf("%s", text)
	}
}

// TestBusyIsNoFailure: a harvest that finds another one of the source under way has not
// failed, nor has an approval of what is not held: nobody is told, and the journal is the other one's.
func TestBusyIsNoFailure(t *testing.T) {
	s := newSite(t, many(3))
	config := s.config(t, "", "0 0 1 1 *")
	if code := once(t, config); code != exitDone {
		t.Fatalf("exit %d", code)
	}
	ledger, err := store.Open(t.Context(), filepath.Join(filepath.Dir(config), "out", "state"))
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	lease, err := ledger.Lease(t.Context(), "liste", 15*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if code := once(t, config); code != exitBusy {
		t.Errorf("exit %d", code)
	}
	m := &Main{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now, Version: "0.0.0-test"}
	if code := m.Run(t.Context(), []string{"approve", "--config", config, "liste"}); code != exitBusy {
		t.Errorf("approve: exit %d", code)
	}
	if err := ledger.Release(t.Context(), lease); err != nil {
		t.Fatal(err)
	}
	if code := m.Run(t.Context(), []string{"approve", "--config", config, "liste"}); code != exitUsage {
		t.Errorf("approve what is not held: exit %d", code)
	}
	runs, err := ledger.Runs(t.Context(), 10)
	if err != nil || len(runs) != 1 || runs[0].Outcome != "accepted" {
		t.Errorf("%+v, %v", runs, err)
	}
	if told := s.told(); len(told) != 0 {
		t.Errorf("told %q", told)
	}
}
