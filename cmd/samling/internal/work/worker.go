package work

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// Options say how a worker works.
type Options struct {
	AtOnce int // jobs at the same time
	// Patience is how long a job may take; one that is at it for longer is given to another.
	Patience time.Duration
	Grace    time.Duration // how long jobs may go on after a stop
	// Do does a job. It may return a [LaterError] or [ErrNever]; any other error has the job
	// done again after a while.
	Do func(ctx context.Context, source string, slot time.Time) error
}

// ErrNever: to do the job again would be of no use.
var ErrNever = errors.New("given up")

// LaterError says that a job cannot be done now, without anything being wrong with it.
type LaterError struct {
	Err error
	At  time.Time // when it makes sense to try again; soon, if zero
}

func (e *LaterError) Error() string { return e.Err.Error() }
func (e *LaterError) Unwrap() error { return e.Err }

// Work does jobs until ctx is done, and then ends those under way.
func (q *Queue) Work(ctx context.Context, o Options) error {
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{o: o})
	client, err := river.NewClient(riverpgxv5.New(q.pool), &river.Config{
		Queues:  map[string]river.QueueConfig{queue: {MaxWorkers: o.AtOnce}},
		Workers: workers, Logger: q.log,
		JobTimeout: o.Patience, RescueStuckJobsAfter: o.Patience,
	})
	if err != nil {
		return fmt.Errorf("work: %w", err)
	}
	jobs := context.WithoutCancel(ctx)
	if err := client.Start(jobs); err != nil {
		return fmt.Errorf("work: %w", err)
	}
	<-ctx.Done()
	stopping, cancel := context.WithTimeout(jobs, o.Grace)
	defer cancel()
	if client.Stop(stopping) == nil {
		return nil
	}
	cancelled, cancelToo := context.WithTimeout(jobs, 10*time.Second)
	defer cancelToo()
	if err := client.StopAndCancel(cancelled); err != nil {
		return fmt.Errorf("stop working: %w; what was under way is done by another", err)
	}
	return nil
}

// worker does jobs for River.
type worker struct {
	river.WorkerDefaults[harvestArgs]
	o Options
}

// longest is how far away a site may ask us to stay.
const longest = 7 * 24 * time.Hour

// Work does one job.
func (w *worker) Work(ctx context.Context, job *river.Job[harvestArgs]) error {
	err := w.o.Do(ctx, job.Args.Source, job.Args.Slot)
	var later *LaterError
	switch {
	case errors.As(err, &later) && later.At.IsZero():
		return river.JobSnooze(min(max(w.o.Patience/4, time.Second), time.Minute))
	case errors.As(err, &later):
		return river.JobSnooze(min(max(time.Until(later.At), time.Second), longest))
	case errors.Is(err, ErrNever):
		return river.JobCancel(err)
	}
	return err
}

// NextRetry is when a job that failed is done again.
func (w *worker) NextRetry(job *river.Job[harvestArgs]) time.Time {
	return time.Now().Add(delay(job.Attempt))
}

// delay doubles from a second to five minutes.
func delay(attempt int) time.Duration {
	return min(time.Second<<min(max(attempt-1, 0), 10), 5*time.Minute)
}
