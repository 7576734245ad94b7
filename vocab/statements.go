package vocab

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/knakk/rdf"
)

// Statements collects what is said of one subject. Its methods keep the first
// error; Triples returns it.
type Statements struct {
	subject rdf.Subject
	triples []rdf.Triple
	room    *[]rdf.Triple // that they are collected in; nil once they were returned
	last    string        // the predicate of the last of them,
	rank    ranked        // as a term
	sorted  bool          // they are in canonical order so far
	err     error
}

// rooms are used again: how many statements there will be is not known before.
var rooms = sync.Pool{New: func() any {
	room := make([]rdf.Triple, 0, 24)
	return &room
}}

// About begins the statements about a subject.
func About(subject string) *Statements {
	s := &Statements{room: rooms.Get().(*[]rdf.Triple), sorted: true, rank: ranked{rank: -1}}
	s.triples = (*s.room)[:0]
	s.subject = s.iri(subject)
	return s
}

// leave takes the statements out of the room they were collected in.
func (s *Statements) leave() {
	if s.room == nil {
		return
	}
	room := s.triples
	s.triples = slices.Clone(room)
	clear(room)
	*s.room = room
	rooms.Put(s.room)
	s.room = nil
}

func (s *Statements) iri(v string) rdf.IRI {
	i, err := rdf.NewIRI(v)
	if err != nil && s.err == nil {
		s.err = err
	}
	return i
}

// add states one thing.
func (s *Statements) add(predicate string, object rdf.Object) {
	if predicate != s.last || len(s.triples) == 0 {
		r := rankOf(predicate)
		s.sorted = s.sorted && cmp.Or(cmp.Compare(s.rank.rank, r.rank), strings.Compare(s.last, predicate)) < 0
		if r.term == nil {
			r.term = s.iri(predicate)
		}
		s.last, s.rank = predicate, r
	}
	s.triples = append(s.triples, rdf.Triple{Subj: s.subject, Pred: s.rank.term, Obj: object})
}

// IRIs states each of the things. Empty ones are left out.
func (s *Statements) IRIs(predicate string, objects ...string) *Statements {
	if len(objects) > 1 && !slices.IsSortedFunc(objects, compareIRIs) {
		objects = slices.Clone(objects)
		slices.SortFunc(objects, compareIRIs)
	}
	before := ""
	for _, o := range objects {
		if o != "" && o != before {
			s.add(predicate, s.object(o))
		}
		before = o
	}
	return s
}

// compareIRIs orders IRIs as the lines of N-Triples have them, by the bytes of "<iri>".
func compareIRIs(a, b string) int {
	n := min(len(a), len(b))
	if c := strings.Compare(a[:n], b[:n]); c != 0 || len(a) == len(b) {
		return c
	}
	if len(a) < len(b) {
		return int('>') - int(b[n])
	}
	return int(a[n]) - int('>')
}

// object is an IRI as an object; those that come up often are made and checked once.
func (s *Statements) object(iri string) rdf.Object {
	m := memos.Get().(*memo)
	defer memos.Put(m)
	if o := m.find(iri); o != nil {
		return o
	}
	i := s.iri(iri)
	if s.err != nil {
		return i
	}
	return m.keep(i)
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
	s.add(predicate, l)
	return s
}

// Literal states a value of a datatype; an empty one is left out.
func (s *Statements) Literal(predicate, value, datatype string) *Statements {
	if value != "" {
		s.add(predicate, rdf.NewTypedLiteral(value, s.iri(datatype)))
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
	s.leave()
	if s.sorted {
		return s.triples, nil
	}
	slices.SortStableFunc(s.triples, func(a, b rdf.Triple) int {
		x, y := a.Pred.String(), b.Pred.String()
		if x == y {
			return 0
		}
		return cmp.Or(cmp.Compare(PredicateRank(x), PredicateRank(y)), strings.Compare(x, y))
	})
	return s.triples, nil
}
