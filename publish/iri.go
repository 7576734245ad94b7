package publish

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CheckIRI tells what keeps a text from being an absolute IRI (RFC 3987, section 2.2)
// that can be published. It is stricter than the IRIREF of Turtle, as strict parsers
// are: percent signs begin an escape, brackets stand in a host only, a port is a number.
// Spaces of any kind and characters that do not show are refused too (section 4.1 there
// and [Hidden]).
func CheckIRI(iri string) error {
	if isPlainIRI(iri) {
		return nil
	}
	return checkIRI(iri)
}

func checkIRI(iri string) error {
	rest, ok := afterScheme(iri)
	if !ok {
		return fmt.Errorf("IRI %q is not absolute; resolve it against its page", iri)
	}
	if strings.HasPrefix(rest, "//") {
		end := 2
		for end < len(rest) && rest[end] != '/' && rest[end] != '?' && rest[end] != '#' {
			end++
		}
		if !legalAuthority(rest[2:end]) {
			return fmt.Errorf("IRI %q has no legal host", iri)
		}
		rest = rest[end:]
	}
	return checkPath(iri, rest)
}

// isPlainIRI finds quickly that an IRI is as nearly all are: http or https, a host of letters,
// digits, dots and hyphens, a path, and at most one fragment, without anything escaped.
func isPlainIRI(iri string) bool {
	if len(iri) < len("http://") || iri[:4] != "http" {
		return false
	}
	from := len("http://")
	if iri[4] == 's' {
		from++
	}
	if len(iri) < from || iri[from-3:from] != "://" {
		return false
	}
	i := from
	for i < len(iri) && inHost[iri[i]] {
		i++
	}
	if i < len(iri) && iri[i] != '/' && iri[i] != '#' {
		return false
	}
	for fragment := false; i < len(iri); i++ {
		if c := iri[i]; !inIRI[c] {
			if c != '#' || fragment {
				return false
			}
			fragment = true
		}
	}
	return true
}

// afterScheme cuts "scheme:" (RFC 3986, section 3.1).
func afterScheme(iri string) (string, bool) {
	for i := range len(iri) {
		c := iri[i]
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return iri[i+1:], true
		default:
			return "", false
		}
	}
	return "", false
}

// inIRI are the ASCII characters that stand for themselves anywhere after the host:
// unreserved, sub-delims, ":", "@", "/" (RFC 3986, appendix A).
var inIRI = table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/")

// inHost are those of them that stand in nearly all hosts.
var inHost = table("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")

func table(chars string) (t [256]bool) {
	for i := range len(chars) {
		t[chars[i]] = true
	}
	return t
}

// checkPath checks path, query and fragment.
func checkPath(iri, rest string) error {
	query, fragment := false, false
	for i := 0; i < len(rest); {
		c := rest[i]
		switch {
		case inIRI[c]:
			i++
		case c == '?':
			query = query || !fragment
			i++
		case c == '#' && !fragment:
			fragment = true
			i++
		case c == '%' && isEscape(rest[i:]):
			i += 3
		default:
			r, size := utf8.DecodeRuneInString(rest[i:])
			if !legalRune(r, size, query && !fragment) {
				return fmt.Errorf("IRI %q holds %q; percent-encode it where it is read", iri, rest[i:i+size])
			}
			i += size
		}
	}
	return nil
}

// isEscape tells whether s begins with a percent sign and two hexadecimal digits.
func isEscape(s string) bool {
	return len(s) >= 3 && isHex(s[1]) && isHex(s[2])
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// legalRune is ucschar, and iprivate in a query (RFC 3987, section 2.2).
func legalRune(r rune, size int, query bool) bool {
	switch {
	case r < 0xA0, r == utf8.RuneError && size == 1, Hidden(r), unicode.IsSpace(r):
		return false
	case r >= 0xE000 && r <= 0xF8FF, r >= 0xF0000:
		return query && r&0xFFFE != 0xFFFE
	case r >= 0xFDD0 && r <= 0xFDEF, r >= 0xFFF0 && r <= 0xFFFF, r >= 0xE0000 && r < 0xE1000:
		return false
	}
	return r&0xFFFE != 0xFFFE
}

// legalAuthority is [userinfo "@"] host [":" port].
func legalAuthority(s string) bool {
	if at := strings.LastIndexByte(s, '@'); at >= 0 {
		if !legalName(s[:at], true) {
			return false
		}
		s = s[at+1:]
	}
	host, port := s, ""
	if strings.HasPrefix(s, "[") {
		end := strings.IndexByte(s, ']')
		if end < 2 || strings.Trim(s[1:end], "0123456789abcdefABCDEF:.") != "" {
			return false
		}
		host, port = "", s[end+1:]
	} else if colon := strings.IndexByte(s, ':'); colon >= 0 {
		host, port = s[:colon], s[colon:]
	}
	if port != "" && (port[0] != ':' || strings.Trim(port[1:], "0123456789") != "") {
		return false
	}
	return legalName(host, false)
}

// legalName is ireg-name; with colons, iuserinfo.
func legalName(s string, colons bool) bool {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '@', c == '/', c == ':' && !colons:
			return false
		case inIRI[c]:
			i++
		case c == '%' && isEscape(s[i:]):
			i += 3
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !legalRune(r, size, false) {
				return false
			}
			i += size
		}
	}
	return true
}
