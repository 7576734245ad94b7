package main

import (
	"context"
	"fmt"
	"time"

	"samling/cmd/samling/internal/store"
	"samling/transform"
)

type historyCommand struct {
	Setup
	JSON bool   `name:"json" help:"Print the history as one JSON array."`
	ID   string `arg:"" name:"id" help:"The id of the record: what stands behind item/ in its address."`
}

func (historyCommand) Help() string {
	return `Every version of the record, oldest first: when it came, from which page (its SHA-256; the
bytes are in raw under the output directory), and what it changed.

` + exitStatus
}

// event is one version as it is printed.
type event struct {
	At       time.Time              `json:"at"`
	Kind     string                 `json:"kind"` // added, changed, withdrawn, returned
	Source   string                 `json:"source"`
	Snapshot string                 `json:"snapshot"`
	Fetched  time.Time              `json:"fetched"`
	Record   *transform.Record      `json:"record"`
	Changed  []transform.Difference `json:"changed,omitempty"`
	Missing  *time.Time             `json:"missing,omitempty"`
}

// Run tells a record's life.
func (c historyCommand) Run(ctx context.Context, m *Main) error {
	a, err := m.assemble(ctx, c.Setup, true)
	if err != nil {
		return err
	}
	defer a.close()
	life, err := a.Ledger.Life(ctx, c.ID)
	if err != nil {
		return err
	}
	events := make([]event, len(life))
	for i := range life {
		var before *store.Event
		if i > 0 {
			before = &life[i-1]
		}
		events[i] = newEvent(before, &life[i])
	}
	if c.JSON {
		return m.json(events)
	}
	for _, e := range events {
		m.event(e)
	}
	return nil
}

func newEvent(before, e *store.Event) event {
	out := event{At: e.Modified, Kind: "changed", Source: e.Source, Snapshot: e.Harvest.Snapshot.SHA256,
		Fetched: e.Harvest.Snapshot.Fetched, Record: &e.Record}
	if before != nil {
		out.Changed = transform.Differences(&before.Record, &e.Record)
	}
	switch {
	case before == nil:
		out.Kind = "added"
	case e.Withdrawn:
		out.Kind = "withdrawn"
	case before.Withdrawn:
		out.Kind = "returned"
	}
	if !e.Missing.IsZero() {
		out.Missing = &e.Missing
	}
	return out
}

func (m *Main) event(e event) {
	fmt.Fprintf(m.Stdout, "%s %s %q, from %s as of %s (page %.12s)\n",
		e.At.Format(time.RFC3339), e.Kind, e.Record.Title.Value, e.Source, e.Fetched.Format(time.RFC3339), e.Snapshot)
	m.differences(e.Changed)
	if e.Missing != nil {
		fmt.Fprintf(m.Stdout, "  not on the page since %s\n", e.Missing.Format(time.RFC3339))
	}
}
