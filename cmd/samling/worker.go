package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/pipeline"
	"samling/cmd/samling/internal/schedule"
	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/work"
)

type workerCommand struct {
	Setup
	logOptions
	Jobs     int           `default:"4" placeholder:"N" help:"How many sources to harvest at once (4)."`
	Patience time.Duration `default:"15m" placeholder:"TIME" help:"How long a harvest may take before it is given to another worker (15m)."`
}

func (workerCommand) Help() string {
	return `Harvests what samling serve finds to be due, for a ledger in a PostgreSQL database (--db, or db in
the configuration). Start as many workers as wanted, on any machines that have the same
configuration; a source is harvested once each time it is due, also where a worker is killed or
stopped on the way, and of one host one worker asks at a time. Workers publish nothing: samling serve does. An interrupt or a SIGTERM lets
what is under way end.

` + exitStatus
}

// Run works until ctx is done.
func (c workerCommand) Run(ctx context.Context, m *Main) error {
	if c.Jobs < 1 || c.Patience < time.Second {
		return &exitError{code: exitUsage, err: errors.New("worker: --jobs must be 1 or more, and --patience 1s or more")}
	}
	a, err := m.assemble(ctx, c.Setup, false)
	if err != nil {
		return err
	}
	defer a.close()
	log := m.logger(c.logOptions)
	q, err := a.queue(ctx, log)
	if err != nil {
		return err
	}
	if q == nil {
		return &exitError{code: exitUsage, err: errors.New("worker: there is no database to work for"),
			hint: "name one with --db, or with db in the configuration; on one machine samling serve needs no worker"}
	}
	log.Info("working", "jobs", c.Jobs)
	return a.work(ctx, log, q, c.Jobs, c.Patience)
}

// work does jobs until ctx is done.
func (a *assembly) work(ctx context.Context, log *slog.Logger, q *work.Queue, jobs int, patience time.Duration) error {
	a.Patience = patience
	return q.Work(ctx, work.Options{AtOnce: jobs, Patience: patience, Grace: grace, Do: func(ctx context.Context, source string, slot time.Time) error {
		return a.job(ctx, log, source, slot)
	}})
}

// queue opens the queue of the ledger's database; it is nil where the ledger is a file.
func (a *assembly) queue(ctx context.Context, log *slog.Logger) (*work.Queue, error) {
	if a.shared == nil {
		return nil, nil
	}
	q, err := work.Open(ctx, a.Config.DB, log)
	if err != nil {
		return nil, err
	}
	a.closers = append(a.closers, q)
	return q, nil
}

// patiently is how long a worker waits for a host.
const patiently = 5 * time.Second

// alone keeps all other workers from asking a source's host, until some time after release.
func (a *assembly) alone(ctx context.Context, log *slog.Logger, source string) (release func(), err error) {
	i := slices.IndexFunc(a.Config.Sources, func(s config.Source) bool { return s.ID == source })
	if i < 0 || a.Config.Sources[i].File != "" {
		return func() {}, nil
	}
	end, err := a.shared.Host(ctx, hostOf(a.Config.Sources[i]), min(patiently, a.Patience/2), a.Patience)
	if err != nil {
		return nil, err
	}
	return func() {
		select {
		case <-ctx.Done():
		case <-time.After(a.Config.Network.MinDelay):
		}
		if err := end(); err != nil { // the database had no more patience, or is away
			log.Debug("host not given back", "source", source, "error", err)
		}
	}, nil
}

// job is one harvest for one slot.
func (a *assembly) job(ctx context.Context, log *slog.Logger, source string, slot time.Time) error {
	if done, err := a.shared.Done(ctx, source, slot); err != nil || done {
		return err
	}
	release, err := a.alone(ctx, log, source)
	if errors.Is(err, store.ErrHostBusy) {
		return &work.LaterError{Err: err}
	}
	if err != nil {
		return err
	}
	defer release()
	r, err := a.Harvest(ctx, source, pipeline.Options{Slot: slot})
	logged(log.With("slot", slot), pipeline.Report{Sources: []pipeline.SourceReport{r}}, err)
	var later schedule.NotBefore
	switch {
	case errors.Is(err, store.ErrDone): // by a worker that was not heard of for some time
		return nil
	case errors.Is(err, store.ErrLeased), errors.Is(err, store.ErrLeaseLost):
		return &work.LaterError{Err: err}
	case err == nil || unexpected(err):
		return err
	case errors.Is(err, pipeline.ErrHeld):
		return nil // as it should be: a person is to look at it
	case errors.As(err, &later):
		return &work.LaterError{Err: err, At: later.NotBefore()}
	}
	return fmt.Errorf("%w: %w", work.ErrNever, err)
}
