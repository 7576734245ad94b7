package transform

import (
	"regexp"
	"strings"
)

var issuedRange = regexp.MustCompile(`^(\d{4})\s?[–—−/-]\s?(\d{4}|\d{2})$`)
var issuedYear = regexp.MustCompile(`^\d{4}$`)

// ParseIssued turns a year as a type line has it into "2012", or "2010/2014" for a
// range (ISO 8601-1, section 5.5.2: the interval of two years). No year at all, also
// when the source says so (u.å.), is "", and no error; ok is false when the source
// has digits that are no year, or a range that runs backwards.
func ParseIssued(source string) (issued string, ok bool) {
	if issuedYear.MatchString(source) {
		return source, true
	}
	m := issuedRange.FindStringSubmatch(source)
	if m == nil {
		return "", !strings.ContainsAny(source, "0123456789")
	}
	from, to := m[1], m[2]
	if len(to) == 2 {
		to = from[:2] + to
	}
	switch {
	case from == to:
		return from, true
	case from > to:
		return "", false
	}
	return from + "/" + to, true
}
