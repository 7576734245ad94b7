package site_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

var (
	void = strings.Fields("br input link meta")
	// Every element that a page may have: no frame, no image, no style; the one script is site.js.
	known = append(strings.Fields(`a article bdi body button code dd del details div dl dt footer form h1 h2 h3 head header html
		ins label li main nav ol output p pre q script search section select span strong summary table tbody td tfoot th thead time title tr ul`), void...)
	knownAttr = strings.Fields(`action aria-current aria-label aria-labelledby aria-live autocomplete charset class content datetime defer for hidden
		href id lang name placeholder rel role scope spellcheck src title translate type
		data-all data-copied data-copy data-feeds data-found data-key data-many data-name data-none data-one data-source data-thousands data-type data-year`)
	// Elements whose text a source may have written, so that they must say its language.
	foreign = strings.Fields("h1 h3 del ins pre")
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
			if !slices.Contains(known, tok.Data) {
				fault("the element <%.40s>", tok.Data)
			}
			if tok.Data == "script" && attrOf(tok, "type") == "application/ld+json" { // a data block, which is no script (HTML, section 4.12.1)
				if z.Next(); !json.Valid(z.Raw()) {
					fault("data that are no JSON")
				}
				z.Next()
			} else if tok.Data == "script" && (z.Next() != html.EndTagToken || !strings.HasSuffix(attrOf(tok, "src"), "site.js")) {
				fault("a script that is not site.js")
				return found
			} else if tok.Data != "script" && !slices.Contains(void, tok.Data) {
				open = append(open, tok.Data)
			}
			a := map[string]string{}
			for _, one := range tok.Attr {
				if _, twice := a[one.Key]; twice || !slices.Contains(knownAttr, one.Key) {
					fault("<%s> with the attribute %.40q", tok.Data, one.Key)
				}
				a[one.Key] = one.Val
			}
			if _, ok := a["lang"]; !ok && (tok.Data == "html" || slices.Contains(foreign, tok.Data) && name != "index.html" && name != "status.html") {
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
			if src, ok := a["src"]; ok && !goodAddress(tok.Data, "", src) {
				fault("<%s> loads %.60q", tok.Data, src)
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

func attrOf(tok html.Token, key string) string {
	for _, a := range tok.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// goodAddress: a link may lead away, by http(s) only; what a page loads is its own.
// The link to schema.DC names a vocabulary and loads nothing (DCMI, DC-HTML, section 4).
func goodAddress(element, rel, href string) bool {
	relative := !strings.ContainsAny(href, ":\\") && !strings.HasPrefix(href, "//")
	away := strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://")
	if element == "a" || rel == "canonical" || rel == "schema.DC" {
		return relative || away
	}
	return relative || href == "data:,"
}
