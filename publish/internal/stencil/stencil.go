// Package stencil writes one form again and again, with other texts in it, at the cost of
// copying them.
//
// What a form looks like is said by a writer that works by reflection, such as html/template
// or encoding/xml. A [Form] lets it write once, with a mark in the place of each text, cuts what
// comes out at the marks, and from then on fills the texts in, each escaped as the writer
// escapes it there:
//
//	entry := stencil.HTML[entry](pages, "entry")
//	dst, err = entry.Append(dst, &e)
//
// It promises the bytes that the writer itself would give. What a writer does may depend on which
// texts are empty (a condition, omitempty), on bools, nil pointers and the lengths of slices:
// there is one cut for each combination of them that comes up. A mark has a character in it for
// each way of escaping there is, so a text in a place where it would be escaped in a way that is
// not known here (in a script, say) is an error on the first use of the form, and never markup.
package stencil

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync"
)

// Way is a way to escape a text: it appends what the writer makes of it.
type Way func(dst []byte, text string) []byte

// Form is a form to be filled in with a T, which is made of strings, [template.HTML], bools,
// structs, pointers and slices. It may be used by several goroutines at once.
type Form[T any] struct {
	write func(w io.Writer, data *T) error
	ways  []Way
	shape *shape

	mu   sync.RWMutex
	cuts map[string]*cut // by what a writer may go by
}

// cut is what the writer wrote, cut at the marks.
type cut struct {
	text  []string // before each slot, and after the last
	slots []slot
}

// slot is a place for a text of a T. Markup is not escaped.
type slot struct {
	text   int
	escape Way
}

// New is a form that write writes; texts are escaped in these ways. It panics where a T is made
// of something else than a form can be filled in with: that is a fault of the program.
func New[T any](write func(w io.Writer, data *T) error, ways ...Way) *Form[T] {
	return &Form[T]{write: write, ways: ways, shape: shapeOf(reflect.TypeFor[T]()), cuts: map[string]*cut{}}
}

// most is how many cuts a form keeps. There are as many as there are combinations of what is
// left out: few, where each form is small.
const most = 256

// Append appends the form, filled in.
func (f *Form[T]) Append(dst []byte, data *T) ([]byte, error) {
	var keys [96]byte
	var found [48]string
	key, texts := f.shape.read(reflect.ValueOf(data).Elem(), keys[:0], found[:0])
	f.mu.RLock()
	c, n := f.cuts[string(key)], len(f.cuts)
	f.mu.RUnlock()
	if c == nil {
		if n >= most {
			b := bytes.NewBuffer(dst)
			err := f.write(b, data)
			return b.Bytes(), err
		}
		var err error
		if c, err = f.cut(string(key), data); err != nil {
			return dst, err
		}
	}
	for i, s := range c.slots {
		dst = append(dst, c.text[i]...)
		if s.escape == nil {
			dst = append(dst, texts[s.text]...)
		} else {
			dst = s.escape(dst, texts[s.text])
		}
	}
	return append(dst, c.text[len(c.slots)]...), nil
}

// cut writes the form with marks for the texts that are not empty, and cuts it.
func (f *Form[T]) cut(key string, data *T) (*cut, error) {
	var marked T
	m := marker{}
	f.shape.mark(reflect.ValueOf(&marked).Elem(), reflect.ValueOf(data).Elem(), &m)
	var b strings.Builder
	if err := f.write(&b, &marked); err != nil {
		return nil, err
	}
	c := cutAt(b.String(), m.sought(f.ways))
	for _, text := range c.text {
		if left := leftover(text); left != "" {
			return nil, fmt.Errorf("stencil: a text of %T stands where it is escaped in a way that is not known: %.200q", marked, left)
		}
	}
	f.mu.Lock()
	f.cuts[key] = c
	f.mu.Unlock()
	return c, nil
}

func cutAt(written string, marks []sought) *cut {
	c := &cut{}
	from := 0
	for at := 0; at < len(written); {
		i := at
		for _, s := range marks {
			if written[at] == s.mark[0] && strings.HasPrefix(written[at:], s.mark) {
				c.text, c.slots = append(c.text, written[from:at]), append(c.slots, s.slot)
				at += len(s.mark)
				from = at
				break
			}
		}
		if i == at {
			at++
		}
	}
	c.text = append(c.text, written[from:])
	return c
}
