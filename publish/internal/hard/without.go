package hard

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/knakk/rdf"

	"samling/publish"
)

// Without holds a writer to what [publish.WriteWithout] asks: without the stretch the text of
// a group is that of the group without its descriptions. Of groups like those of a list the
// stretch must be known.
func Without(t *testing.T, d publish.Dump) {
	t.Helper()
	for _, g := range described() {
		w := &without{}
		if err := d.Group(w, Part(), g); err != nil {
			continue // see Refuses; two runs of a predicate are an error in some syntaxes
		}
		facts := g
		facts.Triples = slices.DeleteFunc(slices.Clone(g.Triples), isDescription)
		var alone bytes.Buffer
		if err := d.Group(&alone, Part(), facts); err != nil {
			t.Errorf("<%s>: %v", g.Subject, err)
		}
		if w.known && w.left.String() != alone.String() {
			t.Errorf("<%s>: without its descriptions it is\n%snot\n%s", g.Subject, w.left.String(), alone.String())
		}
		if usual := strings.Contains(g.Subject.String(), "item/x"); usual && !w.known && len(facts.Triples) < len(g.Triples) {
			t.Errorf("<%s>: nothing tells where the descriptions are", g.Subject)
		}
	}
}

// described are groups with descriptions at every place, and without.
func described() []publish.Group {
	text, title := one(dct+"description", Tagged("b", "nb"), Plain("a")), one(dct+"title", Tagged("Å", "nb"))
	class, last := one(rdfNS+"type", IRI(dct+"BibliographicResource")), one("http://xmlns.com/foaf/0.1/name", Plain("x"))
	all := slices.Concat(Generated(3), Groups())
	for name, triples := range map[string][]rdf.Triple{
		"only": text, "first": slices.Concat(text, title), "last": slices.Concat(class, title, text), "middle": slices.Concat(class, text, last),
		"twice": slices.Concat(class, text, title, text), "twice/first": slices.Concat(text, title, text), "unsorted": slices.Concat(last, text, class),
	} {
		all = append(all, about(Base+name, slices.Clone(triples)...))
	}
	return all
}

func isDescription(t rdf.Triple) bool { return t.Pred.String() == dct+"description" }

// without is what is left of a text.
type without struct {
	left  bytes.Buffer
	known bool
}

func (w *without) Write(p []byte) (int, error) { return len(p), nil }

// WriteWithout is [publish.WriteWithout].
func (w *without) WriteWithout(text []byte, left publish.Stretch) error {
	w.known = true
	w.left.Write(text[:left.From])
	w.left.Write(text[left.To:])
	return nil
}
