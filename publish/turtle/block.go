package turtle

import (
	"io"
	"sync"
	"unicode/utf8"

	"samling/publish"
	"samling/vocab"
)

const (
	lineWidth   = 120 // characters; objects that go over it have lines of their own
	objectsWide = 3   // objects side by side, at most
)

// block is the text of one subject while it is put together.
type block struct {
	base  string
	names []vocab.Namespace // under base
	known [256]named        // the IRIs that were named lately, one for each hash
	head  []byte            // their declarations, once they were needed
	text  []byte
	line  int             // where in text the line at hand begins
	left  publish.Stretch // of text: the descriptions

	verb    []byte // the predicate at hand, after a space
	objects []byte // its objects, one after the other
	ends    []int  // where in objects each ends
}

var blockPool = sync.Pool{New: func() any { return new(block) }}

// blockUnder is a block for subjects under a base. It is given back to the pool.
func blockUnder(base string) *block {
	b := blockPool.Get().(*block)
	if b.names == nil || b.base != base {
		b.base, b.names, b.head, b.known = base, namespaces(base), nil, [256]named{}
	}
	return b
}

// group writes the block of one subject, after an empty line. Nothing is written of a
// group that is empty or has an error.
func group(w io.Writer, base string, g publish.Group) error {
	b := blockUnder(base)
	defer blockPool.Put(b)
	if err := g.Check(); err != nil || len(g.Triples) == 0 {
		return err
	}
	if text, ok := g.Kept("turtle", base); ok {
		_, err := w.Write(text)
		return err
	}
	b.fill(&g)
	g.Keep("turtle", base, b.text)
	return publish.WriteWithout(w, b.text, b.left)
}

// fill writes the subject and, for each run of triples with one predicate, the
// predicate with its objects. All but the first begin on a line of their own, whatever
// stands before, so that descriptions can be left out there, if they are one run.
func (b *block) fill(g *publish.Group) {
	b.text = append(b.text[:0], '\n')
	b.line, b.left = len(b.text), publish.Stretch{}
	b.text = b.appendIRI(b.text, g.Subject.String())
	runs := 0 // of descriptions
	for i := 0; i < len(g.Triples); {
		from := len(b.text)
		predicate, n := b.take(g, i)
		if i > 0 {
			b.text = append(b.text, " ;"...)
		}
		b.layOut(predicate, i == 0)
		if predicate == vocab.DCTermsDescription {
			b.left = publish.Stretch{From: from, To: len(b.text)}
			if runs++; i == 0 || runs > 1 {
				b.left, runs = publish.Stretch{}, 2
			}
		}
		i += n
	}
	b.text = append(b.text, " .\n"...)
}

// take renders the objects of the predicate of a triple and counts them.
func (b *block) take(g *publish.Group, from int) (predicate string, n int) {
	b.objects, b.ends = b.objects[:0], b.ends[:0]
	for i := from; i < len(g.Triples); i++ {
		p, object := g.Statement(i)
		if n > 0 && p != predicate {
			break
		}
		predicate = p
		b.objects = b.appendTerm(b.objects, object)
		b.ends = append(b.ends, len(b.objects))
		n++
	}
	return predicate, n
}

// layOut writes the predicate, the first on the subject's line if there is room, and
// its objects side by side or each on a line of its own.
func (b *block) layOut(predicate string, first bool) {
	verb := predicate == vocab.RDFType
	b.verb = append(b.verb[:0], " a"...)
	if !verb {
		b.verb = b.appendIRI(b.verb[:1], predicate)
	}
	if !first || !b.fits() {
		b.newLine("   ")
	}
	wide := b.fits() || len(b.ends) == 1 // one object would be as long on the next line
	b.text = append(b.text, b.verb...)
	from := 0
	for i, end := range b.ends {
		if i > 0 {
			b.text = append(b.text, " ,"...)
		}
		if wide || verb && i == 0 { // knakk/rdf knows no line end after "a"
			b.text = append(b.text, ' ')
		} else {
			b.newLine("        ")
		}
		b.text = append(b.text, b.objects[from:end]...)
		from = end
	}
}

// fits tells whether the predicate and its objects have room on the line.
func (b *block) fits() bool {
	n := len(b.ends)
	between := len(" ")*n + len(" ,")*(n-1) + len(" ;")
	return n <= objectsWide &&
		width(b.text[b.line:])+width(b.verb)+width(b.objects)+between <= lineWidth
}

// width counts characters. (utf8.RuneCount copies what it counts.)
func width(text []byte) (n int) {
	for _, c := range text {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

func (b *block) newLine(indent string) {
	b.text = append(b.text, '\n')
	b.line = len(b.text)
	b.text = append(b.text, indent...)
}

func (b *block) appendTerm(dst []byte, t publish.Term) []byte {
	if t.IRI != "" {
		return b.appendIRI(dst, t.IRI)
	}
	dst = publish.AppendText(dst, t.Value)
	switch {
	case t.Lang != "":
		dst = append(dst, '@')
		dst = append(dst, t.Lang...)
	case t.Datatype != "":
		dst = b.appendIRI(append(dst, "^^"...), t.Datatype)
	}
	return dst
}

// named is an IRI with its prefixed name.
type named struct{ iri, name string }

// appendIRI appends a prefixed name where there is one, else <iri>. The same predicates, classes
// and types come again and again; the last characters of an IRI tell them apart.
func (b *block) appendIRI(dst []byte, iri string) []byte {
	n := len(iri)
	if n < 4 {
		return publish.AppendIRI(dst, iri)
	}
	known := &b.known[(n+int(iri[n-1])+5*int(iri[n-2])+11*int(iri[n-4]))%len(b.known)]
	if known.iri == iri {
		return append(dst, known.name...)
	}
	from := len(dst)
	text, ok := appendName(dst, b.names, iri)
	if !ok {
		return publish.AppendIRI(dst, iri)
	}
	*known = named{iri, string(text[from:])}
	return text
}
