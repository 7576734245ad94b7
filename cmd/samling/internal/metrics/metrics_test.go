package metrics

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"samling/cmd/samling/internal/status"
)

// filled is a set with every figure set.
func filled(mode Mode) *Set {
	at := time.Date(2026, 11, 24, 5, 17, 0, 0, time.UTC)
	s := New("1.0", mode)
	s.Tally(map[[2]string]int{{"list", "accepted"}: 7, {"list", "failed"}: 2})
	s.Status(status.Status{
		Edition: &status.Edition{Number: 3, Made: at, Entries: 12, Files: 40},
		Sources: []status.Source{
			{ID: "list", Outcome: "failed", Held: &status.Held{}, LastRun: &at, LastSuccess: &at, NextDue: &at, Entries: 12, Problems: 5, Missed: 1, Streak: status.Streak{Held: 1, Failed: 2}},
			{ID: "new"},
		},
	})
	s.Run("list", "held", 1500*time.Millisecond)
	s.Problems("list", map[string]int{"gone": 9})
	s.Problems("list", map[string]int{"year": 2, "publisher": 3})
	s.Answered("example.org", 200)
	s.Answered("example.org", 200)
	s.Answered("example.org:8443", 0)
	s.Fetched("list", 4096)
	return s
}

// TestLint holds every name and help text against Prometheus' conventions.
func TestLint(t *testing.T) {
	for _, mode := range []Mode{Serving, OneShot} {
		problems, err := testutil.GatherAndLint(filled(mode).registry)
		if err != nil || len(problems) > 0 {
			t.Errorf("mode %d: %v, %v", mode, problems, err)
		}
	}
}

// TestLintFinds plants names that the conventions do not allow.
func TestLintFinds(t *testing.T) {
	r := prometheus.NewRegistry()
	r.MustRegister(prometheus.NewCounter(prometheus.CounterOpts{Name: "samling_requests"}),
		prometheus.NewGauge(prometheus.GaugeOpts{Name: "samling_age_minutes", Help: "x"}))
	var problems []promlint.Problem
	problems, err := testutil.GatherAndLint(r)
	if err != nil || len(problems) != 2 {
		t.Errorf("%v, %v", problems, err)
	}
}

// common are lines that both modes have.
var common = []string{
	`samling_edition_number 3`, `samling_edition_made_timestamp_seconds 1.79549742e+09`, `samling_edition_entries 12`,
	`samling_source_held{source="list"} 1`, `samling_source_held{source="new"} 0`, `samling_source_entries{source="list"} 12`,
	`samling_source_last_success_timestamp_seconds{source="list"} 1.79549742e+09`, `samling_source_last_success_timestamp_seconds{source="new"} 0`,
	`samling_source_failures_in_turn{source="list"} 2`, `samling_source_slots_missed{source="list"} 1`,
	`samling_source_problems{source="list"} 5`, `samling_source_field_problems{field="year",source="list"} 2`,
	`samling_runs_total{outcome="accepted",source="list"} 7`, `samling_runs_total{outcome="held",source="list"} 1`,
	`samling_build_info{goversion="`,
}

func check(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(text, line) {
			t.Errorf("%s is not in\n%s", line, text)
		}
	}
	if strings.Contains(text, `"gone"`) {
		t.Error("a problem that is gone is still told of")
	}
}

func TestServed(t *testing.T) {
	server := httptest.NewServer(filled(Serving).Handler())
	defer server.Close()
	resp, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 {
		t.Fatal(resp.Status, err)
	}
	check(t, string(body), append(common,
		`samling_http_requests_total{code="200",host="example.org"} 2`, `samling_http_requests_total{code="0",host="example.org:8443"} 1`,
		`samling_fetched_bytes_total{source="list"} 4096`, `samling_harvest_duration_seconds_bucket{le="2.5"} 1`,
		`samling_harvest_duration_seconds_bucket{le="1"} 0`, `go_goroutines`, `process_start_time_seconds`)...)
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "samling.prom")
	for range 2 { // the second takes the first's place
		if err := filled(OneShot).WriteFile(path); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check(t, string(text), append(common,
		`samling_last_run_http_requests{code="200",host="example.org"} 2`, `samling_last_run_fetched_bytes{source="list"} 4096`,
		`samling_last_run_duration_seconds{source="list"} 1.5`)...)
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%v left behind; %v", files, err)
	}
	if err := filled(OneShot).WriteFile(filepath.Join(dir, "no", "such.prom")); err == nil {
		t.Error("written to a folder that is not there")
	}
}
