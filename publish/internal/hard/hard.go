// Package hard is a graph that breaks writers, and the checks that every writer of the
// graph has to pass. It is for tests.
//
// [Groups] is that graph: texts with every kind of quotation mark, control and line
// break, numbers that are none, datatypes and names with punctuation, languages in
// capitals; each as the value of predicates that a JSON-LD context treats differently.
// [Refused] are groups that no writer may write. [RoundTrip], [Refuses], [Parts],
// [Fuzz] and [Bench] take a writer and a reader that is not ours.
package hard

import (
	"fmt"
	"strings"
	"time"

	"github.com/knakk/rdf"

	"samling/publish"
)

const (
	// Base is the edition's.
	Base = "https://example.org/lit/"

	rdfNS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsd   = "http://www.w3.org/2001/XMLSchema#"
	dct   = "http://purl.org/dc/terms/"
)

// Info is what the edition of the hard cases says of itself.
func Info() publish.Info {
	return publish.Info{Number: 1, Made: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), Base: Base, Title: "Hard cases"}
}

// Part is the part that they are in.
func Part() publish.Part { return publish.Part{Source: "hard", Graph: Base + "graph/hard"} }

// predicates of which a context makes different things: a text by language, a plain
// text, a year, a time, a thing, and one that no context knows.
var predicates = []string{
	dct + "title", dct + "identifier", dct + "issued", dct + "modified", dct + "publisher",
	"http://xmlns.com/foaf/0.1/name", "http://rdfs.org/ns/void#entities", "urn:example:(p),q",
}

// Groups are the hard cases, in canonical order.
func Groups() []publish.Group {
	groups := []publish.Group{
		// JSON-LD's head says this already (a graph is a set).
		about(Base+"dataset", one(rdfNS+"type", IRI("http://rdfs.org/ns/void#Dataset"))...),
		about(Base+"item/languages#it", one(dct+"title", languages()...)...),
	}
	for i, l := range literals() {
		groups = append(groups, about(fmt.Sprintf("%sitem/v%03d#it", Base, i), everywhere(l)...))
	}
	for i, d := range datatypes() {
		groups = append(groups, about(fmt.Sprintf("%sitem/d%03d#it", Base, i), everywhere(d)...))
	}
	for _, iri := range iris() {
		ts := append(one(rdfNS+"type", IRI(iri)), everywhere(IRI(iri))...)
		groups = append(groups, about(iri, append(ts, one(iri, IRI(iri), Tagged("under a hard predicate", "en"))...)...))
	}
	return Grouped(Triples(groups))
}

// ForPeers are the hard cases without the few that are written right and that a parser
// with which we are checked reads wrong. jsonld.js rewrites a double that is given as a
// string ("1" becomes "1.0E0"); rapper takes dot segments out of absolute IRIs.
func ForPeers() []publish.Group {
	var kept []rdf.Triple
	for _, t := range Triples(Groups()) {
		if !rewritten(t.Subj) && !rewritten(t.Obj) {
			kept = append(kept, t)
		}
	}
	return Grouped(kept)
}

func rewritten(t rdf.Term) bool {
	if l, ok := t.(rdf.Literal); ok {
		return l.DataType.String() == xsd+"double" && l.String() != "1.0E0"
	}
	return strings.HasSuffix(t.String(), "/.") || strings.HasSuffix(t.String(), "/..")
}

// about is the group of one subject.
func about(subject string, triples ...rdf.Triple) publish.Group {
	g := publish.Group{Subject: IRI(subject), Triples: triples}
	for i := range g.Triples {
		g.Triples[i].Subj = g.Subject
	}
	return g
}

// one is one predicate with its objects.
func one(predicate string, objects ...rdf.Object) []rdf.Triple {
	var ts []rdf.Triple
	for _, o := range objects {
		ts = append(ts, rdf.Triple{Pred: IRI(predicate), Obj: o})
	}
	return ts
}

// everywhere is one object under each of the predicates.
func everywhere(o rdf.Object) []rdf.Triple {
	var ts []rdf.Triple
	for _, p := range predicates {
		ts = append(ts, one(p, o)...)
	}
	return ts
}

// languages are tags that are hard to keep: in capitals, of many parts, several texts
// of one language that do not stand together, the same text in two languages and in none.
func languages() []rdf.Object {
	return []rdf.Object{
		Tagged("Rapport", "nb"), Tagged("Rapport", "nn"), Tagged("Rapport", "no"), Plain("Rapport"), Tagged("Arbeidsrapport", "nb"),
		Tagged("Report", "en"), Tagged("Report", "en-GB"), Tagged("Bok", "nb-NO"), Tagged("Bok", "NN"), Tagged("x", "zh-Hant-TW"),
		Tagged("none", "none"), Tagged("", "nb"), Typed("Rapport", xsd+"token"), IRI("urn:example:rapport"),
	}
}

// texts are values that writers get wrong.
func texts() []string {
	return []string{
		"", " ", "a", "@", ".", "-", ":", "\"", "\\", "'", "'''", `"""`, `""""`, `\"`, `\\`, `a\`, `a\\`, `a"`, `"a`, `\u0041`, `\n`,
		"CR\rLF\nCRLF\r\nend", "\n", "\r\n", "\ttab\t", "line\u2028separator\u2029paragraph", "next\u0085line",
		"bell\a back\b form\f vertical\v escape\x1b", "\x01\x02\x03\x04\x05\x06\x0e\x0f\x10\x1e\x1f", "delete\x7f c1\u0080\u009f",
		"bidi \u202eesrever\u202c \u2066isolate\u2069 \u200emark\u200f \u061c", "bom\ufeff", "zero\u200bwidth\u200cnon\u200djoiner", "soft\u00adhyphen no-break\u00a0space",
		"emoji 😀👩‍👩‍👧‍👦🇳🇴", "combining e\u0301 \u0301first", "æøå ÆØÅ ß ŋ đ", "中文 العربية עברית ไทย", "\U0010fffd\ue000private", "\ud7ff\ufffd",
		"Kom i gang – «næringsplan» … 50 %", "<script>alert('x')</script>", "</script><!--", "a & b &amp; c", "]]>", "{}", "${x}", "%s %d %", "#no comment",
		`a" . <urn:evil> <urn:p> "pwn`, `a"^^<urn:evil>`, `a"@en . #`, "<urn:not:an:iri>", "http://example.org/not-an-iri", "_:b0", "@id", "@type", "@none", "@value", "dcterms:title", "null", "true", "12",
		strings.Repeat("Regionråd og interkommunalt samarbeid. ", 300), strings.Repeat(`"\`, 500),
	}
}

func literals() []rdf.Object {
	var os []rdf.Object
	for _, s := range texts() {
		os = append(os, Plain(s), Tagged(s, "nb"))
	}
	return os
}

// datatypes are literals whose lexical form or datatype invites a writer to change it.
func datatypes() []rdf.Object {
	var os []rdf.Object
	for _, l := range [][2]string{
		{"2012", "gYear"}, {"20xx", "gYear"}, {"2010/2014", "gYear"}, {"-0044", "gYear"}, {"02012Z", "gYear"}, {"2012-02", "gYearMonth"},
		{"2026-11-24", "date"}, {"2026-11-24Z", "date"}, {"2026-11-24T00:00:00Z", "dateTime"}, {"2026-11-24T00:00:00.000+01:00", "dateTime"}, {`yesterday "`, "dateTime"},
		{"1", "integer"}, {"+01", "integer"}, {"-0", "integer"}, {"abc", "integer"}, {"", "integer"}, {" 1 ", "integer"}, {"1", "int"}, {"12", "nonNegativeInteger"}, {"99999999999999999999", "integer"},
		{"1", "double"}, {"1.0E0", "double"}, {"NaN", "double"}, {"INF", "double"}, {"1e400", "double"}, {"1", "decimal"}, {"1.50", "decimal"}, {".5", "decimal"}, {"1.", "decimal"}, {"1", "float"},
		{"true", "boolean"}, {"1", "boolean"}, {"TRUE", "boolean"}, {"http://example.org/a b", "anyURI"}, {"nb", "language"}, {"text", "normalizedString"}, {`a" . <urn:evil> <urn:p> "pwn`, "token"}, {"P1Y", "duration"},
	} {
		os = append(os, Typed(l[0], xsd+l[1]))
	}
	for _, datatype := range []string{
		rdfNS + "XMLLiteral", rdfNS + "HTML", Base + "wiley:(sici)1097;a,b", Base + ".x.", Base + "types#-a'b", "urn:example:type", dct + "W3CDTF",
	} {
		os = append(os, Typed(`<b class="x">a</b>`, datatype), Typed(`{"a":[1, "\u0041"]}`, datatype))
	}
	return os
}

// iris are legal and absolute, and hard to write as prefixed names or to keep as they are.
func iris() []string {
	list := []string{
		rdfNS + "type", rdfNS, rdfNS + "_1", xsd + "string", dct, dct + "title", Base, Base + "types", Base + "types#",
		"urn:isbn:9788276711234", "urn:a", "mailto:post@example.org", "tag:example.org,2026:x", "javascript:alert(1)", "data:text/plain,a%20b", "page:a", "type:rapport", "name:x", "urn:x-y+z.1:!$&'()*+,;=@",
		"http://example.com", "http://user@example.com:8080/p;a=1?q=%C3%A6&r=1#frag/ment?x", "http://[2001:db8::1]:80/x", "http://blåbær.no/æ/ø?å=ñ#é",
		"http://example.org/%2F%2e", "http://example.org//a//b/", "HTTP://EXAMPLE.org/A", "http://example.org/?", "http://example.org/a#", "https://例え.jp/中文", "http://example.org/?\ue000",
		Base + "item/" + strings.Repeat("long", 240),
	}
	for _, local := range []string{
		"wiley:(sici)1097;a,b", ".leading", "trailing.", "..", ".", "mid..dle", "-", "-x", "x-", ":", ":x", "x:", "a:b:c", "_", "_x", "0", "0a", "1.5", "1.", "a", "true", "false", "PREFIX", "prefix", "base", "BASE",
		"%41", "a%20b", "%C3%B8re", "100%25", "Ørsta", "ø", "中文", "e\u0301", "\u0301e", "a\u00b7b", "\u00b7a", "x\u203fy", "×", "a÷b", "😀", "\u037fx", "¡x", "ª", "q?x", "?", "@home", "~user", "it's", "a!b$c&d*e+f=g", "x,", "x;", "(x)", "!",
		"dataset.ttl", "a.b.c", "a/b", "a#b",
	} {
		list = append(list, Base+local, Base+"types#"+strings.ReplaceAll(local, "#", "_"))
	}
	return list
}
