package vocab

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold returns the form under which words and names are compared: NFC, lower case,
// every run of white space one space, every dash a hyphen, every apostrophe "'",
// invisible characters gone.
func fold(s string) string {
	if isFolded(s) {
		return s
	}
	s = strings.ToLower(norm.NFC.String(s))
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		r = foldRune(r)
		if r < 0 {
			continue
		}
		if r == ' ' {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isFolded is the quick way out for the words that are compared most.
func isFolded(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

func foldRune(r rune) rune {
	switch r {
	case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff': // soft hyphen, zero width
		return -1
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212', '\ufe58', '\ufe63', '\uff0d':
		return '-'
	case '’', '‘', 'ʼ', '´', '`':
		return '\''
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

// legalForms are dropped from the end of a body's name before it is compared; they
// say how it is owned, not who it is. (KS, kommandittselskap, is not among them: it
// is also the name of a body.)
var legalForms = []string{
	"as", "asa", "a/s", "a.s", "a.s.", "sa", "ba", "da", "ans", "iks", "sf", "ab", "oy",
	"ltd", "ltd.", "limited", "inc", "inc.", "llp", "gmbh", "aps",
}

// foldName is [fold] without the legal form.
func foldName(name string) string {
	s := fold(name)
	for {
		i := strings.LastIndexByte(s, ' ')
		if i < 0 || !slices.Contains(legalForms, s[i+1:]) {
			return s
		}
		s = strings.TrimRight(s[:i], " ,")
	}
}

// letters counts the letters of s.
func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// distance is the number of letters to insert, remove, replace or swap with their
// neighbour that turns a into b (optimal string alignment), or limit+1 if it is
// more than limit.
func distance(a, b []rune, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	// Three rows of the table, turned round; short names need no memory of their own.
	var stack [3 * 64]int
	cells := stack[:]
	if n := 3 * (len(b) + 1); n > len(cells) {
		cells = make([]int, n)
	}
	before, last, row := cells[:len(b)+1], cells[len(b)+1:2*len(b)+2], cells[2*len(b)+2:3*len(b)+3]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		// A swap looks back two rows, so one row over the limit is not yet the end.
		if least > limit+1 {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}

// lastField returns what stands after the last c in s, and whether there is one.
func lastField(s string, c byte) (string, bool) {
	i := strings.LastIndexByte(s, c)
	return s[i+1:], i > 0 && i < len(s)-1
}

// runeLen counts the characters of s.
func runeLen(s string) int { return utf8.RuneCountInString(s) }
