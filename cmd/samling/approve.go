package main

import (
	"context"

	"samling/cmd/samling/internal/pipeline"
)

type approveCommand struct {
	Setup
	JSON   bool   `name:"json" help:"Print what was done as one JSON object."`
	Source string `arg:"" help:"The id of the source whose page is held back."`
}

func (approveCommand) Help() string {
	return `The page that is held back is read again from the kept bytes, accepted and published; nothing
is fetched. Entries that it does not have are missing from then on, and are withdrawn after
as many harvests as withdraw_after says. See first what would change: samling diff SOURCE.

` + exitStatus
}

// Run lets the page through the gate.
func (c approveCommand) Run(ctx context.Context, m *Main) error {
	a, err := m.assemble(ctx, c.Setup, false)
	if err != nil {
		return err
	}
	defer a.close()
	return m.run(ctx, a, pipeline.Options{Sources: []string{c.Source}, From: pipeline.FromHeld}, c.JSON, "")
}
