package transform

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"samling/harvest"
)

// A sentence that begins right after the full stop of another: "aktører.Det". Both
// are words of three letters or more, so that abbreviations, numbers, file names
// and addresses are left alone.
var glued = regexp.MustCompile(`(^|[\s(«"“])([\p{L}\p{N}/-]*\p{Ll}{3})\.(\p{Lu}\p{Ll}+)([\s,]|$)`)

// description joins the blocks of an entry's description: paragraphs are parted by
// a blank line, items of a list stand on lines of their own under the paragraph
// before them, and a line broken in mid-sentence is joined by a space.
func (n *normaliser) description(blocks []harvest.Block) {
	parts := n.parts[:0]
	inItems, inText := 0, 0
	for _, b := range blocks {
		if last := len(parts) - 1; last >= 0 && b.Broken && b.Kind == harvest.Paragraph && goesOn(parts[last].text, b.Text) {
			parts[last].text += " " + b.Text
			if parts[last].kind == harvest.ListItem {
				inItems++
			} else {
				inText++
			}
			continue
		}
		parts = append(parts, part{b.Text, b.Kind})
	}
	n.joined(inItems, " inside list items")
	n.joined(inText, " in mid-sentence")
	n.r.Description.Value = n.unglue(together(parts))
	clear(parts)
	n.parts = parts
}

// part is a paragraph or an item of a description.
type part struct {
	text string
	kind harvest.BlockKind
}

func together(parts []part) string {
	if len(parts) == 1 {
		return parts[0].text
	}
	size := 0
	for _, p := range parts {
		size += len("\n\n") + len(p.text)
	}
	var text strings.Builder
	text.Grow(size)
	for i, p := range parts {
		switch {
		case i == 0:
		case p.kind == harvest.ListItem:
			text.WriteByte('\n')
		default:
			text.WriteString("\n\n")
		}
		text.WriteString(p.text)
	}
	return text.String()
}

// goesOn says whether a line continues the one before it: that one ended no
// sentence and no introduction to a list, and this one begins in lower case.
func goesOn(before, line string) bool {
	first, _ := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(before, `"'”’»)]`))
	return unicode.IsLower(first) && !strings.ContainsRune(".!?…:;", last)
}

func (n *normaliser) joined(count int, where string) {
	switch count {
	case 0:
	case 1:
		n.r.Repairs = append(n.r.Repairs, "1 hard line break"+where+" joined with one space")
	default:
		n.r.Repairs = append(n.r.Repairs, fmt.Sprintf("%d hard line breaks%s joined with one space", count, where))
	}
}

// unglue puts the space between two sentences that the source forgot.
func (n *normaliser) unglue(s string) string {
	if !mayBeGlued(s) {
		return s
	}
	return glued.ReplaceAllStringFunc(s, func(m string) string {
		g := glued.FindStringSubmatch(m)
		n.r.Repairs = append(n.r.Repairs, "space inserted after full stop: "+g[2]+"."+g[3])
		return g[1] + g[2] + ". " + g[3] + g[4]
	})
}

// mayBeGlued says whether there is a full stop right between a small and a capital letter:
// only then can the expression match, which is slow to say no.
func mayBeGlued(s string) bool {
	for from := 0; ; {
		stop := strings.IndexByte(s[from:], '.')
		if stop < 0 {
			return false
		}
		from += stop + 1
		before, _ := utf8.DecodeLastRuneInString(s[:from-1])
		after, _ := utf8.DecodeRuneInString(s[from:])
		if unicode.Is(unicode.Ll, before) && unicode.Is(unicode.Lu, after) {
			return true
		}
	}
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, `"«“”'(`))
	return unicode.IsUpper(r)
}
