package harvest

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// deepest is how many elements may be open at once before [flatten] leaves out
// further ones. The HTML parser refuses a whole page with more than 512, and opens
// some by itself.
const deepest = 200

// mostFormatting is how many formatting elements may be open at once.
const mostFormatting = 32

// flatten writes a page again without the tags that only make it deep or wide: each
// element over the bounds is left out, start tag and end tag, and what is in it is
// kept. They say little of the text in them.
func flatten(text []byte) []byte {
	f := flattener{open: map[atom.Atom][]bool{}}
	f.z = html.NewTokenizer(bytes.NewReader(text))
	for {
		tt := f.z.Next()
		if tt == html.ErrorToken {
			return f.out.Bytes() // of bytes, the only error is its end
		}
		raw := f.z.Raw()
		keep := true
		if tt == html.StartTagToken || tt == html.EndTagToken {
			raw = []byte(string(raw)) // TagName writes in it
			name, _ := f.z.TagName()
			keep = f.keeps(tt, atom.Lookup(name), string(name))
		}
		if keep {
			f.out.Write(raw)
		}
	}
}

type flattener struct {
	z     *html.Tokenizer
	out   bytes.Buffer
	open  map[atom.Atom][]bool // for each element open: was it written? Unknown names are one.
	depth int
	bold  int // formatting elements written
	roots int
}

// keeps says whether a tag is written.
func (f *flattener) keeps(tt html.TokenType, a atom.Atom, name string) bool {
	switch {
	case a == atom.Html, a == atom.Body:
		f.roots++
		return f.roots <= mostRoots
	case a == atom.Head, isVoid(a), isRawText(a), isInTable(a):
		return true
	case tt == html.EndTagToken:
		return f.end(a)
	}
	if endsWithNext(a) {
		f.end(a)
	}
	written := f.depth < deepest+headroom(a) && !(isFormatting(a) && f.bold >= mostFormatting)
	f.open[a] = append(f.open[a], written)
	if written {
		f.count(a, +1)
	}
	return written
}

// headroom is how much deeper than others an element may stand that says something of
// the text in it: inside two hundred div a paragraph is still a paragraph.
func headroom(a atom.Atom) int {
	switch a {
	case atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Table, atom.Article, atom.B, atom.Strong, atom.Em:
		return 50
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.P, atom.A, atom.Dt, atom.Dd, atom.Summary:
		return 100
	}
	return 0
}

// end closes the innermost element of a name, and says whether it was written. A
// stray end tag is kept: it may mean something to the parser, as </p> does.
func (f *flattener) end(a atom.Atom) bool {
	s := f.open[a]
	if len(s) == 0 {
		return true
	}
	written := s[len(s)-1]
	f.open[a] = s[:len(s)-1]
	if written {
		f.count(a, -1)
	}
	return written
}

func (f *flattener) count(a atom.Atom, n int) {
	f.depth += n
	if a == atom.Table {
		f.depth += 3 * n // its rows and cells, which are never left out by themselves
	}
	if isFormatting(a) {
		f.bold += n
	}
}

// isVoid: elements without an end tag (WHATWG HTML, section 13.1.2).
func isVoid(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Keygen, atom.Link, atom.Meta,
		atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// isInTable: the parser drops them outside of a table, and ends one with the next.
func isInTable(a atom.Atom) bool {
	switch a {
	case atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Td, atom.Th, atom.Caption, atom.Colgroup:
		return true
	}
	return false
}

// isRawText: elements whose tags are no tags inside; without theirs it would be some.
func isRawText(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Textarea, atom.Title, atom.Xmp, atom.Iframe, atom.Noembed, atom.Noframes, atom.Noscript,
		atom.Plaintext:
		return true
	}
	return false
}

// endsWithNext: elements whose end tag is often left out, since the next one ends them.
func endsWithNext(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Dt, atom.Dd, atom.Option, atom.Optgroup, atom.Rt, atom.Rp:
		return true
	}
	return false
}
