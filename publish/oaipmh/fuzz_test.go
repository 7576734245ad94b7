package oaipmh_test

import (
	"net/http/httptest"
	"testing"

	"samling/publish/oaipmh"
)

// FuzzQuery: whatever is asked is answered with a document of legal structure, or refused.
func FuzzQuery(f *testing.F) {
	for _, query := range []string{"", "verb=Identify", "verb=ListSets", "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-24&until=2026-12-01",
		"verb=GetRecord&metadataPrefix=mods&identifier=oai:lit.example.org:jwpdfafxuwas", "verb=ListRecords&resumptionToken=%00",
		"verb=ListIdentifiers&metadataPrefix=marc21&set=type:rapport", "verb=ListMetadataFormats&identifier=%25", "verb=Identify&verb=x;y"} {
		f.Add(query)
	}
	h := &oaipmh.Handler{Repository: sampleMemory(f), Authority: "lit.example.org", AdminEmail: "post@example.org", PageSize: 2}
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequest("GET", "http://lit.example.org/oai", nil)
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		switch w.Code {
		case 200:
			for _, fault := range faults(w.Body.Bytes()) {
				t.Errorf("%q: %s", query, fault)
			}
		case 414:
		default:
			t.Errorf("%q: %d %s", query, w.Code, w.Body)
		}
	})
}
