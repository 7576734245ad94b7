package hard

import (
	"github.com/knakk/rdf"

	"samling/publish"
)

// Refusal is a group that no writer may write.
type Refusal struct {
	Name  string
	Group publish.Group
}

// Refused are groups that break the promises of a publication: each has one legal
// statement, and one fault.
func Refused() []Refusal {
	blank, _ := rdf.NewBlank("b0")
	subject := Base + "item/refused#it"
	object := func(name string, o rdf.Object) Refusal {
		return Refusal{name, about(subject, append(one(dct+"title", Plain("legal")), one(dct+"relation", o)...)...)}
	}
	list := []Refusal{
		object("blank object", blank),
		object("no object", nil),
		object("text with U+0000", Plain("a\x00b")),
		object("text not UTF-8", Plain("bl\xe5b\xe6r")),
		object("text with a surrogate", Plain("\xed\xa0\x80")),
		object("language without a tag", Tagged("a", "")),
		object("language with another datatype", Literal("a", "nb", xsd+"string")),
		object("language not well formed", Tagged("a", "nb_NO")),
		object("language ends in a hyphen", Tagged("a", "nb-")),
		object("language too long", Tagged("a", "bokmaalsk")),
		object("language begins with a digit", Tagged("a", "1a")),
		object("language that injects", Tagged("a", "nb . <urn:evil> <urn:p> <urn:o>")),
		object("no datatype", Typed("a", "")),
		object("relative datatype", Typed("a", "gYear")),
		object("datatype that injects", Typed("a", "urn:x> . <urn:evil> <urn:p> <urn:o")),
		{"blank subject", publish.Group{Subject: blank, Triples: []rdf.Triple{{Subj: blank, Pred: IRI(dct + "title"), Obj: Plain("a")}}}},
		{"no subject", publish.Group{Triples: []rdf.Triple{{Pred: IRI(dct + "title"), Obj: Plain("a")}}}},
		{"no predicate", publish.Group{Subject: IRI(subject), Triples: []rdf.Triple{{Subj: IRI(subject), Obj: Plain("a")}}}},
		{"another subject's statement", publish.Group{Subject: IRI(subject), Triples: []rdf.Triple{{Subj: IRI(subject + "2"), Pred: IRI(dct + "title"), Obj: Plain("a")}}}},
	}
	for _, iri := range illegal() {
		list = append(list, object("object "+iri, IRI(iri)),
			Refusal{"subject " + iri, about(iri, one(dct+"title", Plain("a"))...)},
			Refusal{"predicate " + iri, about(subject, append(one(dct+"title", Plain("a")), one(iri, Plain("a"))...)...)},
		)
	}
	return list
}

// illegal are IRIs that are relative, or not legal.
func illegal() []string {
	return []string{
		"", "item/x", "/item/x", "#it", "//example.org/x", "?q", "1http://example.org/", ":x", "æ:x", "x",
		"http://example.org/a b", "http://example.org/{id}", "http://example.org/<x>", `http://example.org/"x"`, `http://example.org/a\b`, "http://example.org/a|b", "http://example.org/a^b", "http://example.org/`",
		"http://example.org/\n", "http://example.org/\t", "http://example.org/\x00", "http://example.org/\x7f", "http://example.org/\u0085", "http://example.org/\u00a0", "http://example.org/\u3000", "http://example.org/\u2028",
		"http://example.org/\u202egpj.exe", "http://example.org/\ufeff", "http://example.org/\ue000", "http://example.org/\uffff", "http://example.org/\ufdd0", "http://example.org/bl\xe5", "http://example.org/\xed\xa0\x80",
		"http://example.org/%zz", "http://example.org/%", "http://example.org/%4", "http://example.org/a[1].pdf", "http://example.org/a#b#c", "http://[::1/", "http://[x]/", "http://example.org:port/", "http://a@b@c/", "http://exa mple.org/",
		"urn:x> . <urn:evil> <urn:p> <urn:o",
	}
}
