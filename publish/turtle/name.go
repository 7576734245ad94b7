package turtle

import (
	"strings"
	"unicode/utf8"

	"samling/vocab"
)

// namespaces are those of the prefix block. Without a base those under it are left out:
// nothing tells what they stand for.
func namespaces(base string) []vocab.Namespace {
	if base != "" {
		return vocab.Namespaces(base)
	}
	var fixed []vocab.Namespace
	for _, n := range vocab.Namespaces(vocab.Placeholder) {
		if !strings.HasPrefix(n.IRI, vocab.Placeholder) {
			fixed = append(fixed, n)
		}
	}
	return fixed
}

// appendName appends the prefixed name of an IRI that has one. The namespace is what
// stands before the last "/" or "#", with it: an IRI deeper under a namespace reads
// better in full than with every slash escaped. A name is never empty.
func appendName(dst []byte, names []vocab.Namespace, iri string) ([]byte, bool) {
	cut := len(iri)
	for cut > 0 && iri[cut-1] != '/' && iri[cut-1] != '#' {
		cut--
	}
	if cut == len(iri) {
		return dst, false
	}
	for i := range names {
		if len(names[i].IRI) == cut && names[i].IRI == iri[:cut] {
			start := len(dst)
			dst = append(dst, names[i].Prefix...)
			dst, ok := appendLocal(append(dst, ':'), iri[cut:])
			if !ok {
				return dst[:start], false
			}
			return dst, true
		}
	}
	return dst, false
}

// appendLocal appends PN_LOCAL (Turtle, production 168s), with PN_LOCAL_ESC where it
// is needed. The name is of a legal IRI, so a percent sign begins a PERCENT.
func appendLocal(dst []byte, local string) ([]byte, bool) {
	for i := 0; i < len(local); {
		c := local[i]
		switch {
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(local[i:])
			if !isCharsBase(r) && (i == 0 || !isCharsExtra(r)) {
				return dst, false
			}
			dst = append(dst, local[i:i+size]...)
			i += size
			continue
		case c == '.' && i == len(local)-1: // rdflib takes even an escaped one for the end of the statement
			return dst, false
		case c == '-' && i == 0, c == '.' && i == 0, escaped[c]:
			dst = append(dst, '\\')
		}
		dst = append(dst, c)
		i++
	}
	return dst, true
}

// escaped are the characters of PN_LOCAL_ESC (production 172s) that cannot stand for
// themselves anywhere in a name.
var escaped = [utf8.RuneSelf]bool{
	'~': true, '!': true, '$': true, '&': true, '\'': true, '(': true, ')': true, '*': true,
	'+': true, ',': true, ';': true, '=': true, '/': true, '?': true, '#': true, '@': true,
}

// isCharsBase is PN_CHARS_BASE (production 163s) beyond ASCII.
func isCharsBase(r rune) bool {
	switch {
	case r >= 0xC0 && r <= 0x2FF:
		return r != 0xD7 && r != 0xF7
	case r >= 0x370 && r <= 0x1FFF:
		return r != 0x37E
	}
	return r >= 0x200C && r <= 0x200D || r >= 0x2070 && r <= 0x218F || r >= 0x2C00 && r <= 0x2FEF ||
		r >= 0x3001 && r <= 0xD7FF || r >= 0xF900 && r <= 0xFDCF || r >= 0xFDF0 && r <= 0xFFFD ||
		r >= 0x10000 && r <= 0xEFFFF
}

// isCharsExtra is what PN_CHARS (production 166s) adds beyond ASCII.
func isCharsExtra(r rune) bool {
	return r == 0xB7 || r >= 0x300 && r <= 0x36F || r == 0x203F || r == 0x2040
}
