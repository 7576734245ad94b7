package publish

import (
	"errors"
	"fmt"
	"hash/maphash"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/knakk/rdf"
)

const (
	xsdString  = "http://www.w3.org/2001/XMLSchema#string"
	langString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

// Term is an object taken apart: an IRI, or a literal as [Lexical].
type Term struct {
	IRI string // "" for a literal
	Lexical
}

// Lexical is a literal taken apart.
type Lexical struct {
	Value    string
	Lang     string // as given, in its case; "" for none
	Datatype string // "" for a plain string (xsd:string), and where Lang is set
}

// Check checks a group; a writer calls it first, and it is done once for all of them. What
// was checked can be written in every RDF syntax and is read back equal: all statements are
// about the subject, IRIs are absolute and legal ([CheckIRI]), texts are UTF-8 without
// U+0000, language tags are well formed, and there are no blank nodes (DESIGN, invariant 8).
func (g *Group) Check() error {
	if g.isChecked() {
		return nil
	}
	c := checkers.Get().(*checker)
	defer checkers.Put(c)
	subject, err := c.iri(g.Subject)
	if err != nil {
		return fmt.Errorf("subject: %w", err)
	}
	for i := range g.Triples {
		t := &g.Triples[i]
		if iri, ok := t.Subj.(rdf.IRI); !ok || iri.String() != subject {
			return fmt.Errorf("<%s>: a statement about %v is in its group; make a group for each subject", subject, t.Subj)
		}
	}
	for i := range g.Triples {
		if err := c.statement(&g.Triples[i]); err != nil {
			return fmt.Errorf("<%s>: %w", subject, err)
		}
	}
	g.checked = g.Triples
	return nil
}

// isChecked tells whether the triples are those that were checked, or the first of them.
func (g *Group) isChecked() bool {
	return len(g.Triples) > 0 && len(g.Triples) <= len(g.checked) && &g.Triples[0] == &g.checked[0]
}

// Statement takes the predicate and the object of a statement apart, in a group that was
// checked.
func (g *Group) Statement(i int) (predicate string, object Term) {
	t := &g.Triples[i]
	predicate = t.Pred.String()
	if l, ok := t.Obj.(rdf.Literal); ok {
		object.Lexical = lexical(l)
	} else {
		object.IRI = t.Obj.String()
	}
	return predicate, object
}

// checker checks terms. It knows the IRIs that it found legal lately: most of those in a
// graph come again and again. It has one place for each hash, so it never grows.
type checker struct {
	seed  maphash.Seed
	legal [256]string
}

var checkers = sync.Pool{New: func() any { return &checker{seed: maphash.MakeSeed()} }}

func (c *checker) statement(t *rdf.Triple) error {
	predicate, err := c.iri(t.Pred)
	if err != nil {
		return fmt.Errorf("predicate: %w", err)
	}
	if l, ok := t.Obj.(rdf.Literal); ok {
		err = c.literal(l)
	} else {
		_, err = c.iri(t.Obj)
	}
	if err != nil {
		return fmt.Errorf("object of <%s>: %w", predicate, err)
	}
	return nil
}

func (c *checker) iri(t rdf.Term) (string, error) {
	switch t := t.(type) {
	case rdf.IRI:
		return t.String(), c.legalIRI(t.String())
	case rdf.Blank:
		return "", fmt.Errorf("blank node _:%s; mint an IRI for it", t)
	case nil:
		return "", errors.New("no term")
	default:
		return "", fmt.Errorf("%T where an IRI belongs", t)
	}
}

func (c *checker) legalIRI(iri string) error {
	place := &c.legal[maphash.String(c.seed, iri)%uint64(len(c.legal))]
	if *place == iri && iri != "" {
		return nil
	}
	if err := CheckIRI(iri); err != nil {
		return err
	}
	*place = iri
	return nil
}

func (c *checker) literal(l rdf.Literal) error {
	if err := checkText(l.String()); err != nil {
		return err
	}
	lang, datatype := l.Lang(), l.DataType.String()
	switch {
	// RDF 1.1 Concepts, section 3.3: a tag if and only if the datatype is rdf:langString.
	case (lang != "") != (datatype == langString):
		return fmt.Errorf("literal with language %q and datatype <%s>; a language goes with rdf:langString alone", lang, datatype)
	case lang != "":
		return checkLang(lang)
	}
	if err := c.legalIRI(datatype); err != nil {
		return fmt.Errorf("datatype: %w", err)
	}
	return nil
}

// lexical takes a literal apart.
func lexical(l rdf.Literal) Lexical {
	x := Lexical{Value: l.String(), Lang: l.Lang(), Datatype: l.DataType.String()}
	if x.Lang != "" || x.Datatype == xsdString {
		x.Datatype = ""
	}
	return x
}

// checkText refuses what no syntax can carry. U+0000 is no Char of any XML, so no
// xsd:string has it (XSD 1.1 part 2, section 3.3.1), and some parsers end a text there.
func checkText(s string) error {
	if strings.IndexByte(s, 0) >= 0 {
		return fmt.Errorf("text %.40q holds U+0000; drop it where the page is read", s)
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("text %.40q is not UTF-8; decode it where the page is read", s)
	}
	return nil
}

// checkLang holds a tag to LANGTAG (Turtle, production 144s), with subtags of at most
// eight characters (BCP 47, section 2.1).
func checkLang(tag string) error {
	part := 0 // letters and digits since the last hyphen
	first := true
	for i := range len(tag) {
		c := tag[i]
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z', !first && c >= '0' && c <= '9':
			part++
		case c == '-' && part > 0 && part <= 8:
			part, first = 0, false
		default:
			return fmt.Errorf("language tag %q is not well formed", tag)
		}
	}
	if part == 0 || part > 8 {
		return fmt.Errorf("language tag %q is not well formed", tag)
	}
	return nil
}

// Hidden tells whether a character shows as nothing, or changes how the text around
// it shows: controls (C0, DEL, C1), line and paragraph separators, bidirectional
// controls and the byte order mark. Syntaxes that people read write them escaped.
// Joiners and variation selectors are left as they are: emoji and scripts need them.
func Hidden(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r < 0xA0:
		return true
	case r < 0x61C:
		return false
	case r == 0x61C, r == 0x200E, r == 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF:
		return true
	}
	return false
}
