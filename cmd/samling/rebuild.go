package main

import (
	"context"

	"samling/cmd/samling/internal/pipeline"
)

type rebuildCommand struct {
	Setup
	Apply   bool     `help:"Accept what differs, and publish it; otherwise it is only shown."`
	JSON    bool     `name:"json" help:"Print what was done, or would be, as one JSON object."`
	Sources []string `arg:"" optional:"" name:"source" help:"Ids of the sources to rebuild; all if none is named."`
}

func (rebuildCommand) Help() string {
	return `Every source is read again from the bytes of the page that was accepted last, with the rules,
authorities and selectors of now, and compared with the ledger field by field. With --apply the
records that differ get a new version, under the same ids; all others stay as they are, down to
the byte. Nothing is fetched. A page that reads far worse than it did is held back as in a run.

A run does the same by itself for a source whose rules have changed; rebuild does it for all
sources at once, and shows first what it comes to.

` + exitStatus
}

// Run replays the kept pages.
func (c rebuildCommand) Run(ctx context.Context, m *Main) error {
	a, err := m.assemble(ctx, c.Setup, !c.Apply)
	if err != nil {
		return err
	}
	defer a.close()
	return m.run(ctx, a, pipeline.Options{Sources: c.Sources, From: pipeline.FromKept, DryRun: !c.Apply}, c.JSON, "")
}
