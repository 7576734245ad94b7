package stencil

import (
	"html/template"
	"io"
	"strings"
	"sync"
)

// HTML is the form of a template of html/template. A text may stand in text, in an attribute
// in quotation marks, and in an address in one.
func HTML[T any](pages *template.Template, name string) *Form[T] {
	return New(func(w io.Writer, data *T) error { return pages.ExecuteTemplate(w, name, data) }, asText(), asAddress(), asPart())
}

// ask asks html/template what it writes for a text in a template.
func ask(text string) *table {
	t := template.Must(template.New("").Parse(text))
	before, after, _ := strings.Cut(text, "{{.}}")
	return tableOf(256, func(s string) string {
		var b strings.Builder
		if err := t.Execute(&b, s); err != nil {
			panic(err) // of a template that is part of the program
		}
		return within(b.String(), before, after)
	})
}

// asText is how it escapes a text, and an attribute.
var asText = sync.OnceValue(func() Way { return ask(`<p>{{.}}</p>`).append })

// asPart is how it escapes a part of the query or the fragment of an address.
var asPart = sync.OnceValue(func() Way { return ask(`<a href="x?{{.}}">`).append })

// asAddress is how it escapes an address in an attribute: what was escaped stays as it is,
// and one of another scheme than these is no address.
var asAddress = sync.OnceValue(func() Way {
	t := ask(`<a href="x/{{.}}">`)
	return func(dst []byte, text string) []byte {
		if scheme, _, ok := strings.Cut(text, ":"); ok && !strings.Contains(scheme, "/") &&
			!strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "mailto") {
			return append(dst, "#ZgotmplZ"...)
		}
		for i := range len(text) {
			switch s := t.text[text[i]]; {
			case s == "", text[i] == '%' && isEscape(text[i:]):
				dst = append(dst, text[i])
			default:
				dst = append(dst, s...)
			}
		}
		return dst
	}
})

// isEscape tells whether s begins with a percent sign and two hexadecimal digits.
func isEscape(s string) bool { return len(s) >= 3 && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}
