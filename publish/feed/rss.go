package feed

import (
	"encoding/xml"
	"io"
	"strings"
	"sync"
	"time"

	"samling/publish/internal/plain"
	"samling/publish/internal/stencil"
)

// The namespaces of a feed.
const (
	nsAtom    = "http://www.w3.org/2005/Atom"
	nsDC      = "http://purl.org/dc/elements/1.1/"
	nsDCTerms = "http://purl.org/dc/terms/"
)

// rfc822 is the date of RSS 2.0: RFC 822 with a year of four digits.
const rfc822 = "Mon, 02 Jan 2006 15:04:05 GMT"

// rss is RSS 2.0 as it goes over the wire. encoding/xml would declare a namespace on
// each element that has one; readers that look for "atom:link" as it is written, and
// people, are served better by prefixes declared once.
type rss struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	DC      string   `xml:"xmlns:dc,attr"`
	DCTerms string   `xml:"xmlns:dcterms,attr"`
	Channel channel  `xml:"channel"`
}

type channel struct {
	Title          string     `xml:"title"`
	Link           string     `xml:"link"`
	Description    string     `xml:"description"`
	Language       string     `xml:"language"`
	Copyright      string     `xml:"copyright"`
	ManagingEditor string     `xml:"managingEditor,omitempty"`
	WebMaster      string     `xml:"webMaster,omitempty"`
	LastBuildDate  string     `xml:"lastBuildDate,omitempty"`
	Generator      string     `xml:"generator"`
	TTL            int        `xml:"ttl,omitempty"` // minutes
	Links          []atomLink `xml:"atom:link"`
	Items          []byte     `xml:",innerxml"` // each an item
}

type atomLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type item struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	GUID        guid     `xml:"guid"`
	Issued      string   `xml:"dcterms:issued,omitempty"` // before pubDate: feedparser takes the later of the two for the date
	PubDate     string   `xml:"pubDate"`
	Category    category `xml:"category"`
	Description string   `xml:"description,omitempty"`
	Publisher   string   `xml:"dc:publisher,omitempty"`
	Citation    string   `xml:"dcterms:bibliographicCitation,omitempty"`
	Updated     string   `xml:"atom:updated"`
}

type guid struct {
	IsPermaLink bool   `xml:"isPermaLink,attr"`
	Value       string `xml:",chardata"`
}

type category struct {
	Domain string `xml:"domain,attr"`
	Label  string `xml:",chardata"`
}

var rssItem = sync.OnceValue(func() *stencil.Form[item] { return stencil.XML[item]("item", 2) })

func writeRSS(w io.Writer, n *news) (err error) {
	doc := rssOf(n)
	if doc.Channel.Items, err = written(n, rssItem(), rssItemOf, ""); err != nil {
		return err
	}
	return encode(w, doc)
}

func rssOf(n *news) rss {
	c := channel{
		Title: n.title, Link: n.base, Description: n.description, Language: n.language, Copyright: n.rights,
		ManagingEditor: mailbox(n), WebMaster: mailbox(n), Generator: n.generator(),
		TTL:   int(max(n.ttl, 0) / time.Minute),
		Links: n.links("feed.xml", "application/rss+xml"),
	}
	if !n.updated.IsZero() {
		c.LastBuildDate = n.updated.Format(rfc822)
	}
	return rss{Version: "2.0", Atom: nsAtom, DC: nsDC, DCTerms: nsDCTerms, Channel: c}
}

func rssItemOf(n *news, e *entry) item {
	return item{
		Title: e.title, Link: e.link, GUID: guid{Value: e.id},
		Issued: e.issued, PubDate: e.published.Format(rfc822),
		Category: category{n.base + "types", e.kind}, Description: e.html,
		Publisher: strings.Join(e.publishers, "; "), Citation: e.citation, Updated: e.updated.Format(time.RFC3339),
	}
}

// links are those of the feed itself: where it is served, and its hub (WebSub, section 4).
func (n *news) links(file, mediaType string) []atomLink {
	links := []atomLink{{Href: n.address + file, Rel: "self", Type: mediaType}}
	if n.hub != "" {
		links = append(links, atomLink{Href: n.hub, Rel: "hub"})
	}
	return links
}

func (n *news) generator() string { return strings.TrimSpace("Samling " + n.version) }

// mailbox is an address in the form of RSS 2.0, "post@example.org (Name)", or "".
// Parentheses and backslashes would have to be quoted in a comment (RFC 822, section
// 3.4.3), and no reader unquotes them.
func mailbox(n *news) string {
	if n.email == "" {
		return ""
	}
	return n.email + " (" + plain.Line(strings.NewReplacer("(", " ", ")", " ", `\`, " ").Replace(n.publisher)) + ")"
}
