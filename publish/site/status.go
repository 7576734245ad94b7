package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"samling/publish"
	"samling/publish/internal/place"
	"samling/publish/internal/plain"
)

// Status writes status.html: what the edition was made from, and when, and which sources
// are held back.
type Status struct {
	Layout publish.Layout // of the dumps that the page links to
}

var _ publish.Writer = Status{}

// Path is where the page is in the web root.
func (Status) Path() string { return place.Status }

// MediaType is that of HTML.
func (Status) MediaType() string { return "text/html" }

type status struct {
	frame
	Edition       string
	Made          moment
	Held          []held
	Sources       iter.Seq[statusRow] // read again as it is written: there may be very many
	Entries, Gone string
	Dumps         []link
}

type statusRow struct {
	Title         text
	Link          string
	Fetched       moment
	Entries, Gone string
}

type held struct {
	Source text
	Since  moment
}

// Write writes the page.
func (x Status) Write(ctx context.Context, w io.Writer, e publish.Edition) error {
	info := e.Info()
	p := newPrinter(w, info)
	var failed error
	page, err := x.read(ctx, p.words, e, &failed)
	if err == nil {
		p.print("status", page)
		err = errors.Join(failed, p.flush())
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", x.Path(), err)
	}
	return nil
}

// read reads what the page says; failed is told of an error that comes while it is written.
func (x Status) read(ctx context.Context, w *words, e publish.Edition, failed *error) (status, error) {
	info := e.Info()
	page := status{frame: newFrame(info, place.Status), Edition: fmt.Sprintf(w.Edition, info.Number), Made: w.day(info.Made), Entries: w.number(info.Entries)}
	page.Dumps = dumps(x.Layout, turtleDump("dataset"), jsonldDump("dataset"))
	page.Title = w.Status + " – " + page.Site
	all := 0
	for s, err := range e.Sources(ctx) {
		if err != nil {
			return page, err
		}
		all += s.Withdrawn
		if !s.Held.IsZero() {
			page.Held = append(page.Held, held{sourceTitle(w, s), w.day(s.Held)})
		}
	}
	page.Sources = func(yield func(statusRow) bool) {
		for s, err := range e.Sources(ctx) {
			if err != nil {
				*failed = err
				return
			}
			if !yield(statusRow{
				Title: sourceTitle(w, s), Link: plain.Link(s.URL), Fetched: w.day(s.Snapshot.Fetched),
				Entries: w.number(s.Entries), Gone: w.number(s.Withdrawn),
			}) {
				return
			}
		}
	}
	page.Gone = w.number(all)
	return page, nil
}
