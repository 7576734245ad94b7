package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/httpd"
	"samling/cmd/samling/internal/metrics"
	"samling/cmd/samling/internal/pipeline"
	"samling/cmd/samling/internal/schedule"
	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/work"
	"samling/publish"
	"samling/publish/oaipmh"
)

type serveCommand struct {
	Setup
	logOptions
	Addr        string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"The address to serve on (127.0.0.1:8080)."`
	MetricsAddr string `placeholder:"HOST:PORT" help:"Serve metrics for Prometheus on this address, under /metrics. Left out: nowhere."`
}

func (serveCommand) Help() string {
	return `Each source is harvested on its cron expression, and soon after the start if it never was or
a slot was missed meanwhile. The ledger is checked first: while it is damaged, what was
published is served and nothing is harvested. Of one host one page is fetched at a time. The publication under the
output directory is served with the right media types, and the ledger over OAI-PMH 2.0 at /oai. An interrupt or a SIGTERM lets what is under
way end, within 40 seconds.

Metrics name every source and host that is asked: serve them on an address that only your own
network reaches, such as 127.0.0.1:9464.

Where the ledger is in a database (--db), it harvests nothing itself: it decides what is due,
samling worker harvests it, and what workers accept is published.

` + exitStatus
}

const (
	grace   = 30 * time.Second // how long requests and harvests under way may go on after a stop
	catchUp = 2 * time.Minute  // within what is made up for what was missed
)

// Run harvests on schedule and serves until ctx is done.
func (c serveCommand) Run(ctx context.Context, m *Main) error {
	a, err := m.assemble(ctx, c.Setup, false)
	if err != nil {
		return err
	}
	defer a.close()
	log := m.logger(c.logOptions)
	w, err := m.measured(ctx, a, log, metrics.Serving)
	if err != nil {
		return err
	}
	if err := w.refresh(ctx); err != nil {
		return err
	}
	q, err := a.queue(ctx, log)
	if err != nil {
		return err
	}
	scheduler, err := m.scheduler(a, q, w, log)
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	mirror := a.mirrorBeside(log, bucketWait)
	handler, err := a.handler(ctx)
	if err != nil {
		return err
	}
	ln, err := listen(c.Addr, "--addr")
	if err != nil {
		return err
	}
	group, gctx := errgroup.WithContext(ctx)
	if c.MetricsAddr != "" {
		figures, err := listen(c.MetricsAddr, "--metrics-addr")
		if err != nil {
			return errors.Join(err, ln.Close())
		}
		log.Info("serving metrics", "address", "http://"+figures.Addr().String()+"/metrics")
		group.Go(func() error { return httpd.Serve(gctx, figures, onlyMetrics(w.scrape(log)), grace) })
	}
	log.Info("serving", "address", "http://"+ln.Addr().String()+"/", "root", publish.WebRoot(a.Config.Out))
	if q != nil {
		follower := follower{a: a, queue: q, watcher: w, log: log}
		group.Go(func() error { return follower.run(gctx) })
	}
	group.Go(func() error { return httpd.Serve(gctx, ln, handler, grace) })
	if a.Bucket != nil {
		group.Go(func() error { return mirror(gctx) })
	}
	group.Go(func() error {
		if err := a.check(gctx); err != nil && gctx.Err() == nil {
			// What is published is better than nothing, and is served; a person is needed.
			a.damaged.Store(&err)
			log.Error("nothing is harvested or published until the ledger is restored", "error", err)
			<-gctx.Done()
			return nil
		}
		if err := a.restore(gctx); err != nil {
			log.Error("publication not made again", "error", err)
		}
		return scheduler.Run(gctx)
	})
	return group.Wait()
}

// check looks for damage in a ledger that is a file. A database that cannot be asked now
// may be there again in a moment, and looks after its own files.
func (a *assembly) check(ctx context.Context) error {
	if a.ledger == nil {
		return nil
	}
	return a.ledger.Check(ctx)
}

// handler serves the web root, and beside it what is read from the ledger: records that
// have no files, and OAI-PMH.
func (a *assembly) handler(ctx context.Context) (http.Handler, error) {
	oai, err := a.OAI(ctx)
	if err != nil {
		return nil, err
	}
	return httpd.Handler(publish.WebRoot(a.Config.Out), httpd.Options{
		Mounts: map[string]http.Handler{"/" + oaipmh.Path: oai}, Live: a.Live(), Ready: a.ready,
	}), nil
}

func listen(addr, flag string) (net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, &exitError{code: exitUsage, err: fmt.Errorf("serve: %w", err), hint: "choose another address with " + flag}
	}
	return ln, nil
}

func onlyMetrics(h http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", h)
	return mux
}

// scheduler has a job for every source, which hands it out where there is a queue.
func (m *Main) scheduler(a *assembly, q *work.Queue, w *watcher, log *slog.Logger) (*schedule.Scheduler, error) {
	jobs := make([]schedule.Job, len(a.Config.Sources))
	for i, src := range a.Config.Sources {
		jobs[i] = schedule.Job{ID: src.ID, Expr: src.Schedule, Host: hostOf(src), Run: func(ctx context.Context) error {
			report, err := a.Pipeline.Run(ctx, pipeline.Options{Sources: []string{src.ID}})
			logged(log, report, err)
			w.after(ctx, report)
			if err := w.refresh(ctx, src.ID); err != nil {
				log.Error("metrics not renewed", "source", src.ID, "error", err)
			}
			return err
		}}
		if q != nil {
			jobs[i].Run, jobs[i].Host = a.due(log, q, src), ""
		}
	}
	return schedule.New(jobs, schedule.WithLogger(log), schedule.WithGrace(grace), schedule.WithClock(m.Now),
		schedule.WithConcurrency(a.Config.Network.Concurrency), schedule.WithJitter(a.Config.Network.Jitter),
		schedule.WithCatchUp(a.lastChecked, catchUp))
}

// hostOf is the host that a source is asked of; "" when it is a file.
func hostOf(src config.Source) string {
	u, err := url.Parse(src.Fetch)
	if err != nil {
		return ""
	}
	return u.Host
}

// lastChecked is a source's last healthy harvest; zero if there was none.
func (a *assembly) lastChecked(ctx context.Context, id string) (time.Time, error) {
	src, err := a.Ledger.Source(ctx, id)
	if errors.Is(err, store.ErrUnknown) {
		return time.Time{}, nil
	}
	return src.Checked, err
}

// restore makes the web root if it is not what the ledger says; where a source was never
// harvested, the harvest that is due at once does.
func (a *assembly) restore(ctx context.Context) error {
	never, err := a.NeverHarvested(ctx)
	if err != nil || len(never) > 0 {
		return err
	}
	return a.Publish(ctx)
}

// logOptions say how the log is written.
type logOptions struct {
	LogLevel  slog.Level `default:"info" placeholder:"LEVEL" help:"What is logged: debug, info, warn or error (info)."`
	LogFormat string     `default:"auto" enum:"auto,text,json" placeholder:"FORMAT" help:"How: text, json, or auto, which is text on a terminal and JSON elsewhere (auto)."`
}

// logger logs for a person on a terminal, as JSON elsewhere. The keys are the same in
// every line: source, outcome, seconds, error …
func (m *Main) logger(o logOptions) *slog.Logger {
	options := &slog.HandlerOptions{Level: o.LogLevel}
	f, ok := m.Stderr.(*os.File)
	if o.LogFormat == "text" || o.LogFormat != "json" && ok && term.IsTerminal(int(f.Fd())) {
		return slog.New(slog.NewTextHandler(m.Stderr, options))
	}
	return slog.New(slog.NewJSONHandler(m.Stderr, options))
}
