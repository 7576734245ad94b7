package hard

import (
	"cmp"
	"slices"

	"github.com/knakk/rdf"

	"samling/publish"
	"samling/vocab"
)

// Grouped makes groups of triples in any order: canonical, each triple once.
func Grouped(triples []rdf.Triple) []publish.Group {
	var groups []publish.Group
	at := map[rdf.Subject]int{}
	for _, t := range triples {
		i, found := at[t.Subj]
		if !found {
			i = len(groups)
			at[t.Subj] = i
			groups = append(groups, publish.Group{Subject: t.Subj})
		}
		groups[i].Triples = append(groups[i].Triples, t)
	}
	for i, g := range groups {
		slices.SortFunc(g.Triples, func(a, b rdf.Triple) int {
			return cmp.Or(
				cmp.Compare(vocab.PredicateRank(a.Pred.String()), vocab.PredicateRank(b.Pred.String())),
				cmp.Compare(a.Pred.String(), b.Pred.String()),
				cmp.Compare(a.Obj.Serialize(rdf.NTriples), b.Obj.Serialize(rdf.NTriples)))
		})
		groups[i].Triples = slices.CompactFunc(g.Triples, func(a, b rdf.Triple) bool {
			return a.Pred == b.Pred && fact(a.Obj) == fact(b.Obj)
		})
	}
	slices.SortFunc(groups, func(a, b publish.Group) int {
		return publish.CompareSubjects(a.Subject.String(), b.Subject.String())
	})
	return groups
}
