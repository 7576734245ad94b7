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
	"unicode"
	"unicode/utf8"

	"samling/publish"
)

// Line is s on one line: white space folded, nothing hidden.
func Line(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false // stands before the next character
	for i := 0; i < len(s); {
		if n := shown(s[i:]); n > 0 {
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteString(s[i : i+n])
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		_, isBreak := lineBreak(r)
		switch {
		case isBreak || unicode.IsSpace(r):
			space = b.Len() > 0
		case isDropped(r, size):
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// shown is how many bytes of printable ASCII and Latin-1 letters s begins with, up to a space.
func shown(s string) (n int) {
	for n < len(s) {
		switch c := s[n]; {
		case c > ' ' && c < 0x7F:
			n++
		// C3 80 … C3 BF are U+00C0 … U+00FF
		case c == 0xC3 && n+1 < len(s) && s[n+1] >= 0x80 && s[n+1] < 0xC0:
			n += 2
		default:
			return n
		}
	}
	return n
}

// isClean finds quickly that nothing is to be done: printable ASCII and Latin-1
// letters, single spaces, none at the ends.
func isClean(s string) bool {
	space := true
	for i := 0; i < len(s); {
		c := s[i]
		if c == ' ' {
			if space || i == len(s)-1 {
				return false
			}
			space = true
			i++
			continue
		}
		space = false
		if c > ' ' && c < 0x7F {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if (r <= 0xA0 || r >= 0x300) && r != '–' && r != '’' && r != '…' {
			return false
		}
		i += size
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
		if isDropped(r, 0) {
			return -1
		}
		return r
	}, validUTF8(s))
}

// isDropped tells whether nothing is left of a character of this many bytes: a lone byte is
// not UTF-8.
func isDropped(r rune, size int) bool {
	// U+FDD0 … and the last two of each plane are no characters (Unicode,
	// section 23.7); HTML calls them an error, XML some of them.
	return publish.Hidden(r) || r >= 0xFDD0 && r <= 0xFDEF || r&0xFFFE == 0xFFFE || r == utf8.RuneError && size == 1
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
	for more := true; more; {
		var line string
		line, s, more = cutLine(s)
		if line = Line(line); line == "" {
			flush()
			continue
		}
		lines = append(lines, line)
	}
	flush()
	return all
}

// cutLine cuts s after its first line: at LF, CR, both, or another character that ends one.
func cutLine(s string) (line, rest string, more bool) {
	for i, r := range s {
		if as, ok := lineBreak(r); ok && as == '\n' {
			end := i + utf8.RuneLen(r)
			if r == '\r' && strings.HasPrefix(s[end:], "\n") {
				end++
			}
			return s[:i], s[end:], true
		}
	}
	return s, "", false
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
