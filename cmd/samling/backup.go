package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"samling/cmd/samling/internal/backup"
)

type backupCommand struct {
	Setup
	File string `arg:"" help:"The file to write; one that is there is replaced."`
}

func (backupCommand) Help() string {
	return `Saves the ledger and the pages it refers to as one gzipped tar. It may be taken while samling
serve or samling run is at work. The publication is not in it: it is made from the ledger.
The configuration is not in it either; it is a file of yours.

` + exitStatus
}

// Run takes a backup.
func (c backupCommand) Run(ctx context.Context, m *Main) error {
	a, err := m.assemble(ctx, c.Setup, false)
	if err != nil {
		return err
	}
	defer a.close()
	if a.shared != nil {
		return &exitError{code: exitUsage, err: errors.New("backup: the ledger is in a database"), hint: "take one with pg_dump: the pages are in it too"}
	}
	saved := backup.Write(ctx, c.File, a.ledger, a.Config.Out)
	info, err := os.Stat(c.File)
	if err == nil && (saved == nil || !errors.Is(saved, ctx.Err())) {
		fmt.Fprintf(m.Stdout, "%s: %d bytes\n", c.File, info.Size())
	}
	return saved
}
