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
	undated = regexp.MustCompile(`(?i)^(|.*?[\s,;:([–—−-])((?:u\.?\s?å|n\.\s?d|s\.\s?a)\.?|udatert|undated|uten år|utan år)[)\]]?[.,;]?$`)
	// What some pages put behind the year, such as "(pdf)".
	trailer = regexp.MustCompile(`^(.*\S)\s*[(\[]\s*[^()\[\]\d][^()\[\]]*[)\]]$`)
	month   = regexp.MustCompile(`(?i)^(.*?)[\s,;]*\b(?:(?:\d{1,2}\.\s*)?(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|january|february|march|may|june|july|october|december)|\d{1,2}\.\d{1,2}\.)$`)
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
	fallback := TypeLine{}
	for at, r := range text {
		if !isDash(r) {
			continue
		}
		left := strings.TrimSpace(text[:at])
		right := strings.TrimSpace(text[at+utf8.RuneLen(r):])
		if left == "" || right == "" || tooLongForType(left) {
			continue
		}
		line := func() TypeLine {
			l := partYear(right)
			l.Text, l.Type = text, left
			return l
		}
		spaced := text[at-1] == ' ' || strings.HasPrefix(text[at+utf8.RuneLen(r):], " ")
		if isType(left) && (spaced || r != '-' || startsUpper(right)) {
			return line(), true
		}
		if fallback.Type == "" && (text[at-1] == ' ' || r != '-' && r != '‐') {
			fallback = line()
		}
	}
	return fallback, fallback.Type != ""
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
	m := dated.FindStringSubmatch(s)
	if m == nil {
		return TypeLine{}, false
	}
	// A year may be glued to a name (NIBR2012), but not be the end of another
	// number or of a reference such as 5/2012 or 2012:2012.
	if last, _ := utf8.DecodeLastRuneInString(m[1]); m[2] == "" && m[1] != "" && !unicode.IsLetter(last) && last != '.' {
		return TypeLine{}, false
	}
	bodies := trimBodies(m[1])
	if mm := month.FindStringSubmatch(bodies); mm != nil {
		bodies = trimBodies(mm[1])
	}
	return TypeLine{Bodies: bodies, Year: m[3]}, true
}

func trimBodies(s string) string { return strings.Trim(s, " ,;:([–—−-") }

func isDash(r rune) bool {
	switch r {
	case '-', '‐', '‑', '‒', '–', '—', '―', '−':
		return true
	}
	return false
}

func tooLongForType(s string) bool {
	return len(strings.Fields(s)) > maxTypeWords || utf8.RuneCountInString(s) > maxTypeRunes
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, `"«“”'(`))
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}
