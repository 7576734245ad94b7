package vocab

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"
)

func TestContextHasEveryPredicate(t *testing.T) {
	terms := ContextTerms()
	for _, path := range []string{"testdata/model.ttl", "testdata/gold.ttl", "types.ttl", "bodies.ttl"} {
		for _, tr := range decode(t, path) {
			p := tr.Pred.String()
			if _, ok := terms[p]; !ok && p != RDFType {
				t.Errorf("%s: <%s> has no key", path, p)
			}
		}
	}
	for _, p := range predicates[1:] {
		if _, ok := terms[p]; !ok {
			t.Errorf("<%s> has a rank and no key", p)
		}
	}
	if len(terms) != len(predicates)-1 {
		t.Errorf("%d keys, %d predicates beside rdf:type", len(terms), len(predicates)-1)
	}
	if term, ok := terms[RDFType]; ok {
		t.Errorf("rdf:type has the key %s; it is @type", term.Key)
	}
}

func TestContextTerms(t *testing.T) {
	tests := []struct {
		iri  string
		want ContextTerm
	}{
		{DCTermsType, ContextTerm{"type", DCTermsType, KindIRI, ""}},
		{DCTermsTitle, ContextTerm{"title", DCTermsTitle, KindText, ""}},
		{SKOSPrefLabel, ContextTerm{"prefLabel", SKOSPrefLabel, KindText, ""}},
		{DCTermsIssued, ContextTerm{"issued", DCTermsIssued, KindTyped, XSDGYear}},
		{DCTermsModified, ContextTerm{"modified", DCTermsModified, KindTyped, XSDDateTime}},
		{DCTermsIdentifier, ContextTerm{"identifier", DCTermsIdentifier, KindString, ""}},
	}
	for _, tt := range tests {
		if got := ContextTerms()[tt.iri]; got != tt.want {
			t.Errorf("%+v, want %+v", got, tt.want)
		}
	}
	ContextTerms()[DCTermsType] = ContextTerm{}
	if ContextTerms()[DCTermsType].Key != "type" {
		t.Error("a caller can write to the table")
	}
}

// Keys of the kind that the model's values are. Three predicates have values of two
// kinds; their key is of the commoner one, and the others are written whole.
func TestContextKindsFitTheModel(t *testing.T) {
	mixed := map[string]bool{DCTermsFormat: true, DCTermsModified: true, RDFSLabel: true}
	terms := ContextTerms()
	for _, tr := range slices.Concat(model(t), decode(t, "testdata/gold.ttl")) {
		term, ok := terms[tr.Pred.String()]
		if !ok || mixed[term.IRI] {
			continue
		}
		if got := kindOf(tr.Obj); got != [2]string{term.Kind.String(), term.Datatype} {
			t.Errorf("%s is %s %s, the model has %v", term.Key, term.Kind, term.Datatype, got)
		}
	}
}

func TestContextPrefixes(t *testing.T) {
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(ContextObject(), &entries); err != nil {
		t.Fatal(err)
	}
	for _, ns := range Namespaces(Placeholder) {
		raw := string(entries[ns.Prefix])
		if ns.Prefix == "type" {
			continue // the key of dcterms:type
		}
		if raw != `"`+ns.IRI+`"` {
			t.Errorf("%s: the context has %s", ns.Prefix, raw)
		}
		// JSON-LD 1.1, section 4.1.5: only then a plain term may serve as a prefix.
		if !strings.HasSuffix(ns.IRI, "/") && !strings.HasSuffix(ns.IRI, "#") {
			t.Errorf("%s does not end in a character that lets it be a prefix", ns.IRI)
		}
	}
	if string(entries["@version"]) != "1.1" {
		t.Errorf("@version is %s", entries["@version"])
	}
}

func TestParseContextRefuses(t *testing.T) {
	tests := []struct{ doc, want string }{
		{`{`, "unexpected end"},
		{`{"@context":{"a":{"@id":"x:a","@container":"@set"}}}`, "no prefix"},
		{`{"@context":{"x":"urn:x:","a":{"@id":"x:a"}}}`, "container"},
		{`{"@context":{"x":"urn:x:","a":{"@id":"x:a","@container":"@set"},"b":{"@id":"x:a","@container":"@set"}}}`, "one predicate"},
		{`{"@context":{"x":"urn:x:","a":{"@id":"x:a","@type":"y:t","@container":"@set"}}}`, "no prefix"},
	}
	for _, tt := range tests {
		if _, err := parseContext([]byte(tt.doc)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error is %v, want %q", tt.doc, err, tt.want)
		}
	}
}

// offline refuses every document, so that the context must be enough by itself.
type offline struct{}

func (offline) LoadDocument(u string) (*ld.RemoteDocument, error) {
	return nil, errors.New("asked for " + u)
}

// Somebody else's processor reads each kind of value under the context as it is meant.
func TestContextIsReadByAProcessor(t *testing.T) {
	const node = `
"@id":"https://example.org/lit/item/a#it","@type":["bibo:Report"],
"title":{"nb":["Tittel"],"nn":["Tittel","Ein til"]},
"label":{"@none":["samling 1"]},
"type":["https://example.org/lit/types#rapport","coar:c_93fc","dcmitype:Text"],
"language":["lang:NOB"],
"issued":["2012"],"date":["2010/2014"],
"modified":["2026-11-24T00:00:00Z",{"@value":"2026-11-24","@type":"xsd:date"}],
"format":["text/plain",{"@id":"https://example.org/ttl"}],
"entities":["12"]}`
	const want = `<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/date> "2010/2014" .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/format> "text/plain" .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/format> <https://example.org/ttl> .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/issued> "2012"^^<http://www.w3.org/2001/XMLSchema#gYear> .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/language> <http://publications.europa.eu/resource/authority/language/NOB> .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/modified> "2026-11-24"^^<http://www.w3.org/2001/XMLSchema#date> .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/modified> "2026-11-24T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/title> "Ein til"@nn .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/title> "Tittel"@nb .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/title> "Tittel"@nn .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/type> <http://purl.org/coar/resource_type/c_93fc> .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/type> <http://purl.org/dc/dcmitype/Text> .
<https://example.org/lit/item/a#it> <http://purl.org/dc/terms/type> <https://example.org/lit/types#rapport> .
<https://example.org/lit/item/a#it> <http://rdfs.org/ns/void#entities> "12"^^<http://www.w3.org/2001/XMLSchema#integer> .
<https://example.org/lit/item/a#it> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://purl.org/ontology/bibo/Report> .
<https://example.org/lit/item/a#it> <http://www.w3.org/2000/01/rdf-schema#label> "samling 1" .`
	var doc any
	if err := json.Unmarshal([]byte(`{"@context":`+string(ContextObject())+","+node), &doc); err != nil {
		t.Fatal(err)
	}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = offline{}
	options.Format = "application/n-quads"
	out, err := ld.NewJsonLdProcessor().ToRDF(doc, options)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSpace(out.(string)), "\n")
	slices.Sort(got)
	if strings.Join(got, "\n") != want {
		t.Errorf("read as\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}
