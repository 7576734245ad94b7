package transform

import (
	"strings"

	"samling/harvest"
	"samling/vocab"
)

// Authorities are what names are looked up in.
type Authorities struct {
	Bodies *vocab.Bodies
}

// Normalise turns an entry into a record without id, and says what a person should
// look at. Of is the number of entries on the page, page its address.
func Normalise(e harvest.Entry, page string, of int, a Authorities) (Record, []Problem) {
	n := normaliser{bodies: a.Bodies, r: Record{
		Page: page, Position: e.Position, Of: of,
		TitleSource: e.Title, TypeLineSource: e.TypeLine.Text, TypeSource: e.TypeLine.Type,
		PublisherSource: e.TypeLine.Bodies, IssuedSource: e.TypeLine.Year,
		DescriptionSource: joinLines(e.Description), LinkSource: e.Link.Href,
	}}
	n.documentType(e.TypeLine.Type)
	n.publishers(e.TypeLine.Bodies)
	n.issued(e.TypeLine.Year)
	n.title(e.Title)
	n.description(e.Description)
	n.languages()
	n.link(e.Link)
	n.r.Citation = citation(&n.r)
	return n.r, n.problems
}

type normaliser struct {
	r        Record
	bodies   *vocab.Bodies
	problems []Problem
}

func (n *normaliser) problem(field, reason string) {
	n.problems = append(n.problems, Problem{Field: field, Reason: reason})
}

func (n *normaliser) documentType(word string) {
	t, ok := vocab.LookupType(word)
	if !ok {
		t = vocab.Unknown()
		n.problem("type", "«"+word+"» is not a known type of document; the record has type "+t.Key)
	}
	n.r.Type = t.Key
}

func (n *normaliser) publishers(source string) {
	if source == "" {
		n.problem("publisher", "the type line names no body")
		return
	}
	for _, p := range splitBodies(source, n.bodies) {
		if _, listed := n.bodies.ByName(p.Name); !listed {
			reason := "«" + p.Name + "» is not in the authority list; kept as written"
			if near, ok := n.bodies.Near(p.Name); ok {
				reason = "«" + p.Name + "» is not in the authority list; is it a misspelling of " + near.Name + "? Kept as written"
			}
			n.problem("publisher", reason)
		}
		n.r.Publishers = append(n.r.Publishers, p)
	}
}

func (n *normaliser) issued(source string) {
	issued, ok := ParseIssued(source)
	n.r.Issued = issued
	switch {
	case source == "":
		n.problem("issued", "the type line has no year")
	case !ok:
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
	lines := make([]string, len(blocks))
	for i, b := range blocks {
		lines[i] = b.Text
	}
	return strings.Join(lines, "\n")
}
