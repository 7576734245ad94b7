package stencil

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"sync"
	"unicode/utf8"
)

// XML is the form of an element of this name as encoding/xml writes it, indented by depth times
// two spaces, after a line end. A text may stand in text and in attributes.
func XML[T any](name string, depth int) *Form[T] {
	return New(func(w io.Writer, data *T) error {
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
		enc := xml.NewEncoder(w)
		enc.Indent(strings.Repeat("  ", depth), "  ")
		return enc.EncodeElement(data, xml.StartElement{Name: xml.Name{Local: name}})
	}, inXML())
}

// JSON is the form of a value as encoding/json writes it, indented by depth times two spaces
// after a line end; "<", ">" and "&" stand for themselves.
func JSON[T any](depth int) *Form[T] {
	indent := strings.Repeat("  ", depth)
	return New(func(w io.Writer, data *T) error {
		var b bytes.Buffer
		b.WriteString("\n" + indent)
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent(indent, "  ")
		err := enc.Encode(data)
		if err == nil {
			_, err = w.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
		}
		return err
	}, inJSON())
}

// inXML is how encoding/xml escapes a text. What is no Char of XML needs its own eyes.
var inXML = sync.OnceValue(func() Way {
	escape := func(s string) string {
		var b bytes.Buffer
		if err := xml.EscapeText(&b, []byte(s)); err != nil {
			panic(err) // a buffer takes all
		}
		return b.String()
	}
	t := tableOf(utf8.RuneSelf, escape)
	return func(dst []byte, text string) []byte {
		dst, ok := t.appendUTF8(dst, text, '\uFFFE', '\uFFFF')
		if !ok {
			dst = append(dst, escape(text)...)
		}
		return dst
	}
})

// inJSON is how encoding/json escapes a string.
var inJSON = sync.OnceValue(func() Way {
	escape := func(s string) string {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(s); err != nil {
			panic(err) // a string can always be encoded
		}
		return within(b.String(), `"`, "\"\n")
	}
	t := tableOf(utf8.RuneSelf, escape)
	return func(dst []byte, text string) []byte {
		dst, ok := t.appendUTF8(dst, text, '\u2028', '\u2029')
		if !ok {
			dst = append(dst, escape(text)...)
		}
		return dst
	}
})
