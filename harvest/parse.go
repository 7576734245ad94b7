package harvest

import (
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// deepest is how many elements may be open at once before [parse] leaves out
// further wrappers. The HTML parser refuses a whole page with more than 512.
const deepest = 200

// parse parses a page. A page that is nested deeper than the parser allows is
// parsed again without its innermost wrappers (div, span …): they say nothing of
// the text in them.
func parse(text string) (*html.Node, error) {
	doc, err := html.Parse(strings.NewReader(text))
	if err == nil {
		return doc, nil
	}
	flat, ferr := flatten(text)
	if ferr != nil {
		return nil, err
	}
	return html.Parse(strings.NewReader(flat))
}

var wrappers = map[atom.Atom]bool{
	atom.Div: true, atom.Span: true, atom.Section: true, atom.Center: true, atom.Font: true, atom.B: true, atom.I: true,
	atom.Em: true, atom.Strong: true, atom.Blockquote: true, atom.Ul: true, atom.Ol: true, atom.Table: true, atom.Article: true,
	atom.Dl: true, atom.Small: true, atom.Big: true, atom.U: true, atom.S: true, atom.Li: true, atom.Details: true,
}

// flatten writes the page again with wrappers over the bound left out, each
// together with its end tag.
func flatten(text string) (string, error) {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(text))
	open := map[atom.Atom][]bool{} // for each wrapper open: was it written?
	depth := 0
	for {
		tt := z.Next()
		if tt == html.ErrorToken {
			if errors.Is(z.Err(), io.EOF) {
				return b.String(), nil
			}
			return "", z.Err()
		}
		raw := string(z.Raw())
		name, _ := z.TagName()
		a := atom.Lookup(name)
		switch {
		case tt == html.StartTagToken && wrappers[a]:
			written := depth < deepest
			open[a] = append(open[a], written)
			if written {
				depth++
				b.WriteString(raw)
			}
			continue
		case tt == html.EndTagToken && wrappers[a]:
			if s := open[a]; len(s) > 0 {
				written := s[len(s)-1]
				open[a] = s[:len(s)-1]
				if !written {
					continue
				}
				depth--
			}
		}
		b.WriteString(raw)
	}
}
