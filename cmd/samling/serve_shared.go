package main

import (
	"context"
	"log/slog"
	"time"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/pipeline"
	"samling/cmd/samling/internal/schedule"
	"samling/cmd/samling/internal/work"
)

// due is what a schedule does where workers harvest: it hands the source out, for the slot
// of now. A database that is away is waited for.
func (a *assembly) due(log *slog.Logger, q *work.Queue, src config.Source) func(context.Context) error {
	return func(ctx context.Context) error {
		slot, err := schedule.Slot(src.Schedule, a.Now())
		if err != nil {
			return err
		}
		for {
			first, err := q.Due(ctx, src.ID, slot)
			if err == nil {
				log.Debug("due", "source", src.ID, "slot", slot, "first", first)
				return nil
			}
			log.Error("due, and could not be handed out; trying again", "source", src.ID, "slot", slot, "error", err)
			select {
			case <-ctx.Done():
				return err
			case <-time.After(time.Second):
			}
		}
	}
}

const (
	// followEvery is how often it is looked for what workers have done.
	followEvery = 2 * time.Second
	// idleAfter is how long a job may wait before it is said that no worker takes it.
	idleAfter = 2 * time.Minute
	// newest is how many lines of the journal are looked at.
	newest = 500
)

// follower publishes what workers accept, and tells of what they did.
type follower struct {
	a         *assembly
	queue     *work.Queue
	watcher   *watcher
	log       *slog.Logger
	published string               // the mark of what was published
	told      map[string]time.Time // of each source, the run that was told of
	warned    time.Time
}

// run follows until ctx is done.
func (f *follower) run(ctx context.Context) error {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	f.warned = f.a.Now()
	for ctx.Err() == nil {
		for _, do := range []func(context.Context) error{f.publish, f.tell, f.watch} {
			if err := do(ctx); err != nil && ctx.Err() == nil {
				f.log.Error("cannot follow the workers; trying again", "error", err)
			}
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	return nil
}

// publish publishes what was accepted since the last time.
func (f *follower) publish(ctx context.Context) error {
	mark, err := f.a.shared.Accepted(ctx)
	if err != nil || mark == f.published {
		return err
	}
	if err := f.a.Publish(ctx); err != nil {
		return err
	}
	f.published = mark
	return nil
}

// tell tells of sources that have a new line in the journal; at the start, of none.
func (f *follower) tell(ctx context.Context) error {
	runs, err := f.a.Ledger.Runs(ctx, newest)
	if err != nil {
		return err
	}
	last, report := map[string]time.Time{}, pipeline.Report{}
	var ids []string
	for _, r := range runs {
		if _, ok := last[r.Source]; ok {
			continue
		}
		last[r.Source] = r.Started
		if f.told == nil || f.told[r.Source].Equal(r.Started) {
			continue
		}
		ids = append(ids, r.Source)
		report.Sources = append(report.Sources, pipeline.SourceReport{ID: r.Source, Outcome: r.Outcome, Took: r.Ended.Sub(r.Started)})
	}
	f.told = last
	if len(ids) == 0 {
		return nil
	}
	f.watcher.after(ctx, report)
	return f.watcher.refresh(ctx, ids...)
}

// watch says so when nobody works.
func (f *follower) watch(ctx context.Context) error {
	now := f.a.Now()
	if now.Sub(f.warned) < idleAfter {
		return nil
	}
	f.warned = now
	n, since, err := f.queue.Waiting(ctx, now.Add(-idleAfter))
	if err == nil && n > 0 {
		f.log.Warn("no worker takes what is due; start samling worker", "jobs", n, "since", since)
	}
	return err
}
