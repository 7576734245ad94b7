package main

import (
	"context"
	"fmt"
)

type versionCommand struct{}

func (versionCommand) Help() string { return exitStatus }

// Run prints the version.
func (versionCommand) Run(_ context.Context, m *Main) error {
	_, err := fmt.Fprintln(m.Stdout, "samling", m.Version)
	return err
}
