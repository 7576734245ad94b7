package harvest

import (
	"strings"
	"unicode"

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
	space bool // white space has come since the last character
}

func (f *folder) String() string { return string(f.b) }

func (f *folder) add(s string) {
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	for _, r := range s {
		switch {
		case r > ' ' && r < 0x7f: // most characters
		case unicode.IsSpace(r):
			f.space = len(f.b) > 0
			continue
		case invisible(r), unicode.IsControl(r):
			continue
		}
		if f.space {
			f.b, f.space = append(f.b, ' '), false
		}
		if r < 0x80 {
			f.b = append(f.b, byte(r))
		} else {
			f.b = append(f.b, string(r)...)
		}
	}
}

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

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
