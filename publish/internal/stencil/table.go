package stencil

import "strings"

// table is what a writer writes for each byte; "" for the byte itself.
type table [256]string

// tableOf asks a writer what it makes of each byte, up to a limit.
func tableOf(limit int, write func(text string) string) *table {
	t := &table{}
	for c := range limit {
		text := string([]byte{byte(c)})
		if s := write(text); s != text {
			t[c] = s
		}
	}
	return t
}

func (t *table) append(dst []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		if s := t[text[i]]; s != "" {
			dst = append(append(dst, text[from:i]...), s...)
			from = i + 1
		}
	}
	return append(dst, text[from:]...)
}

// within is what stands in s between two texts.
func within(s, before, after string) string {
	return strings.TrimSuffix(strings.TrimPrefix(s, before), after)
}
