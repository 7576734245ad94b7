package httpd

import (
	"fmt"
	"strings"
	"testing"
)

// What a record has, what a resource of ours has, and what the dataset has.
var (
	record   = []string{".html", ".ttl", ".jsonld", ".bib", ".ris", ".csl.json"}
	resource = []string{".html", ".ttl", ".jsonld"}
	dataset  = []string{".ttl", ".jsonld", ".nt", ".nq"}
)

func offered(exts []string) (all []form) {
	for _, f := range forms() { // in the server's order
		for _, ext := range exts {
			if f.ext == ext {
				f.media = essence(mediaType("x" + ext))
				all = append(all, f)
			}
		}
	}
	return all
}

func chosen(exts []string, accept ...string) string {
	all := offered(exts)
	if i := choose(all, parseAccept(accept)); i >= 0 {
		return all[i].ext
	}
	return "none"
}

// TestClients has headers such as programs of others send.
func TestClients(t *testing.T) {
	for _, c := range []struct{ client, accept, record, dataset string }{
		{"none", "", ".html", ".ttl"},
		{"curl", "*/*", ".html", ".ttl"},
		{"Firefox", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/png,image/svg+xml,*/*;q=0.8", ".html", ".ttl"},
		{"Firefox 132", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ".html", ".ttl"},
		{"Chromium", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7", ".html", ".ttl"},
		{"Internet Explorer 8", "image/gif, image/jpeg, image/pjpeg, application/x-ms-application, */*", ".html", ".ttl"},
		{"rdflib 6.1", "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1", ".ttl", ".ttl"},
		{"rdflib 6.1, turtle", "text/turtle,application/x-turtle, */*;q=0.1", ".ttl", ".ttl"},
		{"rdflib 6.1, json-ld", "application/ld+json, application/json;q=0.9, */*;q=0.1", ".jsonld", ".jsonld"},
		{"N3", "text/n3", ".ttl", ".ttl"},
		{"RDF/XML or else", "application/rdf+xml, */*;q=0.1", ".ttl", ".ttl"},
		{"N-Triples, both names", "text/plain, application/n-triples;q=0.9, */*;q=0.1", ".ttl", ".nt"},
		{"Jena", "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3", ".ttl", ".ttl"},
		{"Jena, datasets", "application/trig,application/n-quads;q=0.9,application/ld+json;q=0.8,*/*;q=0.5", ".ttl", ".ttl"},
		{"RDF4J", "application/rdf+xml;q=0.8, application/n-triples;q=0.9, text/turtle, text/n3;q=0.8, application/trix;q=0.8, application/n-quads;q=0.8, application/ld+json;q=0.8, application/rdf+json;q=0.8", ".ttl", ".ttl"},
		{"jsonld.js", "application/ld+json;q=1, application/json;q=0.9, */*;q=0.1", ".jsonld", ".jsonld"},
		{"jsonld.js 8", "application/ld+json, application/json", ".jsonld", ".jsonld"},
		{"titanium", "application/ld+json;profile=\"http://www.w3.org/ns/json-ld#compacted, x;q=0\",application/json;q=0.5", ".jsonld", ".jsonld"},
		{"Comunica", "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,application/json;q=0.45,text/n3;q=0.35,application/xml;q=0.3,text/html;q=0.2,application/xhtml+xml;q=0.18", ".jsonld", ".nq"},
		{"Tabulator", "text/n3, text/turtle, application/rdf+xml", ".ttl", ".ttl"},
		{"issue", "application/rdf+xml, text/turtle;q=0.8", ".ttl", ".ttl"},
		{"fetch() for JSON", "application/json", ".jsonld", ".jsonld"},
		{"jQuery JSON", "application/json, text/javascript, */*; q=0.01", ".jsonld", ".jsonld"},
		{"axios", "application/json, text/plain, */*", ".jsonld", ".jsonld"},
		{"Java", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", ".html", ".ttl"},
		{"DOI, Turtle", "text/turtle;q=0.9, text/html;q=0.1", ".ttl", ".ttl"},
		{"Zotero", "application/vnd.citationstyles.csl+json, application/x-research-info-systems;q=0.9", ".csl.json", "none"},
		{"doi2bib", "application/x-bibtex", ".bib", "none"},
		{"doi2bib, old", "text/x-bibtex; charset=utf-8", ".bib", "none"},
		{"RIS", "application/x-research-info-systems", ".ris", "none"},
		{"Feedly", "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.8, application/xml;q=0.6, text/xml;q=0.4, */*;q=0.3", ".ttl", ".ttl"},
		{"Googlebot", "text/html,application/xhtml+xml,application/signed-exchange;v=b3,application/xml;q=0.9,*/*;q=0.8", ".html", ".ttl"},
		{"img", "image/avif,image/webp,image/apng,image/svg+xml,image/*;q=0.9", "none", "none"},
		{"n-triples", "application/n-triples", "none", ".nt"},
		{"rdf+xml", "application/rdf+xml", "none", "none"},
		{"text", "text/*", ".html", ".ttl"},
		{"application", "application/*", ".jsonld", ".jsonld"},
	} {
		if got := chosen(record, c.accept); got != c.record {
			t.Errorf("%s asks for a record with %q and gets %s, not %s", c.client, c.accept, got, c.record)
		}
		if got := chosen(dataset, c.accept); got != c.dataset {
			t.Errorf("%s asks for the dataset with %q and gets %s, not %s", c.client, c.accept, got, c.dataset)
		}
	}
}

// TestWeights has the rules of RFC 9110, sections 12.4.2 and 12.5.1.
func TestWeights(t *testing.T) {
	for accept, want := range map[string]string{
		"text/turtle;q=0.5, text/html;q=0.4":         ".ttl",
		"text/turtle;q=0.4, text/html;q=0.5":         ".html",
		"text/turtle;q=0.001, text/html;q=0":         ".ttl",
		"text/html;q=0, */*":                         ".ttl",
		"text/*;q=0, */*;q=0.1":                      ".jsonld",
		"text/*;q=0.3, text/turtle;q=0.1, */*;q=0.2": ".html",
		"text/html;q=0.7, text/*;q=0.9, */*;q=0.8":   ".ttl", // the most specific range counts
		"*/*;q=0":                         "none",
		"text/html;q=0":                   "none",
		"text/turtle, */*":                ".ttl", // named, against a wildcard of the same weight
		"*/*, text/turtle":                ".ttl",
		"application/json;q=0, */*;q=0.1": ".html",
		"application/ld+json;q=0, application/json":                    "none",
		"TEXT/TURTLE;Q=1, text/html;q=0.2":                             ".ttl",
		"text/turtle ; charset=utf-8 ; q=0.9, text/html;q=.8":          ".ttl",
		"text/turtle;charset=\"utf,8;\\\";q=0\";q=0.3,text/html;q=0.2": ".ttl",
		"text/html;level=1;q=0.1, text/html;q=0.9, text/turtle;q=0.5":  ".html",
		"text/html;level=1;q=0.1, text/turtle;q=0.05":                  ".html",
		"text/turtle;q=0.9;ext=1, text/html;q=0.95;ext=2":              ".html", // accept-ext of RFC 7231
		",, ,text/turtle,,": ".ttl",
		`application/x;p=", text/html, ";q=0.5, text/turtle;q=0.4`: ".ttl", // what is quoted is no range
		// What is no weight, or no range, is not there.
		"text/turtle;q=high, text/html;q=0.1":     ".html",
		"text/turtle;q=NaN, text/html;q=0.1":      ".html",
		"text/turtle;q=Infinity, text/html;q=0.1": ".html",
		"text/turtle;q=-1, text/html;q=0.1":       ".html",
		"text/turtle;q=1.001, text/html;q=0.1":    ".html",
		"text/turtle;q=1e-1, text/html;q=0.01":    ".html",
		"text/turtle;q=2, text/html;q=0.1":        ".html",
		"text/turtle;q=, text/html;q=0.1":         ".html",
		"text/turtle;q, text/html;q=0.1":          ".html",
		"text/turtle;q=0x1, text/html;q=0.1":      ".html",
		"text/turtle;q=0.12345, text/html;q=0.1":  ".ttl",
		"text/turtle;q=1., text/html;q=0.1":       ".ttl",
		"nonsense":                                ".html",
		"/, text/, /html":                         ".html",
		"*/turtle":                                ".html",
		"text/turtle;q=.x":                        ".html",
		"\x00\xff":                                ".html",
	} {
		if got := chosen(resource, accept); got != want {
			t.Errorf("%q gives %s, want %s", accept, got, want)
		}
	}
	if got := chosen(resource, "text/html;q=0.1", "text/turtle;q=0.2"); got != ".ttl" {
		t.Errorf("two lines give %s", got)
	}
}

// TestAcceptIsBounded: members are counted, whatever there is between the commas.
func TestAcceptIsBounded(t *testing.T) {
	many := make([]string, 10*mostItems)
	for i := range many {
		many[i] = fmt.Sprintf("a%d/b;q=0.5", i)
	}
	long := strings.Join(many, ",")
	if got := len(parseAccept([]string{long, long})); got != mostItems {
		t.Errorf("%d ranges are kept", got)
	}
	if got := chosen(resource, "text/turtle,"+long); got != ".ttl" {
		t.Errorf("the first of many: %s", got)
	}
	for _, hostile := range []string{
		strings.Repeat(",", 30000), strings.Repeat(";", 30000), strings.Repeat(`"`, 30001), `text/html;a="` + strings.Repeat(`\`, 30000),
		"text/turtle" + strings.Repeat(";a=b", 8000), "text/turtle" + strings.Repeat(";a=b", 8000) + ";q=0", strings.Repeat("*/*,", 8000),
		"text/" + strings.Repeat("x", 30000), strings.Repeat("/", 30000), "q=" + strings.Repeat("0", 30000), "a/b;q=0." + strings.Repeat("9", 30000),
	} {
		if got := len(parseAccept([]string{hostile})); got > mostItems {
			t.Errorf("%.20q: %d ranges", hostile, got)
		}
	}
}

// FuzzAccept: whatever is sent, weights are weights and the choice is one of the forms
// or none.
func FuzzAccept(f *testing.F) {
	for _, s := range []string{"", "*/*", "text/turtle;q=0.5, */*;q=0.1", `a/b;c="d,e";q=1`, "*;q=.2", "text/html;q=0"} {
		f.Add(s)
	}
	all := offered(record)
	f.Fuzz(func(t *testing.T, accept string) {
		ranges := parseAccept([]string{accept})
		for _, r := range ranges {
			if r.weight < 0 || r.weight > 1000 || r.kind == "" || r.sub == "" {
				t.Errorf("%q has %+v", accept, r)
			}
		}
		if i := choose(all, ranges); i < -1 || i >= len(all) {
			t.Errorf("%q chooses %d", accept, i)
		}
	})
}
