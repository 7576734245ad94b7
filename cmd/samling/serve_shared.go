package main

import (
	"context"
	"log/slog"
	"time"

	"samling/cmd/samling/internal/schedule"
	"samling/cmd/samling/internal/work"
)

// handOut hands a source out, until the database has taken note of it: one that is
// away is back soon.
func (a *assembly) handOut(ctx context.Context, log *slog.Logger, q *work.Queue, source string, slot time.Time) error {
	for {
		first, err := q.Due(ctx, source, slot)
		if err == nil {
			log.Info("due", "source", source, "slot", slot, "first", first)
			return nil
		}
		log.Error("due, and could not be handed out; trying again", "source", source, "slot", slot, "error", err)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second):
		}
	}
}

// due is what a schedule does where workers harvest.
func (a *assembly) due(log *slog.Logger, q *work.Queue, source, expr string) func(context.Context) error {
	return func(ctx context.Context) error {
		slot, err := schedule.Slot(expr, time.Now())
		if err != nil {
			return err
		}
		return a.handOut(ctx, log, q, source, slot)
	}
}

// firstDue hands out what was never harvested, for the slot before all others.
func (a *assembly) firstDue(ctx context.Context, log *slog.Logger, q *work.Queue) error {
	ids, err := a.NeverHarvested(ctx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := a.handOut(ctx, log, q, id, time.Unix(0, 0)); err != nil {
			return err
		}
	}
	return nil
}

const (
	// publishEvery is how often it is looked for what workers have accepted.
	publishEvery = 2 * time.Second
	// idleAfter is how long a job may wait before it is said that no worker takes it.
	idleAfter = 2 * time.Minute
)

// follow publishes what workers accept, until ctx is done.
func (a *assembly) follow(ctx context.Context, log *slog.Logger, q *work.Queue) error {
	tick := time.NewTicker(publishEvery)
	defer tick.Stop()
	warned := time.Now()
	var published int64
	for {
		mark, err := a.shared.Accepted(ctx)
		if err == nil && mark != published {
			if err = a.Publish(ctx); err == nil {
				published = mark
			}
		}
		if err != nil && ctx.Err() == nil {
			log.Error("publish", "error", err)
		}
		if time.Since(warned) > idleAfter {
			warned = time.Now()
			if n, since, err := q.Waiting(ctx, warned.Add(-idleAfter)); err == nil && n > 0 {
				log.Warn("no worker takes what is due; start samling worker", "jobs", n, "since", since)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
