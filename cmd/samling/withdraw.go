package main

import (
	"context"
	"fmt"
)

type withdrawCommand struct {
	Setup
	IDs []string `arg:"" name:"id" help:"The ids of the records."`
}

func (withdrawCommand) Help() string {
	return `An entry that left its page is withdrawn after it was missing from as many healthy harvests
as withdraw_after says. This withdraws it at once. A tombstone takes its place: the address
answers 410, OAI-PMH says deleted, feeds stay as they are. An entry that comes back to its page
comes back under its id. A record whose entry is still on the page can't be withdrawn.

` + exitStatus
}

// Run withdraws records and publishes.
func (c withdrawCommand) Run(ctx context.Context, m *Main) error {
	a, err := m.assemble(ctx, c.Setup, false)
	if err != nil {
		return err
	}
	defer a.close()
	if err := a.Ledger.Withdraw(ctx, c.IDs, m.Now()); err != nil {
		return err
	}
	if err := a.Publish(ctx); err != nil {
		return err
	}
	for _, id := range c.IDs {
		fmt.Fprintf(m.Stdout, "withdrawn %s\n", id)
	}
	return nil
}
