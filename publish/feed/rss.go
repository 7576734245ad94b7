package feed

import "encoding/xml"

// The namespaces of a feed.
const (
	nsAtom    = "http://www.w3.org/2005/Atom"
	nsDC      = "http://purl.org/dc/elements/1.1/"
	nsDCTerms = "http://purl.org/dc/terms/"
)

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
	Title          string   `xml:"title"`
	Link           string   `xml:"link"`
	Description    string   `xml:"description"`
	Language       string   `xml:"language"`
	ManagingEditor string   `xml:"managingEditor,omitempty"`
	WebMaster      string   `xml:"webMaster,omitempty"`
	LastBuildDate  string   `xml:"lastBuildDate,omitempty"`
	Generator      string   `xml:"generator"`
	Self           atomLink `xml:"atom:link"`
	Items          []item   `xml:"item"`
}

type atomLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
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
