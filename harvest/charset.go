package harvest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// Decode returns the page's bytes as text: UTF-8, with line feeds for line ends,
// without byte order mark and NUL.
//
// The charset is, in this order, what a byte order mark tells, the Content-Type
// header, or the page itself in a meta element or an XML declaration (WHATWG HTML,
// section 13.2.3). Labels mean what they mean in browsers: iso-8859-1 is
// windows-1252. Because pages are often wrong about themselves, the bytes have the
// last word where they cannot be mistaken: a body that is UTF-8 all through is not a
// single-byte charset, and one that is mostly not UTF-8 is windows-1252.
func Decode(p *Page) (text string, err error) {
	decoded, err := decode(p)
	return string(decoded), err
}

// decode is Decode, without a copy of a body that is already what it returns.
func decode(p *Page) ([]byte, error) {
	decoded := p.Body
	isUTF8 := utf8.Valid(p.Body)
	if enc := encodingOf(p, isUTF8); enc != unicode.UTF8 || !isUTF8 {
		var err error
		if decoded, err = enc.NewDecoder().Bytes(p.Body); err != nil {
			return nil, fmt.Errorf("decode the page at %s: %w", p.URL, err)
		}
	}
	return cleanLines(bytes.TrimPrefix(decoded, []byte("\ufeff"))), nil
}

// cleanLines makes line feeds of all line ends, and drops NUL.
func cleanLines(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 && bytes.IndexByte(text, 0) < 0 {
		return text
	}
	clean := make([]byte, 0, len(text))
	for i, c := range text {
		switch {
		case c == 0, c == '\r' && i+1 < len(text) && text[i+1] == '\n':
		case c == '\r':
			clean = append(clean, '\n')
		default:
			clean = append(clean, c)
		}
	}
	return clean
}

func encodingOf(p *Page, isUTF8 bool) encoding.Encoding {
	if enc := byteOrderMark(p.Body); enc != nil {
		return enc
	}
	declared := lookupCharset(charsetIn(p.ContentType))
	if declared == nil && mediaTypeOf(p.ContentType) != "text/plain" {
		declared = charsetOfHead(p.Body)
	}
	switch {
	case declared == nil || declared == unicode.UTF8:
		if !isUTF8 && mostlyNotUTF8(p.Body) {
			return charmap.Windows1252
		}
		return unicode.UTF8
	case isSingleByte(declared) && isUTF8 && bytes.ContainsFunc(p.Body, notASCII):
		return unicode.UTF8
	}
	return declared
}

// byteOrderMark returns the encoding that the first bytes tell, or nil.
func byteOrderMark(body []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(body, []byte("\xef\xbb\xbf")):
		return unicode.UTF8
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	}
	return nil
}

// lookupCharset returns the encoding of a label, or nil when it is unknown or one
// that browsers do not decode.
func lookupCharset(label string) encoding.Encoding {
	enc, err := htmlindex.Get(label)
	if err != nil || enc == encoding.Replacement || enc == charmap.XUserDefined {
		return nil
	}
	return enc
}

func isSingleByte(enc encoding.Encoding) bool {
	_, ok := enc.(*charmap.Charmap)
	return ok
}

func notASCII(r rune) bool { return r >= utf8.RuneSelf }

// mostlyNotUTF8 says whether more bytes are not UTF-8 than there are multi-byte
// sequences that are.
func mostlyNotUTF8(body []byte) bool {
	valid, invalid := 0, 0
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		switch {
		case r == utf8.RuneError && size == 1:
			invalid++
		case size > 1:
			valid++
		}
		body = body[size:]
	}
	return invalid > valid
}

// charsetIn returns the charset in a Content-Type, from a header or a meta element
// (WHATWG HTML, section 2.6.6); it is the same for both, and forgives what is around it.
func charsetIn(contentType string) string {
	const key = "charset"
	for rest := strings.ToLower(contentType); ; {
		_, after, found := strings.Cut(rest, key)
		if !found {
			return ""
		}
		rest = after
		if value, ok := strings.CutPrefix(strings.TrimLeft(after, charsetSpace), "="); ok {
			value = strings.TrimLeft(value, charsetSpace+`"'`)
			end := strings.IndexAny(value+";", charsetSpace+`"';,`)
			return value[:end]
		}
	}
}

const charsetSpace = " \t\r\n\f"

// charsetOfHead returns the encoding that the page declares in itself, or nil. Within
// the first 1024 bytes, where it ought to stand, it may be anywhere; after them the
// search ends with the head.
func charsetOfHead(body []byte) encoding.Encoding {
	z := html.NewTokenizer(bytes.NewReader(body))
	for at := 0; ; at += len(z.Raw()) {
		kind := z.Next()
		if kind == html.ErrorToken {
			return nil
		}
		label, inHead := declaredCharset(z, kind)
		if enc := lookupCharset(label); enc != nil {
			if isUTF16(label) {
				return unicode.UTF8 // or we could not have read this far
			}
			return enc
		}
		if !inHead && at > 1024 {
			return nil
		}
	}
}

// declaredCharset returns the label that one token declares, or "", and whether the
// token may stand in a head.
func declaredCharset(z *html.Tokenizer, kind html.TokenType) (label string, inHead bool) {
	token := z.Token()
	switch kind {
	case html.CommentToken:
		if declaration, ok := strings.CutPrefix(token.Data, "?xml "); ok {
			return xmlEncoding(declaration), true
		}
	case html.EndTagToken:
		return "", token.DataAtom != atom.Head
	case html.StartTagToken, html.SelfClosingTagToken:
		switch token.DataAtom {
		case atom.Meta:
			return metaCharset(token.Attr), true
		case atom.Html, atom.Head, atom.Title, atom.Base, atom.Link, atom.Style, atom.Script, atom.Noscript, atom.Template:
		default:
			return "", false
		}
	}
	return "", true
}

// metaCharset reads <meta charset="…"> and <meta http-equiv="content-type" content="…">.
func metaCharset(attributes []html.Attribute) string {
	var pragma, content string
	for _, a := range attributes {
		switch a.Key {
		case "charset":
			return a.Val
		case "http-equiv":
			pragma = a.Val
		case "content":
			content = a.Val
		}
	}
	if strings.EqualFold(pragma, "content-type") {
		return charsetIn(content)
	}
	return ""
}

// xmlEncoding reads the encoding of an XML declaration (XML 1.0, section 4.3.3).
func xmlEncoding(declaration string) string {
	_, after, _ := strings.Cut(declaration, "encoding")
	value := strings.TrimLeft(after, charsetSpace+`="'`)
	end := strings.IndexAny(value+"?", charsetSpace+`"'?`)
	return value[:end]
}

func isUTF16(label string) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(label)), "utf-16")
}
