package harvest

import (
	"fmt"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Selectors are CSS selectors for a page that the type line alone does not read.
// Container narrows where entries are looked for. Entry, with Title and at least one
// of the others, reads a page that has no type lines, field by field.
type Selectors struct {
	Container   string
	Entry       string
	Title       string
	TypeLine    string
	Type        string
	Publisher   string
	Year        string
	Description string
	Link        string
}

func (s Selectors) fields() bool { return s.Entry != "" }

// container is the element that s.Container names, or the whole page.
func (s Selectors) container(doc *html.Node) (*html.Node, error) {
	if s.Container == "" {
		return doc, nil
	}
	sel, err := cascadia.ParseGroup(s.Container)
	if err != nil {
		return nil, fmt.Errorf("selector %q: %w", s.Container, err)
	}
	n := cascadia.Query(doc, sel)
	if n == nil {
		// Nothing to read is a list without entries; the gate holds it.
		return &html.Node{Type: html.DocumentNode}, nil
	}
	return n, nil
}

// bySelectors reads entries field by field.
func (r *reader) bySelectors(s Selectors, root *html.Node, links resolver) (List, error) {
	entry, err := cascadia.ParseGroup(s.Entry)
	if err != nil {
		return List{}, fmt.Errorf("selector %q: %w", s.Entry, err)
	}
	l := List{Title: r.pageTitle, Language: r.language}
	r.found = nil
	read := map[*html.Node]bool{}
	for _, n := range cascadia.QueryAll(root, entry) {
		e, err := s.entry(n, links)
		if err != nil {
			return List{}, err
		}
		if e.Title == "" {
			continue
		}
		e.Position = len(l.Entries) + 1
		l.Entries = append(l.Entries, e)
		read[n] = true
	}
	for i := range r.blocks {
		for n := r.blocks[i].elem; n != nil && !r.used[i]; n = n.Parent {
			r.used[i] = read[n]
		}
	}
	rest := r.list(links)
	l.Description, l.Unread = rest.Description, rest.Unread
	return l, nil
}

// entry reads one entry's fields. A type line that is given in parts is put
// together as the source would have written it.
func (s Selectors) entry(n *html.Node, links resolver) (Entry, error) {
	var e Entry
	var f fieldReader
	e.Title = f.text(n, s.Title)
	line := TypeLine{Type: f.text(n, s.Type), Bodies: f.text(n, s.Publisher), Year: f.text(n, s.Year)}
	if whole := f.text(n, s.TypeLine); whole != "" {
		if parsed, ok := ParseTypeLine(whole, func(string) bool { return false }); ok {
			line = parsed
		} else {
			line.Text = whole
		}
	} else {
		line.Text = strings.TrimSpace(line.Type + " – " + strings.TrimSpace(line.Bodies+" "+line.Year))
	}
	e.TypeLine = line
	r := reader{blocks: f.blocks(n, s.Description)}
	for i := range r.blocks {
		r.blocks[i].item = nil
		r.body = append(r.body, &r.blocks[i])
	}
	e.Description = r.description(r.body, 0)
	for _, b := range f.blocks(n, s.Link) {
		if l, ok := firstLink(links, &b); ok && e.Link.Href == "" {
			e.Link = l
		}
	}
	for _, b := range f.blocks(n, s.Title) {
		if l, ok := firstLink(links, &b); ok && e.Link.Href == "" {
			e.Link = l
		}
	}
	return e, f.err
}

// fieldReader reads fields until the first selector that is none.
type fieldReader struct{ err error }

func (f *fieldReader) text(n *html.Node, selector string) string {
	return joined(f.blocks(n, selector))
}

func (f *fieldReader) blocks(n *html.Node, selector string) []block {
	if selector == "" || f.err != nil {
		return nil
	}
	sel, err := cascadia.ParseGroup(selector)
	if err != nil {
		f.err = fmt.Errorf("selector %q: %w", selector, err)
		return nil
	}
	found := cascadia.Query(n, sel)
	if found == nil {
		return nil
	}
	w := newWalker(found)
	w.at.elem = found
	w.walk(found)
	w.flush()
	return w.blocks
}
