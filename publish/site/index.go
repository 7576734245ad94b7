package site

import (
	"bufio"
	"context"
	"fmt"
	"html/template"
	"io"
	"slices"

	"samling/publish"
	"samling/publish/internal/place"
	"samling/publish/internal/plain"
	"samling/publish/internal/schemaorg"
)

// longest is how many entries one page lists. Beyond it a browser takes seconds to open
// the page: index.html is then an overview of the sources, which have [Lists] of their own.
const longest = 10_000

// Long tells whether an edition has [Lists] beside its index, to which pages link then.
func Long(info publish.Info) bool { return info.Entries > longest }

// Index writes index.html: all entries, grouped by source, in the order of its page; or
// in a publication of more than 10,000 entries, the sources with the way to their lists.
type Index struct {
	// Downloads are what the description for search engines says there is to download.
	Downloads []publish.Download
	Layout    publish.Layout // of the dumps and citations that the page links to
}

var _ publish.Joined = Index{}

// Path is where the list is in the web root.
func (Index) Path() string { return place.Index }

// MediaType is that of HTML.
func (Index) MediaType() string { return "text/html" }

// Write writes the list.
func (x Index) Write(ctx context.Context, w io.Writer, e publish.Edition) error {
	b := bufio.NewWriter(w)
	err := publish.WriteJoined(ctx, b, e, x)
	if err == nil {
		err = b.Flush()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", x.Path(), err)
	}
	return nil
}

// Head writes what stands before the sources.
func (x Index) Head(w io.Writer, info publish.Info) error {
	p := newPrinter(w, info)
	h := indexHead(p.words, info)
	h.Packed = x.Layout.Packed
	h.Dumps = append(dumps(x.Layout, turtleDump("dataset"), jsonldDump("dataset"),
		link{"dataset.nt", "application/n-triples", "N-Triples"}, link{"dataset.nq", "application/n-quads", "N-Quads"}),
		citations(x.Layout)...)
	p.print("index-head", h)
	return p.flush()
}

// Source writes the entries of a source. It holds them, since the edition has them by id
// and the page has them by position.
func (x Index) Source(w io.Writer, info publish.Info, s publish.Source) publish.Section {
	p := newPrinter(w, info)
	head := newSource(p.words, s, "")
	if info.Entries > longest && !head.Empty {
		head.List = listPath(s.ID, 1)
	}
	return &indexed{printer: p, pen: penFor(info.Language), head: head}
}

// Bulk is false: it is a page.
func (Index) Bulk() bool { return false }

// Between is nothing.
func (Index) Between() string { return "" }

// Tail writes what stands after the sources.
func (x Index) Tail(ctx context.Context, w io.Writer, e publish.Edition) error {
	var sources []publish.Source
	info := e.Info()
	if x.Layout.Segments == 0 { // else there may be very many
		for s, err := range e.Sources(ctx) {
			if err != nil {
				return err
			}
			sources = append(sources, s)
		}
	}
	facets, err := e.Facets(ctx)
	if err != nil {
		return err
	}
	p := newPrinter(w, info)
	p.print("schema", schemaorg.New(info, facets.Languages, sources, x.Downloads))
	p.print("index-foot", indexHead(p.words, info))
	return p.flush()
}

// indexed is a source in the list.
type indexed struct {
	*printer
	pen  *pen
	head source
	all  []entry
}

// Item keeps the entry of an item for the list, if the entries are on this page.
func (x *indexed) Item(it publish.Item) error {
	if x.head.List == "" && !it.Withdrawn {
		x.all = append(x.all, newEntry(x.pen, x.info, &it).alone())
	}
	return x.pen.err
}

// End writes the source.
func (x *indexed) End() error {
	x.print("source-head", x.head)
	slices.SortFunc(x.all, byPosition)
	x.entries(x.pen, "", x.all)
	x.print("source-foot", x.head)
	x.pen.put()
	x.pen, x.all = nil, nil
	return x.flush()
}

// printer executes templates until one fails.
type printer struct {
	words *words
	info  publish.Info
	pages *template.Template
	w     *bufio.Writer
	err   error
}

func newPrinter(w io.Writer, info publish.Info) *printer {
	set := setFor(info.Language)
	return &printer{words: &set.words, info: info, pages: set.pages, w: bufio.NewWriter(w)}
}

func (p *printer) print(name string, data any) {
	if p.err == nil {
		p.err = p.pages.ExecuteTemplate(p.w, name, data)
	}
}

func (p *printer) entries(pen *pen, root string, all []entry) {
	for i := range all {
		all[i].Root = root
		if p.err == nil {
			p.err = pen.write(p.w, func() { add(pen, pen.entry, &all[i]) })
		}
	}
}

func (p *printer) flush() error {
	if p.err != nil {
		return p.err
	}
	return p.w.Flush()
}

type head struct {
	frame
	Edition  string
	Made     moment
	Count    string
	Searched bool // the entries are on this page
	Packed   bool // there are dumps as .gz only
	Dumps    []link
}

func indexHead(w *words, info publish.Info) head {
	h := head{
		frame:    newFrame(info, ""),
		Edition:  fmt.Sprintf(w.Edition, info.Number),
		Made:     w.day(info.Made),
		Count:    w.entries(info.Entries),
		Searched: info.Entries > 0 && info.Entries <= longest,
	}
	h.Title = h.Site
	h.Summary = h.Site + ": " + h.Count + "."
	return h
}

type source struct {
	ID          string
	Title       text
	Description text
	Link, Host  string
	Fetched     moment
	Count       string
	Feed        string
	Empty       bool
	List        string // the page that lists its entries, "" for this one
}

func newSource(w *words, s publish.Source, root string) source {
	link := plain.Link(s.URL)
	one := source{
		ID: s.ID, Title: sourceTitle(w, s), Description: newText(s.Description),
		Link: link, Host: host(link), Fetched: w.day(s.Snapshot.Fetched),
		Count: w.entries(s.Entries), Empty: s.Entries == 0,
	}
	if place.IsKey(s.ID) {
		one.Feed = root + place.Feed(place.FeedOfSource, s.ID)
	}
	return one
}

// sourceTitle is the source's title, or its id where it has none.
func sourceTitle(w *words, s publish.Source) text {
	title := newText(s.Title)
	if title.Value == "" {
		title = text{Value: plain.Line(s.ID), Lang: w.Lang}
	}
	return title
}
