package feed

import (
	"cmp"
	"hash/fnv"
	"html"
	"strconv"
	"strings"
	"time"

	"samling/publish"
	"samling/publish/internal/plain"
	"samling/publish/internal/stencil"
	"samling/transform"
	"samling/vocab"
)

// entry is one entry of a feed, before it is written in any syntax.
type entry struct {
	id         string // a tag: URI
	record     string // the record's IRI and page
	link       string // unique in the feed
	title      string
	language   string // of title and description; "" if unknown
	kind       string // the type's word
	publishers []string
	issued     string // a year that may stand in a feed, or ""
	citation   string
	html       string // the description
	published  time.Time
	updated    time.Time
	tie        time.Duration // under a second: tells entries of one second apart
}

// written are the entries of a feed, each written by its form of a syntax. They are good until
// the next are written.
func written[T any](n *news, form *stencil.Form[T], of func(*news, *entry) T, between string) ([]byte, error) {
	text, err := (*n.paper)[:0], error(nil)
	for i := range n.entries {
		if i > 0 {
			text = append(text, between...)
		}
		one := of(n, &n.entries[i])
		if text, err = form.Append(text, &one); err != nil {
			return nil, err
		}
	}
	*n.paper = text
	return text, nil
}

func (f Writer) entry(info publish.Info, it *publish.Item, link string) entry {
	record := recordPage(info.Base, it.ID)
	return entry{
		id: f.Tag + "item/" + it.ID, record: record, link: link,
		title:    cmp.Or(plain.Line(it.Title.Value), plain.Line(it.Citation), record),
		language: plain.Language(it.Title.Language), kind: typeLabel(it), publishers: publishers(it.Publishers),
		issued: issued(it), citation: plain.Line(it.Citation),
		html:      markup(it.Description),
		published: it.Created.UTC().Truncate(time.Second), updated: it.Modified.UTC().Truncate(time.Second), tie: tie(it),
	}
}

// tie is a part of a second that belongs to this version of the item: milliseconds by
// its place on the page, the first latest, so that a reader who sorts by time keeps the
// order; then microseconds by the source, since two may be harvested in one second. It
// depends on nothing around the item, so it is the same in every feed.
func tie(it *publish.Item) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(it.Source))
	place := (it.Position%1000 + 1000) % 1000
	return time.Duration(999-place)*time.Millisecond + time.Duration(h.Sum32()%1000)*time.Microsecond
}

// issued is the year, where it is one that dcterms:issued can carry in a feed: the
// W3C Feed Validator takes W3CDTF only (a range is an error), and warns of what is
// before 1991 or still to come. Every year stands in the citation.
func issued(it *publish.Item) string {
	year, err := strconv.ParseUint(it.Issued, 10, 16)
	if err != nil || year <= 1990 || year > uint64(it.Created.UTC().Year()) {
		return ""
	}
	return it.Issued
}

func publishers(all []transform.Publisher) []string {
	var names []string
	for _, p := range all {
		if name := plain.Line(p.Name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// typeLabel is the type's word in the record's language, else in Bokmål.
func typeLabel(it *publish.Item) string {
	kind, ok := vocab.TypeByKey(it.Type)
	if !ok {
		kind = vocab.Unknown()
	}
	return kind.Label(it.Title.Language)
}

// markup is the description as HTML: a p a paragraph, a br between its lines, and
// nothing else but text.
func markup(d transform.Text) string {
	var b strings.Builder
	b.Grow(len(d.Value) + len(d.Value)/16 + 32)
	open := "<p>"
	if lang := plain.Language(d.Language); lang != "" {
		open = `<p lang="` + lang + `">`
	}
	for _, lines := range plain.Paragraphs(d.Value) {
		b.WriteString(open)
		for i, line := range lines {
			if i > 0 {
				b.WriteString("<br>")
			}
			b.WriteString(html.EscapeString(line))
		}
		b.WriteString("</p>")
	}
	return b.String()
}
