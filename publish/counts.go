package publish

import (
	"slices"

	"github.com/knakk/rdf"

	"samling/vocab"
)

// tally is what is counted of a part of the graph.
type tally struct {
	Triples    int            `json:"triples"`
	Subjects   int            `json:"subjects"`
	Predicates map[string]int `json:"predicates,omitempty"` // triples by predicate
	Classes    map[string]int `json:"classes,omitempty"`    // subjects by class
	Languages  map[string]int `json:"languages,omitempty"`  // items by the language of their titles
}

func newTally() tally {
	return tally{Predicates: map[string]int{}, Classes: map[string]int{}, Languages: map[string]int{}}
}

// add counts a group. Triples of one predicate stand together, so that a map is asked
// once for each of them and not for each triple.
func (c *tally) add(g Group) {
	c.Subjects++
	c.count(g.Triples, 1)
}

// repeated takes off what a group says that was said of its subject before.
func (c *tally) repeated(g Group, said []rdf.Triple) {
	c.Subjects--
	c.count(slices.DeleteFunc(slices.Clone(g.Triples), func(t rdf.Triple) bool { return !contains(said, t) }), -1)
}

func (c *tally) count(triples []rdf.Triple, times int) {
	c.Triples += times * len(triples)
	for i := 0; i < len(triples); {
		predicate := triples[i].Pred.String()
		n := 1
		for i+n < len(triples) && triples[i+n].Pred.String() == predicate {
			n++
		}
		c.Predicates[predicate] += times * n
		if predicate == vocab.RDFType {
			for _, t := range triples[i : i+n] {
				c.Classes[t.Obj.String()] += times
			}
		}
		i += n
	}
}

func contains(triples []rdf.Triple, t rdf.Triple) bool {
	return slices.ContainsFunc(triples, func(o rdf.Triple) bool { return rdf.TriplesEqual(o, t) })
}

// plus adds another tally.
func (c *tally) plus(o tally) {
	c.Triples += o.Triples
	c.Subjects += o.Subjects
	for _, m := range []struct{ to, from map[string]int }{
		{c.Predicates, o.Predicates}, {c.Classes, o.Classes}, {c.Languages, o.Languages},
	} {
		for key, n := range m.from {
			m.to[key] += n
		}
	}
}

// counts are taken of the full dump's graph while it is rendered, part by part.
type counts struct {
	whole    tally // of the parts that are done, without what two of them say
	parts    []Counted
	examples []string
}

func newCounts() *counts { return &counts{whole: newTally()} }

// add adds a part.
func (c *counts) add(p *part) {
	c.whole.plus(p.Tally)
	if p.Example != "" && len(c.examples) < 3 {
		c.examples = append(c.examples, p.Example)
	}
}

// source notes the counts of a source.
func (c *counts) source(s Source, p *part) {
	s.Items, s.Harvests = nil, nil
	c.parts = append(c.parts, Counted{Source: s, Entries: s.Entries, Triples: p.Tally.Triples, Subjects: p.Tally.Subjects})
}

// rendered is what was counted.
func (c *counts) rendered() Rendered {
	whole := newTally()
	whole.plus(c.whole)
	return Rendered{
		Triples: whole.Triples, Subjects: whole.Subjects, Predicates: whole.Predicates, Classes: whole.Classes, Languages: whole.Languages,
		Facts: whole.Triples - whole.Predicates[vocab.DCTermsDescription], // see withoutDescriptions
		Parts: slices.Clone(c.parts), Examples: slices.Clone(c.examples),
	}
}
