package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"sync"
	"time"

	"samling/publish/internal/stencil"
)

// jsonFeed is JSON Feed 1.1 (jsonfeed.org/version/1.1) as it goes over the wire.
type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePage    string       `json:"home_page_url"`
	FeedURL     string       `json:"feed_url"`
	Description string       `json:"description"`
	Language    string       `json:"language"`
	Authors     []jsonAuthor `json:"authors"`
	Hubs        []jsonHub    `json:"hubs,omitempty"`
	Rights      jsonRights   `json:"_rights"`
	Items       []jsonItem   `json:"items"` // none: they are written by themselves
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

// jsonRights is an extension: an object whose name begins with an underscore.
type jsonRights struct {
	About string `json:"about"`
	Text  string `json:"text"`
}

// jsonItem is about the record (url); the publication it describes is external_url,
// where the entry has a link of its own.
type jsonItem struct {
	ID          string       `json:"id"`
	URL         string       `json:"url"`
	ExternalURL string       `json:"external_url,omitempty"`
	Title       string       `json:"title"`
	HTML        string       `json:"content_html,omitempty"`
	Text        string       `json:"content_text,omitempty"` // one of the two must be there
	Summary     string       `json:"summary,omitempty"`
	Published   string       `json:"date_published"`
	Modified    string       `json:"date_modified"`
	Authors     []jsonAuthor `json:"authors,omitempty"`
	Tags        []string     `json:"tags"`
	Language    string       `json:"language,omitempty"`
	Terms       *jsonTerms   `json:"_dcterms,omitempty"`
}

// jsonTerms is an extension with what Dublin Core says more.
type jsonTerms struct {
	About  string `json:"about"`
	Issued string `json:"issued"`
}

var jsonEntry = sync.OnceValue(func() *stencil.Form[jsonItem] { return stencil.JSON[jsonItem](2) })

func writeJSON(w io.Writer, n *news) error {
	items, err := written(n, jsonEntry(), jsonItemOf, ",")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false) // it is no part of a page; "<" is easier to read than \u003c
	if err := enc.Encode(jsonOf(n)); err != nil {
		return err
	}
	if len(items) == 0 {
		_, err = w.Write(b.Bytes())
		return err
	}
	for _, text := range [][]byte{bytes.TrimSuffix(b.Bytes(), []byte("]\n}\n")), items, []byte("\n  ]\n}\n")} {
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	return nil
}

func jsonOf(n *news) jsonFeed {
	author := jsonAuthor{Name: n.publisher, URL: n.base}
	f := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: n.title, HomePage: n.base, FeedURL: n.address + "feed.json",
		Description: n.description, Language: n.language, Authors: []jsonAuthor{author},
		Rights: jsonRights{nsDCTerms + "rights", n.rights}, Items: []jsonItem{},
	}
	if n.hub != "" {
		f.Hubs = []jsonHub{{"WebSub", n.hub}}
	}
	return f
}

func jsonItemOf(_ *news, e *entry) jsonItem {
	out := jsonItem{
		ID: e.id, URL: e.record, Title: e.title, HTML: e.html, Summary: e.citation,
		Published: e.published.Format(time.RFC3339), Modified: e.updated.Format(time.RFC3339),
		Tags: []string{e.kind}, Language: e.language,
	}
	if e.link != e.record {
		out.ExternalURL = e.link
	}
	if e.html == "" {
		out.Text = cmp.Or(e.citation, e.title)
	}
	for _, name := range e.publishers {
		out.Authors = append(out.Authors, jsonAuthor{Name: name})
	}
	if e.issued != "" {
		out.Terms = &jsonTerms{nsDCTerms, e.issued}
	}
	return out
}
