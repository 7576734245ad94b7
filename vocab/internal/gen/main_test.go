package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// terms.go is what gen writes from terms.ttl, so the two cannot drift.
func TestTermsAreGenerated(t *testing.T) {
	f, err := os.Open("../../terms.ttl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := Generate(f)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../terms.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("terms.go is not what terms.ttl gives; run go generate ./vocab")
	}
}

func TestGenerateNamesTheFault(t *testing.T) {
	const prefixes = `@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .` + "\n"
	tests := []struct{ name, ttl, want string }{
		{"no label", `dcat:theme rdfs:isDefinedBy <http://www.w3.org/ns/dcat#> .`, "needs an rdfs:label"},
		{"other vocabulary", `dcat:theme rdfs:label "t"@en ; rdfs:isDefinedBy <http://purl.org/dc/terms/> .`, "begins with"},
		{"unknown vocabulary", `<urn:x:a> rdfs:label "a"@en ; rdfs:isDefinedBy <urn:x:> .`, "no vocabulary"},
		{"other statement", `dcat:theme rdfs:comment "t"@en .`, "label and a vocabulary only"},
		{"syntax", `dcat:theme rdfs:label`, "unexpected"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Generate(strings.NewReader(prefixes + tt.ttl))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestClassAndPropertyOfOneName(t *testing.T) {
	src, err := os.ReadFile("../../terms.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`DCATDataset = "http://www.w3.org/ns/dcat#Dataset"`,
		`DCATDatasetProperty = "http://www.w3.org/ns/dcat#dataset"`,
		`COARJournalArticle = "http://purl.org/coar/resource_type/c_6501"`,
		`RDFType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"`,
	} {
		if !strings.Contains(string(src), want) {
			t.Errorf("terms.go lacks %s", want)
		}
	}
}
