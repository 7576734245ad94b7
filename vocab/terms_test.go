package vocab

import (
	"strings"
	"testing"

	"github.com/knakk/rdf"
)

// The rest of RDF's list syntax is written by parsers, not by us.
var notTerms = map[string]bool{
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#first": true,
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#rest":  true,
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#nil":   true,
}

func TestEveryTermOfTheModelIsListed(t *testing.T) {
	listed, vocabularies := map[string]bool{}, map[string]bool{}
	for _, tr := range decode(t, "terms.ttl") {
		listed[tr.Subj.String()] = true
		if tr.Pred.String() == "http://www.w3.org/2000/01/rdf-schema#isDefinedBy" {
			vocabularies[tr.Obj.String()] = true
		}
	}
	check := func(path, iri string) {
		for v := range vocabularies {
			if strings.HasPrefix(iri, v) && iri != v && !listed[iri] && !notTerms[iri] {
				t.Errorf("%s has <%s>, terms.ttl has not", path, iri)
			}
		}
	}
	for _, path := range []string{"testdata/model.ttl", "testdata/gold.ttl", "shapes.ttl", "types.ttl", "bodies.ttl"} {
		for _, tr := range decode(t, path) {
			for _, term := range []rdf.Term{tr.Subj, tr.Pred, tr.Obj} {
				check(path, term.String())
				if l, ok := term.(rdf.Literal); ok {
					check(path, l.DataType.String())
				}
			}
		}
	}
}
