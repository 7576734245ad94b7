package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"samling/publish/internal/plain"
)

// json checks JSON Feed 1.1 (jsonfeed.org/version/1.1).
func (c *checker) json(data []byte, self string) {
	if !utf8.Valid(data) {
		c.fault(1, "not UTF-8")
		return
	}
	doc, err := decodeObject(data)
	if err != nil {
		c.fault(1, "not JSON: %v", err)
		return
	}
	if v := c.text(doc, "version"); v != "https://jsonfeed.org/version/1.1" {
		c.fault(1, "not JSON Feed 1.1, but version %q", v)
		return
	}
	items, ok := doc["items"].([]any)
	if !ok {
		c.fault(1, "no items")
	}
	if c.text(doc, "title") == "" {
		c.fault(1, "no title")
	}
	c.jsonLanguage(doc)
	c.jsonAuthors(doc)
	c.home(c.text(doc, "home_page_url"))
	c.self(c.text(doc, "feed_url"), self)
	c.jsonHubs(doc)
	c.head = without(doc, "items")
	for i, it := range items {
		c.where = fmt.Sprintf("item %d", i+1)
		object, ok := it.(map[string]any)
		if !ok {
			c.fault(1, "it is no object")
			continue
		}
		c.jsonItem(object)
	}
	c.where = "feed"
	c.atMost() // and a JSON Feed has no time of its own
}

func (c *checker) jsonItem(doc map[string]any) {
	e := Seen{
		ID: c.text(doc, "id"), link: c.text(doc, "url"),
		content: without(doc, "id", "url", "external_url", "date_published", "date_modified"),
	}
	c.opaque(e.ID, "id")
	if c.text(doc, "title") == "" {
		c.fault(1, "no title")
	}
	if v := c.text(doc, "external_url"); v != "" && plain.Link(v) != v {
		c.fault(5, "external_url %q is no absolute http(s) address in ASCII", v)
	}
	html := c.text(doc, "content_html")
	if html == "" && c.text(doc, "content_text") == "" {
		c.fault(1, "neither content_html nor content_text")
	}
	e.htmls = []string{html}
	c.text(doc, "summary")
	c.jsonLanguage(doc)
	c.jsonAuthors(doc)
	if tags, ok := doc["tags"]; ok && !allTexts(tags) {
		c.fault(1, "tags are not all texts")
	}
	var err error
	if e.Published, err = parseUTC(c.text(doc, "date_published")); err != nil {
		c.fault(3, "date_published %v", err)
	}
	if e.Updated, err = parseUTC(c.text(doc, "date_modified")); err != nil {
		c.fault(10, "date_modified %v", err)
	}
	c.entry(e)
}

func (c *checker) jsonHubs(doc map[string]any) {
	hubs, _ := doc["hubs"].([]any)
	if _, there := doc["hubs"]; there && len(hubs) == 0 {
		c.fault(1, "hubs is no list of hubs")
	}
	for _, h := range hubs {
		hub, _ := h.(map[string]any)
		if c.text(hub, "type") == "" {
			c.fault(1, "a hub without a type")
		}
		c.hub(c.text(hub, "url"))
	}
}

func (c *checker) jsonLanguage(doc map[string]any) {
	if lang := c.text(doc, "language"); lang != "" && plain.Language(lang) == "" {
		c.fault(1, "language %q is no language tag", lang)
	}
}

// jsonAuthors: each has at least one of name, url and avatar.
func (c *checker) jsonAuthors(doc map[string]any) {
	value, there := doc["authors"]
	all, ok := value.([]any)
	if there && !ok {
		c.fault(1, "authors is no list")
	}
	for _, a := range all {
		author, _ := a.(map[string]any)
		if c.text(author, "name")+c.text(author, "url")+c.text(author, "avatar") == "" {
			c.fault(1, "an author without a name")
		}
	}
}

// text is a value that must be a text where it is there.
func (c *checker) text(doc map[string]any, key string) string {
	value, there := doc[key]
	s, ok := value.(string)
	if there && !ok {
		c.fault(1, "%s is no text", key)
	}
	return s
}

func allTexts(value any) bool {
	all, ok := value.([]any)
	for _, v := range all {
		_, text := v.(string)
		ok = ok && text
	}
	return ok
}

// decodeObject reads one JSON object and nothing after it.
func decodeObject(data []byte) (map[string]any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	var doc map[string]any
	if err := dec.Decode(&doc); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the object")
	}
	return doc, nil
}

// without is an object but for some of its keys, as text.
func without(doc map[string]any, keys ...string) string {
	rest := map[string]any{}
	for k, v := range doc {
		rest[k] = v
	}
	for _, k := range keys {
		delete(rest, k)
	}
	text, _ := json.Marshal(rest) // what was decoded can be encoded, keys in order
	return string(text)
}
