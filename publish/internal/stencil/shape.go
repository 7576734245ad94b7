package stencil

import (
	"encoding/binary"
	"fmt"
	"html/template"
	"reflect"
)

// shape is what a type is made of.
type shape struct {
	kind   reflect.Kind
	whole  bool     // a text that is markup
	fields []int    // of a struct: those that are set, by their numbers
	within []*shape // their shapes; of a pointer or slice, that of its element
}

func shapeOf(t reflect.Type) *shape {
	s := &shape{kind: t.Kind(), whole: t == reflect.TypeFor[template.HTML]()}
	switch s.kind {
	case reflect.String, reflect.Bool:
	case reflect.Pointer, reflect.Slice:
		s.within = []*shape{shapeOf(t.Elem())}
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() || f.Anonymous {
				s.fields, s.within = append(s.fields, i), append(s.within, shapeOf(f.Type))
			}
		}
	default:
		panic(fmt.Sprintf("stencil: a form is filled in with texts, not with a %v", t))
	}
	return s
}

// read appends the texts of a value, and to key what a writer may go by.
func (s *shape) read(v reflect.Value, key []byte, texts []string) ([]byte, []string) {
	switch s.kind {
	case reflect.String:
		return append(key, bit(v.Len() > 0)), append(texts, v.String())
	case reflect.Bool:
		return append(key, bit(v.Bool())), texts
	case reflect.Pointer:
		key = append(key, bit(!v.IsNil()))
		if !v.IsNil() {
			key, texts = s.within[0].read(v.Elem(), key, texts)
		}
	case reflect.Slice:
		key = binary.AppendUvarint(key, uint64(v.Len()))
		for i := range v.Len() {
			key, texts = s.within[0].read(v.Index(i), key, texts)
		}
	case reflect.Struct:
		for i, n := range s.fields {
			key, texts = s.within[i].read(v.Field(n), key, texts)
		}
	}
	return key, texts
}

func bit(set bool) byte {
	if set {
		return 1
	}
	return 0
}

// mark makes of to what from is, with marks for its texts, in the order of read.
func (s *shape) mark(to, from reflect.Value, m *marker) {
	switch s.kind {
	case reflect.String:
		to.SetString(m.next(from.String(), s.whole))
	case reflect.Bool:
		to.SetBool(from.Bool())
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(to.Type().Elem()))
			s.within[0].mark(to.Elem(), from.Elem(), m)
		}
	case reflect.Slice:
		if !from.IsNil() {
			to.Set(reflect.MakeSlice(to.Type(), from.Len(), from.Len()))
		}
		for i := range from.Len() {
			s.within[0].mark(to.Index(i), from.Index(i), m)
		}
	case reflect.Struct:
		for i, n := range s.fields {
			s.within[i].mark(to.Field(n), from.Field(n), m)
		}
	}
}
