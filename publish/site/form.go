package site

import (
	"html/template"
	"io"
	"sync"

	"samling/publish/internal/stencil"
)

// forms are the templates that are filled in again and again: the page of a record or another
// resource and an entry of a list, and what there may be several of in them.
type forms struct {
	record  *stencil.Form[record]
	meta    *stencil.Form[meta]
	body    *stencil.Form[body]
	copy    *stencil.Form[copied]
	row     *stencil.Form[row]
	repair  *stencil.Form[line]
	history *stencil.Form[told]
	change  *stencil.Form[change]
	line    *stencil.Form[line]
	item    *stencil.Form[line]
	block   *stencil.Form[laid]

	entry       *stencil.Form[entry]
	bodyOfEntry *stencil.Form[body]

	resourceHead *stencil.Form[resource]
	resourceFoot *stencil.Form[resource]
	group        *stencil.Form[group]
	fact         *stencil.Form[fact]
	cell         *stencil.Form[value]
}

func newForms(pages *template.Template) forms {
	return forms{
		record:  stencil.HTML[record](pages, "record"),
		meta:    stencil.HTML[meta](pages, "meta"),
		body:    stencil.HTML[body](pages, "body-of-record"),
		copy:    stencil.HTML[copied](pages, "copy"),
		row:     stencil.HTML[row](pages, "row"),
		repair:  stencil.HTML[line](pages, "repair"),
		history: stencil.HTML[told](pages, "step"),
		change:  stencil.HTML[change](pages, "change"),
		line:    stencil.HTML[line](pages, "line"),
		item:    stencil.HTML[line](pages, "item"),
		block:   stencil.HTML[laid](pages, "block"),

		entry:       stencil.HTML[entry](pages, "entry"),
		bodyOfEntry: stencil.HTML[body](pages, "body-of-entry"),

		resourceHead: stencil.HTML[resource](pages, "resource-head"),
		resourceFoot: stencil.HTML[resource](pages, "resource-foot"),
		group:        stencil.HTML[group](pages, "group"),
		fact:         stencil.HTML[fact](pages, "fact"),
		cell:         stencil.HTML[value](pages, "value"),
	}
}

// line is a line of several.
type line struct {
	Text string
	Next bool // another stands before it
}

// laid is a [block] with its lines written, told a [step] with its changes written.
type laid struct {
	Lines template.HTML
	List  bool
}

type told struct {
	At      moment
	What    string
	Changes template.HTML
}

// pen fills forms in until one fails.
type pen struct {
	*set
	buf []byte
	err error
}

var pens = sync.Pool{New: func() any { return new(pen) }}

// penFor is a pen for pages in a language. It is given back with put.
func penFor(language string) *pen {
	p := pens.Get().(*pen)
	p.set, p.err = setFor(language), nil
	return p
}

func (p *pen) put() { pens.Put(p) }

// each is a form filled in for each of several.
func each[T any](p *pen, form *stencil.Form[T], all []T) template.HTML {
	p.buf = p.buf[:0]
	for i := range all {
		add(p, form, &all[i])
	}
	return template.HTML(p.buf)
}

func add[T any](p *pen, form *stencil.Form[T], one *T) {
	if p.err == nil {
		p.buf, p.err = form.Append(p.buf, one)
	}
}

// write writes what is added.
func (p *pen) write(w io.Writer, adding func()) error {
	p.buf = p.buf[:0]
	adding()
	if p.err == nil {
		_, p.err = w.Write(p.buf)
	}
	return p.err
}

func (p *pen) lines(form *stencil.Form[line], all []string) template.HTML {
	p.buf = p.buf[:0]
	for i, text := range all {
		add(p, form, &line{text, i > 0})
	}
	return template.HTML(p.buf)
}

func (p *pen) blocks(all []block) template.HTML {
	laidOut := make([]laid, len(all))
	for i, b := range all {
		form := p.line
		if b.List {
			form = p.item
		}
		laidOut[i] = laid{p.lines(form, b.Lines), b.List}
	}
	return each(p, p.block, laidOut)
}

func (p *pen) steps(all []step) template.HTML {
	written := make([]told, len(all))
	for i, s := range all {
		written[i] = told{s.At, s.What, each(p, p.change, s.Changes)}
	}
	return each(p, p.history, written)
}
