package main

import (
	"context"
	"fmt"
	"text/tabwriter"
)

type requestsCommand struct {
	Setup
	JSON bool   `name:"json" help:"Print the requests as one JSON array."`
	Last int    `default:"100" help:"How many, newest first (100)."`
	Host string `arg:"" optional:"" help:"The host, with its port if that is not the usual one; all if none is named."`
}

func (requestsCommand) Help() string {
	return `What was asked of each host and when: a page that can be shown to the owner of a source. Every
request is there, robots.txt, redirects and retries too, whether it was answered or not.

` + exitStatus
}

// Run lists the requests.
func (c requestsCommand) Run(ctx context.Context, m *Main) error {
	a, err := m.assemble(ctx, c.Setup, true)
	if err != nil {
		return err
	}
	defer a.close()
	all, err := a.Ledger.Requests(ctx, c.Host, c.Last)
	if err != nil {
		return err
	}
	if c.JSON {
		return m.json(all)
	}
	fmt.Fprintf(m.Stdout, "sent as %s\n", a.Config.UserAgent(m.Version))
	t := tabwriter.NewWriter(m.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "time (UTC)\tstatus\tbytes\tms\tattempt\twhy\trequest")
	for _, r := range all {
		status := fmt.Sprint(r.Status)
		if r.Status == 0 {
			status = "-"
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%d\t%s\t%s %s\n", r.Started.Format("2006-01-02 15:04:05"), status, r.Bytes,
			r.Duration.Milliseconds(), r.Attempt, r.Why, r.Method, r.URL)
		if r.Error != "" {
			fmt.Fprintf(t, "\t\t\t\t\t\t%s\n", r.Error)
		}
	}
	return t.Flush()
}
