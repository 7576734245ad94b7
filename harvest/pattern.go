package harvest

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// pattern is a regular expression with a glance, which tells of most texts that the
// expression does not match them. Every block of a page is asked about some of these, and
// few match.
type pattern struct {
	*regexp.Regexp
	may func(string) bool
}

func (p pattern) MatchString(s string) bool { return p.may(s) && p.Regexp.MatchString(s) }

func (p pattern) FindStringSubmatch(s string) []string {
	if !p.may(s) {
		return nil
	}
	return p.Regexp.FindStringSubmatch(s)
}

// beginsWith is a glance: whether a text begins with the two letters that one of the
// words does, in either case. Of letters outside of ASCII it says nothing: some are the
// same as one of ASCII but for case (ſ, U+017F).
func beginsWith(words ...string) func(string) bool {
	starts := map[[2]byte]bool{}
	for _, w := range words {
		starts[[2]byte([]byte(w))] = true
	}
	return func(s string) bool {
		return len(s) >= 2 && (s[0] >= utf8.RuneSelf || s[1] >= utf8.RuneSelf || starts[[2]byte{lower(s[0]), lower(s[1])}])
	}
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// endsIn is a glance: whether the last byte of a text is one of these.
func endsIn(signs string) func(string) bool {
	return func(s string) bool { return s != "" && strings.IndexByte(signs, s[len(s)-1]) >= 0 }
}
