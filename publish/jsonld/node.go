package jsonld

import (
	"fmt"
	"io"
	"slices"
	"sync"

	"samling/publish"
	"samling/vocab"
)

// node is the text of one subject while it is put together.
type node struct {
	keys
	text       []byte
	left       publish.Stretch // of text: the descriptions
	predicates []string        // those written
	terms      []publish.Term  // objects of the predicate at hand
}

var nodePool = sync.Pool{New: func() any { return &node{keys: context()} }}

// group writes the node of one subject after the given text. Nothing is written of a
// group that is empty or has an error.
func group(w io.Writer, before string, g publish.Group) error {
	n := nodePool.Get().(*node)
	defer nodePool.Put(n)
	if err := g.Check(); err != nil || len(g.Triples) == 0 {
		return err
	}
	if text, ok := g.Kept("jsonld", ""); ok {
		n.text = append(append(n.text[:0], before...), text...)
		_, err := w.Write(n.text)
		return err
	}
	subject := g.Subject.String()
	n.text = append(n.text[:0], before...)
	if err := n.fill(subject, &g); err != nil {
		return fmt.Errorf("<%s>: %w", subject, err)
	}
	g.Keep("jsonld", "", n.text[len(before):])
	return publish.WriteWithout(w, n.text, n.left)
}

func (n *node) fill(subject string, g *publish.Group) error {
	if err := n.checkScheme(subject); err != nil {
		return err
	}
	n.predicates, n.left = n.predicates[:0], publish.Stretch{}
	n.text = append(n.text, `{"@id":`...)
	n.text = publish.AppendScriptText(n.text, subject)
	for i := 0; i < len(g.Triples); {
		predicate, next, err := n.take(g, i)
		if err != nil {
			return err
		}
		from := len(n.text)
		n.property(predicate)
		if predicate == vocab.DCTermsDescription && next-i < len(g.Triples) { // of descriptions alone nothing would be left
			n.left = publish.Stretch{From: from, To: len(n.text)}
		}
		i = next
	}
	n.text = append(n.text, '}')
	return nil
}

// take takes the objects of the predicate of a triple, up to the next predicate. JSON has no
// room for the same key twice, so its triples have to stand side by side.
func (n *node) take(g *publish.Group, from int) (predicate string, next int, err error) {
	n.terms = n.terms[:0]
	for next = from; next < len(g.Triples); next++ {
		p, object := g.Statement(next)
		if next == from {
			predicate = p
		} else if p != predicate {
			break
		}
		if err := n.checkObject(object); err != nil {
			return "", 0, err
		}
		n.terms = append(n.terms, object)
	}
	return predicate, next, n.first(predicate)
}

// checkObject refuses what a reader would change: it canonicalises rdf:JSON (JSON-LD 1.1
// API, section 8.6), so the text would not come back.
func (n *node) checkObject(t publish.Term) error {
	if t.Datatype == rdfJSON {
		return fmt.Errorf("literal of <%s>; JSON-LD does not keep its text", rdfJSON)
	}
	return n.checkScheme(t.IRI + t.Datatype) // one of the two is empty
}

// first holds a predicate to coming once.
func (n *node) first(predicate string) error {
	if slices.Contains(n.predicates, predicate) {
		return fmt.Errorf("<%s> comes twice; put the statements in canonical order", predicate)
	}
	n.predicates = append(n.predicates, predicate)
	return n.checkScheme(predicate)
}

// property writes the objects of one predicate under its key, and those that have no
// place there under its IRI.
func (n *node) property(predicate string) {
	term, known := n.keys.terms[predicate]
	switch {
	case predicate == vocab.RDFType:
		n.classes()
		n.terms = slices.DeleteFunc(n.terms, isClass)
	case known && term.Kind == vocab.KindText:
		n.texts(term.Key)
		n.terms = slices.DeleteFunc(n.terms, isText)
	}
	if len(n.terms) == 0 {
		return
	}
	if known && term.Kind != vocab.KindText {
		n.key(term.Key)
	} else {
		n.key(predicate)
		term = vocab.ContextTerm{Kind: wholly}
	}
	n.text = append(n.text, '[')
	for i, t := range n.terms {
		n.comma(i)
		n.value(t, term)
	}
	n.text = append(n.text, ']')
}

const rdfJSON = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"

// wholly is the kind of a predicate's IRI as a key, which coerces nothing.
const wholly vocab.Kind = -1

func isClass(t publish.Term) bool { return t.IRI != "" }

func isText(t publish.Term) bool { return t.IRI == "" && t.Datatype == "" }

// classes writes the IRIs under @type.
func (n *node) classes() {
	written := 0
	for _, t := range n.terms {
		if !isClass(t) {
			continue
		}
		if written == 0 {
			n.key("@type")
			n.text = append(n.text, '[')
		}
		n.comma(written)
		n.text = n.appendClass(n.text, t.IRI)
		written++
	}
	if written > 0 {
		n.text = append(n.text, ']')
	}
}

// texts writes the strings by language, in the order of each language's first.
func (n *node) texts(key string) {
	written := 0
	for i, t := range n.terms {
		sameLanguage := func(o publish.Term) bool { return isText(o) && o.Lang == t.Lang }
		if !isText(t) || slices.ContainsFunc(n.terms[:i], sameLanguage) {
			continue
		}
		if written == 0 {
			n.key(key)
			n.text = append(n.text, '{')
		}
		n.comma(written)
		n.language(t.Lang)
		values := 0
		for _, o := range n.terms[i:] {
			if sameLanguage(o) {
				n.comma(values)
				n.string(o.Value)
				values++
			}
		}
		n.text = append(n.text, ']')
		written++
	}
	if written > 0 {
		n.text = append(n.text, '}')
	}
}

// language begins the array of one language; a text without one is under @none.
func (n *node) language(tag string) {
	if tag == "" {
		tag = "@none"
	}
	n.string(tag)
	n.text = append(n.text, ":["...)
}

// value writes an object as the bare string where its key says the rest, else whole.
func (n *node) value(t publish.Term, key vocab.ContextTerm) {
	switch {
	case t.IRI != "" && key.Kind == vocab.KindIRI:
		n.string(t.IRI)
	case t.IRI != "":
		n.text = append(n.text, `{"@id":`...)
		n.string(t.IRI)
		n.text = append(n.text, '}')
	case t.Lang == "" && (key.Kind == vocab.KindString && t.Datatype == "" || key.Kind == vocab.KindTyped && t.Datatype == key.Datatype):
		n.string(t.Value)
	default:
		n.literal(t)
	}
}

// literal writes a value object (JSON-LD 1.1, section 9.5).
func (n *node) literal(t publish.Term) {
	n.text = append(n.text, `{"@value":`...)
	n.string(t.Value)
	switch {
	case t.Lang != "":
		n.text = append(n.text, `,"@language":`...)
		n.string(t.Lang)
	case t.Datatype != "":
		n.text = append(n.text, `,"@type":`...)
		n.string(t.Datatype)
	}
	n.text = append(n.text, '}')
}

func (n *node) key(key string) {
	n.text = append(n.text, ',')
	n.string(key)
	n.text = append(n.text, ':')
}

func (n *node) string(s string) { n.text = publish.AppendScriptText(n.text, s) }

// comma parts the elements of an array or object.
func (n *node) comma(i int) {
	if i > 0 {
		n.text = append(n.text, ',')
	}
}
