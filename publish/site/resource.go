package site

import (
	"cmp"
	"fmt"
	"html/template"
	"io"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/knakk/rdf"

	"samling/publish"
	"samling/publish/internal/place"
	"samling/publish/internal/plain"
	"samling/vocab"
)

// shown is how many values of one predicate a page shows; the data have them all.
const shown = 200

// Resource writes {path}.html for what has an IRI and is no record: what the graph says
// of a body, a collection, the types …, as a table, with its links followed.
type Resource struct {
	// Listed says whether any entry names a body, which then has a selection of the list and
	// a feed; nil for all.
	Listed func(key string) bool
	Layout publish.Layout // of the dumps, which are the dataset's own documents
}

// NewResource returns a Resource for the edition with these counts.
func NewResource(f publish.Facets, l publish.Layout) Resource {
	named := map[string]bool{}
	for _, c := range f.Publishers {
		named[c.Key] = true
	}
	return Resource{Listed: func(key string) bool { return named[key] }, Layout: l}
}

var _ publish.ResourceForm = Resource{}

// ResourcePath is where the page of a resource is in the web root.
func (Resource) ResourcePath(path string) string { return path + ".html" }

// MediaType is that of HTML.
func (Resource) MediaType() string { return "text/html" }

// WriteResource writes the page, subject by subject.
func (x Resource) WriteResource(w io.Writer, info publish.Info, r publish.Resource) error {
	if err := x.write(w, info, r); err != nil {
		return fmt.Errorf("write %s: %w", x.ResourcePath(r.Path), err)
	}
	return nil
}

func (x Resource) write(w io.Writer, info publish.Info, r publish.Resource) error {
	p := penFor(info.Language)
	defer p.put()
	page := x.page(&p.words, info, r)
	titles := titlesOf(&p.words, r.Groups)
	if err := p.write(w, func() { add(p, p.resourceHead, &page) }); err != nil {
		return err
	}
	for i := range r.Groups {
		one, err := page.group(p, info, i, &r.Groups[i], titles)
		if err != nil {
			return err
		}
		if err := p.write(w, func() { add(p, p.group, &one) }); err != nil {
			return err
		}
	}
	return p.write(w, func() { add(p, p.resourceFoot, &page) })
}

// titlesOf are what the subjects described on a page are called.
func titlesOf(w *words, groups []publish.Group) map[string]string {
	titles := map[string]string{}
	for _, g := range groups {
		titles[g.Subject.String()] = groupTitle(w, g).Value
	}
	return titles
}

type resource struct {
	frame
	Data    []link // beside the page
	Packed  bool   // as .gz only
	Heading text
	Entries string // the list of what belongs to it, "" for none
	Feed    string
}

// group is what is said of one subject.
type group struct {
	ID, HeadingID string
	Title         text
	Subject       string
	Entries       string
	Rows          template.HTML
}

// fact is a predicate with its values.
type fact struct {
	Label, Lang string // Lang is "" for the page's own
	Values      template.HTML
	More        string
}

type value struct {
	Text    string
	Lang    string
	Tagged  bool // has a language of its own
	Href    string
	Machine string // of a time
}

func (x Resource) page(w *words, info publish.Info, r publish.Resource) resource {
	page := resource{frame: newFrame(info, r.Path), Heading: newText(r.Title)}
	name, layout := path.Base(r.Path), publish.Layout{}
	if publish.DatasetIRI(info.Base) == info.Base+r.Path {
		layout = x.Layout
	}
	page.Data, page.Packed = dumps(layout, turtleDump(name), jsonldDump(name)), layout.Packed
	if page.Heading.Value == "" {
		page.Heading = text{Value: r.Path, Lang: ""}
	}
	page.Title = page.Heading.Value + " – " + page.Site
	page.Entries, page.Feed = page.belonging(info, r.Path, x.Listed)
	return page
}

// belonging is where the entries of a body or a source are listed, and their feed.
func (page *resource) belonging(info publish.Info, path string, listed func(string) bool) (entries, feed string) {
	kind, key, ok := strings.Cut(path, "/")
	if !ok || !place.IsKey(key) {
		return "", ""
	}
	switch kind {
	case "org":
		if listed != nil && !listed(key) {
			return "", ""
		}
		return page.selection(info, "publisher", key), page.Root + place.Feed(place.FeedOfPublisher, key)
	case "collection":
		if info.Entries > longest {
			return page.Root + listPath(key, 1), page.Root + place.Feed(place.FeedOfSource, key)
		}
		return page.selection(info, "source", key), page.Root + place.Feed(place.FeedOfSource, key)
	}
	return "", ""
}

// selection is the list filtered, where one page lists all.
func (page *resource) selection(info publish.Info, by, key string) string {
	if info.Entries > longest {
		return ""
	}
	return page.Root + place.Index + "?" + by + "=" + key
}

func (page *resource) group(p *pen, info publish.Info, n int, g *publish.Group, titles map[string]string) (group, error) {
	if err := g.Check(); err != nil {
		return group{}, err
	}
	subject, w := g.Subject.String(), &p.words
	one := group{ID: fragment(subject, n), HeadingID: fmt.Sprintf("about-%d", n), Subject: subject}
	if key, ok := strings.CutPrefix(subject, info.Base+"types#"); ok && place.IsKey(key) {
		one.Entries = page.selection(info, "type", key)
	}
	one.Rows = page.facts(p, info, g, titles)
	one.Title = groupTitle(w, *g)
	if n == 0 || one.Title.Value == "" {
		one.Title = text{Value: w.About, Lang: w.Lang}
		if n > 0 {
			one.Title = text{Value: strings.TrimPrefix(subject, info.Base), Lang: ""}
		}
	}
	return one, nil
}

// facts are the rows of a group: of each predicate the values that a person would read.
func (page *resource) facts(p *pen, info publish.Info, g *publish.Group, titles map[string]string) template.HTML {
	var rows []fact
	for i := 0; i < len(g.Triples); {
		var values []value
		first, of := "", 0
		for ; i < len(g.Triples); i++ {
			predicate, object := g.Statement(i)
			if of > 0 && predicate != first {
				break
			}
			if first, of = predicate, of+1; of <= shown {
				values = append(values, page.value(&p.words, info, object, titles))
			}
		}
		row := fact{Values: each(p, p.cell, values)}
		row.Label, row.Lang = p.predicate(first)
		if more := of - shown; more > 0 {
			row.More = fmt.Sprintf(p.AndMore, p.number(more))
		}
		rows = append(rows, row)
	}
	return each(p, p.fact, rows)
}

// fragment is the id of a part of the document, as its IRI has it; the resource itself
// needs none.
func fragment(subject string, n int) string {
	_, id, _ := strings.Cut(subject, "#")
	if n == 0 || !place.IsKey(id) || strings.HasPrefix(id, "about-") || id == "data" || id == "content" || id == "it" {
		return ""
	}
	return id
}

// groupTitle is what a subject is called: in the page's language, else in its first.
func groupTitle(w *words, g publish.Group) text {
	var first text
	for _, t := range g.Triples {
		switch t.Pred.String() {
		case vocab.SKOSPrefLabel, vocab.FOAFName, vocab.DCTermsTitle, vocab.RDFSLabel:
			l, ok := t.Obj.(rdf.Literal)
			if !ok {
				continue
			}
			title := text{plain.Line(l.String()), plain.Language(l.Lang())}
			if title.Lang == w.Lang {
				return title
			}
			if first.Value == "" {
				first = title
			}
		}
	}
	return first
}

func (page *resource) value(w *words, info publish.Info, t publish.Term, titles map[string]string) value {
	if t.IRI != "" {
		name := cmp.Or(titles[t.IRI], plain.Line(shortIRI(info.Base, t.IRI)))
		return value{Text: name, Href: page.href(info.Base, t.IRI)}
	}
	v := value{Text: plain.Line(t.Value), Lang: plain.Language(t.Lang), Tagged: t.Lang != ""}
	if t.Datatype == vocab.XSDDateTime {
		if at, err := time.Parse(time.RFC3339, t.Value); err == nil {
			m := w.day(at)
			v.Text, v.Machine = m.Text, m.Machine
		}
	}
	return v
}

// shortIRI is an IRI as people write it: below the base, or with its usual prefix.
func shortIRI(base, iri string) string {
	if rest, ok := strings.CutPrefix(iri, base); ok && rest != "" {
		return strings.TrimSuffix(rest, "#it")
	}
	for _, ns := range vocab.Namespaces(base) {
		if rest, ok := strings.CutPrefix(iri, ns.IRI); ok && rest != "" {
			return ns.Prefix + ":" + rest
		}
	}
	return iri
}

// pages are the folders and single resources below the base whose page ends in .html;
// other addresses there are left to the server.
var pages = []string{"item/", "org/", "collection/", "snapshot/", "harvest/", "agent/", "types", publish.Profile, "rights/", "operator", "contact", "dataset"}

// href is the way to an IRI: within the site relative, and to the page that describes it.
func (page *resource) href(base, iri string) string {
	rest, ours := strings.CutPrefix(iri, base)
	if !ours {
		return plain.Link(iri)
	}
	rest, id, _ := strings.Cut(rest, "#")
	if strings.ContainsAny(rest, ":?\\") || strings.HasPrefix(rest, "/") {
		return plain.Link(iri)
	}
	for _, p := range pages {
		if rest == p || strings.HasSuffix(p, "/") && strings.HasPrefix(rest, p) {
			rest += ".html"
			break
		}
	}
	if id != "" && id != "it" && !strings.HasPrefix(rest, "item/") {
		rest += "#" + id
	}
	if rest == "" {
		rest = place.Index
	}
	return page.Root + rest
}

// predicate is what a predicate is called. One that has no word here goes by its own
// name, which is English: "wasDerivedFrom" is "was derived from".
func (w *words) predicate(iri string) (label, lang string) {
	if label, ok := w.Predicates[iri]; ok {
		return label, ""
	}
	name := iri[strings.LastIndexAny(iri, "/#")+1:]
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return plain.Line(b.String()), "en"
}
