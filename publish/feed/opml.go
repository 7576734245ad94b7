package feed

import "encoding/xml"

// opml is OPML 2.0 as it goes over the wire. It names each feed once, as RSS 2.0: a
// reader that imports the list subscribes to all it names.
type opml struct {
	XMLName xml.Name  `xml:"opml"`
	Version string    `xml:"version,attr"`
	Head    opmlHead  `xml:"head"`
	Body    []outline `xml:"body>outline"`
}

type opmlHead struct {
	Title        string `xml:"title"`
	DateModified string `xml:"dateModified,omitempty"`
	OwnerName    string `xml:"ownerName"`
	OwnerEmail   string `xml:"ownerEmail,omitempty"`
	Docs         string `xml:"docs"`
}

type outline struct {
	Text     string    `xml:"text,attr"`
	Title    string    `xml:"title,attr,omitempty"`
	Type     string    `xml:"type,attr,omitempty"`
	XMLURL   string    `xml:"xmlUrl,attr,omitempty"`
	HTMLURL  string    `xml:"htmlUrl,attr,omitempty"`
	Language string    `xml:"language,attr,omitempty"`
	Version  string    `xml:"version,attr,omitempty"`
	Within   []outline `xml:"outline"`
}

// opmlOf lists the scopes, the first of which is the whole edition.
func opmlOf(whole *news, scopes []scope) opml {
	texts := wordsOf(whole.language)
	doc := opml{Version: "2.0", Head: opmlHead{
		Title: whole.title, OwnerName: whole.publisher, OwnerEmail: whole.email, Docs: "http://opml.org/spec2.opml",
	}}
	if !whole.updated.IsZero() {
		doc.Head.DateModified = whole.updated.Format(rfc822)
	}
	for _, s := range scopes {
		o := outline{
			Text: s.name, Title: whole.title + ": " + s.name, Type: "rss", Version: "RSS2",
			XMLURL: s.address(whole.base) + "feed.xml", HTMLURL: whole.base, Language: whole.language,
		}
		if s.kind == "" {
			o.Text, o.Title = texts.whole, whole.title
			doc.Body = append(doc.Body, o)
			continue
		}
		group := &doc.Body[len(doc.Body)-1]
		if heading := texts.by[s.kind]; group.Type != "" || group.Text != heading {
			doc.Body = append(doc.Body, outline{Text: heading})
			group = &doc.Body[len(doc.Body)-1]
		}
		group.Within = append(group.Within, o)
	}
	return doc
}
