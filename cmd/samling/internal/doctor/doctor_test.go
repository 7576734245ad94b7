package doctor

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/store"
	"samling/harvest"
	"samling/vocab"
)

// patient is one that is well but for what a test does to it.
func patient(t *testing.T) (Patient, *store.SQLite) {
	t.Helper()
	dir := t.TempDir()
	page := filepath.Join(dir, "page.html")
	if err := os.WriteFile(page, []byte("<main><h3>Samarbeid</h3><p>Rapport – NIBR 2012</p></main>"), 0o644); err != nil {
		t.Fatal(err)
	}
	ledger, err := store.Open(t.Context(), filepath.Join(dir, "out", "state"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ledger.Close() })
	bodies, err := vocab.LoadBodies()
	if err != nil {
		t.Fatal(err)
	}
	cfg := &config.Config{
		Path: "samling.yaml", Base: "https://lit.example.no/", Publisher: config.Publisher{Name: "P", Email: "p@example.no"}, Out: filepath.Join(dir, "out"),
		Notify:  config.Notify{Webhook: "https://example.no/hook", After: 3},
		Sources: []config.Source{{ID: "list", URL: "https://example.no/list", File: page, Schedule: "@daily"}},
	}
	return Patient{
		Config: cfg, Version: "1", Now: time.Now, Bodies: bodies, Ledger: ledger, Outbox: filepath.Join(cfg.Out, "state", "outbox"),
		Web: harvest.FileFetcher{Now: time.Now}, Files: harvest.FileFetcher{Now: time.Now},
		Profile: func(config.Source) harvest.Profile {
			return harvest.Profile{IsType: func(s string) bool { _, ok := vocab.LookupType(s); return ok }}
		},
	}, ledger
}

// found wants a finding of a level in an area that says something.
func found(t *testing.T, findings []Finding, level Level, area, says string) {
	t.Helper()
	for _, f := range findings {
		if f.Area == area && f.Level == level && strings.Contains(f.What, says) {
			if (f.Do == "") != (level == OK) {
				t.Errorf("%+v: what is amiss comes with what to do, and only that", f)
			}
			return
		}
	}
	t.Errorf("no %s in %s that says %q: %+v", level, area, says, findings)
}

func TestWell(t *testing.T) {
	p, _ := patient(t)
	findings := Examine(t.Context(), p)
	if Worst(findings) == Fail {
		t.Errorf("%+v", findings)
	}
	for _, area := range []string{"configuration", "clock", "disk", "network", "notices"} {
		found(t, findings, OK, area, "")
	}
	found(t, findings, OK, "network", "reads as a list of 1")
	found(t, findings, Warn, "ledger", "new")
	found(t, findings, Warn, "publication", "no publication")
}

// TestIll plants one fault at a time.
func TestIll(t *testing.T) {
	day := 24 * time.Hour
	run := func(l *store.SQLite, at time.Time, outcome string) error {
		return l.Journal(context.Background(), store.Run{Started: at, Ended: at, Source: "list", Outcome: outcome, Message: "words"})
	}
	for name, c := range map[string]struct {
		level      Level
		area, says string
		do         func(p *Patient, l *store.SQLite) error
	}{
		"no contact": {Warn, "configuration", "does not say who asks", func(p *Patient, _ *store.SQLite) error {
			p.Config.Network.UserAgent = "Me/1"
			return nil
		}},
		"a base of nobody's": {Warn, "configuration", "localhost", func(p *Patient, _ *store.SQLite) error {
			p.Config.Base = "http://localhost:8080/"
			return nil
		}},
		"a clock that began anew": {Fail, "clock", "long past", func(p *Patient, _ *store.SQLite) error {
			p.Now = func() time.Time { return time.Unix(100, 0) }
			return nil
		}},
		"a clock that went back": {Fail, "clock", "last run was at", func(p *Patient, l *store.SQLite) error {
			return run(l, time.Now().Add(day), "accepted")
		}},
		"held": {Warn, "schedule", "held back since", func(p *Patient, l *store.SQLite) error { return run(l, time.Now(), "held") }},
		"failed": {Warn, "schedule", "failed 2 times", func(p *Patient, l *store.SQLite) error {
			return errors.Join(run(l, time.Now(), "failed"), run(l, time.Now(), "failed"))
		}},
		"an out that is a file": {Fail, "disk", "cannot be written", func(p *Patient, _ *store.SQLite) error {
			p.Config.Out = p.Config.Sources[0].File
			return nil
		}},
		"no ledger": {Fail, "ledger", "cannot be opened", func(p *Patient, _ *store.SQLite) error {
			p.Ledger, p.NoOpen = nil, errors.New("damaged")
			return nil
		}},
		"a page that is away": {Fail, "network", "list: ", func(p *Patient, _ *store.SQLite) error { return os.Remove(p.Config.Sources[0].File) }},
		"a page that reads as nothing": {Warn, "network", "reads as a list of 0", func(p *Patient, _ *store.SQLite) error {
			return os.WriteFile(p.Config.Sources[0].File, []byte("<p>Vedlikehold</p>"), 0o644)
		}},
		"a name that is nobody's": {Fail, "network", "is not found", func(p *Patient, _ *store.SQLite) error {
			p.Config.Sources[0].File, p.Config.Sources[0].Fetch = "", "https://no-such-host.invalid/"
			return nil
		}},
		"nobody to tell": {Warn, "notices", "nobody is told", func(p *Patient, _ *store.SQLite) error { p.Config.Notify = config.Notify{}; return nil }},
		"a notice that waits": {Warn, "notices", "1 notice could not", func(p *Patient, _ *store.SQLite) error {
			return errors.Join(os.MkdirAll(p.Outbox, 0o755), os.WriteFile(filepath.Join(p.Outbox, "a.json"), nil, 0o644))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p, l := patient(t)
			if err := c.do(&p, l); err != nil {
				t.Fatal(err)
			}
			found(t, Examine(t.Context(), p), c.level, c.area, c.says)
		})
	}
}

// TestAsksOnce: a source is asked for its page once, and no directory is made.
func TestAsksOnce(t *testing.T) {
	asked := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked[r.Method+" "+r.URL.Path]++
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<main><h3>Samarbeid</h3><p>Rapport – NIBR 2012</p></main>")
	}))
	defer server.Close()
	p, _ := patient(t)
	web, err := harvest.NewFetcher(harvest.FetchOptions{UserAgent: "Test/1", AllowPrivate: true})
	if err != nil {
		t.Fatal(err)
	}
	defer web.Close()
	p.Web, p.Config.Sources[0].File, p.Config.Sources[0].Fetch = web, "", server.URL+"/list"
	found(t, Examine(t.Context(), p), OK, "network", "reads as a list of 1")
	if len(asked) != 2 || asked["GET /list"] != 1 || asked["GET /robots.txt"] != 1 {
		t.Errorf("asked %v", asked)
	}
	p.Config.Out = filepath.Join(t.TempDir(), "none")
	Examine(t.Context(), p)
	if _, err := os.Stat(p.Config.Out); err == nil {
		t.Error("the output directory was made")
	}
}
