package main

import (
	"context"

	"samling/cmd/samling/internal/pipeline"
)

type diffCommand struct {
	Setup
	JSON   bool   `name:"json" help:"Print the differences as one JSON object."`
	Source string `arg:"" help:"The id of the source whose page is held back."`
}

func (diffCommand) Help() string {
	return `Compares the page that is held back with what is published, field by field: what samling
approve would change. Nothing is fetched and nothing is written.

` + exitStatus
}

// Run shows what the page that is held back would change.
func (c diffCommand) Run(ctx context.Context, m *Main) error {
	a, err := m.assemble(ctx, c.Setup, true)
	if err != nil {
		return err
	}
	defer a.close()
	return m.run(ctx, a, pipeline.Options{Sources: []string{c.Source}, From: pipeline.FromHeld, DryRun: true}, c.JSON, "")
}
