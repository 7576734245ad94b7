package site

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"samling/publish"
	"samling/publish/internal/plain"
	"samling/publish/internal/schemaorg"
)

// Index writes index.html: all entries, grouped by source, in the order of its page.
type Index struct {
	Language string // of the site's own texts; nb is the only one yet
	// Downloads are what the description for search engines says there is to download.
	Downloads []publish.Download
}

var _ publish.Writer = Index{}

// Path is where the list is in the web root.
func (Index) Path() string { return "index.html" }

// MediaType is that of HTML.
func (Index) MediaType() string { return "text/html" }

// Write writes the list. It holds the entries of one source at a time, since the
// edition has them by id and the page has them by position.
func (x Index) Write(ctx context.Context, w io.Writer, e publish.Edition) error {
	set, info := setFor(x.Language), e.Info()
	p, words := printer{pages: set.pages, w: bufio.NewWriter(w)}, &set.words
	var sources []publish.Source
	p.print("index-head", indexHead(words, info))
	for s, err := range e.Sources(ctx) {
		if err != nil {
			return fmt.Errorf("write %s: %w", x.Path(), err)
		}
		items, err := inPageOrder(ctx, e, s.ID)
		if err != nil {
			return fmt.Errorf("write %s: %w", x.Path(), err)
		}
		p.print("source-head", newSource(words, s, len(items)))
		for i := range items {
			p.print("entry", newEntry(words, &items[i]))
		}
		p.print("source-foot", nil)
		s.Items, s.Harvests = nil, nil
		sources = append(sources, s)
	}
	facets, err := e.Facets(ctx)
	if err != nil {
		return fmt.Errorf("write %s: %w", x.Path(), err)
	}
	p.print("schema", schemaorg.New(info, facets.Languages, sources, x.Downloads))
	p.print("index-foot", indexHead(words, info))
	if err := p.flush(); err != nil {
		return fmt.Errorf("write %s: %w", x.Path(), err)
	}
	return nil
}

// printer executes templates until one fails.
type printer struct {
	pages *template.Template
	w     *bufio.Writer
	err   error
}

func (p *printer) print(name string, data any) {
	if p.err == nil {
		p.err = p.pages.ExecuteTemplate(p.w, name, data)
	}
}

func (p *printer) flush() error {
	if p.err != nil {
		return p.err
	}
	return p.w.Flush()
}

func inPageOrder(ctx context.Context, e publish.Edition, source string) ([]publish.Item, error) {
	var items []publish.Item
	for it, err := range e.Items(ctx, source) {
		if err != nil {
			return nil, err
		}
		if !it.Withdrawn {
			items = append(items, it)
		}
	}
	slices.SortFunc(items, func(a, b publish.Item) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	return items, nil
}

type head struct {
	frame
	Edition string
	Made    moment
	Count   string
}

func indexHead(w *words, info publish.Info) head {
	h := head{
		frame:   newFrame(info),
		Edition: fmt.Sprintf(w.Edition, info.Number),
		Made:    w.day(info.Made),
		Count:   w.entries(info.Entries),
	}
	h.Title, h.Canonical = h.Site, plain.Link(info.Base)
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
	Empty       bool
}

func newSource(w *words, s publish.Source, entries int) source {
	link := plain.Link(s.URL)
	title := newText(s.Title)
	if title.Value == "" {
		title = text{Value: s.ID, Lang: w.Lang}
	}
	return source{
		ID: s.ID, Title: title, Description: newText(s.Description),
		Link: link, Host: host(link), Fetched: w.day(s.Snapshot.Fetched),
		Count: w.entries(entries), Empty: entries == 0,
	}
}

// host is what a person knows of an address: its host, without "www.", in the letters
// of the West. Other scripts stay in punycode, since some of their letters look the same.
func host(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	name := strings.TrimPrefix(u.Hostname(), "www.")
	if !strings.Contains(name, "xn--") {
		return name
	}
	shown, err := idna.Display.ToUnicode(name)
	if err != nil || strings.ContainsFunc(shown, func(r rune) bool { return r > 0xFF }) {
		return name
	}
	return shown
}

// entry is an item in the list.
type entry struct {
	ID     string
	Title  text
	Type   string
	Bodies string
	Year   year
	Text   text // the beginning of the description
}

func newEntry(w *words, it *publish.Item) entry {
	return entry{
		ID: it.ID, Title: titleOf(it), Type: typeName(it, w), Bodies: names(it), Year: newYear(it.Issued),
		Text: text{Value: shorten(firstLine(it.Description.Value), 260), Lang: plain.Language(it.Description.Language)},
	}
}

func firstLine(description string) string {
	before, _, _ := strings.Cut(strings.TrimLeft(description, "\n"), "\n")
	return plain.Line(before)
}

// shorten cuts a text of more than limit bytes after a sentence, if one ends in its
// second half, else after a word.
func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	s = strings.ToValidUTF8(s[:limit], "")
	for _, end := range []string{". ", "? ", "! "} {
		if i := strings.LastIndex(s, end); i >= limit/2 {
			return s[:i+1]
		}
	}
	if i := strings.LastIndexByte(s, ' '); i >= 0 {
		s = s[:i]
	}
	return strings.TrimRight(s, " .,:;–-") + " …"
}
