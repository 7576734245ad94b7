package hard

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/knakk/rdf"

	"samling/publish"
)

// Fuzz writes what it is given as value, language, datatype and IRIs: either that is an
// error, or it is read back equal.
func Fuzz(f *testing.F, d publish.Dump, read Reader) {
	for _, s := range texts() {
		f.Add(s, "nb", "x")
	}
	for _, iri := range iris() {
		f.Add("a", "nb-NO", strings.TrimPrefix(iri, Base))
	}
	for _, iri := range illegal() {
		f.Add("a", "zh-Hant-TW", iri)
	}
	f.Fuzz(func(t *testing.T, value, lang, tail string) {
		var written []publish.Group
		for _, g := range fuzzed(value, lang, tail[:min(len(tail), 1000)]) { // json-gold drops longer IRIs
			var b bytes.Buffer
			if err := d.Group(&b, Part(), g); err == nil {
				written = append(written, g)
			} else if b.Len() > 0 {
				t.Fatalf("wrote %q beside the error %v", &b, err)
			}
		}
		data, err := Write(d, written)
		if err != nil {
			t.Fatal(err)
		}
		if err := equal(data, Triples(written), read); err != nil {
			t.Fatalf("%v\nwritten: %s", err, data)
		}
	})
}

// fuzzed are groups with one fuzzed thing each, so that a refusal of one does not hide another.
func fuzzed(value, lang, tail string) []publish.Group {
	subject := Base + "item/fuzz#it"
	var groups []publish.Group
	for _, o := range []rdf.Object{
		Plain(value), Tagged(value, "nb"), Tagged("a", lang), Typed(value, xsd+"gYear"), Typed(value, Base+tail),
		IRI(tail), IRI(Base + tail), IRI(Base + "types#" + tail), IRI("urn:x:" + tail),
	} {
		groups = append(groups, about(subject, slices.Concat(one(rdfNS+"type", o), everywhere(o))...))
	}
	return append(groups, about(Base+tail, one(dct+"title", Plain("a"))...), about(subject, one(Base+tail, Plain("a"))...))
}
