package site

import (
	"context"
	"fmt"
	"io"
	"slices"

	"samling/publish"
	"samling/publish/internal/place"
)

// inPart is how many entries a page of a source's list has.
const inPart = 5_000

// Lists are the lists that an edition has beside its index: none up to 10,000 entries,
// else a page a source, and for a source of more than 5,000 entries a page for each
// 5,000 of them. A page of a list says nothing of the edition.
func Lists(ctx context.Context, e publish.Edition) ([]publish.Writer, error) {
	if e.Info().Entries <= longest {
		return nil, nil
	}
	var all []publish.Writer
	read := &reading{}
	for s, err := range e.Sources(ctx) {
		if err != nil {
			return nil, fmt.Errorf("lists of the sources: %w", err)
		}
		if !place.IsKey(s.ID) {
			return nil, fmt.Errorf("source %q cannot be in an address; give it an id of letters, digits and hyphens", s.ID)
		}
		parts := (s.Entries + inPart - 1) / inPart
		for part := 1; part <= parts; part++ {
			all = append(all, list{source: s, part: part, parts: parts, read: read})
		}
	}
	return all, nil
}

// list writes list/{source}.html, or a further part of it.
type list struct {
	source      publish.Source
	part, parts int
	read        *reading
}

// reading holds the entries of the source that is being written, for all its parts.
type reading struct {
	source  string
	entries []entry
}

// inPageOrder are the entries of a source as they stand on its page.
func inPageOrder(ctx context.Context, e publish.Edition, pen *pen, source string) ([]entry, error) {
	var all []entry
	for it, err := range e.Items(ctx, source) {
		if err != nil {
			return nil, err
		}
		if !it.Withdrawn {
			all = append(all, newEntry(pen, e.Info(), &it))
		}
	}
	slices.SortFunc(all, byPosition)
	return all, pen.err
}

var _ publish.OfSource = list{}

// listPath is list/{source}.html for the first part, then list/{source}/2.html …
func listPath(source string, part int) string {
	if part == 1 {
		return "list/" + source + ".html"
	}
	return fmt.Sprintf("list/%s/%d.html", source, part)
}

// Path is where the list is in the web root.
func (l list) Path() string { return listPath(l.source.ID, l.part) }

// Of is the source that decides the list.
func (l list) Of() string { return l.source.ID }

// MediaType is that of HTML.
func (list) MediaType() string { return "text/html" }

// Write writes the list.
func (l list) Write(ctx context.Context, w io.Writer, e publish.Edition) error {
	if err := l.write(ctx, w, e); err != nil {
		return fmt.Errorf("write %s: %w", l.Path(), err)
	}
	return nil
}

func (l list) write(ctx context.Context, w io.Writer, e publish.Edition) error {
	pen := penFor(e.Info().Language)
	defer pen.put()
	if l.part == 1 {
		entries, err := inPageOrder(ctx, e, pen, l.source.ID)
		if err != nil {
			return err
		}
		*l.read = reading{l.source.ID, entries}
	}
	if l.read.source != l.source.ID {
		return fmt.Errorf("part %d of %s is written before its first", l.part, l.source.ID)
	}
	p := newPrinter(w, e.Info())
	head := l.head(p.words, p.info)
	p.print("list-head", head)
	from := min((l.part-1)*inPart, len(l.read.entries))
	p.entries(pen, head.Root, l.read.entries[from:min(from+inPart, len(l.read.entries))])
	p.print("list-foot", head)
	if l.part == l.parts {
		*l.read = reading{}
	}
	return p.flush()
}

type listHead struct {
	frame
	Source source
	Part   string
	Parts  []part
}

// part is a link to a part of the list.
type part struct {
	Number  int
	Href    string
	Current bool
}

func (l list) head(w *words, info publish.Info) listHead {
	h := listHead{frame: newFrame(info, l.Path())}
	h.Source = newSource(w, l.source, h.Root)
	h.Title = h.Source.Title.Value + " – " + h.Site
	h.Summary = h.Source.Title.Value + ": " + h.Source.Count + "."
	if l.parts > 1 {
		h.Part = fmt.Sprintf(w.Part, l.part, l.parts)
		for n := 1; n <= l.parts; n++ {
			h.Parts = append(h.Parts, part{n, h.Root + listPath(l.source.ID, n), n == l.part})
		}
	}
	return h
}
