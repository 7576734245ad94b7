package vocab

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/knakk/rdf"
)

// Sort puts triples into the canonical order of the published graph, in place, and
// returns them without duplicates: subjects by the bytes of their IRIs, predicates
// by [PredicateRank] (those of no rank by their IRIs), objects by their N-Triples
// form.
func Sort(triples []rdf.Triple) []rdf.Triple {
	type keyed struct {
		subj, pred, obj string
		rank            int
		triple          rdf.Triple
	}
	ks := make([]keyed, len(triples))
	for i, t := range triples {
		p := t.Pred.String()
		ks[i] = keyed{t.Subj.String(), p, t.Obj.Serialize(rdf.NTriples), PredicateRank(p), t}
	}
	slices.SortStableFunc(ks, func(a, b keyed) int {
		return cmp.Or(
			strings.Compare(a.subj, b.subj),
			cmp.Compare(a.rank, b.rank),
			strings.Compare(a.pred, b.pred),
			strings.Compare(a.obj, b.obj),
		)
	})
	ks = slices.CompactFunc(ks, func(a, b keyed) bool {
		return a.subj == b.subj && a.pred == b.pred && a.obj == b.obj
	})
	for i, k := range ks {
		triples[i] = k.triple
	}
	return triples[:len(ks)]
}

// traps finds what makes the decoder panic in a goroutine of its own, where nobody
// can recover: a line that begins with a number such as .9, and some texts in three
// quotes. Lists of bodies need neither.
var traps = regexp.MustCompile(`(?m)^\.[0-9]|"""|'''`)

// readTurtle reads a Turtle document that has absolute IRIs and no blank nodes.
func readTurtle(doc []byte) (triples []rdf.Triple, err error) {
	if m := traps.FindIndex(doc); m != nil {
		line := 1 + bytes.Count(doc[:m[0]], []byte("\n"))
		return nil, fmt.Errorf("cannot be read here: line %d has %q; put texts in one pair of quotes, and leave out numbers", line, doc[m[0]:m[1]])
	}
	// The decoder passes run-time errors on (an empty language tag is one); in a
	// user's file they are a fault of the file.
	defer func() {
		if e, ok := recover().(runtime.Error); ok {
			err = fmt.Errorf("cannot be read as Turtle: %w", e)
		}
	}()
	triples, err = rdf.NewTripleDecoder(bytes.NewReader(doc), rdf.Turtle).DecodeAll()
	if err != nil {
		return nil, fmt.Errorf("cannot be read as Turtle: %w", err)
	}
	for _, t := range triples {
		for _, term := range []rdf.Term{t.Subj, t.Pred, t.Obj} {
			if err := checkTerm(term); err != nil {
				return nil, err
			}
		}
	}
	return triples, nil
}

var errBlank = errors.New("has a blank node ([] or _:); give the thing an address of its own")

func checkTerm(t rdf.Term) error {
	switch t.Type() {
	case rdf.TermBlank:
		return errBlank
	case rdf.TermIRI:
		if !hasScheme(t.String()) {
			return fmt.Errorf("<%s> is not an absolute address", t)
		}
	}
	return nil
}

// hasScheme tells whether the IRI is absolute: it begins with a scheme (RFC 3986,
// section 3.1).
func hasScheme(iri string) bool {
	for i, r := range iri {
		switch {
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
		case i > 0 && ('0' <= r && r <= '9' || r == '+' || r == '-' || r == '.'):
		default:
			return i > 0 && r == ':'
		}
	}
	return false
}

// readAll reads r to its end, and says what it is called if it has a name.
func readAll(r io.Reader, fallback string) (doc []byte, name string, err error) {
	name = fallback
	if n, ok := r.(interface{ Name() string }); ok {
		name = n.Name()
	}
	doc, err = io.ReadAll(r)
	return doc, name, err
}

// iri makes an IRI of text that this package wrote or has checked.
func iri(s string) rdf.IRI {
	i, err := rdf.NewIRI(s)
	if err != nil {
		panic(fmt.Sprintf("vocab: %q is no IRI: %v", s, err))
	}
	return i
}

// literal makes a text of a label. A label that does not tell its language is in
// "no", Norwegian, undecided which: the graph has no untagged names.
func literal(l Label) rdf.Literal {
	lang := l.Lang
	if lang == "" {
		lang = "no"
	}
	lit, err := rdf.NewLangLiteral(l.Text, lang)
	if err != nil {
		panic(fmt.Sprintf("vocab: %q@%s: %v", l.Text, l.Lang, err))
	}
	return lit
}

func lang(t rdf.Term) string {
	if l, ok := t.(rdf.Literal); ok {
		return l.Lang()
	}
	return ""
}
