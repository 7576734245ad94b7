package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/store"
)

var source = config.Source{ID: "list", URL: "https://example.org/list/"}

// bench is a notifier over a real ledger, with a receiver of webhooks.
type bench struct {
	*testing.T
	*Notifier
	ledger *store.SQLite
	log    bytes.Buffer
	now    time.Time
	slept  []time.Duration

	mu     sync.Mutex
	status []int // to answer with, one a request; 200 after that
	got    []Notice
	header http.Header
}

func newBench(t *testing.T) *bench {
	b := &bench{T: t, now: time.Date(2026, 11, 24, 5, 17, 0, 0, time.UTC)}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	ledger, err := store.Open(t.Context(), filepath.Join(dir, "state"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ledger.Close() })
	b.ledger = ledger
	b.Notifier = &Notifier{
		Config: config.Notify{Webhook: server.URL + "/secret", After: 3}, Title: "Lister", Base: "https://lit.example.org/",
		Agent: "Samling/1", Journal: ledger, Outbox: filepath.Join(dir, "outbox"), Log: slog.New(slog.NewTextHandler(&b.log, nil)),
		Now: func() time.Time { return b.now }, Sleep: func(_ context.Context, d time.Duration) { b.slept = append(b.slept, d) },
	}
	return b
}

func (b *bench) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	code := 200
	if len(b.status) > 0 {
		code, b.status = b.status[0], b.status[1:]
	}
	if code == 200 {
		var v Notice
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = json.Unmarshal(body, &v)
		}
		if err != nil || r.Method != "POST" {
			b.Errorf("%s %v: %s", r.Method, err, body)
		}
		b.got, b.header = append(b.got, v), r.Header
	}
	w.WriteHeader(code)
}

// run writes one line into the journal and tells of it.
func (b *bench) run(outcome string) {
	b.Helper()
	b.now = b.now.Add(time.Hour)
	err := b.ledger.Journal(b.Context(), store.Run{Started: b.now, Ended: b.now, Source: source.ID, Outcome: outcome, Message: "the words of the " + outcome + " run"})
	if err != nil {
		b.Fatal(err)
	}
	b.After(b.Context(), source)
}

// want compares the kinds that came since the last call.
func (b *bench) want(kinds ...string) {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	var got []string
	for _, v := range b.got {
		got = append(got, v.Kind)
	}
	if !slices.Equal(got, kinds) {
		b.Errorf("told %q, want %q; log: %s", got, kinds, b.log.String())
	}
	b.got = nil
}

func TestOnceEach(t *testing.T) {
	b := newBench(t)
	for _, step := range []struct {
		outcome string
		times   int
		kinds   []string
	}{
		{"accepted", 2, nil}, {"held", 40, []string{Held}}, {"unchanged", 3, []string{Recovered}},
		{"failed", 2, nil}, {"accepted", 1, nil}, // two in turn are not yet three
		{"failed", 100, []string{Failed}}, {"accepted", 1, []string{Recovered}},
		{"held", 1, []string{Held}}, {"failed", 5, []string{Failed}}, {"held", 5, nil}, {"unchanged", 2, []string{Recovered}},
	} {
		for range step.times {
			b.run(step.outcome)
		}
		b.want(step.kinds...)
	}
	if entries, _ := os.ReadDir(b.Outbox); len(entries) != 0 {
		t.Errorf("delivered, and still in the outbox: %v", entries)
	}
}

// TestRestart: a new notifier over the same ledger says nothing anew.
func TestRestart(t *testing.T) {
	b := newBench(t)
	b.run("held")
	b.want(Held)
	b.Notifier = &Notifier{Config: b.Config, Title: b.Title, Base: b.Base, Agent: b.Agent, Journal: b.ledger, Outbox: b.Outbox, Log: b.Log, Now: b.Now, Sleep: b.Sleep}
	b.After(t.Context(), source) // the same run again: it may come twice, as the same
	b.mu.Lock()
	for _, v := range b.got {
		if v.Kind != Held || v.ID != noticeID("list", Held, b.now) {
			t.Errorf("something else: %+v", v)
		}
	}
	b.got = nil
	b.mu.Unlock()
	b.run("held")
	b.want()
	b.run("accepted")
	b.want(Recovered)
}

func TestWebhook(t *testing.T) {
	b := newBench(t)
	b.run("held")
	v := b.got[0]
	if v.Source != "list" || v.URL != source.URL || v.Publication != b.Base || v.ID == "" || !v.At.Equal(b.now) || !v.Since.Equal(b.now) || v.Message != "the words of the held run" {
		t.Errorf("%+v", v)
	}
	for _, s := range []string{"Lister: list: ", "held back", "the words of the held run", "samling approve list", "samling diff list"} {
		if !strings.Contains(v.Text, s) {
			t.Errorf("%q is not in %q", s, v.Text)
		}
	}
	if b.header.Get("Content-Type") != "application/json" || b.header.Get("User-Agent") != "Samling/1" || b.header.Get("Webhook-Id") != v.ID {
		t.Errorf("%v", b.header)
	}
}

// TestReceiverIsAway: a few attempts, further apart each time; then at the next run;
// for a week.
func TestReceiverIsAway(t *testing.T) {
	b := newBench(t)
	b.status = []int{500, 503}
	b.run("held")
	b.want(Held)
	if !slices.Equal(b.slept, []time.Duration{2 * time.Second, 4 * time.Second}) {
		t.Errorf("slept %v", b.slept)
	}
	b.run("accepted")
	b.want(Recovered)
	b.status = []int{500, 500, 500, 404, 301}
	b.run("held")     // 500 three times
	b.run("held")     // 404, not asked again at once
	b.run("accepted") // 301, and nothing more is tried on this channel
	b.want()
	b.run("unchanged")
	b.want(Held, Recovered)
	if log := b.log.String(); strings.Contains(log, "secret") || !strings.Contains(log, "status 404") || !strings.Contains(log, "leads to") {
		t.Errorf("the log holds the address of the webhook, or no reason: %s", log)
	}
	b.status = slices.Repeat([]int{404}, 10)
	b.run("held")
	b.now = b.now.Add(8 * 24 * time.Hour)
	b.run("held")
	if entries, _ := os.ReadDir(b.Outbox); len(entries) != 0 || !strings.Contains(b.log.String(), "given up") {
		t.Errorf("kept for more than a week: %v", entries)
	}
}

// TestNobodyThere: no connection is an error that does not name the secret address,
// and a stop ends the attempts.
func TestNobodyThere(t *testing.T) {
	b := newBench(t)
	server := httptest.NewServer(nil)
	b.Config.Webhook = server.URL + "/secret"
	server.Close()
	b.run("held")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b.After(ctx, source)
	if log := b.log.String(); strings.Contains(log, "secret") || !strings.Contains(log, "refused") || !strings.Contains(log, "canceled") {
		t.Errorf("%s", log)
	}
	if entries, _ := os.ReadDir(b.Outbox); len(entries) != 1 {
		t.Errorf("the notice is lost: %v", entries)
	}
	if err := os.WriteFile(filepath.Join(b.Outbox, "other.json"), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	b.run("held")
	if !strings.Contains(b.log.String(), "other.json is no notice") {
		t.Errorf("%s", b.log.String())
	}
}

func TestNobodyToTell(t *testing.T) {
	b := newBench(t)
	b.Config = config.Notify{After: 3}
	b.run("held")
	b.want()
	if _, err := os.Stat(b.Outbox); err == nil {
		t.Error("an outbox was made")
	}
}
