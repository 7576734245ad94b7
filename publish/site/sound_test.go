package site_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

var (
	void = strings.Fields("br link meta")
	// Every element that a page may have: no script, no frame, no image, no form.
	known = append(strings.Fields(`a article bdi body code dd details div dl dt footer h1 h2 h3 head header html
		li main nav ol p q section span strong summary time title ul`), void...)
	knownAttr = strings.Fields(`aria-label aria-labelledby charset class content datetime href id lang name rel role title type`)
	// Elements whose text a source may have written, so that they must say its language.
	foreign = strings.Fields("h1 h3")
)

// faults goes through a page tag by tag, as it stands, and returns what is not sound:
// elements that are not closed in order, unknown or not allowed; attributes that are not
// allowed or stand twice; ids that stand twice or are pointed at and missing; a heading
// that skips a level; resources from elsewhere; addresses that are not http(s).
func faults(name, doc string) (found []string) {
	fault := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	var open []string
	ids, wanted := map[string]bool{}, []string{}
	level := 0
	z := html.NewTokenizer(strings.NewReader(doc))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		tok := z.Token()
		switch kind {
		case html.CommentToken:
			fault("a comment: %.60q", tok.Data)
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				fault("</%s> in %v", tok.Data, open)
				return found
			}
			open = open[:len(open)-1]
		case html.StartTagToken, html.SelfClosingTagToken:
			if tok.Data == "script" { // a data block, which is no script (HTML, section 4.12.1)
				if z.Next(); len(tok.Attr) != 1 || tok.Attr[0].Val != "application/ld+json" || !json.Valid(z.Raw()) {
					fault("the element <script> with %v", tok.Attr)
				}
			} else if !slices.Contains(known, tok.Data) {
				fault("the element <%.40s>", tok.Data)
			}
			if !slices.Contains(void, tok.Data) {
				open = append(open, tok.Data)
			}
			a := map[string]string{}
			for _, one := range tok.Attr {
				if _, twice := a[one.Key]; twice || !slices.Contains(knownAttr, one.Key) {
					fault("<%s> with the attribute %.40q", tok.Data, one.Key)
				}
				a[one.Key] = one.Val
			}
			if _, ok := a["lang"]; !ok && (tok.Data == "html" || slices.Contains(foreign, tok.Data) && name != "index.html") {
				fault("<%s> without lang", tok.Data)
			}
			if id, ok := a["id"]; ok {
				if ids[id] {
					fault("the id %q stands twice", id)
				}
				ids[id] = true
			}
			if id, ok := a["aria-labelledby"]; ok {
				wanted = append(wanted, id)
			}
			if l := strings.Index("h1h2h3h4h5h6", tok.Data); len(tok.Data) == 2 && l >= 0 && l%2 == 0 {
				if l/2+1 > level+1 {
					fault("<%s> follows a heading of level %d", tok.Data, level)
				}
				level = l/2 + 1
			}
			if href, ok := a["href"]; ok && !goodAddress(tok.Data, a["rel"], href) {
				fault("<%s rel=%q> leads to %.60q", tok.Data, a["rel"], href)
			}
		}
	}
	if len(open) > 0 {
		fault("not closed: %v", open)
	}
	for _, id := range wanted {
		if !ids[id] {
			fault("aria-labelledby %q is not there", id)
		}
	}
	return found
}

// goodAddress: a link may lead away, by http(s) only; what a page loads is its own.
func goodAddress(element, rel, href string) bool {
	relative := !strings.ContainsAny(href, ":\\") && !strings.HasPrefix(href, "//")
	away := strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://")
	if element == "a" || rel == "canonical" {
		return relative || away
	}
	return relative || href == "data:,"
}
