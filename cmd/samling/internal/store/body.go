package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"samling/transform"
)

// wire is a version as it is stored: the record in JSON, without what is empty. Most of what
// a source wrote is what is published, too, and is then stored once.
type wire struct {
	transform.Record
	Same      string `json:"same,omitempty"`                 // what was left out, by a letter each
	AsWritten bool   `json:"descriptionAsWritten,omitempty"` // before there was same: its d
}

// likenesses are the letters of [wire.likeness].
const likenesses = "ptbidnl"

// likeness is a text of a record and the text that it often is, by a letter. A letter that
// was once stored keeps its meaning.
func (w *wire) likeness(letter byte) (text *string, like string) {
	switch letter {
	case 'p':
		return &w.TitleProper, w.Title.Value
	case 't':
		return &w.TitleSource, w.Title.Value
	case 'b':
		if len(w.Publishers) > 0 {
			like = w.Publishers[0].Name
		}
		return &w.PublisherSource, like
	case 'i':
		return &w.IssuedSource, w.Issued
	case 'd':
		return &w.DescriptionSource, w.Description.Value
	case 'n':
		return &w.DescriptionSource, strings.ReplaceAll(w.Description.Value, "\n\n", "\n")
	case 'l':
		return &w.LinkSource, w.Link
	}
	return new(string), ""
}

// record puts back what was left out.
func (w *wire) record() transform.Record {
	if w.AsWritten {
		w.DescriptionSource = w.Description.Value
	}
	for i := range len(w.Same) {
		text, like := w.likeness(w.Same[i])
		*text = like
	}
	return w.Record
}

// encoder writes versions, with one buffer for all.
type encoder struct{ buf []byte }

func newEncoder() *encoder { return &encoder{} }

// encode writes a record. The writer of package json takes five times as long, and would have
// all fields in.
func (e *encoder) encode(r transform.Record) string {
	e.buf = append(e.buf[:0], '{')
	w := wire{Record: r}
	same := make([]byte, 0, len(likenesses))
	for i := range len(likenesses) {
		if text, like := w.likeness(likenesses[i]); *text != "" && *text == like {
			same, *text = append(same, likenesses[i]), ""
		}
	}
	r = w.Record
	e.text("id", r.ID)
	e.text("page", r.Page)
	e.language("title", r.Title)
	e.text("titleProper", r.TitleProper)
	e.text("subtitle", r.Subtitle)
	e.text("type", r.Type)
	e.publishers(r.Publishers)
	e.text("issued", r.Issued)
	e.language("description", r.Description)
	e.text("link", r.Link)
	e.text("citation", r.Citation)
	e.text("titleSource", r.TitleSource)
	e.text("typeLineSource", r.TypeLineSource)
	e.text("typeSource", r.TypeSource)
	e.text("publisherSource", r.PublisherSource)
	e.text("issuedSource", r.IssuedSource)
	e.text("descriptionSource", r.DescriptionSource)
	e.text("linkSource", r.LinkSource)
	e.repairs(r.Repairs)
	e.number("position", r.Position)
	e.number("of", r.Of)
	e.text("same", string(same))
	e.buf = append(e.buf, '}')
	return string(e.buf)
}

// key begins a field.
func (e *encoder) key(name string) {
	if e.buf[len(e.buf)-1] != '{' {
		e.buf = append(e.buf, ',')
	}
	e.buf = append(append(append(e.buf, '"'), name...), '"', ':')
}

func (e *encoder) text(name, value string) {
	if value != "" {
		e.key(name)
		e.quote(value)
	}
}

func (e *encoder) number(name string, value int) {
	if value != 0 {
		e.key(name)
		e.buf = strconv.AppendInt(e.buf, int64(value), 10)
	}
}

func (e *encoder) language(name string, t transform.Text) {
	if t == (transform.Text{}) {
		return
	}
	e.key(name)
	e.buf = append(e.buf, '{')
	e.text("value", t.Value)
	e.text("language", t.Language)
	e.buf = append(e.buf, '}')
}

func (e *encoder) publishers(all []transform.Publisher) {
	if all == nil {
		return
	}
	e.key("publishers")
	e.buf = append(e.buf, '[')
	for i, p := range all {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.buf = append(e.buf, '{')
		e.text("key", p.Key)
		e.text("name", p.Name)
		e.buf = append(e.buf, '}')
	}
	e.buf = append(e.buf, ']')
}

func (e *encoder) repairs(all []string) {
	if len(all) == 0 {
		return
	}
	e.key("repairs")
	e.buf = append(e.buf, '[')
	for i, s := range all {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.quote(s)
	}
	e.buf = append(e.buf, ']')
}

// quote writes a string (RFC 8259, section 7). What is no UTF-8 becomes U+FFFD.
func (e *encoder) quote(s string) {
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	e.buf = append(e.buf, '"')
	begin := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		e.buf = append(e.buf, s[begin:i]...)
		begin = i + 1
		switch c {
		case '"', '\\':
			e.buf = append(e.buf, '\\', c)
		case '\n':
			e.buf = append(e.buf, '\\', 'n')
		case '\t':
			e.buf = append(e.buf, '\\', 't')
		default:
			e.buf = fmt.Appendf(e.buf, `\u%04x`, c)
		}
	}
	e.buf = append(append(e.buf, s[begin:]...), '"')
}

// decode reads a version. The reader of package json takes longer than all the rest
// of reading an item, so what the encoder writes is read by a [reader]; where that meets
// anything else (a field that is younger than it is) package json reads instead.
func decode(body string) (transform.Record, error) {
	var w wire
	d := reader{rest: body}
	if d.wire(&w); d.ok() {
		return w.record(), nil
	}
	w = wire{}
	if err := json.Unmarshal([]byte(body), &w); err != nil {
		return transform.Record{}, fmt.Errorf("version: %w", err)
	}
	return w.record(), nil
}
