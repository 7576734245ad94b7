package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/metrics"
	"samling/cmd/samling/internal/pipeline"
	"samling/cmd/samling/internal/sample"
	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/websub"
	"samling/harvest"
	"samling/transform"
	"samling/vocab"
)

type runCommand struct {
	Setup
	DryRun  bool     `help:"Show field by field what would change, and write nothing."`
	JSON    bool     `name:"json" help:"Print what was done as one JSON object."`
	Metrics string   `placeholder:"FILE" help:"Write metrics to this file, for node_exporter's textfile collector."`
	Sources []string `arg:"" optional:"" name:"source" help:"Ids of the sources to harvest; all if none is named."`
}

func (runCommand) Help() string {
	return `Each source is fetched, read, normalised and matched with the ledger; then all that was
accepted is published as one edition under the output directory, whole or not at all. A page
that has not changed costs one conditional request and leaves every published byte as it is.

A page that no longer reads as the list it was is held back: nothing is changed, what is
published stays, and the exit status is 4. See samling diff and samling approve.

` + exitStatus
}

// Setup is what run and serve have in common.
type Setup struct {
	Config string `default:"samling.yaml" placeholder:"FILE" help:"The configuration (samling.yaml)."`
	DB     string `name:"db" placeholder:"ADDRESS" help:"The PostgreSQL database that the ledger is in, for several machines; instead of db in the configuration."`
	Sample bool   `help:"Harvest the page that comes with the program, over HTTP on the loopback interface; the base address is then http://localhost:8080/."`
}

// Run harvests and publishes once.
func (c runCommand) Run(ctx context.Context, m *Main) error {
	a, err := m.assemble(ctx, c.Setup, c.DryRun)
	if err != nil {
		return err
	}
	defer a.close()
	return m.run(ctx, a, pipeline.Options{Sources: c.Sources, DryRun: c.DryRun}, c.JSON, c.Metrics)
}

// run runs the pipeline, tells who is to be told, and prints what it did.
func (m *Main) run(ctx context.Context, a *assembly, o pipeline.Options, asJSON bool, figures string) error {
	w := m.watch(a, m.logger(logOptions{}))
	if figures != "" {
		var err error
		if w, err = m.measured(ctx, a, m.logger(logOptions{}), metrics.OneShot); err != nil {
			return err
		}
	}
	if !asJSON && figures == "" {
		o.MaxProblems = maxRead
	}
	progress := m.progress()
	a.Progress = progress.step
	report, err := a.Run(ctx, o)
	progress.end()
	if errors.Is(err, pipeline.ErrNoSource) || errors.Is(err, pipeline.ErrNothingHeld) {
		return err
	}
	if !o.DryRun {
		w.after(ctx, report)
		err = errors.Join(err, w.write(ctx, figures))
	}
	if asJSON {
		return errors.Join(err, report.List(a.Config.Out), m.json(report))
	}
	m.table(report)
	return err
}

// json prints a value for programs.
func (m *Main) json(v any) error {
	enc := json.NewEncoder(m.Stdout)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// assembly is a pipeline with all that it needs, to be closed.
type assembly struct {
	pipeline.Pipeline
	ledger  *store.SQLite   // where it is in a file
	shared  *store.Postgres // where it is in a database
	asked   asked
	damaged atomic.Pointer[error] // what is wrong with the ledger, once it was found out
	closers []io.Closer
}

func (a *assembly) close() {
	for i := len(a.closers) - 1; i >= 0; i-- {
		if err := a.closers[i].Close(); err != nil {
			slog.Error("close", "error", err)
		}
	}
}

// assemble puts a pipeline together from the configuration.
func (m *Main) assemble(ctx context.Context, s Setup, readOnly bool) (*assembly, error) {
	cfg, err := s.load()
	if err != nil {
		return nil, &exitError{code: exitUsage, err: err}
	}
	a := &assembly{}
	a.Pipeline = pipeline.Pipeline{Config: cfg, Version: m.Version, Now: m.Now}
	if a.Bodies, err = loadBodies(cfg.Bodies); err != nil {
		return nil, &exitError{code: exitUsage, err: err}
	}
	if err := a.open(ctx, readOnly, m.Now); err != nil {
		return nil, err
	}
	a.closers = append(a.closers, a.Ledger)
	var robots harvest.RobotsCache = a.Ledger
	var hosts []netip.AddrPort
	if s.Sample {
		server, err := sample.Serve()
		if err != nil {
			a.close()
			return nil, err
		}
		a.closers = append(a.closers, server)
		hosts = append(hosts, server.AddrPort())
		cfg.Sources[0].Fetch = server.Address(cfg.Sources[0].URL)
		robots = nil // its address is another one each time
	}
	web, err := harvest.NewFetcher(harvest.FetchOptions{
		UserAgent: cfg.UserAgent(m.Version), AllowPrivate: cfg.Network.AllowPrivate, AllowHosts: hosts,
		MaxBody: cfg.Network.MaxBody, Timeout: cfg.Network.Timeout, Robots: robots, Now: m.Now,
		Retries: cfg.Network.Retries, MinDelay: cfg.Network.MinDelay,
		Requests: a.asked.add,
	})
	if err != nil {
		a.close()
		return nil, &exitError{code: exitUsage, err: err}
	}
	if err := a.connect(m); err != nil {
		a.close()
		return nil, err
	}
	a.Web, a.Asked = web, a.asked.take
	a.closers = append(a.closers, web)
	a.FeedsChanged = m.tellHub(cfg)
	a.Files = harvest.FileFetcher{MaxBody: cfg.Network.MaxBody, Now: m.Now}
	return a, nil
}

// tellHub returns what tells the configured hub of changed feeds, or nil. What goes
// wrong is logged: the edition is published all the same.
func (m *Main) tellHub(cfg *config.Config) func(context.Context, []string) {
	if cfg.Feeds.Hub == "" {
		return nil
	}
	hub := websub.Publisher{
		Hub: cfg.Feeds.Hub, UserAgent: cfg.UserAgent(m.Version),
		Transport: harvest.NewTransport(cfg.Network.AllowPrivate, nil),
	}
	return func(ctx context.Context, feeds []string) {
		if err := hub.Ping(ctx, feeds); err != nil {
			m.logger(logOptions{}).Warn("hub not told", "error", err)
		}
	}
}

// load reads the configuration. With --sample there need be none; where a file was
// named, the sample is published as it says.
func (s Setup) load() (*config.Config, error) {
	tuned := os.Getenv("GOGC") != ""
	if !tuned {
		debug.SetGCPercent(gcPercent / 4)
	}
	cfg, err := s.read()
	if err != nil {
		return nil, err
	}
	if s.DB != "" {
		cfg.DB = s.DB
	}
	switch {
	case tuned:
	case len(cfg.Sources) > manySources:
		debug.FreeOSMemory()
	default:
		debug.SetGCPercent(gcPercent)
	}
	return cfg, nil
}

// manySources is from how many on reading the configuration takes more memory than the rest of
// a run, to which it is given back; what they take themselves is kept small with a few hundredths more CPU.
const manySources = 1000

func (s Setup) read() (*config.Config, error) {
	if !s.Sample {
		return config.Load(s.Config)
	}
	cfg := config.Sample()
	if s.Config == "samling.yaml" {
		return cfg, nil
	}
	own, err := config.Load(s.Config)
	if err != nil {
		return nil, err
	}
	own.Base, own.Sources = cfg.Base, cfg.Sources
	return own, nil
}

func loadBodies(path string) (*vocab.Bodies, error) {
	if path == "" {
		return vocab.LoadBodies()
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the authority file (bodies): %w", err)
	}
	defer f.Close()
	return vocab.LoadBodies(f)
}

// open opens the ledger, and what keeps the pages.
func (a *assembly) open(ctx context.Context, readOnly bool, now func() time.Time) (err error) {
	if a.Config.DB != "" {
		open := store.OpenPostgres
		if readOnly {
			open = store.OpenPostgresReadOnly
		}
		if a.shared, err = open(ctx, a.Config.DB); err == nil {
			a.Ledger, a.Pages = a.shared, a.shared
		}
		return err
	}
	open := store.Open
	if readOnly {
		open = store.OpenReadOnly
	}
	if a.ledger, err = open(ctx, filepath.Join(a.Config.Out, "state")); err == nil {
		a.ledger.Now = now
		a.Ledger, a.Pages = a.ledger, pipeline.Folder(filepath.Join(a.Config.Out, "raw"))
	}
	return err
}

// progress shows on a terminal what a run is at.
type progress struct {
	w     io.Writer
	mu    sync.Mutex // sources are harvested side by side
	shown bool
	seen  map[string]bool
}

func (m *Main) progress() *progress {
	if f, ok := m.Stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return &progress{w: f}
	}
	return &progress{}
}

func (p *progress) step(source, step string) {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown = true
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	p.seen[source] = true
	fmt.Fprintf(p.w, "\r\x1b[K%d: %s %s", len(p.seen), step, source)
}

func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// table prints what a run did.
func (m *Main) table(r pipeline.Report) {
	for _, s := range r.Sources {
		m.changes(s)
	}
	t := tabwriter.NewWriter(m.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "source\toutcome\tadded\tchanged\tunchanged\tmissing\twithdrawn\tproblems")
	for _, s := range r.Sources {
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\n", s.ID, s.Outcome, s.Added, s.Changed, s.Unchanged, s.Missing, s.Withdrawn, s.Found)
	}
	t.Flush()
	shown := 0
	for _, s := range r.Sources {
		m.problems(s)
		shown += len(s.Problems)
	}
	if more := r.Problems - shown; more > 0 {
		fmt.Fprintf(m.Stdout, "problem: %d more, of other sources; see them all with --json\n", more)
	}
	switch {
	case r.DryRun:
		fmt.Fprintln(m.Stdout, "dry run: nothing was written")
	case r.Published:
		fmt.Fprintf(m.Stdout, "edition %d: %d files in %s (open %s)\n", r.Edition, r.FileCount, r.Root, filepath.Join(r.Root, "index.html"))
	case r.Edition > 0:
		fmt.Fprintf(m.Stdout, "edition %d in %s is up to date; nothing was written\n", r.Edition, r.Root)
	}
	if b := r.Bucket; b != nil && b.Edition > 0 {
		fmt.Fprintf(m.Stdout, "bucket: edition %d; %d objects sent, %d bytes\n", b.Edition, b.Objects, b.Bytes)
	}
}

// changes prints what a dry run would change, field by field.
func (m *Main) changes(s pipeline.SourceReport) {
	for _, c := range s.Changes {
		fmt.Fprintf(m.Stdout, "%s %s %q\n", c.Kind, c.ID, c.Title)
		m.differences(c.Fields)
	}
}

// differences prints fields before and after.
func (m *Main) differences(fields []transform.Difference) {
	for _, f := range fields {
		if f.Before != "" {
			fmt.Fprintf(m.Stdout, "  - %s: %s\n", f.Field, f.Before)
		}
		if f.After != "" {
			fmt.Fprintf(m.Stdout, "  + %s: %s\n", f.Field, f.After)
		}
	}
}

// maxRead is how many problems of all sources a person is expected to read.
const maxRead = 1000

// maxProblems is how many different problems of a source are shown to a person.
const maxProblems = 20

// problems prints each different problem of a source once, with the first entry that
// has it and how many do.
func (m *Main) problems(s pipeline.SourceReport) {
	type kind struct{ field, reason string }
	var order []kind
	first, count := map[kind]pipeline.EntryProblem{}, map[kind]int{}
	for _, p := range s.Problems {
		k := kind{p.Field, p.Reason}
		if count[k]++; count[k] == 1 {
			order = append(order, k)
			first[k] = p
		}
	}
	for i, k := range order {
		if i == maxProblems {
			fmt.Fprintf(m.Stdout, "problem: %s: and %d more kinds; see them all with --json\n", s.ID, len(order)-i)
			return
		}
		p := first[k]
		more := ""
		if n := count[k] - 1; n > 0 {
			more = fmt.Sprintf(" (and %d more)", n)
		}
		fmt.Fprintf(m.Stdout, "problem: %s: %s: %s, in entry %d %q%s\n", s.ID, k.field, k.reason, p.Position, p.Title, more)
	}
}
