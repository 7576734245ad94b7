package publish

import (
	"maps"
	"slices"

	"github.com/knakk/rdf"

	"samling/vocab"
)

// counts are taken of the full dump's graph while it is rendered.
type counts struct {
	total Rendered
	part  *Counted // of the source at hand; nil in the first part
	said  map[string][]rdf.Triple
}

func newCounts() *counts {
	return &counts{total: Rendered{Predicates: map[string]int{}, Classes: map[string]int{}, Languages: map[string]int{}}}
}

// begin begins the part of a source.
func (c *counts) begin(s Source) {
	p := Counted{Source: s, Entries: len(s.Items)}
	if len(s.Items) > 0 {
		p.Example = s.Items[0]
	}
	p.Source.Items, p.Source.Harvests = nil, nil
	c.total.Parts = append(c.total.Parts, p)
	c.part = &c.total.Parts[len(c.total.Parts)-1]
}

// repeats says what of a subject in the part at hand was said in an earlier one.
func (c *counts) repeats(subject string, triples []rdf.Triple) {
	if c.said == nil {
		c.said = map[string][]rdf.Triple{}
	}
	c.said[subject] = triples
}

// add counts a group. Triples of one predicate stand together, so that a map is asked
// once for each of them and not for each triple.
func (c *counts) add(g Group) {
	if c.part != nil {
		c.part.Triples += len(g.Triples)
		c.part.Subjects++
	}
	triples := g.Triples
	if said, ok := c.said[g.Subject.String()]; len(c.said) > 0 && ok {
		triples = slices.DeleteFunc(slices.Clone(triples), func(t rdf.Triple) bool { return contains(said, t) })
	} else {
		c.total.Subjects++
	}
	c.total.Triples += len(triples)
	for i := 0; i < len(triples); {
		predicate := triples[i].Pred.String()
		n := 1
		for i+n < len(triples) && triples[i+n].Pred.String() == predicate {
			n++
		}
		c.total.Predicates[predicate] += n
		if predicate == vocab.RDFType {
			for _, t := range triples[i : i+n] {
				c.total.Classes[t.Obj.String()]++
			}
		}
		i += n
	}
}

func contains(triples []rdf.Triple, t rdf.Triple) bool {
	return slices.ContainsFunc(triples, func(o rdf.Triple) bool { return rdf.TriplesEqual(o, t) })
}

// rendered is what was counted.
func (c *counts) rendered() Rendered {
	r := c.total
	r.Predicates, r.Classes, r.Languages = maps.Clone(r.Predicates), maps.Clone(r.Classes), maps.Clone(r.Languages)
	r.Parts = slices.Clone(r.Parts)
	r.Facts = r.Triples - r.Predicates[vocab.DCTermsDescription] // see withoutDescriptions
	return r
}
