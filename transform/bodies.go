package transform

import (
	"regexp"
	"slices"
	"strings"

	"samling/vocab"
)

// splitBodies parts what a type line says of its bodies, in source order.
//
// A slash and a semicolon part bodies, unless the two are a known unit and its
// parent: those are the unit. A comma, "og" ("and", "och", "&") and a space part
// bodies only where the authority list covers the whole, longest names first. What
// the list does not know is kept as written; nothing is guessed.
func splitBodies(source string, list *vocab.Bodies) []Publisher {
	if b, ok := list.ByName(source); ok {
		return []Publisher{listed(b)}
	}
	var out []Publisher
	for _, piece := range mergeUnits(splitOn(source), list) {
		out = append(out, cover(piece, list)...)
	}
	return unique(out)
}

func splitOn(source string) []string {
	pieces := strings.FieldsFunc(source, func(r rune) bool { return r == '/' || r == ';' })
	var out []string
	for _, p := range pieces {
		if p = strings.Trim(p, " ,"); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// mergeUnits takes a parent away that stands next to its unit.
func mergeUnits(pieces []string, list *vocab.Bodies) []string {
	for i := 0; i+1 < len(pieces); i++ {
		// A name of the list may itself have a slash in it.
		if b, ok := list.ByName(pieces[i] + "/" + pieces[i+1]); ok {
			pieces = slices.Replace(pieces, i, i+2, b.Name)
			i--
			continue
		}
		a, okA := list.ByName(pieces[i])
		b, okB := list.ByName(pieces[i+1])
		switch {
		case !okA || !okB:
		case slices.Contains(a.UnitOf, b.Key):
			pieces = slices.Delete(pieces, i+1, i+2)
			i--
		case slices.Contains(b.UnitOf, a.Key):
			pieces = slices.Delete(pieces, i, i+1)
			i--
		}
	}
	return pieces
}

// joint is what may stand between two names of a list of names.
var joint = regexp.MustCompile(`(?i)^(?:og|and|och|&|\+)$`)

// cover parts a text into names of the authority list that leave nothing over, with
// as few names as can be; if that can't be done the text is one body, as written.
func cover(text string, list *vocab.Bodies) []Publisher {
	words := strings.Fields(strings.ReplaceAll(text, ",", " , "))
	const none = 1 << 30
	type step struct {
		cost int
		next int
		body vocab.Body
	}
	best := make([]step, len(words)+1)
	for i := len(words) - 1; i >= 0; i-- {
		best[i] = step{cost: none}
		if isJoint(words[i]) && i > 0 && i+1 < len(words) && best[i+1].cost < none {
			best[i] = step{cost: best[i+1].cost, next: i + 1}
		}
		for j := len(words); j > i; j-- { // longest first: a later, shorter name must be cheaper
			b, ok := list.ByName(strings.ReplaceAll(strings.Join(words[i:j], " "), " ,", ","))
			if ok && best[j].cost+1 < best[i].cost {
				best[i] = step{cost: best[j].cost + 1, next: j, body: b}
			}
		}
	}
	if len(words) == 0 || best[0].cost >= none {
		return []Publisher{{Name: text}}
	}
	var out []Publisher
	for i := 0; i < len(words); i = best[i].next {
		if best[i].body.Key != "" {
			out = append(out, listed(best[i].body))
		}
	}
	return out
}

func isJoint(word string) bool { return word == "," || joint.MatchString(word) }

func listed(b vocab.Body) Publisher { return Publisher{Key: b.Key, Name: b.Name} }

func unique(ps []Publisher) []Publisher {
	var out []Publisher
	for _, p := range ps {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}
