package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"samling/cmd/samling/internal/store"
)

// role is set in the environment of the servers and workers of [TestWorkers]: they are
// this binary, told what to be: samling, or control, a worker without the epoch.
const role = "SAMLING_TEST_ROLE"

// withoutEpoch is a ledger that is told of no lease.
type withoutEpoch struct{ store.Ledger }

func (l withoutEpoch) Accept(ctx context.Context, a store.Acceptance) (store.Outcome, error) {
	a.Lease = store.Lease{}
	return l.Ledger.Accept(ctx, a)
}

func (l withoutEpoch) Unchanged(ctx context.Context, u store.Sighting) ([]string, error) {
	u.Lease = store.Lease{}
	return l.Ledger.Unchanged(ctx, u)
}

// playing is what a process of [TestWorkers] is, and its exit status.
func playing(part string, args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	p := &Main{Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now, Version: "0.0.0-test"}
	if part == "control" {
		return p.fail(control(ctx, p, args))
	}
	return p.Run(ctx, args)
}

// control is samling worker with a ledger that compares no epoch.
func control(ctx context.Context, p *Main, args []string) error {
	value := func(name string) string {
		for i, a := range args {
			if a == name {
				return args[i+1]
			}
		}
		return ""
	}
	a, err := p.assemble(ctx, Setup{Config: value("--config"), DB: value("--db")}, false)
	if err != nil {
		return err
	}
	defer a.close()
	log := p.logger(logOptions{})
	q, err := a.queue(ctx, log)
	if err != nil {
		return err
	}
	patience, err := time.ParseDuration(value("--patience"))
	if err != nil {
		return err
	}
	a.Ledger = withoutEpoch{a.Ledger}
	return a.work(ctx, log, q, 3, patience)
}
