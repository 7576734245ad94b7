package harvest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean is what reading does to every text: Unicode form C, soft hyphens and
// zero-width characters dropped, control characters dropped, every kind of white
// space (no-break spaces too) folded to one space, none at the ends.
func Clean(s string) string {
	var f folder
	f.add(s)
	return f.String()
}

// folder cleans a text that arrives in pieces.
type folder struct {
	b     []byte
	space bool   // white space has come since the last character
	whole string // the text as it came, while that is in one piece
}

// String is the cleaned text. Most texts come in one piece and are clean but for the
// white space around them: those are a part of what came.
func (f *folder) String() string {
	if s := trimSpace(f.whole); s == string(f.b) {
		return s
	}
	return string(f.b)
}

// reset makes the folder empty, for another text in the same place.
func (f *folder) reset() { f.b, f.space, f.whole = f.b[:0], false, "" }

func (f *folder) add(s string) {
	f.whole = ""
	if len(f.b) == 0 {
		f.whole = s
	}
	if !composed(s) && !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	for i := 0; i < len(s); {
		if n := plainRun(s[i:]); n > 0 {
			f.word(s[i : i+n])
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			f.space = len(f.b) > 0
		case invisible(r), unicode.IsControl(r):
		case r == utf8.RuneError:
			f.word("\ufffd")
		default:
			f.word(s[i : i+size])
		}
		i += size
	}
}

// word adds characters that stand as they are.
func (f *folder) word(s string) {
	if f.space {
		f.b, f.space = append(f.b, ' '), false
	}
	f.b = append(f.b, s...)
}

// plainRun is how many bytes of ASCII a text begins with that stand as they are:
// words, with one space between each two.
func plainRun(s string) int {
	n := 0
	for n < len(s) && s[n] < 0x7f && (s[n] > ' ' || s[n] == ' ' && n > 0 && s[n-1] != ' ') {
		n++
	}
	if n > 0 && s[n-1] == ' ' {
		n-- // more white space may follow
	}
	return n
}

// composed says of most texts that they are in form C, without a look into tables: no
// character below U+0300, and none of the dashes, quotation marks and dots from U+2010 to
// U+2027, is otherwise (Unicode's DerivedNormalizationProps, NFC_QC).
func composed(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 0xcc: // ASCII, or what leads or follows up to U+02FF
		case c == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] >= 0x90 && s[i+2] <= 0xa7:
			i += 2
		default:
			return false
		}
	}
	return true
}

// trimSpace is strings.TrimSpace for the white space that stands around text in HTML.
func trimSpace(s string) string { return strings.Trim(s, " \t\r\n\f") }

// invisible characters only say how a browser may break a line.
func invisible(r rune) bool {
	switch r {
	case 0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF:
		return true
	}
	return false
}

// endsSentence says whether a text ends where a sentence may end.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"'”’»)]`)
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…")
}

// wordsIn counts words, as strings.Fields parts them.
func wordsIn(s string) int {
	n := 0
	for range strings.FieldsSeq(s) {
		n++
	}
	return n
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
