package harvest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TypeLine is the second line of an entry, "Type – bodies year", in its parts as
// written: Rapport – NIBR/Østlandsforskning 2012.
type TypeLine struct {
	Text   string // the whole line
	Type   string // what stands before the dash
	Bodies string // what stands between dash and year, "" if nothing
	Year   string // "2012", "2010–2014", "u.å." …; "" if the line has none
}

// Dated says whether the line ends in a year, a range of years, or a word that
// says there is none (u.å.).
func (l TypeLine) Dated() bool { return l.Year != "" }

// A type line is short; what is longer is prose that happens to have a dash.
const (
	maxTypeLine  = 300 // runes
	maxTypeWords = 5
	maxTypeRunes = 60
)

// year is a year from 1500 to 2099, a range of them, or a word for "no year".
const year = `(?:1[5-9]|20)\d\d`

var (
	dated = regexp.MustCompile(`^(.*?)([\s,;:([–—−-]*)(` + year + `(?:\s?[–—−/-]\s?(?:` + year + `|\d\d))?)[)\]]?[.,;]?$`)
	// "u.å." (uten år), "udatert", "n.d." and "s.a." (sine anno).
	undated = pattern{regexp.MustCompile(`(?i)^(|.*?[\s,;:([–—−-])((?:u\.?\s?å|n\.\s?d|s\.\s?a)\.?|udatert|undated|uten år|utan år)[)\]]?[.,;]?$`), mayBeUndated}
	// What some pages put behind the year, such as "(pdf)".
	trailer = pattern{regexp.MustCompile(`^(.*\S)\s*[(\[]\s*[^()\[\]\d][^()\[\]]*[)\]]$`), endsIn(")]")}
	month   = pattern{regexp.MustCompile(`(?i)^(.*?)[\s,;]*\b(?:(?:\d{1,2}\.\s*)?(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|january|february|march|may|june|july|october|december)|\d{1,2}\.\d{1,2}\.)$`), mayEndInMonth}
)

// ParseTypeLine parts a line at its dash and before its year. It says no when the
// line has no dash that could part a type from the bodies; whether the line is the
// type line of an entry is for [Read] to say, which sees what stands around it.
// The dash is the first one with a known type before it, else the first with space
// around it: "NIBR-rapport – NIBR 2012" has its type up to the second.
func ParseTypeLine(text string, isType func(string) bool) (TypeLine, bool) {
	if utf8.RuneCountInString(text) > maxTypeLine {
		return TypeLine{}, false
	}
	var before, after string // the dash to fall back on
	for at, r := range text {
		if !isDash(r) {
			continue
		}
		left := strings.TrimSpace(text[:at])
		right := strings.TrimSpace(text[at+utf8.RuneLen(r):])
		if left == "" || right == "" || tooLongForType(left) {
			continue
		}
		spaced := text[at-1] == ' ' || strings.HasPrefix(text[at+utf8.RuneLen(r):], " ")
		if isType(left) && (spaced || r != '-' || startsUpper(right)) {
			return partLine(text, left, right), true
		}
		if before == "" && (text[at-1] == ' ' || r != '-' && r != '‐') {
			before, after = left, right
		}
	}
	if before == "" {
		return TypeLine{}, false
	}
	return partLine(text, before, after), true
}

func partLine(text, kind, rest string) TypeLine {
	l := partYear(rest)
	l.Text, l.Type = text, kind
	return l
}

// startsWithType says whether a known type and a dash are the first words of a text.
func startsWithType(s string, isType func(string) bool) bool {
	for at, r := range s {
		switch left := strings.TrimSpace(s[:at]); {
		case at > utf8.UTFMax*maxTypeRunes:
			return false
		case isDash(r) && isType(left):
			return true
		}
	}
	return false
}

// mayEndInYear spares most texts the patterns: what they look for ends in a digit, in
// the last letter of a word for "no year", or in a bracket.
func mayEndInYear(s string) bool {
	s = strings.TrimRight(s, ".,;")
	r, _ := utf8.DecodeLastRuneInString(s)
	return r >= '0' && r <= '9' || strings.ContainsRune("åÅdDaAtTrR)]", r)
}

// mayBeUndated is the glance of undated: its words end in å, or in d or a after a full
// stop or a space, or in "udatert", "undated" or "år".
func mayBeUndated(s string) bool {
	s = strings.TrimRight(s, ".,;)]")
	last, size := utf8.DecodeLastRuneInString(s)
	before, _ := utf8.DecodeLastRuneInString(s[:len(s)-size])
	switch last {
	case 'å', 'Å', '\u212b':
		return true
	case 'd', 'D', 'a', 'A':
		return before == '.' || before <= ' ' || hasSuffixFold(s, "undated")
	case 't', 'T':
		return hasSuffixFold(s, "udatert")
	case 'r', 'R':
		return before == 'å' || before == 'Å' || before == '\u212b'
	}
	return false
}

// mayEndInMonth is the glance of month: a full stop, or the last letters of a name. What
// is not ASCII may be a letter of it (ſ, U+017F).
func mayEndInMonth(s string) bool {
	if len(s) < 3 {
		return false
	}
	end := s[len(s)-3:]
	for i := range len(end) {
		if end[i] >= utf8.RuneSelf {
			return true
		}
	}
	switch strings.ToLower(end) {
	case "uar", "ars", "ril", "mai", "uni", "uli", "ust", "ber", "ary", "rch", "may", "une", "uly":
		return true
	}
	return end[2] == '.'
}

func hasSuffixFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

// partYear parts "bodies year".
func partYear(s string) TypeLine {
	if l, ok := yearAtEnd(s); ok {
		return l
	}
	if m := trailer.FindStringSubmatch(s); m != nil {
		if l, ok := yearAtEnd(m[1]); ok {
			return l
		}
	}
	return TypeLine{Bodies: s}
}

func yearAtEnd(s string) (TypeLine, bool) {
	if !mayEndInYear(s) {
		return TypeLine{}, false
	}
	if m := undated.FindStringSubmatch(s); m != nil {
		return TypeLine{Bodies: trimBodies(m[1]), Year: m[2]}, true
	}
	before, signs, year, ok := cutYear(s)
	if !ok {
		return TypeLine{}, false
	}
	// A year may be glued to a name (NIBR2012), but not be the end of another
	// number or of a reference such as 5/2012 or 2012:2012.
	if last, _ := utf8.DecodeLastRuneInString(before); signs == "" && before != "" && !unicode.IsLetter(last) && last != '.' {
		return TypeLine{}, false
	}
	bodies := trimBodies(before)
	if m := month.FindStringSubmatch(bodies); m != nil {
		bodies = trimBodies(m[1])
	}
	return TypeLine{Bodies: bodies, Year: year}, true
}

// cutYear parts a line as dated does: what stands before the year, the signs between, and
// the year. Most lines end in four digits with no dash before, and need no expression.
func cutYear(s string) (before, signs, year string, ok bool) {
	if at := len(s) - 4; at >= 0 && isYear(s[at:]) && !strings.Contains(s, "\n") {
		last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s[:at], " \t\r\f"))
		if !strings.ContainsRune("–—−/-", last) {
			before = strings.TrimRight(s[:at], " \t\r\f,;:([–—−-")
			return before, s[len(before):at], s[at:], true
		}
	}
	m := dated.FindStringSubmatch(s)
	if m == nil {
		return "", "", "", false
	}
	return m[1], m[2], m[3], true
}

// isYear is the expression year, for a text of four bytes.
func isYear(s string) bool {
	digits := func(s string) bool { return isDigit(s[0]) && isDigit(s[1]) }
	return digits(s[2:]) && (s[0] == '2' && s[1] == '0' || s[0] == '1' && s[1] >= '5' && s[1] <= '9')
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func trimBodies(s string) string { return strings.Trim(s, " ,;:([–—−-") }

func isDash(r rune) bool {
	switch r {
	case '-', '‐', '‑', '‒', '–', '—', '―', '−':
		return true
	}
	return false
}

func tooLongForType(s string) bool {
	return wordsIn(s) > maxTypeWords || utf8.RuneCountInString(s) > maxTypeRunes
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, `"«“”'(`))
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}
