package publish

import "unicode/utf8"

// AppendText appends s in quotation marks, with the escapes that Turtle and JSON have in
// common: \" \\ \n \r \t, and \uXXXX for what is [Hidden]. All else is written as it is.
func AppendText(dst []byte, s string) []byte {
	return appendText(dst, s, &inText)
}

// AppendScriptText is AppendText with "<", ">" and "&" escaped too, so that the text may
// stand in a script element of a page (HTML, section 4.12.1.3). It is for JSON.
func AppendScriptText(dst []byte, s string) []byte {
	return appendText(dst, s, &inScript)
}

// What to do at a byte of a text.
const (
	plain   = iota
	short   // a backslash and one character
	numeric // \uXXXX
	look    // the first byte of characters of which some are hidden
)

var (
	inText   = textTable("")
	inScript = textTable("<>&")
)

func textTable(more string) (t [256]uint8) {
	for c := range rune(0x80) {
		if Hidden(c) {
			t[c] = numeric
		}
	}
	for i := range len(more) {
		t[more[i]] = numeric
	}
	for r := rune(0x80); r <= 0xFFFF; r++ {
		if Hidden(r) {
			t[string(r)[0]] = look
		}
	}
	for _, c := range "\"\\\n\r\t" {
		t[c] = short
	}
	return t
}

func appendText(dst []byte, s string, table *[256]uint8) []byte {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		what := table[c]
		if what == plain {
			i++
			continue
		}
		r, size := rune(c), 1
		if what == look {
			if r, size = utf8.DecodeRuneInString(s[i:]); !Hidden(r) {
				i += size
				continue
			}
		}
		dst = append(dst, s[from:i]...)
		if what == short {
			dst = append(dst, '\\', letter(c))
		} else {
			dst = append(dst, '\\', 'u', digit(r>>12), digit(r>>8), digit(r>>4), digit(r))
		}
		i += size
		from = i
	}
	dst = append(dst, s[from:]...)
	return append(dst, '"')
}

// letter is what stands after the backslash in a short escape.
func letter(c byte) byte {
	switch c {
	case '\n':
		return 'n'
	case '\r':
		return 'r'
	case '\t':
		return 't'
	}
	return c
}

func digit(r rune) byte { return "0123456789ABCDEF"[r&0xF] }
