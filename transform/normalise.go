package transform

import (
	"slices"
	"strings"

	"samling/harvest"
	"samling/vocab"
)

// Authorities are what names are looked up in.
type Authorities struct {
	Bodies *vocab.Bodies
}

// Normalise is the Normalise of a [Normaliser], for one entry.
func Normalise(e harvest.Entry, page string, of int, a Authorities) (Record, []Problem) {
	return NewNormaliser(page, of, a).Normalise(e)
}

// Normaliser normalises the entries of one page. It remembers the types, bodies and years
// that type lines name, which are few on a page of many entries; records share the
// publishers that it found once, and nobody may write in them. It is for one goroutine.
type Normaliser struct {
	page       string
	of         int
	bodies     *vocab.Bodies
	types      map[string]string // keys, by word; "" for one that is not known
	publishers map[string]named  // by what the type line says
	years      map[string]year
	parts      []part // of the description that is being joined
}

// named is what a type line says of the bodies.
type named struct {
	publishers []Publisher
	problems   []Problem
}

type year struct {
	issued string
	ok     bool
}

// NewNormaliser returns a Normaliser for a page with this address, and that many entries.
func NewNormaliser(page string, entries int, a Authorities) *Normaliser {
	return &Normaliser{page: page, of: entries, bodies: a.Bodies,
		types: map[string]string{}, publishers: map[string]named{}, years: map[string]year{}}
}

// Normalise turns an entry into a record without id, and says what a person should
// look at.
func (p *Normaliser) Normalise(e harvest.Entry) (Record, []Problem) {
	n := normaliser{Normaliser: p, r: Record{
		Page: p.page, Position: e.Position, Of: p.of,
		TitleSource: e.Title, TypeLineSource: e.TypeLine.Text, TypeSource: e.TypeLine.Type,
		PublisherSource: e.TypeLine.Bodies, IssuedSource: e.TypeLine.Year,
		DescriptionSource: joinLines(e.Description), LinkSource: e.Link.Href,
	}}
	n.documentType(e.TypeLine.Type)
	n.publishedBy(e.TypeLine.Bodies)
	n.issued(e.TypeLine.Year)
	n.title(e.Title)
	n.description(e.Description)
	n.languages()
	n.link(e.Link)
	n.r.Citation = citation(&n.r)
	return n.r, n.problems
}

// normaliser is one entry on its way.
type normaliser struct {
	*Normaliser
	r        Record
	problems []Problem
}

func (n *normaliser) problem(field, reason string) {
	n.problems = append(n.problems, Problem{Field: field, Reason: reason})
}

func (n *normaliser) documentType(word string) {
	key, seen := n.types[word]
	if !seen {
		if t, ok := vocab.LookupType(word); ok {
			key = t.Key
		}
		n.types[word] = key
	}
	if key == "" {
		key = vocab.Unknown().Key
		n.problem("type", "«"+word+"» is not a known type of document; the record has type "+key)
	}
	n.r.Type = key
}

func (n *normaliser) publishedBy(source string) {
	if source == "" {
		n.problem("publisher", "the type line names no body")
		return
	}
	by, seen := n.publishers[source]
	if !seen {
		by = whoIs(source, n.bodies)
		n.publishers[source] = by
	}
	n.r.Publishers = by.publishers
	n.problems = append(n.problems, by.problems...)
}

// whoIs finds the bodies that a type line names in the authority list.
func whoIs(source string, list *vocab.Bodies) named {
	by := named{publishers: slices.Clip(splitBodies(source, list))}
	for _, p := range by.publishers {
		if _, listed := list.ByName(p.Name); listed {
			continue
		}
		reason := "«" + p.Name + "» is not in the authority list; kept as written"
		if near, ok := list.Near(p.Name); ok {
			reason = "«" + p.Name + "» is not in the authority list; is it a misspelling of " + near.Name + "? Kept as written"
		}
		by.problems = append(by.problems, Problem{"publisher", reason})
	}
	return by
}

func (n *normaliser) issued(source string) {
	y, seen := n.years[source]
	if !seen {
		y.issued, y.ok = ParseIssued(source)
		n.years[source] = y
	}
	n.r.Issued = y.issued
	switch {
	case source == "":
		n.problem("issued", "the type line has no year")
	case !y.ok:
		n.problem("issued", "«"+source+"» is no year or range of years; the record has none")
	}
}

// title keeps the whole title, and parts it after a question mark, or a colon with a
// capital after it. A dash or a colon with a lower-case continuation is text.
func (n *normaliser) title(source string) {
	n.r.Title.Value = source
	n.r.TitleProper = source
	if i := strings.Index(source, "? "); i > 0 && startsUpper(source[i+2:]) {
		n.r.TitleProper, n.r.Subtitle = source[:i+1], source[i+2:]
	} else if i := strings.Index(source, ": "); i > 0 && startsUpper(source[i+2:]) {
		n.r.TitleProper, n.r.Subtitle = source[:i], source[i+2:]
	}
}

func (n *normaliser) languages() {
	var title, description tally
	title.add(n.r.Title.Value)
	description.add(n.r.Description.Value)
	n.r.Title.Language = title.language()
	if n.r.Title.Language == Undecided {
		n.r.Title.Language = title.and(description).language()
	}
	if n.r.Description.Value != "" {
		n.r.Description.Language = description.language()
		if n.r.Description.Language == Undecided {
			n.r.Description.Language = n.r.Title.Language
		}
	}
}

func (n *normaliser) link(l harvest.Link) {
	n.r.Link = l.URL
	if l.Href != "" && l.URL == "" {
		n.problem("link", "«"+l.Href+"» is relative and the page's address is not known (give --url)")
	}
}

func joinLines(blocks []harvest.Block) string {
	if len(blocks) == 1 {
		return blocks[0].Text
	}
	lines := make([]string, len(blocks))
	for i, b := range blocks {
		lines[i] = b.Text
	}
	return strings.Join(lines, "\n")
}
