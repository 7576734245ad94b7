package feed

import (
	"encoding/xml"
	"io"
	"sync"
	"time"

	"samling/publish/internal/stencil"
)

// atomFeed is Atom 1.0 (RFC 4287) as it goes over the wire.
type atomFeed struct {
	XMLName   xml.Name      `xml:"feed"`
	NS        string        `xml:"xmlns,attr"`
	Lang      string        `xml:"xml:lang,attr"`
	ID        string        `xml:"id"`
	Title     string        `xml:"title"`
	Subtitle  string        `xml:"subtitle"`
	Updated   string        `xml:"updated"`
	Authors   []atomPerson  `xml:"author"`
	Links     []atomLink    `xml:"link"`
	Rights    string        `xml:"rights"`
	Generator atomGenerator `xml:"generator"`
	Entries   []byte        `xml:",innerxml"` // each an atomEntry
}

type atomPerson struct {
	Name  string `xml:"name"`
	Email string `xml:"email,omitempty"`
}

type atomGenerator struct {
	Version string `xml:"version,attr,omitempty"`
	Name    string `xml:",chardata"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     atomText     `xml:"title"`
	Links     []atomLink   `xml:"link"`
	Published string       `xml:"published"`
	Updated   string       `xml:"updated"`
	Authors   []atomPerson `xml:"author"`
	Category  atomCategory `xml:"category"`
	Summary   *atomText    `xml:"summary"`
	Content   *atomText    `xml:"content"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Lang string `xml:"xml:lang,attr,omitempty"`
	Text string `xml:",chardata"`
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr"`
}

// atomTime is a date construct (section 3.3). Two entries with one atom:updated are a
// warning in the W3C Feed Validator, so the part of a second tells them apart.
const atomTime = "2006-01-02T15:04:05.000000Z"

var atomItem = sync.OnceValue(func() *stencil.Form[atomEntry] { return stencil.XML[atomEntry]("entry", 1) })

func writeAtom(w io.Writer, n *news) (err error) {
	doc := atomOf(n)
	if doc.Entries, err = written(n, atomItem(), atomEntryOf, ""); err != nil {
		return err
	}
	return encode(w, doc)
}

func atomOf(n *news) atomFeed {
	f := atomFeed{
		NS: nsAtom, Lang: n.language, ID: n.id, Title: n.title, Subtitle: n.description,
		Authors: []atomPerson{{n.publisher, n.email}}, Rights: n.rights,
		Links:     append([]atomLink{{Href: n.base, Rel: "alternate", Type: "text/html"}}, n.links("atom.xml", "application/atom+xml")...),
		Generator: atomGenerator{n.version, "Samling"},
	}
	newest := n.updated
	if newest.IsZero() {
		newest = n.made // one must be there (section 4.1.1)
	}
	for _, e := range n.entries {
		if updated := e.updated.Add(e.tie); updated.After(newest) {
			newest = updated
		}
	}
	f.Updated = newest.Format(atomTime)
	return f
}

func atomEntryOf(n *news, e *entry) atomEntry {
	out := atomEntry{
		ID: e.id, Title: atomText{"text", e.language, e.title},
		Links:     []atomLink{{Href: e.link, Rel: "alternate"}},
		Published: e.published.Format(time.RFC3339), Updated: e.updated.Add(e.tie).Format(atomTime),
		Category: atomCategory{e.kind, n.base + "types"},
	}
	if e.link != e.record {
		out.Links = append(out.Links, atomLink{Href: e.record, Rel: "related", Type: "text/html"})
	}
	for _, name := range e.publishers {
		out.Authors = append(out.Authors, atomPerson{Name: name})
	}
	if e.citation != "" {
		out.Summary = &atomText{"text", e.language, e.citation}
	}
	if e.html != "" {
		out.Content = &atomText{"html", e.language, e.html}
	}
	return out
}
