package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

	"samling/cmd/samling/internal/httpd"
	"samling/cmd/samling/internal/pipeline"
	"samling/cmd/samling/internal/schedule"
	"samling/publish"
)

type serveCommand struct {
	Setup
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"The address to serve on (127.0.0.1:8080)."`
}

func (serveCommand) Help() string {
	return `Each source is harvested on its cron expression, and once at the start if it never was. The
publication under the output directory is served with the right media types. An interrupt or a
SIGTERM lets what is under way end.

Where the ledger is in a database (--db), it harvests nothing itself: it decides what is due,
samling worker harvests it, and what workers accept is published.

` + exitStatus
}

// grace is how long requests and harvests under way may go on after a stop.
const grace = 30 * time.Second

// Run harvests on schedule and serves until ctx is done.
func (c serveCommand) Run(ctx context.Context, m *Main) error {
	a, err := m.assemble(ctx, c.Setup, false)
	if err != nil {
		return err
	}
	defer a.close()
	log := m.logger()
	q, err := a.queue(ctx, log)
	if err != nil {
		return err
	}
	jobs := make([]schedule.Job, len(a.Config.Sources))
	for i, src := range a.Config.Sources {
		jobs[i] = schedule.Job{ID: src.ID, Expr: src.Schedule, Run: func(ctx context.Context) error {
			return a.logged(ctx, log, src.ID)
		}}
		if q != nil {
			jobs[i].Run = a.due(log, q, src.ID, src.Schedule)
		}
	}
	scheduler, err := schedule.New(jobs, schedule.WithLogger(log), schedule.WithGrace(grace))
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	ln, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return &exitError{code: exitUsage, err: fmt.Errorf("serve: %w", err), hint: "choose another address with --addr"}
	}
	live, err := a.Live(ctx)
	if err != nil {
		return err
	}
	log.Info("serving", "address", "http://"+ln.Addr().String()+"/", "root", publish.WebRoot(a.Config.Out))
	group, gctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		return httpd.Serve(gctx, ln, httpd.Handler(publish.WebRoot(a.Config.Out), httpd.Options{Live: live}), grace)
	})
	group.Go(func() error {
		first := a.first
		if q != nil {
			first = func(ctx context.Context, log *slog.Logger) error { return a.firstDue(ctx, log, q) }
			group.Go(func() error { return a.follow(gctx, log, q) })
		}
		if err := first(gctx, log); err != nil {
			log.Error("first harvest", "error", err)
		}
		return scheduler.Run(gctx)
	})
	return group.Wait()
}

// first harvests what was never harvested, and makes the web root if it is not there.
func (a *assembly) first(ctx context.Context, log *slog.Logger) error {
	ids, err := a.NeverHarvested(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		if ctx.Err() == nil {
			errs = append(errs, a.logged(ctx, log, id))
		}
	}
	if len(ids) == 0 {
		errs = append(errs, a.Publish(ctx))
	}
	return errors.Join(errs...)
}

// logged is one harvest with its line in the log.
func (a *assembly) logged(ctx context.Context, log *slog.Logger, id string) error {
	report, err := a.Pipeline.Run(ctx, pipeline.Options{Sources: []string{id}})
	log.Info("harvested", "source", id, "added", report.Added, "changed", report.Changed, "unchanged", report.Unchanged,
		"missing", report.Missing, "problems", report.Problems, "edition", report.Edition, "published", report.Published)
	return err
}

// logger logs for a person on a terminal, as JSON elsewhere.
func (m *Main) logger() *slog.Logger {
	if f, ok := m.Stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return slog.New(slog.NewTextHandler(f, nil))
	}
	return slog.New(slog.NewJSONHandler(m.Stderr, nil))
}
