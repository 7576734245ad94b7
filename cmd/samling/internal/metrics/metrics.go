// Package metrics keeps the figures that Samling is watched by, for Prometheus.
//
//	m := metrics.New("1.0", metrics.Serving)
//	m.Tally(…)               // what the run journal counts
//	m.Status(…)              // how the sources are now
//	http.Handle("/metrics", m.Handler())
//
// A program that runs once has a file instead ([Set.WriteFile], in the form of
// node_exporter's textfile collector). It has gauges of the last run where a serving
// one has counters: a counter that begins at zero in each run counts nothing.
//
// A point in time is given as such, in seconds of Unix time, and not as an age, which
// would stand still with the program: the age of the edition is
// time() - samling_edition_made_timestamp_seconds.
package metrics

import (
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"samling/cmd/samling/internal/status"
)

// Mode says how long the figures live.
type Mode int

const (
	Serving Mode = iota // as long as the program, which is asked for them
	OneShot             // one run, at whose end they are written to a file
)

// Set is all figures. It is safe for use by several goroutines.
type Set struct {
	registry *prometheus.Registry

	editionNumber, editionMade, editionEntries, editionFiles prometheus.Gauge

	lastRun, lastSuccess, due            *prometheus.GaugeVec // by source
	entries, held, failures, missed, bad *prometheus.GaugeVec // by source
	fields                               *prometheus.GaugeVec // by source and field
	runs                                 *prometheus.CounterVec

	requests func(host, code string)
	bytes    func(source string, n int64)
	took     func(source string, d time.Duration)
}

// New returns a set of figures; version is the program's.
func New(version string, mode Mode) *Set {
	s := &Set{registry: prometheus.NewRegistry()}
	s.build(version)
	s.edition()
	s.sources()
	if mode == Serving {
		s.counters()
		s.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	} else {
		s.gauges()
	}
	return s
}

// gauge and gaugeVec register; that cannot fail, since every name is given once.
func (s *Set) gauge(name, help string) prometheus.Gauge {
	g := prometheus.NewGauge(prometheus.GaugeOpts{Name: "samling_" + name, Help: help})
	s.registry.MustRegister(g)
	return g
}

func (s *Set) gaugeVec(name, help string, labels ...string) *prometheus.GaugeVec {
	g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "samling_" + name, Help: help}, labels)
	s.registry.MustRegister(g)
	return g
}

func (s *Set) counterVec(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "samling_" + name, Help: help}, labels)
	s.registry.MustRegister(c)
	return c
}

func (s *Set) build(version string) {
	s.gaugeVec("build_info", "What is running; always 1.", "version", "goversion").
		WithLabelValues(version, runtime.Version()).Set(1)
}

func (s *Set) edition() {
	s.editionNumber = s.gauge("edition_number", "The number of the edition in the web root; 0 when there is none.")
	s.editionMade = s.gauge("edition_made_timestamp_seconds", "When the edition in the web root was made; 0 when there is none.")
	s.editionEntries = s.gauge("edition_entries", "Entries in the edition.")
	s.editionFiles = s.gauge("edition_files", "Files of the edition.")
}

func (s *Set) sources() {
	s.lastRun = s.gaugeVec("source_last_run_timestamp_seconds", "When the source was last tried.", "source")
	s.lastSuccess = s.gaugeVec("source_last_success_timestamp_seconds", "The last healthy harvest of the source; 0 when there was none.", "source")
	s.due = s.gaugeVec("source_due_timestamp_seconds", "When the source is due next by its schedule.", "source")
	s.entries = s.gaugeVec("source_entries", "Entries on the page at the last healthy harvest.", "source")
	s.held = s.gaugeVec("source_held", "1 while the page is held back since it no longer reads as the list it was.", "source")
	s.failures = s.gaugeVec("source_failures_in_turn", "Failed runs since the last healthy one.", "source")
	s.missed = s.gaugeVec("source_slots_missed", "Slots of the schedule since the last healthy harvest.", "source")
	s.bad = s.gaugeVec("source_problems", "Problems with entries when the page was last read.", "source")
	s.fields = s.gaugeVec("source_field_problems", "Problems with entries when this program last read the page, by field.", "source", "field")
	s.runs = s.counterVec("runs_total", "Runs in the journal, by source and outcome.", "source", "outcome")
}

// counters are the figures of a program that goes on.
func (s *Set) counters() {
	requests := s.counterVec("http_requests_total", "Requests sent, by host and by status of the answer (0 for none).", "host", "code")
	bytes := s.counterVec("fetched_bytes_total", "Bytes of pages received, unpacked.", "source")
	took := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "samling_harvest_duration_seconds", Help: "How long harvests took, with publishing what they brought.",
		Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300},
	})
	s.registry.MustRegister(took)
	s.requests = func(host, code string) { requests.WithLabelValues(host, code).Inc() }
	s.bytes = func(source string, n int64) { bytes.WithLabelValues(source).Add(float64(n)) }
	s.took = func(_ string, d time.Duration) { took.Observe(d.Seconds()) }
}

// gauges are the same figures of one run.
func (s *Set) gauges() {
	requests := s.gaugeVec("last_run_http_requests", "Requests sent in the last run, by host and by status of the answer (0 for none).", "host", "code")
	bytes := s.gaugeVec("last_run_fetched_bytes", "Bytes of pages received in the last run, unpacked.", "source")
	took := s.gaugeVec("last_run_duration_seconds", "How long the last harvest took.", "source")
	s.requests = func(host, code string) { requests.WithLabelValues(host, code).Inc() }
	s.bytes = func(source string, n int64) { bytes.WithLabelValues(source).Add(float64(n)) }
	s.took = func(source string, d time.Duration) { took.WithLabelValues(source).Set(d.Seconds()) }
}

// Tally sets the runs there were to what the journal counts, by source and outcome, so
// that the count goes on where the program before left off. It is for the beginning.
func (s *Set) Tally(tally map[[2]string]int) {
	for key, n := range tally {
		s.runs.WithLabelValues(key[0], key[1]).Add(float64(n))
	}
}

// Status sets what is told of the edition and of the sources in st.
func (s *Set) Status(st status.Status) {
	if e := st.Edition; e != nil {
		s.editionNumber.Set(float64(e.Number))
		s.editionMade.Set(float64(e.Made.Unix()))
		s.editionEntries.Set(float64(e.Entries))
		s.editionFiles.Set(float64(e.Files))
	}
	for _, src := range st.Sources {
		s.source(src)
	}
}

func (s *Set) source(src status.Source) {
	set := func(g *prometheus.GaugeVec, v float64) { g.WithLabelValues(src.ID).Set(v) }
	if src.LastRun != nil {
		set(s.lastRun, seconds(*src.LastRun))
	}
	set(s.lastSuccess, 0)
	if src.LastSuccess != nil {
		set(s.lastSuccess, seconds(*src.LastSuccess))
	}
	if src.NextDue != nil {
		set(s.due, seconds(*src.NextDue))
	}
	held := 0.0
	if src.Held != nil { // also while it cannot be fetched
		held = 1
	}
	set(s.held, held)
	set(s.entries, float64(src.Entries))
	set(s.failures, float64(src.Streak.Failed))
	set(s.missed, float64(src.Missed))
	set(s.bad, float64(src.Problems))
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// Run counts one run of a source.
func (s *Set) Run(source, outcome string, took time.Duration) {
	s.runs.WithLabelValues(source, outcome).Inc()
	s.took(source, took)
}

// Problems sets how many problems a page had, by field. It is called when a page was read.
func (s *Set) Problems(source string, byField map[string]int) {
	s.fields.DeletePartialMatch(prometheus.Labels{"source": source})
	for field, n := range byField {
		s.fields.WithLabelValues(source, field).Set(float64(n))
	}
}

// Answered counts one request; status is 0 when no answer came.
func (s *Set) Answered(host string, status int) { s.requests(host, strconv.Itoa(status)) }

// Fetched counts the bytes of a page.
func (s *Set) Fetched(source string, n int64) { s.bytes(source, n) }

// Handler answers with the figures as they are.
func (s *Set) Handler() http.Handler {
	return promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{Registry: s.registry})
}

// WriteFile writes the figures to a file, whole or not at all.
func (s *Set) WriteFile(path string) error { return prometheus.WriteToTextfile(path, s.registry) }
