package httpd

import "strings"

// form is a way in which what an IRI stands for can be written: the file with this
// extension beside the others.
type form struct {
	ext   string   // such as ".ttl"
	media string   // without parameters
	near  []string // other names for the same, and syntaxes that it is a part of
	data  bool     // a graph
}

// forms is every form, the one most wanted by people first.
func forms() []form {
	return []form{
		{".html", "text/html", nil, false},
		{".ttl", "text/turtle", []string{"application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3", "application/trig"}, true},
		{".jsonld", "application/ld+json", []string{"application/json"}, true},
		{".nt", "application/n-triples", []string{"application/n-quads"}, true},
		{".nq", "application/n-quads", []string{"text/x-nquads"}, true},
		{".rdf", "application/rdf+xml", nil, true},
		{".xml", "application/xml", []string{"application/xml", "text/xml"}, false},
		{".atom", "application/atom+xml", []string{"application/xml", "text/xml"}, false},
		{".json", "application/json", []string{"application/json"}, false},
		{".csl.json", "application/vnd.citationstyles.csl+json", nil, false},
		{".csv", "text/csv", nil, false},
		{".bib", "application/x-bibtex", []string{"text/x-bibtex"}, false},
		{".ris", "application/x-research-info-systems", nil, false},
	}
}

// How closely a media range names a form (RFC 9110, section 12.5.1: the most specific
// range counts).
const (
	unnamed  = iota
	anything // */*
	anyOf    // text/*
	nearby   // another name of it, or a syntax that it is a part of
	narrowed // itself, with parameters that are not looked at
	exact
)

// choose is which of the forms, in the server's order, is sent; -1 where the client
// accepts none.
//
// The greatest weight wins, then the range that names the form most closely, then the
// server's order: so that "text/turtle, */*" is Turtle. A client that names any syntax
// of RDF is a program that reads data: its wildcard means data too, not a page.
func choose(all []form, ranges []mediaRange) int {
	dataFirst := namesData(ranges)
	best, bestScore := -1, 0
	for i, f := range all {
		weight, closeness := f.liking(ranges)
		if weight == 0 {
			continue
		}
		score := weight*100 + closeness*10
		if f.data && dataFirst {
			score++
		}
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	return best
}

// liking is the weight that a client gives a form, and how closely it names it.
// A client without wishes takes anything.
func (f form) liking(ranges []mediaRange) (weight, closeness int) {
	if len(ranges) == 0 {
		return 1000, anything
	}
	for _, r := range ranges {
		c := f.closeness(r)
		if c == nearby && r.weight == 0 {
			continue // who does not want JSON has not said so of JSON-LD
		}
		if c > closeness || c == closeness && c > unnamed && r.weight > weight {
			weight, closeness = r.weight, c
		}
	}
	return weight, closeness
}

func (f form) closeness(r mediaRange) int {
	kind, sub, _ := strings.Cut(f.media, "/")
	switch {
	case r.kind == "*":
		return anything
	case r.kind == kind && r.sub == sub && r.bare:
		return exact
	case r.kind == kind && r.sub == sub:
		return narrowed
	case f.isNear(r):
		return nearby
	case r.kind == kind && r.sub == "*":
		return anyOf
	}
	return unnamed
}

func (f form) isNear(r mediaRange) bool {
	for _, name := range f.near {
		if kind, sub, _ := strings.Cut(name, "/"); r.kind == kind && r.sub == sub {
			return true
		}
	}
	return false
}

// namesData says whether a syntax of RDF is among the ranges, ours or not.
func namesData(ranges []mediaRange) bool {
	for _, r := range ranges {
		if r.weight == 0 {
			continue
		}
		switch r.kind + "/" + r.sub {
		case "text/turtle", "text/n3", "text/rdf+n3", "application/x-turtle", "application/turtle", "application/rdf+xml", "application/ld+json",
			"application/n-triples", "application/n-quads", "application/trig", "application/trix", "application/rdf+json", "application/rdf+thrift":
			return true
		}
	}
	return false
}
