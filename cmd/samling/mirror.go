package main

import (
	"context"
	"log/slog"
	"os"
	"time"

	"samling/cmd/samling/internal/bucket"
)

// connect connects the configured bucket, if there is one.
func (a *assembly) connect(m *Main) error {
	s3 := a.Config.Storage.S3
	if s3.Endpoint == "" {
		return nil
	}
	b, err := bucket.Connect(s3, os.Getenv, m.Now)
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	a.Bucket = b
	a.closers = append(a.closers, b)
	return nil
}

// How long serve waits before it tries a bucket again that failed: twice as long each time.
const (
	bucketWait = time.Minute
	lastWait   = time.Hour
)

// mirrorBeside takes mirroring out of the harvests, so that a slow bucket holds none of
// them. The function it returns mirrors until ctx is done: at the beginning, whenever there
// is an edition, and again after a failure.
func (a *assembly) mirrorBeside(log *slog.Logger, firstWait time.Duration) func(ctx context.Context) error {
	due := make(chan struct{}, 1)
	a.ToMirror = func() {
		select {
		case due <- struct{}{}:
		default: // it is due already
		}
	}
	return func(ctx context.Context) error {
		wait := firstWait
		again := time.NewTimer(lastWait)
		defer again.Stop()
		again.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-due:
			case <-again.C:
			}
			report, err := a.Mirror(ctx)
			if ctx.Err() != nil {
				return nil
			}
			if err != nil {
				log.Error("bucket not renewed", "error", err, "again", wait.String())
				again.Reset(wait)
				wait = min(2*wait, lastWait)
				continue
			}
			wait = firstWait
			log.Info("bucket renewed", "edition", report.Edition, "changed", report.Changed, "objects", report.Objects, "bytes", report.Bytes)
		}
	}
}
