package main

import (
	"context"
	"fmt"

	"samling/cmd/samling/internal/httpd"
	"samling/cmd/samling/internal/status"
)

// ready tells /readyz what is wrong with the sources. All of it are warnings: what was
// published last is better than nothing, and a balancer should not take it away.
func (a *assembly) ready(ctx context.Context) []httpd.Problem {
	st, err := status.Read(ctx, a.from(0))
	if err != nil {
		return []httpd.Problem{{Name: "ledger", Message: err.Error(), Warning: true}}
	}
	var all []httpd.Problem
	warn := func(name, format string, args ...any) {
		all = append(all, httpd.Problem{Name: name, Message: fmt.Sprintf(format, args...), Warning: true})
	}
	if st.Fault != "" {
		warn("publication", "%s", st.Fault)
	}
	if damaged := a.damaged.Load(); damaged != nil {
		warn("ledger", "%v; nothing is harvested", *damaged)
	}
	for _, s := range st.Sources {
		if s.Held != nil {
			warn("held", "source %s is held back since %s", s.ID, s.Held.Since.Format(timeFormat))
		}
		if s.Streak.Failed > 0 {
			warn("failed", "source %s failed %d times in a row", s.ID, s.Streak.Failed)
		}
		switch {
		case s.LastSuccess == nil:
			warn("stale", "source %s was never harvested", s.ID)
		case s.Missed > 0:
			warn("stale", "source %s was last healthy at %s, and was due %d times since", s.ID, s.LastSuccess.Format(timeFormat), s.Missed)
		}
	}
	return all
}

// timeFormat is how times are written in messages for programs.
const timeFormat = "2006-01-02T15:04:05Z07:00"
