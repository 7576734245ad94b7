package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

type helpCommand struct {
	Command []string `arg:"" optional:"" help:"The command to explain."`
}

func (helpCommand) Help() string { return exitStatus }

// Run prints the help of a command, or of the program.
func (c helpCommand) Run(ctx context.Context, m *Main) error {
	exited := false
	parser, err := m.parser(ctx, func(int) { exited = true })
	if err != nil {
		return err
	}
	args := append(slices.Clone(c.Command), "--help")
	if _, err := parser.Parse(args); err != nil && !exited {
		return &exitError{code: exitUsage, err: fmt.Errorf("there is no command %q", strings.Join(c.Command, " ")), hint: "see samling help"}
	}
	return nil
}
