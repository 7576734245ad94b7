package vocab

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/knakk/rdf"
)

// Statements collects what is said of one subject. Its methods keep the first
// error; Triples returns it.
type Statements struct {
	subject rdf.IRI
	triples []rdf.Triple
	err     error
}

// About begins the statements about a subject.
func About(subject string) *Statements {
	s := &Statements{triples: make([]rdf.Triple, 0, 16)}
	s.subject = s.iri(subject)
	return s
}

func (s *Statements) iri(v string) rdf.IRI {
	i, err := rdf.NewIRI(v)
	if err != nil && s.err == nil {
		s.err = err
	}
	return i
}

// IRIs states each of the things. Empty ones are left out.
func (s *Statements) IRIs(predicate string, objects ...string) *Statements {
	if len(objects) > 1 {
		objects = slices.Clone(objects)
		slices.SortFunc(objects, func(a, b string) int { return strings.Compare(a+">", b+">") })
		objects = slices.Compact(objects)
	}
	for _, o := range objects {
		if o != "" {
			s.triples = append(s.triples, rdf.Triple{Subj: s.subject, Pred: s.iri(predicate), Obj: s.iri(o)})
		}
	}
	return s
}

// Text states a text in a language; an empty one is left out.
func (s *Statements) Text(predicate, value, lang string) *Statements {
	if value == "" {
		return s
	}
	if lang == "" { // knakk/rdf would panic
		s.err = cmp.Or(s.err, fmt.Errorf("<%s>: the text %.40q has no language", s.subject, value))
		return s
	}
	l, err := rdf.NewLangLiteral(value, lang)
	if err != nil && s.err == nil {
		s.err = err
	}
	s.triples = append(s.triples, rdf.Triple{Subj: s.subject, Pred: s.iri(predicate), Obj: l})
	return s
}

// Literal states a value of a datatype; an empty one is left out.
func (s *Statements) Literal(predicate, value, datatype string) *Statements {
	if value != "" {
		s.triples = append(s.triples, rdf.Triple{Subj: s.subject, Pred: s.iri(predicate), Obj: rdf.NewTypedLiteral(value, s.iri(datatype))})
	}
	return s
}

// Time states a moment, in UTC and whole seconds.
func (s *Statements) Time(predicate string, t time.Time) *Statements {
	return s.Literal(predicate, t.UTC().Format("2006-01-02T15:04:05Z"), XSDDateTime)
}

// Triples returns the statements in canonical order (see [Sort]): predicates by their
// rank. Objects of one predicate are in order as IRIs states them; a predicate with
// several texts needs Sort.
func (s *Statements) Triples() ([]rdf.Triple, error) {
	if s.err != nil {
		return nil, s.err
	}
	slices.SortStableFunc(s.triples, func(a, b rdf.Triple) int {
		x, y := a.Pred.String(), b.Pred.String()
		if x == y {
			return 0
		}
		if d := PredicateRank(x) - PredicateRank(y); d != 0 {
			return d
		}
		return strings.Compare(x, y)
	})
	return s.triples, nil
}
