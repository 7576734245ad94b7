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
type Lists struct{}

var _ publish.SourceForm = Lists{}

// WriteSource writes the pages of a source's list.
func (Lists) WriteSource(ctx context.Context, e publish.Edition, s publish.Source, create publish.Create) error {
	if e.Info().Entries <= longest || s.Entries == 0 {
		return nil
	}
	if !place.IsKey(s.ID) {
		return fmt.Errorf("source %q cannot be in an address; give it an id of letters, digits and hyphens", s.ID)
	}
	pen := penFor(e.Info().Language)
	defer pen.put()
	entries, err := inPageOrder(ctx, e, pen, s.ID)
	if err != nil {
		return fmt.Errorf("list of %s: %w", s.ID, err)
	}
	parts := (s.Entries + inPart - 1) / inPart
	for part := 1; part <= parts; part++ {
		l := list{source: s, part: part, parts: parts}
		from := min((part-1)*inPart, len(entries))
		if err := create(l.path(), "text/html", "", func(w io.Writer) error {
			return l.write(w, pen, e.Info(), entries[from:min(from+inPart, len(entries))])
		}); err != nil {
			return err
		}
	}
	return nil
}

// list is list/{source}.html, or a further part of it.
type list struct {
	source      publish.Source
	part, parts int
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

// listPath is list/{source}.html for the first part, then list/{source}/2.html …
func listPath(source string, part int) string {
	if part == 1 {
		return "list/" + source + ".html"
	}
	return fmt.Sprintf("list/%s/%d.html", source, part)
}

func (l list) path() string { return listPath(l.source.ID, l.part) }

func (l list) write(w io.Writer, pen *pen, info publish.Info, entries []entry) error {
	p := newPrinter(w, info)
	head := l.head(p.words, p.info)
	p.print("list-head", head)
	p.entries(pen, head.Root, entries)
	p.print("list-foot", head)
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
	h := listHead{frame: newFrame(info, l.path())}
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
