package stencil

import (
	"strings"
	"unicode/utf8"
)

// table is what a writer writes for each byte; "" for the byte itself.
type table struct {
	text  [256]string
	other [256]bool // it writes another text
}

// tableOf asks a writer what it makes of each byte, up to a limit.
func tableOf(limit int, write func(text string) string) *table {
	t := &table{}
	for c := range limit {
		text := string([]byte{byte(c)})
		if s := write(text); s != text {
			t.text[c], t.other[c] = s, true
		}
	}
	return t
}

func (t *table) append(dst []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		if c := text[i]; t.other[c] {
			dst = append(append(dst, text[from:i]...), t.text[c]...)
			from = i + 1
		}
	}
	return append(dst, text[from:]...)
}

// appendUTF8 is append for a writer that does as the table says with ASCII, and leaves what is
// beyond it as it is but for two characters. A text that has one of them or is no UTF-8 is not
// appended.
func (t *table) appendUTF8(dst []byte, text string, one, two rune) (_ []byte, ok bool) {
	begin, from := len(dst), 0
	for i := 0; i < len(text); {
		c := text[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			if r == one || r == two || r == utf8.RuneError && size == 1 {
				return dst[:begin], false
			}
			i += size
			continue
		}
		if t.other[c] {
			dst = append(append(dst, text[from:i]...), t.text[c]...)
			from = i + 1
		}
		i++
	}
	return append(dst, text[from:]...), true
}

// within is what stands in s between two texts.
func within(s, before, after string) string {
	return strings.TrimSuffix(strings.TrimPrefix(s, before), after)
}
