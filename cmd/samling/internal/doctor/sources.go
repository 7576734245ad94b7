package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/status"
	"samling/cmd/samling/internal/store"
	"samling/harvest"
)

// long is how many slots may pass without a healthy harvest before that is grave.
const long = 3

// schedule tells of each source when it is due, and whether it was harvested when it was.
func (e *examination) schedule(ctx context.Context) {
	e.area = "schedule"
	if e.Ledger == nil {
		return
	}
	st, err := status.Read(ctx, status.From{Config: e.Config, Ledger: e.Ledger, Now: e.Now})
	if err != nil {
		e.find(Fail, "see what is said of the ledger and the publication", "the sources' status cannot be read: %v", err)
		return
	}
	for _, s := range st.Sources {
		e.stale(s)
	}
}

func (e *examination) stale(s status.Source) {
	due := "never"
	if s.NextDue != nil {
		due = s.NextDue.Local().Format("2006-01-02 15:04 MST")
	}
	level := Warn
	if s.Missed >= long {
		level = Fail
	}
	switch {
	case s.Outcome == "held":
		e.find(level, "see what it would change: samling diff "+s.ID+"; if the page is right: samling approve "+s.ID,
			"%s: held back since %s: %s", s.ID, s.Streak.Since.Local().Format(time.DateTime), s.Message)
	case s.Outcome == "failed":
		e.find(level, "see what it says; it is tried again at "+due, "%s: failed %d times since its last healthy harvest: %s", s.ID, s.Streak.Failed, s.Message)
	case s.LastSuccess == nil:
		e.find(Warn, "run samling run, or samling serve", "%s: never harvested; due at %s", s.ID, due)
	case s.Missed > 0:
		e.find(level, "see that samling serve, or the timer that starts samling run, is running",
			"%s: due %d times since its last healthy harvest at %s, and not harvested", s.ID, s.Missed, s.LastSuccess.Local().Format(time.DateTime))
	default:
		e.ok("%s: healthy, due next at %s", s.ID, due)
	}
}

// network asks each source once, as a run would, and reads what comes.
func (e *examination) network(ctx context.Context) {
	e.area = "network"
	if e.Web == nil {
		return
	}
	for _, src := range e.Config.Sources {
		if ctx.Err() != nil {
			return
		}
		if host := webHost(src); host != "" && net.ParseIP(host) == nil {
			if _, err := net.DefaultResolver.LookupHost(ctx, host); err != nil {
				e.find(Fail, "is the address right, and does this machine have a name server?", "%s: the name %s is not found: %v", src.ID, host, err)
				continue
			}
		}
		e.ask(ctx, src)
	}
}

func webHost(src config.Source) string {
	u, err := url.Parse(src.Fetch)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

func (e *examination) ask(ctx context.Context, src config.Source) {
	var prior store.Source
	if e.Ledger != nil {
		prior, _ = e.Ledger.Source(ctx, src.ID) // a source that is not known has no validators
	}
	fetcher, place := e.Web, src.Fetch
	if src.File != "" {
		fetcher, place = e.Files, src.File
	}
	page, err := fetcher.Fetch(ctx, place, prior.Validators)
	switch {
	case errors.Is(err, harvest.ErrNotModified):
		e.ok("%s: answers, and has not changed", src.ID)
	case err != nil:
		e.find(Fail, advice(err), "%s: %v", src.ID, err)
	default:
		page.URL = src.URL
		e.read(src, page, prior)
	}
}

// advice is what to do where a page could not be fetched; most errors say it themselves.
func advice(err error) string {
	switch {
	case errors.Is(err, harvest.ErrDisallowed):
		return "ask the site's owner for leave, or save the page and name the file as the source's fetch"
	case errors.Is(err, harvest.ErrPrivate):
		return "set network.allow_private: true to read pages on your own network"
	case errors.Is(err, harvest.ErrTooLarge):
		return "raise network.max_body if the page is meant to be that large"
	}
	return "open the address in a browser; if that works, the site may not like to be asked by a program: ask its owner"
}

func (e *examination) read(src config.Source, page *harvest.Page, prior store.Source) {
	list, err := harvest.Read(page, e.Profile(src))
	if err != nil {
		e.find(Fail, "look at it with samling preview "+src.URL, "%s: answers, but cannot be read: %v", src.ID, err)
		return
	}
	what := fmt.Sprintf("%s: answers, and reads as a list of %d", src.ID, len(list.Entries))
	if prior.Entries > 0 {
		what += fmt.Sprintf(" (%d at the last healthy harvest)", prior.Entries)
	}
	if len(list.Entries) == 0 || 2*len(list.Entries) < prior.Entries {
		e.find(Warn, "look at it with samling preview "+src.URL, "%s", what)
		return
	}
	e.ok("%s", what)
}
