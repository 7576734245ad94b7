// Package stencil writes one form again and again, with other texts in it, at the cost of
// copying them.
//
// What a form looks like is said by a writer that works by reflection, such as html/template
// or encoding/xml. A [Form] lets it write once, with a mark in the place of each text, cuts what
// comes out at the marks, and from then on fills the texts in, each escaped as the writer
// escapes it there:
//
//	var entry = stencil.HTML[entry](pages, "entry")
//	dst, err = entry.Append(dst, &e)
//
// It promises the bytes that the writer itself would give. A text that is empty may change what
// the writer does (a condition, omitempty), and so may a bool: there is one cut for each
// combination of them that comes up. A mark has a character in it for each way of escaping
// there is, so a text in a place where it would be escaped in a way that is not known here
// (in a script, say) is an error on the first use of the form, and never markup.
package stencil

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strings"
	"sync"
)

// Way is a way to escape a text: it appends what the writer makes of it.
type Way func(dst []byte, text string) []byte

// Form is a form to be filled in with a T: a struct of strings, [template.HTML], bools, and
// structs of these. Other fields, and those that are not exported, are not for the form.
// A Form may be used by several goroutines at once.
type Form[T any] struct {
	write  func(w io.Writer, data *T) error
	ways   []Way
	fields []field

	mu   sync.RWMutex
	cuts map[uint64]*cut // by the fields that are not empty
}

// field is one text or bool of a T.
type field struct {
	index []int
	kind  reflect.Kind
	whole bool // markup, which is not escaped
}

// cut is what the writer wrote, cut at the marks.
type cut struct {
	text  []string // before each slot, and after the last
	slots []slot
}

type slot struct {
	field  int
	append Way
}

// New is a form that write writes; texts are escaped in these ways. It panics where T is no
// struct that a form can be filled in with: that is a fault of the program.
func New[T any](write func(w io.Writer, data *T) error, ways ...Way) *Form[T] {
	f := &Form[T]{write: write, ways: ways, cuts: map[uint64]*cut{}}
	f.fields = fieldsOf(reflect.TypeFor[T](), nil)
	if len(f.fields) > 64 {
		panic(fmt.Sprintf("stencil: %v has %d texts; a form has room for 64", reflect.TypeFor[T](), len(f.fields)))
	}
	return f
}

func fieldsOf(t reflect.Type, above []int) (all []field) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(above[:len(above):len(above)], i)
		switch kind := f.Type.Kind(); {
		case !f.IsExported() && !f.Anonymous:
		case kind == reflect.Struct:
			all = append(all, fieldsOf(f.Type, index)...)
		case kind == reflect.Bool || kind == reflect.String:
			all = append(all, field{index, kind, f.Type == reflect.TypeFor[template.HTML]()})
		default:
			panic(fmt.Sprintf("stencil: %v.%s is a %v; a form is filled in with texts", t, f.Name, f.Type))
		}
	}
	return all
}

// most is how many cuts a form keeps. There are as many as there are combinations of texts that
// are left out: few, where each form is small.
const most = 256

// Append appends the form, filled in.
func (f *Form[T]) Append(dst []byte, data *T) ([]byte, error) {
	v := reflect.ValueOf(data).Elem()
	shape := f.shape(v)
	f.mu.RLock()
	c, n := f.cuts[shape], len(f.cuts)
	f.mu.RUnlock()
	if c == nil {
		if n >= most {
			b := bytes.NewBuffer(dst)
			err := f.write(b, data)
			return b.Bytes(), err
		}
		var err error
		if c, err = f.cut(shape, v); err != nil {
			return dst, err
		}
	}
	for i, s := range c.slots {
		dst = append(dst, c.text[i]...)
		text := v.FieldByIndex(f.fields[s.field].index).String()
		if s.append == nil {
			dst = append(dst, text...)
		} else {
			dst = s.append(dst, text)
		}
	}
	return append(dst, c.text[len(c.slots)]...), nil
}

// shape has a bit for each field that is not empty.
func (f *Form[T]) shape(v reflect.Value) (shape uint64) {
	for i := range f.fields {
		field := v.FieldByIndex(f.fields[i].index)
		if field.Kind() == reflect.String && field.Len() > 0 || field.Kind() == reflect.Bool && field.Bool() {
			shape |= 1 << i
		}
	}
	return shape
}

// cut writes the form with marks for the texts that are not empty, and cuts it.
func (f *Form[T]) cut(shape uint64, v reflect.Value) (*cut, error) {
	var marked T
	m := reflect.ValueOf(&marked).Elem()
	for i, field := range f.fields {
		switch {
		case field.kind == reflect.Bool:
			m.FieldByIndex(field.index).SetBool(v.FieldByIndex(field.index).Bool())
		case shape&(1<<i) != 0:
			m.FieldByIndex(field.index).SetString(f.mark(i))
		}
	}
	var b strings.Builder
	if err := f.write(&b, &marked); err != nil {
		return nil, err
	}
	c := f.cutAt(b.String())
	for _, text := range c.text {
		if known := leftover(text); known != "" {
			return nil, fmt.Errorf("stencil: a text of %T stands where it is escaped in a way that is not known: %.200q", marked, known)
		}
	}
	f.mu.Lock()
	f.cuts[shape] = c
	f.mu.Unlock()
	return c, nil
}

// opening and closing stand at the ends of a mark; they are of nobody (Unicode's private use).
const opening, closing = "\uE000", "\uE001"

// mark stands for a text: between the two ends its number, and what tells the ways of
// escaping apart. Markup loses its tags in any place but text.
func (f *Form[T]) mark(i int) string {
	mark := opening + string(rune(0xE100+i)) + `/'" ` + closing
	if f.fields[i].whole {
		return "<i>" + mark + "</i>"
	}
	return mark
}

func (f *Form[T]) cutAt(written string) *cut {
	type sought struct {
		mark string
		slot
	}
	var all []sought
	for i, field := range f.fields {
		switch {
		case field.kind == reflect.Bool:
		case field.whole:
			all = append(all, sought{f.mark(i), slot{i, nil}})
		default:
			for _, way := range f.ways {
				all = append(all, sought{string(way(nil, f.mark(i))), slot{i, way}})
			}
		}
	}
	c := &cut{}
	from := 0
	for at := 0; at < len(written); at++ {
		for _, s := range all {
			if written[at] == s.mark[0] && strings.HasPrefix(written[at:], s.mark) {
				c.text, c.slots = append(c.text, written[from:at]), append(c.slots, s.slot)
				from = at + len(s.mark)
				at = from - 1
				break
			}
		}
	}
	c.text = append(c.text, written[from:])
	return c
}

// leftover is what is left of a mark that was escaped in another way, or refused.
func leftover(text string) string {
	text = strings.ToLower(text)
	for _, trace := range []string{opening, closing, `\ue000`, "%ee%80%80", "&#xe000", "&#57344", "zgotmplz"} {
		if i := strings.Index(text, trace); i >= 0 {
			return text[max(0, i-80):]
		}
	}
	return ""
}
