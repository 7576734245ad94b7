package main

import (
	"context"
	"errors"
	"fmt"

	"samling/cmd/samling/internal/backup"
)

type restoreCommand struct {
	Setup
	File string `arg:"" help:"The backup."`
}

func (restoreCommand) Help() string {
	return `Brings a backup back to the output directory of the configuration, which may not have a ledger,
and makes the publication from it. Every page is compared with its hash. A backup that is cut or
damaged restores no ledger.

` + exitStatus
}

// Run restores a backup and publishes it.
func (c restoreCommand) Run(ctx context.Context, m *Main) error {
	cfg, err := c.load()
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	if cfg.DB != "" {
		return &exitError{code: exitUsage, err: errors.New("restore: the ledger is in a database"), hint: "bring a dump back with pg_restore or psql, then samling serve publishes it"}
	}
	if err := backup.Restore(c.File, cfg.Out); err != nil {
		if errors.Is(err, backup.ErrThere) || errors.Is(err, backup.ErrDamaged) {
			return &exitError{code: exitUsage, err: err}
		}
		return err
	}
	a, err := m.assemble(ctx, c.Setup, false)
	if err != nil {
		return err
	}
	defer a.close()
	a.Older = true
	if err := a.Publish(ctx); err != nil {
		return err
	}
	fmt.Fprintf(m.Stdout, "restored to %s and published\n", cfg.Out)
	return nil
}
