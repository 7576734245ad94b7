package vocab

import (
	"bufio"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/knakk/rdf"
)

func TestNamespacesAreTheModels(t *testing.T) {
	f, err := os.Open("testdata/model.ttl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	declaration := regexp.MustCompile(`^@prefix (\w+): <([^>]+)> \.`)
	var want []Namespace
	for lines := bufio.NewScanner(f); lines.Scan(); {
		m := declaration.FindStringSubmatch(lines.Text())
		// ex: is the bare base, and the data themes belong to the catalogue.
		if m != nil && m[1] != "ex" && m[1] != "theme" {
			want = append(want, Namespace{m[1], strings.Replace(m[2], Placeholder, "http://localhost:8080/", 1)})
		}
	}
	got := Namespaces("http://localhost:8080/")
	if len(got) != len(want) {
		t.Fatalf("%d namespaces, the model has %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %v, the model has %v", i, got[i], want[i])
		}
	}
}

func TestPredicateRankHasEveryPredicate(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range predicates {
		if seen[p] {
			t.Errorf("<%s> is ranked twice", p)
		}
		seen[p] = true
	}
	for _, path := range []string{"testdata/model.ttl", "testdata/gold.ttl", "types.ttl", "bodies.ttl"} {
		for _, tr := range decode(t, path) {
			if !seen[tr.Pred.String()] {
				t.Errorf("%s: <%s> has no rank", path, tr.Pred)
			}
		}
	}
	if last := PredicateRank("urn:x:unknown"); last != len(predicates) {
		t.Errorf("an unknown predicate ranks %d, not last", last)
	}
}

// A publication and its record are written in the order the model writes them in.
func TestPredicateRankFollowsTheModel(t *testing.T) {
	for _, subject := range []string{"item/rnwakemxnext#it", "item/rnwakemxnext", "item/gyr72wd3yaa7"} {
		last := -1
		for _, tr := range model(t) {
			if tr.Subj.String() != Placeholder+subject {
				continue
			}
			if r := PredicateRank(tr.Pred.String()); r < last {
				t.Errorf("%s: <%s> ranks before what stands before it", subject, tr.Pred)
			} else {
				last = r
			}
		}
		if last < 0 {
			t.Errorf("the model has no %s", subject)
		}
	}
}

func TestSort(t *testing.T) {
	const doc = `@prefix dcterms: <http://purl.org/dc/terms/> .
<urn:b> dcterms:title "x"@nb .
<urn:a> <urn:z> <urn:o> ; <urn:y> <urn:o> ; dcterms:title "b"@nb , "a"@nn , "b"@nb ; a <urn:C> .`
	triples, err := readTurtle([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, tr := range Sort(triples) {
		got.WriteString(tr.Serialize(rdf.NTriples))
	}
	const want = `<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:C> .
<urn:a> <http://purl.org/dc/terms/title> "a"@nn .
<urn:a> <http://purl.org/dc/terms/title> "b"@nb .
<urn:a> <urn:y> <urn:o> .
<urn:a> <urn:z> <urn:o> .
<urn:b> <http://purl.org/dc/terms/title> "x"@nb .
`
	if got.String() != want {
		t.Errorf("sorted:\n%s\nwant:\n%s", got.String(), want)
	}
}
