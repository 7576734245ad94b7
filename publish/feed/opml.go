package feed

import (
	"encoding/xml"
	"iter"
)

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
	Text     string   `xml:"text,attr"`
	Title    string   `xml:"title,attr,omitempty"`
	Type     string   `xml:"type,attr,omitempty"`
	XMLURL   string   `xml:"xmlUrl,attr,omitempty"`
	HTMLURL  string   `xml:"htmlUrl,attr,omitempty"`
	Language string   `xml:"language,attr,omitempty"`
	Version  string   `xml:"version,attr,omitempty"`
	Within   outlines `xml:"outline"`
}

// outlines are written as they come: there may be as many as sources.
type outlines iter.Seq2[outline, error]

// MarshalXML writes one element for each outline.
func (all outlines) MarshalXML(enc *xml.Encoder, start xml.StartElement) error {
	if all == nil {
		return nil
	}
	for o, err := range all {
		if err != nil {
			return err
		}
		if err := enc.EncodeElement(o, start); err != nil {
			return err
		}
	}
	return nil
}

// opmlOf lists the scopes, the first of which is the whole edition, and after it those of the
// sources.
func opmlOf(whole *news, scopes []scope, sources iter.Seq2[scope, error]) opml {
	texts := wordsOf(whole.language)
	doc := opml{Version: "2.0", Head: opmlHead{
		Title: whole.title, OwnerName: whole.publisher, OwnerEmail: whole.email, Docs: "http://opml.org/spec2.opml",
	}}
	if !whole.updated.IsZero() {
		doc.Head.DateModified = whole.updated.Format(rfc822)
	}
	one := func(s scope) outline {
		o := outline{
			Text: s.name, Title: whole.title + ": " + s.name, Type: "rss", Version: "RSS2",
			XMLURL: s.address(whole.base) + "feed.xml", HTMLURL: whole.base, Language: whole.language,
		}
		if s.kind == "" {
			o.Text, o.Title = texts.whole, whole.title
		}
		return o
	}
	doc.Body = append(doc.Body, one(scopes[0]))
	for range sources { // if there are any
		doc.Body = append(doc.Body, outline{Text: texts.by["source"], Within: func(yield func(outline, error) bool) {
			for s, err := range sources {
				if !yield(one(s), err) {
					return
				}
			}
		}})
		break
	}
	for kind, some := range byKind(scopes[1:]) {
		doc.Body = append(doc.Body, outline{Text: texts.by[kind], Within: func(yield func(outline, error) bool) {
			for _, s := range some {
				if !yield(one(s), nil) {
					return
				}
			}
		}})
	}
	return doc
}

// byKind are the scopes of each kind, which stand together.
func byKind(scopes []scope) iter.Seq2[string, []scope] {
	return func(yield func(string, []scope) bool) {
		for len(scopes) > 0 {
			n := 1
			for n < len(scopes) && scopes[n].kind == scopes[0].kind {
				n++
			}
			if !yield(scopes[0].kind, scopes[:n]) {
				return
			}
			scopes = scopes[n:]
		}
	}
}
