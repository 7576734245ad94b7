package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// output is the four files, with what was written to them.
type output struct {
	base             string
	files            []*os.File
	nt, ttl, ld, rss *bufio.Writer
	bodies           map[string]bool
	records, triples int
	buf              []byte
	statements       []statement
}

// place is where an entry was found, and when.
type place struct {
	page, snapshot, when string
	position, of         int
}

// statement says something of a subject: an IRI, or a text with a language or a datatype.
type statement struct {
	term           *term
	iri            string
	text           string
	lang, datatype string
}

// term is a predicate in the three ways it is written.
type term struct{ iri, name, key string }

func predicate(prefix, namespace, name string) *term {
	return &term{"<" + namespace + name + ">", prefix + ":" + name, strconv.Quote(prefix + ":" + name)}
}

const (
	dct  = "http://purl.org/dc/terms/"
	foaf = "http://xmlns.com/foaf/0.1/"
	prov = "http://www.w3.org/ns/prov#"
	dcat = "http://www.w3.org/ns/dcat#"
	void = "http://rdfs.org/ns/void#"
	bibo = "http://purl.org/ontology/bibo/"
	rdf  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	rdfs = "http://www.w3.org/2000/01/rdf-schema#"
	xsd  = "http://www.w3.org/2001/XMLSchema#"
	cc0  = "http://creativecommons.org/publicdomain/zero/1.0/"
)

var (
	isA            = predicate("rdf", rdf, "type")
	label          = predicate("rdfs", rdfs, "label")
	identifier     = predicate("dcterms", dct, "identifier")
	title          = predicate("dcterms", dct, "title")
	kind           = predicate("dcterms", dct, "type")
	publisher      = predicate("dcterms", dct, "publisher")
	issued         = predicate("dcterms", dct, "issued")
	language       = predicate("dcterms", dct, "language")
	description    = predicate("dcterms", dct, "description")
	citation       = predicate("dcterms", dct, "bibliographicCitation")
	isReferencedBy = predicate("dcterms", dct, "isReferencedBy")
	isPartOf       = predicate("dcterms", dct, "isPartOf")
	conformsTo     = predicate("dcterms", dct, "conformsTo")
	created        = predicate("dcterms", dct, "created")
	modified       = predicate("dcterms", dct, "modified")
	license        = predicate("dcterms", dct, "license")
	rights         = predicate("dcterms", dct, "rights")
	provenance     = predicate("dcterms", dct, "provenance")
	foafPage       = predicate("foaf", foaf, "page")
	foafName       = predicate("foaf", foaf, "name")
	isTopicOf      = predicate("foaf", foaf, "isPrimaryTopicOf")
	topic          = predicate("foaf", foaf, "primaryTopic")
	inDataset      = predicate("void", void, "inDataset")
	derived        = predicate("prov", prov, "wasDerivedFrom")
	generatedBy    = predicate("prov", prov, "wasGeneratedBy")
	generatedAt    = predicate("prov", prov, "generatedAtTime")
)

func newOutput(base, dir string) (*output, error) {
	o := &output{base: base, bodies: map[string]bool{}}
	for name, w := range map[string]**bufio.Writer{"dataset.nt": &o.nt, "dataset.ttl": &o.ttl, "dataset.jsonld": &o.ld, "feed.xml": &o.rss} {
		f, buf, err := create(dir, name)
		if err != nil {
			return nil, err
		}
		o.files, *w = append(o.files, f), buf
	}
	o.ld.WriteString(`{"@context":{`)
	namespaces := []string{"dcterms", dct, "foaf", foaf, "prov", prov, "dcat", dcat, "void", void, "bibo", bibo, "rdf", rdf, "rdfs", rdfs, "xsd", xsd}
	for i := 0; i < len(namespaces); i += 2 {
		fmt.Fprintf(o.ttl, "@prefix %s: <%s> .\n", namespaces[i], namespaces[i+1])
		fmt.Fprintf(o.ld, "%q:%q,", namespaces[i], namespaces[i+1])
	}
	fmt.Fprintf(o.ld, `"@base":%q},"@graph":[`, base)
	fmt.Fprintf(o.rss, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>Litteratursamling</title><link>%s</link><description>Litteratursamling</description>\n", base)
	return o, nil
}

func (o *output) entry(e entry, p place) {
	record := o.base + "item/" + id(p, e)
	o.statements = append(o.statements[:0],
		statement{term: isA, iri: dct + "BibliographicResource"},
		statement{term: isA, iri: bibo + "Document"},
		statement{term: identifier, text: record},
		statement{term: title, text: e.title, lang: "nb"},
		statement{term: kind, iri: o.base + "types#" + slug(e.kind)},
		statement{term: kind, iri: "http://purl.org/coar/resource_type/c_93fc"},
		statement{term: kind, iri: "http://purl.org/dc/dcmitype/Text"})
	names := strings.Split(e.bodies, "/")
	for _, name := range names {
		o.statements = append(o.statements, statement{term: publisher, iri: o.body(name)})
	}
	o.statements = append(o.statements,
		statement{term: issued, text: e.year, datatype: xsd + "gYear"},
		statement{term: language, iri: "http://publications.europa.eu/resource/authority/language/NOB"},
		statement{term: description, text: e.description, lang: "nb"},
		statement{term: citation, text: strings.Join(names, " ; ") + " (" + e.year + "). " + e.title + ". " + e.kind + ".", lang: "nb"},
		statement{term: isReferencedBy, iri: p.page},
		statement{term: foafPage, iri: e.link},
		statement{term: isTopicOf, iri: record})
	o.about(record+"#it", o.statements)
	o.about(record+"#source", []statement{
		{term: isA, iri: dct + "ProvenanceStatement"},
		{term: label, text: fmt.Sprintf("Kildelinje: «%s – %s %s», post %d av %d", e.kind, e.bodies, e.year, p.position, p.of), lang: "nb"}})
	o.record(record, p)
	if o.records++; o.records <= 50 {
		o.item(record, e)
	}
	for _, name := range names {
		if key := o.body(name); !o.bodies[key] {
			o.bodies[key] = true
			o.about(key, []statement{{term: isA, iri: foaf + "Organization"}, {term: foafName, text: name, lang: "nb"}})
		}
	}
}

func (o *output) body(name string) string { return o.base + "org/" + slug(name) + "#it" }

// record says what there is to say of the record itself.
func (o *output) record(record string, p place) {
	o.about(record, []statement{
		{term: isA, iri: dcat + "CatalogRecord"},
		{term: isA, iri: prov + "Entity"},
		{term: topic, iri: record + "#it"},
		{term: isPartOf, iri: o.base + "collection/list"},
		{term: inDataset, iri: o.base + "dataset"},
		{term: conformsTo, iri: o.base + "profile/1.0"},
		{term: created, text: p.when, datatype: xsd + "dateTime"},
		{term: modified, text: p.when, datatype: xsd + "dateTime"},
		{term: license, iri: cc0},
		{term: rights, iri: o.base + "rights/descriptions"},
		{term: derived, iri: o.base + "snapshot/" + p.snapshot},
		{term: generatedBy, iri: o.base + "harvest/list/" + p.when},
		{term: generatedAt, text: p.when, datatype: xsd + "dateTime"},
		{term: provenance, iri: record + "#source"}})
}

// about writes the statements of one subject in three syntaxes.
func (o *output) about(subject string, of []statement) {
	o.buf = o.lines(o.buf[:0], subject, of)
	o.nt.Write(o.buf)
	o.buf = o.block(o.buf[:0], subject, of)
	o.ttl.Write(o.buf)
	first := o.triples == 0
	o.buf = o.node(o.buf[:0], subject, of, first)
	o.ld.Write(o.buf)
	o.triples += len(of)
}

func (o *output) lines(b []byte, subject string, of []statement) []byte {
	for _, s := range of {
		b = append(append(append(b, '<'), subject...), "> "...)
		b = append(append(b, s.term.iri...), ' ')
		b = append(object(b, s), " .\n"...)
	}
	return b
}

func (o *output) block(b []byte, subject string, of []statement) []byte {
	b = append(append(append(b, "\n<"...), subject...), '>')
	for i, s := range of {
		if i > 0 && of[i-1].term == s.term {
			b = append(b, " , "...)
		} else {
			if i > 0 {
				b = append(b, " ;"...)
			}
			b = append(append(append(b, "\n    "...), s.term.name...), ' ')
		}
		b = object(b, s)
	}
	return append(b, " .\n"...)
}

func (o *output) node(b []byte, subject string, of []statement, first bool) []byte {
	if !first {
		b = append(b, ',')
	}
	b = append(append(append(b, "\n{\"@id\":\""...), subject...), '"')
	for i, s := range of {
		if i > 0 && of[i-1].term == s.term {
			b = append(b, ',')
		} else {
			if i > 0 {
				b = append(b, ']')
			}
			b = append(append(append(b, ','), s.term.key...), ":["...)
		}
		b = value(b, s)
	}
	return append(b, "]}"...)
}

func object(b []byte, s statement) []byte {
	if s.iri != "" {
		return append(append(append(b, '<'), s.iri...), '>')
	}
	b = quoted(b, s.text)
	if s.lang != "" {
		return append(append(b, '@'), s.lang...)
	}
	if s.datatype != "" {
		return append(append(append(b, "^^<"...), s.datatype...), '>')
	}
	return b
}

func value(b []byte, s statement) []byte {
	if s.iri != "" {
		return append(append(append(b, `{"@id":"`...), s.iri...), `"}`...)
	}
	b = quoted(append(b, `{"@value":`...), s.text)
	switch {
	case s.lang != "":
		b = append(append(append(b, `,"@language":"`...), s.lang...), '"')
	case s.datatype != "":
		b = append(append(append(b, `,"@type":"`...), s.datatype...), '"')
	}
	return append(b, '}')
}

// quoted escapes what N-Triples, Turtle and JSON all escape; the lists have no control
// characters but line ends.
func quoted(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := range len(s) {
		if c := s[i]; c == '"' || c == '\\' || c == '\n' {
			b = append(append(b, s[from:i]...), '\\')
			if c == '\n' {
				c = 'n'
			}
			b, from = append(b, c), i+1
		}
	}
	return append(append(b, s[from:]...), '"')
}

var inXML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func (o *output) item(record string, e entry) {
	fmt.Fprintf(o.rss, "<item><title>%s</title><link>%s</link><guid>%s</guid><description>%s</description></item>\n",
		inXML.Replace(e.title), inXML.Replace(cmp.Or(e.link, record)), record, inXML.Replace(e.description))
}

func (o *output) close() error {
	o.ld.WriteString("\n]}\n")
	o.rss.WriteString("</channel></rss>\n")
	errs := []error{o.nt.Flush(), o.ttl.Flush(), o.ld.Flush(), o.rss.Flush()}
	for _, f := range o.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}
