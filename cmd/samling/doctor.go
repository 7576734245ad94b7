package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/doctor"
	"samling/cmd/samling/internal/pipeline"
	"samling/harvest"
)

type doctorCommand struct {
	Config  string `default:"samling.yaml" placeholder:"FILE" help:"The configuration (samling.yaml)."`
	Sample  bool   `help:"Examine the sample that \"samling run --sample\" harvested."`
	JSON    bool   `name:"json" help:"Print what was found as one JSON object."`
	Offline bool   `help:"Ask no source."`
}

func (doctorCommand) Help() string {
	return `Configuration, clock, disk, ledger, publication, schedule, network and notices are checked; each
finding is ok, warn or fail, with what to do. Nothing is changed. Each source is asked once for its
page, conditionally, as a run does it, and robots.txt is asked for where it is not known from the
last day; with --offline nobody is.

The exit status is 8 when a check failed, and 2 when the configuration cannot be read.

` + exitStatus
}

// Run examines.
func (c doctorCommand) Run(ctx context.Context, m *Main) error {
	setup := Setup{Config: c.Config, Sample: c.Sample}
	p := doctor.Patient{Version: m.Version, Now: m.Now, Files: harvest.FileFetcher{Now: m.Now}}
	a, err := m.assemble(ctx, setup, true)
	var exit *exitError
	switch {
	case errors.As(err, &exit):
		return err
	case err != nil: // the ledger: what else there is can still be looked at
		p.NoOpen = err
		if p.Config, err = setup.load(); err != nil {
			return &exitError{code: exitUsage, err: err}
		}
	default:
		defer a.close()
		p.Config, p.Ledger, p.Bodies = a.Config, a.Ledger, a.Bodies
		if !c.Offline {
			p.Web = a.Web
		}
	}
	p.Outbox = outbox(p.Config.Out)
	p.Profile = func(src config.Source) harvest.Profile { return pipeline.Profile(harvest.Selectors(src.Select)) }
	findings := doctor.Examine(ctx, p)
	if err := m.findings(findings, c.JSON); err != nil {
		return err
	}
	if doctor.Worst(findings) == doctor.Fail {
		return &exitError{code: exitUnwell, err: fmt.Errorf("doctor: %s is not well", filepath.Clean(p.Config.Out))}
	}
	return nil
}

func (m *Main) findings(findings []doctor.Finding, asJSON bool) error {
	if asJSON {
		return m.json(map[string]any{"level": doctor.Worst(findings), "findings": findings})
	}
	for _, f := range findings {
		fmt.Fprintf(m.Stdout, "%-4s %s: %s\n", f.Level, f.Area, f.What)
		if f.Do != "" {
			fmt.Fprintf(m.Stdout, "     %s\n", f.Do)
		}
	}
	return nil
}
