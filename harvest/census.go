package harvest

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What a page may hold. A list of ten thousand entries has some hundred thousand nodes;
// half a million need some 300 MB.
const (
	mostNodes = 500_000
	mostRoots = 16 // html and body tags; the parser merges each with all before it
)

// census is what a page will cost to parse, counted from its tokens.
type census struct {
	nodes int // elements and texts that the parser will make, at most
	roots int // html and body start tags
}

func (c census) sane() bool { return c.nodes <= mostNodes && c.roots <= mostRoots }

// take takes the census of a page. The parser opens formatting elements (b, font …)
// that nobody closed again in every paragraph, so a few hundred of them make each
// later tag as many nodes (WHATWG HTML, section 13.2.4.3).
func take(text []byte) census {
	var c census
	var f formatting
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch tt := z.Next(); tt {
		case html.ErrorToken:
			return c
		case html.TextToken:
			c.nodes += 1 + f.active
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			raw := z.Raw()
			a := tagOf(raw)
			if tt == html.EndTagToken {
				f.end(a)
				continue
			}
			c.nodes += 1 + f.active
			if a == atom.Html || a == atom.Body {
				c.roots++
			}
			f.start(a, raw)
		}
	}
}

// tagOf is the name of a tag as it is written. A name ends before white space, a slash or
// the end of the tag (WHATWG HTML, section 13.2.5.8).
func tagOf(raw []byte) atom.Atom {
	var place [16]byte // no longer name is told from others here
	name := place[:0]
	for _, c := range bytes.TrimLeft(raw, "</") {
		if strings.IndexByte(" \t\n\f\r/>", c) >= 0 {
			break
		}
		if len(name) == len(place) {
			return 0
		}
		name = append(name, lower(c))
	}
	return atom.Lookup(name)
}

// formatting counts the formatting elements that are open and would be opened again.
type formatting struct {
	active int
	open   map[atom.Atom][]string // their tags as written
	alike  map[string]int
}

// alikeKept is how many equal ones the parser keeps (WHATWG's "Noah's Ark clause").
const alikeKept = 3

func isFormatting(a atom.Atom) bool {
	switch a {
	case atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S,
		atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		return true
	}
	return false
}

func (f *formatting) start(a atom.Atom, tag []byte) {
	if !isFormatting(a) {
		return
	}
	if a == atom.A || a == atom.Nobr {
		f.end(a) // a second one closes the first
	}
	raw := string(tag)
	if f.open == nil {
		f.open, f.alike = map[atom.Atom][]string{}, map[string]int{}
	}
	f.open[a] = append(f.open[a], raw)
	if f.alike[raw]++; f.alike[raw] <= alikeKept {
		f.active++
	}
}

func (f *formatting) end(a atom.Atom) {
	tags := f.open[a]
	if len(tags) == 0 {
		return
	}
	raw := tags[len(tags)-1]
	f.open[a] = tags[:len(tags)-1]
	if f.alike[raw]--; f.alike[raw] < alikeKept {
		f.active--
	}
	if f.alike[raw] == 0 {
		delete(f.alike, raw)
	}
}
