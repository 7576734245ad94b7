// Package plain makes texts and links that somebody else wrote fit to be shown.
//
// [Line] and [Text] drop what no reader should meet: bytes that are not UTF-8,
// characters that XML 1.0 has not (section 2.2, production 2), and those that do not
// show or that change how the text around them shows ([publish.Hidden]). Markup is
// left alone: it is text, and the syntax that carries it escapes it. [Link] returns
// an address that is safe to follow, or none.
//
// Nothing here changes a text that has none of this in it, and doing it twice is
// doing it once.
package plain

import (
	"strings"
	"unicode/utf8"

	"samling/publish"
)

// Line is s on one line: white space folded, nothing hidden.
func Line(s string) string {
	if isClean(s) {
		return s
	}
	return strings.Join(strings.Fields(drop(s)), " ")
}

// isClean finds quickly that nothing is to be done: printable ASCII and Latin-1
// letters, single spaces, none at the ends.
func isClean(s string) bool {
	space := true
	for i, r := range s {
		switch {
		case r == ' ':
			if space || i == len(s)-1 {
				return false
			}
			space = true
		case r > ' ' && r < 0x7F, r > 0xA0 && r < 0x300, r == '–', r == '’', r == '…':
			space = false
		default:
			return false
		}
	}
	return true
}

// Text is s with its lines: LF ends a line, nothing is hidden.
func Text(s string) string {
	return drop(strings.ReplaceAll(s, "\r\n", "\n"))
}

// lineBreak is LF for what ends a line, and a space for a tab.
func lineBreak(r rune) (rune, bool) {
	switch r {
	case '\n', '\r', '\v', '\f', 0x85, 0x2028, 0x2029:
		return '\n', true
	case '\t':
		return ' ', true
	}
	return 0, false
}

func drop(s string) string {
	return strings.Map(func(r rune) rune {
		if as, ok := lineBreak(r); ok {
			return as
		}
		// U+FDD0 … and the last two of each plane are no characters (Unicode,
		// section 23.7); HTML calls them an error, XML some of them.
		if publish.Hidden(r) || r >= 0xFDD0 && r <= 0xFDEF || r&0xFFFE == 0xFFFE {
			return -1
		}
		return r
	}, validUTF8(s))
}

// validUTF8 drops what is not UTF-8, lone surrogates among it; U+FFFD that the
// source wrote stays.
func validUTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "")
}

// Paragraphs are the lines of each paragraph of a description: a blank line parts
// paragraphs, and list items stand on lines of their own.
func Paragraphs(s string) [][]string {
	var all [][]string
	var lines []string
	flush := func() {
		if lines != nil {
			all = append(all, lines)
		}
		lines = nil
	}
	for line := range strings.SplitSeq(Text(s), "\n") {
		line = Line(line)
		if line == "" {
			flush()
			continue
		}
		lines = append(lines, line)
	}
	flush()
	return all
}

// Marked tells whether a line begins with the mark of a list item, such as
// "1)", "a.", "-" or "•".
func Marked(line string) bool {
	mark, rest, ok := strings.Cut(line, " ")
	if !ok || rest == "" {
		return false
	}
	switch mark {
	case "-", "–", "—", "•", "*", "·", "▪", "◦":
		return true
	}
	n := len(mark) - 1
	if n < 1 || n > 2 || mark[n] != ')' && mark[n] != '.' {
		return false
	}
	digits := strings.Trim(mark[:n], "0123456789") == ""
	return digits || n == 1 && mark[0]|0x20 >= 'a' && mark[0]|0x20 <= 'z'
}

// Language is tag if it may stand in a lang attribute (BCP 47 in its outer form),
// else "".
func Language(tag string) string {
	for part := range strings.SplitSeq(tag, "-") {
		if part == "" || len(part) > 8 {
			return ""
		}
		for _, c := range []byte(part) {
			if c|0x20 < 'a' || c|0x20 > 'z' {
				if c < '0' || c > '9' {
					return ""
				}
			}
		}
	}
	return tag
}
