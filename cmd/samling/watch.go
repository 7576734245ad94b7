package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"samling/cmd/samling/internal/metrics"
	"samling/cmd/samling/internal/notify"
	"samling/cmd/samling/internal/pipeline"
	"samling/cmd/samling/internal/status"
)

// watcher tells the outside of what runs did: figures, and notices to a person.
type watcher struct {
	a       *assembly
	metrics *metrics.Set // nil where nobody asks for figures
	notify  *notify.Notifier
}

// watch makes what tells notices.
func (m *Main) watch(a *assembly, log *slog.Logger) *watcher {
	return &watcher{a: a, notify: &notify.Notifier{
		Config: a.Config.Notify, Title: a.Config.Title, Base: a.Config.Base, Agent: a.Config.UserAgent(m.Version),
		Journal: a.Ledger, Outbox: outbox(a.Config.Out), Log: log, Now: m.Now, Sleep: notify.Pause,
	}}
}

// measured is watch with figures, which begin with what the ledger knows.
func (m *Main) measured(ctx context.Context, a *assembly, log *slog.Logger, mode metrics.Mode) (*watcher, error) {
	w := m.watch(a, log)
	w.metrics = metrics.New(m.Version, mode)
	a.asked.told = w.metrics.Answered
	tally, err := a.Ledger.Tally(ctx)
	if err != nil {
		return nil, err
	}
	w.metrics.Tally(tally)
	return w, nil
}

// outbox is where notices wait.
func outbox(out string) string { return filepath.Join(out, "state", "outbox") }

// after tells of what a run did. Notices that cannot be sent are logged and kept.
func (w *watcher) after(ctx context.Context, report pipeline.Report) {
	tried := map[string]bool{}
	for i := range report.Sources {
		s := &report.Sources[i]
		if s.Outcome == pipeline.NotTried {
			continue // it is not in the journal: the newest run there is another one's
		}
		tried[s.ID] = true
		if w.metrics != nil {
			w.figures(s)
		}
	}
	for _, src := range w.a.Config.Sources {
		if tried[src.ID] {
			w.notify.After(ctx, src)
		}
	}
}

// figures are those of what became of a source.
func (w *watcher) figures(s *pipeline.SourceReport) {
	w.metrics.Run(s.ID, s.Outcome, s.Took)
	w.metrics.Fetched(s.ID, s.Bytes)
	if s.Outcome == pipeline.Accepted || s.Outcome == pipeline.Held {
		byField := map[string]int{}
		for _, p := range s.Problems {
			byField[p.Field]++
		}
		w.metrics.Problems(s.ID, byField)
	}
}

// refresh sets the figures of sources (all, if none is named) from the ledger.
func (w *watcher) refresh(ctx context.Context, ids ...string) error {
	st, err := status.Read(ctx, w.a.from(0), ids...)
	if err != nil {
		return fmt.Errorf("read the status for the metrics: %w", err)
	}
	w.metrics.Status(st)
	return nil
}

// scrape answers with the figures as the ledger has them now: another samling, such as
// approve, may have been at work beside this one.
func (w *watcher) scrape(log *slog.Logger) http.Handler {
	figures := w.metrics.Handler()
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), scrapePatience)
		defer cancel()
		if err := w.refresh(ctx); err != nil {
			log.Warn("metrics not renewed", "error", err)
		}
		figures.ServeHTTP(rw, r)
	})
}

// scrapePatience is how long a scrape waits for the ledger; after it the figures are those
// of the last harvest.
const scrapePatience = 3 * time.Second

// from is what a status is read from.
func (a *assembly) from(runs int) status.From {
	return status.From{Config: a.Config, Ledger: a.Ledger, Now: a.Now, Runs: runs}
}

// write writes the figures to a file, if one is named.
func (w *watcher) write(ctx context.Context, path string) error {
	if path == "" {
		return nil
	}
	if err := w.refresh(ctx); err != nil {
		return err
	}
	if err := w.metrics.WriteFile(path); err != nil {
		return &exitError{code: exitUsage, err: fmt.Errorf("write metrics: %w", err), hint: "name a file in a folder that this user may write"}
	}
	return nil
}

// logged is the line in the log that every harvest has.
func logged(log *slog.Logger, report pipeline.Report, err error) {
	for _, s := range report.Sources {
		level := slog.LevelInfo
		args := []any{
			"source", s.ID, "outcome", s.Outcome, "seconds", s.Took.Seconds(), "entries", s.Entries,
			"added", s.Added, "changed", s.Changed, "unchanged", s.Unchanged, "missing", s.Missing, "problems", s.Found,
			"edition", report.Edition, "published", report.Published,
		}
		switch {
		case errors.Is(err, pipeline.ErrHeld), s.Outcome == pipeline.NotTried:
			level = slog.LevelWarn
		case err != nil:
			level = slog.LevelError
		}
		if err != nil {
			args = append(args, "error", err)
		}
		log.Log(context.Background(), level, "harvested", args...)
	}
}
