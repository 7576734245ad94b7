package publish

import (
	"testing"

	"samling/vocab"
)

func counted(t testing.TB, subject, predicate string, objects ...string) Group {
	t.Helper()
	triples, err := vocab.About(subject).IRIs(predicate, objects...).Triples()
	if err != nil {
		t.Fatal(err)
	}
	return Group{Subject: triples[0].Subj, Triples: triples}
}

// TestCountsRepeated: what two parts state is in both, and in the whole once.
func TestCountsRepeated(t *testing.T) {
	first := counted(t, "urn:a", vocab.RDFType, "urn:A", "urn:B")
	second := counted(t, "urn:a", vocab.RDFType, "urn:B", "urn:C")
	one, two := newTally(), newTally()
	one.add(first)
	two.add(second)
	c := newCounts()
	for _, p := range []*part{{Tally: one, Example: "x"}, {Tally: two}} {
		c.add(p)
	}
	c.source(Source{ID: "one", Entries: 2}, &part{Tally: one})
	c.source(Source{ID: "two"}, &part{Tally: two})
	c.whole.repeated(second, first.Triples)
	r := c.rendered()
	if r.Triples != 3 || r.Subjects != 1 || r.Predicates[vocab.RDFType] != 3 || r.Classes["urn:B"] != 1 {
		t.Errorf("%+v", r)
	}
	if one, two := r.Parts[0], r.Parts[1]; one.Triples != 2 || one.Entries != 2 || two.Triples != 2 || len(r.Examples) != 1 || r.Examples[0] != "x" {
		t.Errorf("%+v, %q", r.Parts, r.Examples)
	}
}

// BenchmarkCounts is what the counts cost a group of a record's size.
func BenchmarkCounts(b *testing.B) {
	g := counted(b, "urn:a", vocab.RDFType, "urn:A", "urn:B")
	for _, p := range []string{vocab.DCTermsIdentifier, vocab.DCTermsTitle, vocab.DCTermsType, vocab.DCTermsPublisher, vocab.DCTermsIssued,
		vocab.DCTermsLanguage, vocab.DCTermsDescription, vocab.DCTermsBibliographicCitation, vocab.DCTermsIsReferencedBy, vocab.FOAFPage} {
		g.Triples = append(g.Triples, counted(b, "urn:a", p, "urn:o").Triples...)
	}
	c := newTally()
	b.ReportAllocs()
	for b.Loop() {
		c.add(g)
	}
}
