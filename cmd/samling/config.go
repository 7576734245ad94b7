package main

import (
	"context"
	"fmt"

	"samling/cmd/samling/internal/config"
)

type configCommand struct {
	Show    configShow    `cmd:"" help:"Print the configuration as it is understood, with what was left out."`
	Example configExample `cmd:"" help:"Print a commented example with every key."`
	Schema  configSchema  `cmd:"" help:"Print the JSON Schema of samling.yaml, for editors."`
}

type configShow struct {
	Config string `default:"samling.yaml" placeholder:"FILE" help:"The configuration (samling.yaml)."`
}

func (configShow) Help() string {
	return `What is printed is a configuration that means the same from any directory. It holds no
password: that stays in its file.

` + exitStatus
}

// Run prints the configuration as it is understood.
func (c configShow) Run(_ context.Context, m *Main) error {
	cfg, err := config.Load(c.Config)
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	text, err := cfg.Effective(m.Version)
	if err == nil {
		_, err = fmt.Fprint(m.Stdout, text)
	}
	return err
}

type configExample struct{}

func (configExample) Help() string { return exitStatus }

// Run prints the example.
func (configExample) Run(_ context.Context, m *Main) error {
	_, err := fmt.Fprint(m.Stdout, config.Example())
	return err
}

type configSchema struct{}

func (configSchema) Help() string {
	return `Save it beside samling.yaml and begin that file with
  # yaml-language-server: $schema=samling.schema.json
so that an editor completes keys, explains them and marks what is wrong.

` + exitStatus
}

// Run prints the schema.
func (configSchema) Run(_ context.Context, m *Main) error {
	_, err := fmt.Fprint(m.Stdout, config.Schema())
	return err
}
