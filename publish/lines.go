package publish

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"sync"

	"samling/vocab"
)

// WriteLines writes a group in the canonical form of N-Triples (RDF 1.1 N-Triples,
// section 4), or of N-Quads where graph is not "": one statement a line, the lines
// sorted by their bytes. Nothing is written of a group that has an error.
func WriteLines(w io.Writer, g Group, graph string) error {
	l := linesPool.Get().(*lines)
	defer linesPool.Put(l)
	if err := g.Check(); err != nil {
		return err
	}
	l.fill(&g, graph)
	text, descriptions := l.sorted()
	return WriteWithout(w, text, descriptions)
}

// CompareSubjects orders subjects as the lines of N-Triples have them, by the bytes of
// "<iri>": "…/item/a#it" comes before "…/item/a", since "#" is less than ">". With the
// groups of a part in this order, the part is sorted as a whole.
func CompareSubjects(a, b string) int {
	n := min(len(a), len(b))
	if c := strings.Compare(a[:n], b[:n]); c != 0 || len(a) == len(b) {
		return c
	}
	if len(a) < len(b) {
		return int('>') - int(b[n])
	}
	return int(a[n]) - int('>')
}

// lines are the statements of one group before they are sorted.
type lines struct {
	text  []byte // one after the other
	lines []span
	out   []byte
}

type span struct {
	from, to    int
	description bool
}

var linesPool = sync.Pool{New: func() any { return new(lines) }}

func (l *lines) fill(g *Group, graph string) {
	subject := g.Subject.String()
	l.text, l.lines = l.text[:0], l.lines[:0]
	for i := range g.Triples {
		predicate, object := g.Statement(i)
		from := len(l.text)
		l.text = append(AppendIRI(l.text, subject), ' ')
		l.text = append(AppendIRI(l.text, predicate), ' ')
		l.text = append(AppendTerm(l.text, object), ' ')
		if graph != "" {
			l.text = append(AppendIRI(l.text, graph), ' ')
		}
		l.text = append(l.text, '.', '\n')
		l.lines = append(l.lines, span{from, len(l.text), predicate == vocab.DCTermsDescription})
	}
}

// sorted is the text with its lines in order, and where its descriptions are; it is good until
// the next fill.
func (l *lines) sorted() ([]byte, Stretch) {
	byBytes := func(a, b span) int {
		return bytes.Compare(l.text[a.from:a.to], l.text[b.from:b.to])
	}
	text := l.text
	if !slices.IsSortedFunc(l.lines, byBytes) {
		slices.SortFunc(l.lines, byBytes)
		l.out = l.out[:0]
		for _, s := range l.lines {
			l.out = append(l.out, l.text[s.from:s.to]...)
		}
		text = l.out
	}
	var left Stretch
	at := 0
	for _, s := range l.lines {
		from := at
		if at += s.to - s.from; !s.description {
			continue
		}
		if left.To == 0 {
			left.From = from
		}
		left.To = at // lines of one predicate stand together
	}
	return text, left
}

// AppendIRI appends "<iri>". The IRI was checked before ([CheckIRI]).
func AppendIRI(dst []byte, iri string) []byte {
	dst = append(dst, '<')
	dst = append(dst, iri...)
	return append(dst, '>')
}

// AppendTerm appends an object, as [Group.Statement] gave it, in the canonical form of
// N-Triples: nothing is escaped but quotation mark, backslash, LF and CR.
func AppendTerm(dst []byte, t Term) []byte {
	if t.IRI != "" {
		return AppendIRI(dst, t.IRI)
	}
	dst = append(dst, '"')
	s, from := t.Value, 0
	for i := range len(s) {
		if e := escapes[s[i]]; e != 0 {
			dst = append(dst, s[from:i]...)
			dst = append(dst, '\\', e)
			from = i + 1
		}
	}
	dst = append(dst, s[from:]...)
	dst = append(dst, '"')
	switch {
	case t.Lang != "":
		dst = append(dst, '@')
		dst = append(dst, t.Lang...)
	case t.Datatype != "":
		dst = AppendIRI(append(dst, "^^"...), t.Datatype)
	}
	return dst
}

// escapes is ECHAR as far as the canonical form uses it.
var escapes = [256]byte{'"': '"', '\\': '\\', '\n': 'n', '\r': 'r'}
