package hard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/knakk/rdf"

	"samling/publish"
)

// Facts is a graph as a sorted set of lines of Go, made without any of our own writing,
// so that two graphs are equal if and only if their lines are.
func Facts(triples []rdf.Triple) []string {
	var lines []string
	for _, t := range triples {
		lines = append(lines, fmt.Sprintf("%s %s %s", fact(t.Subj), fact(t.Pred), fact(t.Obj)))
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func fact(t rdf.Term) string {
	if l, ok := t.(rdf.Literal); ok {
		return fmt.Sprintf("%q language %q datatype %q", l.String(), l.Lang(), l.DataType.String())
	}
	return fmt.Sprintf("%T %q", t, t.String())
}

// Triples are all triples of some groups.
func Triples(groups []publish.Group) []rdf.Triple {
	var all []rdf.Triple
	for _, g := range groups {
		all = append(all, g.Triples...)
	}
	return all
}

// lowered has the language tags in lower case, in which they are compared (RDF 1.1
// Concepts, section 3.3).
func lowered(triples []rdf.Triple) []rdf.Triple {
	all := slices.Clone(triples)
	for i, t := range all {
		if l, ok := t.Obj.(rdf.Literal); ok && l.Lang() != "" {
			all[i].Obj = Tagged(l.String(), strings.ToLower(l.Lang()))
		}
	}
	return all
}
