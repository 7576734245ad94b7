package main

import (
	"cmp"
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"samling/cmd/samling/internal/status"
)

type statusCommand struct {
	Config string `default:"samling.yaml" placeholder:"FILE" help:"The configuration (samling.yaml)."`
	Sample bool   `help:"The status of the sample that \"samling run --sample\" harvested."`
	JSON   bool   `name:"json" help:"Print it as one JSON object."`
	Runs   int    `default:"10" placeholder:"N" help:"How many of the last runs to show (10)."`
}

func (statusCommand) Help() string {
	return `For every source: its last run and last healthy harvest, when it is due next, and what is
held back or fails, and why. Nothing is written and nobody is asked; a samling that is running is
no hindrance.

` + exitStatus
}

// Run shows how all is.
func (c statusCommand) Run(ctx context.Context, m *Main) error {
	a, err := m.assemble(ctx, Setup{Config: c.Config, Sample: c.Sample}, true)
	if err != nil {
		return err
	}
	defer a.close()
	st, err := status.Read(ctx, a.from(c.Runs))
	if err != nil {
		return err
	}
	if c.JSON {
		return m.json(st)
	}
	m.status(st)
	return nil
}

func (m *Main) status(st status.Status) {
	if e := st.Edition; e != nil {
		fmt.Fprintf(m.Stdout, "edition %d, %d entries, made %s (%s)\n", e.Number, e.Entries, clock(&e.Made), ago(e.AgeSeconds))
	} else if st.Fault != "" {
		fmt.Fprintln(m.Stdout, st.Fault)
	} else {
		fmt.Fprintln(m.Stdout, "nothing is published yet")
	}
	t := tabwriter.NewWriter(m.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "\nsource\tlast run\toutcome\tlast healthy\tentries\tproblems\tnext due")
	for _, s := range st.Sources {
		healthy := "never"
		if s.AgeSeconds != nil {
			healthy = ago(*s.AgeSeconds)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%d\t%s\n", s.ID, clock(s.LastRun), cmp.Or(s.Outcome, "-"), healthy, s.Entries, s.Problems, clock(s.NextDue))
	}
	t.Flush()
	for _, s := range st.Sources {
		m.trouble(s)
	}
	if len(st.Runs) == 0 {
		return
	}
	fmt.Fprintln(t, "\nlast runs\tsource\toutcome\tseconds\tadded\tchanged\tmissing\tproblems")
	for _, r := range st.Runs {
		fmt.Fprintf(t, "%s\t%s\t%s\t%.0f\t%d\t%d\t%d\t%d\n", clock(&r.Started), r.Source, r.Outcome, r.Seconds, r.Added, r.Changed, r.Missing, r.Problems)
	}
	t.Flush()
}

// trouble says what is wrong with a source, since when, and what to do.
func (m *Main) trouble(s status.Source) {
	if !s.Streak.Well() && (s.Held == nil || s.Outcome != "held") {
		fmt.Fprintf(m.Stdout, "\n%s: %s since %s (%d held, %d failed): %s\n", s.ID, s.Outcome, clock(s.Streak.Since), s.Streak.Held, s.Streak.Failed, s.Message)
	}
	if s.Held != nil {
		fmt.Fprintf(m.Stdout, "\n%s: held since %s (%d held, %d failed); what was published before stays\n",
			s.ID, clock(&s.Held.Since), s.Streak.Held, s.Streak.Failed)
		for _, r := range s.Held.Reasons {
			fmt.Fprintf(m.Stdout, "  %s\n", r)
		}
		fmt.Fprintf(m.Stdout, "  what would change: samling diff %s\n  if it is right: samling approve %s\n", s.ID, s.ID)
	}
	if s.Missed > 0 {
		fmt.Fprintf(m.Stdout, "\n%s: %d times due since the last healthy harvest; is samling serve or its timer running?\n", s.ID, s.Missed)
	}
}

// clock is a time on this machine's clock, "-" for none.
func clock(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return t.Local().Format("2006-01-02 15:04")
}

// ago is a span of time in its largest unit.
func ago(seconds int64) string {
	switch d := time.Duration(seconds) * time.Second; {
	case d < 0:
		return "in the future"
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s ago", seconds)
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min ago", seconds/60)
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", seconds/3600)
	}
	return fmt.Sprintf("%d days ago", seconds/86400)
}
