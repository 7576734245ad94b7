package main

import (
	"context"
	"fmt"

	"samling/cmd/samling/internal/validate"
)

type validateCommand struct {
	JSON bool   `name:"json" help:"Print the result as one JSON object."`
	Dir  string `arg:"" optional:"" default:"out/www" help:"The web root (out/www)."`
}

func (validateCommand) Help() string {
	return `Every form of the publication is read back and checked: checksums, syntax, one graph in all
forms, no relative IRI, no blank node, lexical forms, a document for every IRI, the sizes, sums and
counts of the catalogues, and the rules of the feed.

` + exitStatus
}

// Run checks a publication.
func (c validateCommand) Run(ctx context.Context, m *Main) error {
	result, err := validate.Dir(ctx, c.Dir)
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	if c.JSON {
		if err := m.json(result); err != nil {
			return err
		}
	} else {
		for _, f := range result.Faults {
			fmt.Fprintln(m.Stdout, f)
		}
		fmt.Fprintf(m.Stdout, "edition %d: %d files, %d triples, %d of them facts, %d faults\n",
			result.Edition, result.Files, result.Triples["dataset"], result.Triples["facts"], len(result.Faults))
	}
	if n := len(result.Faults); n > 0 {
		return &exitError{code: exitFaults, err: fmt.Errorf("validate %s: %d faults", c.Dir, n)}
	}
	return nil
}
