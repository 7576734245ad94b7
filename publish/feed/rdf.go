package feed

import (
	"encoding/xml"
	"io"
	"strings"
	"sync"
	"time"

	"samling/publish/internal/stencil"
)

const (
	nsRDF     = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsRSS1    = "http://purl.org/rss/1.0/"
	nsContent = "http://purl.org/rss/1.0/modules/content/"
	nsFOAF    = "http://xmlns.com/foaf/0.1/"
	xsdTime   = "http://www.w3.org/2001/XMLSchema#dateTime"
)

// rdfFeed is RSS 1.0 as it goes over the wire: RDF/XML whose items are the records that
// the dumps describe, under the same IRIs and with the same times.
type rdfFeed struct {
	XMLName xml.Name   `xml:"rdf:RDF"`
	NS      string     `xml:"xmlns,attr"`
	RDF     string     `xml:"xmlns:rdf,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	DCTerms string     `xml:"xmlns:dcterms,attr"`
	Content string     `xml:"xmlns:content,attr"`
	FOAF    string     `xml:"xmlns:foaf,attr"`
	Channel rdfChannel `xml:"channel"`
	Items   []byte     `xml:",innerxml"` // each an rdfItem
}

type rdfChannel struct {
	About       string   `xml:"rdf:about,attr"`
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	Description string   `xml:"description"`
	Language    string   `xml:"dc:language"`
	Publisher   string   `xml:"dc:publisher"`
	Rights      string   `xml:"dc:rights"`
	Date        string   `xml:"dc:date,omitempty"`
	Items       rdfItems `xml:"items"`
}

type rdfItems struct {
	Seq rdfSeq `xml:"rdf:Seq"`
}

// rdfSeq has an IRI of its own: what we publish has no blank nodes.
type rdfSeq struct {
	About string        `xml:"rdf:about,attr"`
	Li    []rdfResource `xml:"rdf:li"`
}

type rdfResource struct {
	Resource string `xml:"rdf:resource,attr"`
}

// rdfItem: dc:date is the date that readers of RSS 1.0 know, when the entry was first
// seen; in RSS 2.0 it would override pubDate, but here there is no other. There is no
// description: RSS 1.0 calls it text, readers take it for HTML, and what is inert as
// the one is not as the other. content:encoded is HTML to all.
type rdfItem struct {
	About      string      `xml:"rdf:about,attr"`
	Title      rdfText     `xml:"title"`
	Link       string      `xml:"link"`
	Encoded    string      `xml:"content:encoded,omitempty"`
	Identifier string      `xml:"dc:identifier"`
	Publisher  string      `xml:"dc:publisher,omitempty"`
	Type       string      `xml:"dc:type"`
	Citation   string      `xml:"dcterms:bibliographicCitation,omitempty"`
	Date       string      `xml:"dc:date"`
	Created    rdfTime     `xml:"dcterms:created"`
	Modified   rdfTime     `xml:"dcterms:modified"`
	Topic      rdfResource `xml:"foaf:primaryTopic"`
}

type rdfText struct {
	Lang string `xml:"xml:lang,attr,omitempty"`
	Text string `xml:",chardata"`
}

type rdfTime struct {
	Datatype string `xml:"rdf:datatype,attr"`
	Value    string `xml:",chardata"`
}

var rdfEntry = sync.OnceValue(func() *stencil.Form[rdfItem] { return stencil.XML[rdfItem]("item", 1) })

func writeRDF(w io.Writer, n *news) (err error) {
	doc := rdfOf(n)
	if doc.Items, err = written(n, rdfEntry(), rdfItemOf, ""); err != nil {
		return err
	}
	return encode(w, doc)
}

func rdfOf(n *news) rdfFeed {
	f := rdfFeed{
		NS: nsRSS1, RDF: nsRDF, DC: nsDC, DCTerms: nsDCTerms, Content: nsContent, FOAF: nsFOAF,
		Channel: rdfChannel{
			About: n.address + "feed.rdf", Title: n.title, Link: n.base, Description: n.description,
			Language: n.language, Publisher: n.publisher, Rights: n.rights,
		},
	}
	f.Channel.Items.Seq.About = f.Channel.About + "#items"
	if !n.updated.IsZero() {
		f.Channel.Date = n.updated.Format(time.RFC3339)
	}
	for _, e := range n.entries {
		f.Channel.Items.Seq.Li = append(f.Channel.Items.Seq.Li, rdfResource{e.record})
	}
	return f
}

func rdfItemOf(_ *news, e *entry) rdfItem {
	return rdfItem{
		About: e.record, Title: rdfText{e.language, e.title}, Link: e.link, Encoded: e.html,
		Identifier: e.id, Publisher: strings.Join(e.publishers, "; "), Type: e.kind, Citation: e.citation,
		Date:    e.published.Format(time.RFC3339),
		Created: rdfTime{xsdTime, e.published.Format(time.RFC3339)}, Modified: rdfTime{xsdTime, e.updated.Format(time.RFC3339)},
		Topic: rdfResource{e.record + "#it"},
	}
}
