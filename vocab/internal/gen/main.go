// Command gen writes vocab/terms.go from vocab/terms.ttl: one constant a term.
//
// Run it by "go generate ./vocab". Equal input gives equal output, and nothing is
// read from anywhere else; a test fails while terms.go is not what gen would write.
package main

import (
	"bytes"
	"fmt"
	"go/format"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/knakk/rdf"
)

func main() {
	if err := run("terms.ttl", "terms.go"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(in, out string) error {
	f, err := os.Open(in)
	if err != nil {
		return fmt.Errorf("%w; run gen in the folder vocab, by go generate ./vocab", err)
	}
	defer f.Close()
	src, err := Generate(f)
	if err != nil {
		return fmt.Errorf("generate from %s: %w", in, err)
	}
	return os.WriteFile(out, src, 0o644)
}

// term is one subject of terms.ttl.
type term struct {
	iri, label, vocabulary string
}

// vocabulary is one of the vocabularies of terms.ttl: how its constants begin, and
// how people abbreviate it.
type vocabulary struct {
	iri, constant, prefix string
	byLabel               bool // its local names are codes: constants are named by label
}

var vocabularies = []vocabulary{
	{iri: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", constant: "RDF", prefix: "rdf"},
	{iri: "http://www.w3.org/2000/01/rdf-schema#", constant: "RDFS", prefix: "rdfs"},
	{iri: "http://www.w3.org/2001/XMLSchema#", constant: "XSD", prefix: "xsd"},
	{iri: "http://purl.org/dc/terms/", constant: "DCTerms", prefix: "dcterms"},
	{iri: "http://purl.org/dc/elements/1.1/", constant: "DC", prefix: "dc"},
	{iri: "http://purl.org/dc/dcmitype/", constant: "DCMIType", prefix: "dcmitype"},
	{iri: "http://purl.org/ontology/bibo/", constant: "BIBO", prefix: "bibo"},
	{iri: "http://xmlns.com/foaf/0.1/", constant: "FOAF", prefix: "foaf"},
	{iri: "http://www.w3.org/ns/org#", constant: "ORG", prefix: "org"},
	{iri: "http://www.w3.org/2004/02/skos/core#", constant: "SKOS", prefix: "skos"},
	{iri: "http://www.w3.org/ns/prov#", constant: "PROV", prefix: "prov"},
	{iri: "http://www.w3.org/ns/dcat#", constant: "DCAT", prefix: "dcat"},
	{iri: "http://rdfs.org/ns/void#", constant: "VoID", prefix: "void"},
	{iri: "http://www.w3.org/2006/vcard/ns#", constant: "VCard", prefix: "vcard"},
	{iri: "http://spdx.org/rdf/terms#", constant: "SPDX", prefix: "spdx"},
	{iri: "http://www.w3.org/2002/07/owl#", constant: "OWL", prefix: "owl"},
	{iri: "http://purl.org/coar/resource_type/", constant: "COAR", prefix: "coar", byLabel: true},
	{iri: "http://publications.europa.eu/resource/authority/language/", constant: "Lang", prefix: "lang"},
	{iri: "http://publications.europa.eu/resource/authority/data-theme/", constant: "Theme", prefix: "theme"},
	{iri: "http://www.w3.org/ns/shacl#", constant: "SH", prefix: "sh"},
}

// Generate returns the Go source for the terms in r, a Turtle document.
func Generate(r io.Reader) ([]byte, error) {
	terms, err := read(r)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("// Code generated from terms.ttl by internal/gen; DO NOT EDIT.\n\npackage vocab\n")
	used := map[string]string{}
	for _, v := range vocabularies {
		if err := block(&b, v, terms, used); err != nil {
			return nil, err
		}
	}
	if len(used) != len(terms) {
		return nil, fmt.Errorf("%d of %d terms are of no vocabulary that gen knows; add it to its table", len(terms)-len(used), len(terms))
	}
	return format.Source(b.Bytes())
}

// read returns the terms in the order of the document.
func read(r io.Reader) ([]term, error) {
	triples, err := rdf.NewTripleDecoder(r, rdf.Turtle).DecodeAll()
	if err != nil {
		return nil, err
	}
	var terms []term
	at := map[string]int{}
	for _, t := range triples {
		iri := t.Subj.String()
		i, ok := at[iri]
		if !ok {
			i = len(terms)
			at[iri] = i
			terms = append(terms, term{iri: iri})
		}
		switch t.Pred.String() {
		case "http://www.w3.org/2000/01/rdf-schema#label":
			terms[i].label = t.Obj.String()
		case "http://www.w3.org/2000/01/rdf-schema#isDefinedBy":
			terms[i].vocabulary = t.Obj.String()
		default:
			return nil, fmt.Errorf("<%s> has <%s>; a term has a label and a vocabulary only", iri, t.Pred)
		}
	}
	for _, t := range terms {
		if t.label == "" || t.vocabulary == "" || !strings.HasPrefix(t.iri, t.vocabulary) {
			return nil, fmt.Errorf("<%s> needs an rdfs:label, and an rdfs:isDefinedBy that it begins with", t.iri)
		}
	}
	return terms, nil
}

// block writes the constants of one vocabulary. used holds every constant so far.
func block(b *bytes.Buffer, v vocabulary, terms []term, used map[string]string) error {
	var own []term
	for _, t := range terms {
		if t.vocabulary == v.iri {
			own = append(own, t)
		}
	}
	fmt.Fprintf(b, "\n// Terms of <%s>.\nconst (\n", v.iri)
	for _, t := range own {
		name := constant(v, t, own)
		if other, taken := used[name]; taken {
			return fmt.Errorf("<%s> and <%s> would both be %s", other, t.iri, name)
		}
		used[name] = t.iri
		local := strings.TrimPrefix(t.iri, v.iri)
		fmt.Fprintf(b, "\t// %s is %s:%s, “%s”.\n\t%s = %q\n", name, v.prefix, local, t.label, name, t.iri)
	}
	b.WriteString(")\n")
	return nil
}

// constant names a term: the vocabulary, then the local name with a capital. A
// property that differs from a class in that capital alone (dcat:dataset) gets
// "Property" behind it.
func constant(v vocabulary, t term, all []term) string {
	local := strings.TrimPrefix(t.iri, v.iri)
	if v.byLabel {
		return v.constant + camel(t.label)
	}
	name := camel(strings.ReplaceAll(local, "_", " "))
	if name == local {
		return v.constant + name
	}
	for _, other := range all {
		if other.iri == v.iri+name {
			return v.constant + name + "Property"
		}
	}
	return v.constant + name
}

func camel(label string) string {
	var s string
	for _, w := range strings.Fields(label) {
		s += capital(w)
	}
	return s
}

func capital(s string) string {
	r := []rune(s)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}
