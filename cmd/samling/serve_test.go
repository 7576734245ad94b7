package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// journal is a program's log, in JSON, to be waited on.
type journal struct {
	mu    sync.Mutex
	text  bytes.Buffer
	lines chan map[string]any
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.text.Write(p)
	var line map[string]any
	if json.Unmarshal(p, &line) == nil {
		j.lines <- line
	}
	return len(p), nil
}

// saying waits for a line with this message.
func (j *journal) saying(t *testing.T, msg string) map[string]any {
	t.Helper()
	deadline := time.After(time.Minute) // for what must come, however slow the machine is
	for {
		select {
		case line := <-j.lines:
			if line["msg"] == msg {
				return line
			}
		case <-deadline:
			t.Fatalf("nothing logged that says %q: %s", msg, j.text.String())
		}
	}
}

// TestServe harvests what was never harvested, serves it with its metrics on an address
// of their own, makes up for a missed slot after a restart, tells of what is held, once,
// and stops when it is told to.
func TestServe(t *testing.T) {
	const good = `<html lang="nb"><title>Liste</title><main><h1>Liste</h1><h3>Samarbeid</h3><p>Rapport – NIBR 2012</p></main>`
	var mu sync.Mutex
	page, notices := good, []string{}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		switch r.URL.Path {
		case "/hook":
			body, _ := io.ReadAll(r.Body)
			notices = append(notices, string(body))
		case "/list":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, page)
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	config := filepath.Join(t.TempDir(), "samling.yaml")
	save(t, config, fmt.Sprintf("base: https://lit.example.net/\nnetwork: {allow_private: true}\nnotify: {webhook: '%s/hook'}\n"+
		"sources: [{id: liste, url: '%s/list', schedule: CRON_TZ=UTC 17 5 * * *}]\n", site.URL, site.URL))
	var clock time.Duration
	serve := func() (*journal, func() int) {
		j := &journal{lines: make(chan map[string]any, 1000)}
		m := &Main{Stdout: io.Discard, Stderr: j, Now: func() time.Time { return time.Now().Add(clock) }, Version: "0.0.0-test"}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan int, 1)
		go func() {
			done <- m.Run(ctx, []string{"serve", "--config", config, "--addr", "127.0.0.1:0", "--metrics-addr", "127.0.0.1:0"})
		}()
		return j, func() int { stop(); return <-done }
	}

	j, stop := serve()
	figures := j.saying(t, "serving metrics")["address"].(string)
	address := j.saying(t, "serving")["address"].(string)
	line := j.saying(t, "harvested")
	if line["source"] != "liste" || line["outcome"] != "accepted" || line["entries"] != 1.0 || line["level"] != "INFO" || line["seconds"] == nil {
		t.Errorf("%v", line)
	}
	if text := get(t, address); !strings.Contains(text, "Samarbeid") {
		t.Errorf("%s", text)
	}
	want := []string{`samling_runs_total{outcome="accepted",source="liste"} 1`, `samling_source_entries{source="liste"} 1`, `samling_harvest_duration_seconds_count 1`, `code="200"`}
	text := await(t, figures, want[1]) // set when the harvest was logged
	for _, s := range want {
		if !strings.Contains(text, s) {
			t.Errorf("%s is not in %s", s, text)
		}
	}
	if resp, err := http.Get(address + "metrics"); err != nil || resp.StatusCode != http.StatusNotFound {
		t.Errorf("metrics are public: %v, %v", resp, err)
	}
	var out bytes.Buffer
	if code := (&Main{Stdout: &out, Stderr: &out}).Run(t.Context(), []string{"healthcheck", "--url", address + "healthz"}); code != 0 {
		t.Errorf("healthcheck: exit %d, %s", code, out.String())
	}
	if code := stop(); code != 0 {
		t.Errorf("exit %d: %s", code, j.text.String())
	}
	if code := (&Main{Stdout: &out, Stderr: &out}).Run(t.Context(), []string{"healthcheck", "--url", address + "healthz"}); code != 1 {
		t.Errorf("healthcheck of nobody: exit %d", code)
	}

	// Two days later the page is another; the program was not running.
	clock = 48 * time.Hour
	mu.Lock()
	page = "<html><title>Borte</title><main><p>Flyttet</p></main>"
	mu.Unlock()
	j, stop = serve()
	if line := j.saying(t, "a slot was missed, it is made up for"); line["source"] != "liste" {
		t.Errorf("%v", line)
	}
	if code := stop(); code != 0 {
		t.Errorf("exit %d: %s", code, j.text.String())
	}

	// Held twice, told once; and once that it is well again.
	for range 2 {
		if code := once(t, config); code != exitHeld {
			t.Errorf("exit %d", code)
		}
	}
	mu.Lock()
	page = good
	mu.Unlock()
	for range 2 {
		if code := once(t, config); code != exitDone {
			t.Errorf("exit %d", code)
		}
	}
	if len(notices) != 2 || !strings.Contains(notices[0], `"kind":"held"`) || !strings.Contains(notices[1], `"kind":"recovered"`) {
		t.Errorf("told %q", notices)
	}
}

// once is samling run.
func once(t *testing.T, config string) int {
	m := &Main{Stdout: io.Discard, Stderr: io.Discard, Now: time.Now, Version: "0.0.0-test"}
	return m.Run(t.Context(), []string{"run", "--config", config})
}

func get(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// await asks until the answer holds what must come.
func await(t *testing.T, address, what string) (text string) {
	t.Helper()
	for range 600 {
		if text = get(t, address); strings.Contains(text, what) {
			return text
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s did not come: %s", what, text)
	return ""
}
