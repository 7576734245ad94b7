package publish

import "github.com/knakk/rdf"

// kept is what a group comes to in each syntax, for one that is written to dumps and to documents.
type kept struct {
	triples []rdf.Triple // of the group
	texts   []keptText
}

type keptText struct {
	syntax, base string
	text         []byte
}

// keep has the texts of groups kept in these places, which they are until the places are used again.
func keep(groups []Group, places *[]kept) {
	for len(*places) < len(groups) {
		*places = append(*places, kept{})
	}
	for i := range groups {
		k := &(*places)[i]
		k.triples, k.texts = groups[i].Triples, k.texts[:0]
		groups[i].kept = k
	}
}

// Kept is what the group came to in a syntax under a base, where that was given to Keep.
func (g *Group) Kept(syntax, base string) (text []byte, ok bool) {
	if !g.keeps() {
		return nil, false
	}
	for _, t := range g.kept.texts {
		if t.syntax == syntax && t.base == base {
			return t.text, true
		}
	}
	return nil, false
}

// Keep keeps what the group came to, if it is a group that is written again. The text alone must say
// all that depends on syntax and base.
func (g *Group) Keep(syntax, base string, text []byte) {
	if !g.keeps() {
		return
	}
	all := g.kept.texts
	if len(all) < cap(all) { // with the room of a text that was kept there before
		all = all[:len(all)+1]
	} else {
		all = append(all, keptText{})
	}
	last := &all[len(all)-1]
	last.syntax, last.base, last.text = syntax, base, append(last.text[:0], text...)
	g.kept.texts = all
}

// keeps says whether the group's texts are kept, and are still those of this group.
func (g *Group) keeps() bool {
	return g.kept != nil && len(g.Triples) > 0 && len(g.Triples) == len(g.kept.triples) && &g.Triples[0] == &g.kept.triples[0]
}
