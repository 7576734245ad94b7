package store

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"samling/transform"
)

// reader reads the JSON that an [encoder] writes (RFC 8259, without white space). The
// values it returns are parts of the text, not copies, wherever they hold no escape.
type reader struct {
	rest string
	lost bool // something else was met; all that was read is void
}

// ok says whether the whole text was read.
func (d *reader) ok() bool { return !d.lost && d.rest == "" }

// take reads a character that must be there.
func (d *reader) take(c byte) {
	if !d.try(c) {
		d.lost = true
	}
}

// try reads a character if it is there.
func (d *reader) try(c byte) bool {
	if d.rest == "" || d.rest[0] != c {
		return false
	}
	d.rest = d.rest[1:]
	return true
}

// word reads a literal if it is there.
func (d *reader) word(w string) (found bool) {
	d.rest, found = strings.CutPrefix(d.rest, w)
	return found
}

// object reads an object, with field reading the value of each key.
func (d *reader) object(field func(key string)) {
	d.take('{')
	for more := !d.try('}'); more && !d.lost; more = d.try(',') {
		key := d.text()
		d.take(':')
		field(key)
		if d.rest == "" || d.rest[0] != ',' {
			d.take('}')
			return
		}
	}
}

// list reads an array; it says false for null.
func (d *reader) list(element func()) bool {
	if d.word("null") {
		return false
	}
	d.take('[')
	for more := !d.try(']'); more && !d.lost; more = d.try(',') {
		element()
		if d.rest == "" || d.rest[0] != ',' {
			d.take(']')
			break
		}
	}
	return true
}

// text reads a string.
func (d *reader) text() string {
	d.take('"')
	end := strings.IndexByte(d.rest, '"')
	if end < 0 {
		d.lost = true
		return ""
	}
	s := d.rest[:end]
	if strings.IndexByte(s, '\\') >= 0 {
		return d.escaped()
	}
	d.rest = d.rest[end+1:]
	return s
}

// escaped reads the rest of a string that has escapes (RFC 8259, section 7).
func (d *reader) escaped() string {
	var b strings.Builder
	for {
		i := strings.IndexAny(d.rest, `"\`)
		if i < 0 || i+1 >= len(d.rest) && d.rest[i] == '\\' {
			d.lost = true
			return ""
		}
		b.WriteString(d.rest[:i])
		if d.rest[i] == '"' {
			d.rest = d.rest[i+1:]
			return b.String()
		}
		c := d.rest[i+1]
		d.rest = d.rest[i+2:]
		switch c {
		case 'u':
			b.WriteRune(d.codeUnit())
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'b':
			b.WriteByte('\b')
		case 'f':
			b.WriteByte('\f')
		case '"', '\\', '/':
			b.WriteByte(c)
		default:
			d.lost = true
		}
	}
}

// codeUnit reads the four figures of a \u escape. The encoder writes characters above
// U+FFFF as they are, so a surrogate is something else.
func (d *reader) codeUnit() rune {
	if len(d.rest) < 4 {
		d.lost = true
		return utf8.RuneError
	}
	n, err := strconv.ParseUint(d.rest[:4], 16, 16)
	if err != nil || !utf8.ValidRune(rune(n)) {
		d.lost = true
	}
	d.rest = d.rest[4:]
	return rune(n)
}

// number reads a whole number.
func (d *reader) number() int {
	i := 0
	for i < len(d.rest) && (d.rest[i] == '-' || d.rest[i] >= '0' && d.rest[i] <= '9') {
		i++
	}
	n, err := strconv.Atoi(d.rest[:i])
	if err != nil {
		d.lost = true
	}
	d.rest = d.rest[i:]
	return n
}

func (d *reader) language(t *transform.Text) {
	d.object(func(key string) {
		switch key {
		case "value":
			t.Value = d.text()
		case "language":
			t.Language = d.text()
		default:
			d.lost = true
		}
	})
}

func (d *reader) publishers() (all []transform.Publisher) {
	if d.list(func() {
		var p transform.Publisher
		d.object(func(key string) {
			switch key {
			case "key":
				p.Key = d.text()
			case "name":
				p.Name = d.text()
			default:
				d.lost = true
			}
		})
		all = append(all, p)
	}) && all == nil {
		all = []transform.Publisher{}
	}
	return all
}

func (d *reader) wire(w *wire) {
	d.object(func(key string) {
		if to := d.field(&w.Record, key); to != nil {
			*to = d.text()
			return
		}
		switch key {
		case "title":
			d.language(&w.Title)
		case "description":
			d.language(&w.Description)
		case "publishers":
			w.Publishers = d.publishers()
		case "repairs":
			d.list(func() { w.Repairs = append(w.Repairs, d.text()) })
		case "position":
			w.Position = d.number()
		case "of":
			w.Of = d.number()
		case "same":
			w.Same = d.text()
		case "descriptionAsWritten":
			w.AsWritten = d.word("true")
		default:
			d.lost = true
		}
	})
}

// field returns where a plain string of a record belongs, or nil.
func (d *reader) field(r *transform.Record, key string) *string {
	switch key {
	case "id":
		return &r.ID
	case "page":
		return &r.Page
	case "titleProper":
		return &r.TitleProper
	case "subtitle":
		return &r.Subtitle
	case "type":
		return &r.Type
	case "issued":
		return &r.Issued
	case "link":
		return &r.Link
	case "citation":
		return &r.Citation
	case "titleSource":
		return &r.TitleSource
	case "typeLineSource":
		return &r.TypeLineSource
	case "typeSource":
		return &r.TypeSource
	case "publisherSource":
		return &r.PublisherSource
	case "issuedSource":
		return &r.IssuedSource
	case "descriptionSource":
		return &r.DescriptionSource
	case "linkSource":
		return &r.LinkSource
	}
	return nil
}
