package hard

import (
	"fmt"
	"io"
	"slices"
	"testing"

	"samling/publish"
)

// Bench measures the writing of entries as they come in a publication, in triples a second.
func Bench(b *testing.B, d publish.Dump) {
	groups := Generated(1000)
	triples := len(Triples(groups))
	part := Part()
	b.ReportAllocs()
	for b.Loop() {
		for _, g := range groups {
			if err := d.Group(io.Discard, part, g); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(triples*b.N)/b.Elapsed().Seconds(), "triples/s")
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
