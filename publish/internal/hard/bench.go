package hard

import (
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/knakk/rdf"

	"samling/publish"
)

// entries is how long the list is that writers are measured on.
const entries = 10000

// Peer is somebody else's writer of the same syntax.
type Peer struct {
	Name  string
	Write func(w io.Writer, triples []rdf.Triple) error
}

// Bench measures the writing of entries as they come in a publication, in triples a
// second, and of the same triples by a peer in the same run: the two figures' ratio
// says more than either, since machines differ and are noisy.
func Bench(b *testing.B, d publish.Dump, peers ...Peer) {
	groups := Generated(entries)
	triples := Triples(groups)
	part := Part()
	measure(b, "samling", len(triples), func() error {
		for _, g := range groups {
			if err := d.Group(io.Discard, part, g); err != nil {
				return err
			}
		}
		return nil
	})
	for _, p := range peers {
		measure(b, p.Name, len(triples), func() error { return p.Write(io.Discard, triples) })
	}
}

func measure(b *testing.B, name string, triples int, write func() error) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := write(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(triples*b.N)/b.Elapsed().Seconds(), "triples/s")
	})
}

// Knakk is the encoder of knakk/rdf for a syntax.
func Knakk(format rdf.Format) Peer {
	return Peer{"knakk", func(w io.Writer, triples []rdf.Triple) error {
		enc := rdf.NewTripleEncoder(w, format)
		for _, t := range triples {
			if err := enc.Encode(t); err != nil {
				return err
			}
		}
		return enc.Close()
	}}
}

// Generated are the groups of n entries like those of a literature list, in order.
func Generated(n int) []publish.Group {
	const foaf, prov, dcat = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/dcat#"
	page := IRI("https://example.org/artikkel/litteratursamling/")
	when := Typed("2026-11-24T00:00:00Z", xsd+"dateTime")
	var groups []publish.Group
	for i := range n {
		record := fmt.Sprintf("%sitem/x%09d", Base, i)
		title := fmt.Sprintf("Interkommunalt plansamarbeid på Østlandet, del %d", i)
		groups = append(groups, about(record+"#it", slices.Concat(
			one(rdfNS+"type", IRI(dct+"BibliographicResource"), IRI("http://purl.org/ontology/bibo/Report")),
			one(dct+"identifier", Plain(record)),
			one(dct+"title", Tagged(title, "nb")),
			one(dct+"type", IRI("http://purl.org/coar/resource_type/c_93fc"), IRI("http://purl.org/dc/dcmitype/Text"), IRI(Base+"types#rapport")),
			one(dct+"publisher", IRI(Base+"org/nibr#it"), IRI(Base+"org/ostlandsforskning#it")),
			one(dct+"issued", Typed(fmt.Sprint(1990+i%36), xsd+"gYear")),
			one(dct+"language", IRI("http://publications.europa.eu/resource/authority/language/NOB")),
			one(dct+"description", Tagged("Studien viser at det foregår mye samarbeid, men at dette i liten grad er rettet mot formaliserte oppgaver etter plan- og bygningsloven. Distriktskommuner samarbeider først og fremst for å styrke kapasiteten og kompetansen.", "nb")),
			one(dct+"bibliographicCitation", Tagged("NIBR ; Østlandsforskning (2012). "+title+". Rapport.", "nb")),
			one(dct+"isReferencedBy", page),
			one(foaf+"isPrimaryTopicOf", IRI(record)))...))
		groups = append(groups, about(record, slices.Concat(
			one(rdfNS+"type", IRI(dcat+"CatalogRecord"), IRI(prov+"Entity")),
			one(foaf+"primaryTopic", IRI(record+"#it")),
			one(dct+"isPartOf", IRI(Base+"collection/list")),
			one("http://rdfs.org/ns/void#inDataset", IRI(Base+"dataset")),
			one(dct+"created", when), one(dct+"modified", when),
			one(dct+"license", IRI("http://creativecommons.org/publicdomain/zero/1.0/")),
			one(dct+"rights", IRI(Base+"rights/descriptions")),
			one(prov+"wasDerivedFrom", IRI(Base+"snapshot/34e12b925e6d")),
			one(prov+"generatedAtTime", when))...))
	}
	return groups
}
