package vocab

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/knakk/rdf"
)

// The model and its gold records are in testdata as they were given.
func model(t *testing.T) []rdf.Triple { return decode(t, "testdata/model.ttl") }

func decode(t *testing.T, path string) []rdf.Triple {
	t.Helper()
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	triples, err := rdf.NewTripleDecoder(bytes.NewReader(doc), rdf.Turtle).DecodeAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return triples
}

// lines are triples as a set of N-Triples lines.
func lines(triples []rdf.Triple) map[string]bool {
	set := map[string]bool{}
	for _, tr := range triples {
		set[strings.TrimSpace(tr.Serialize(rdf.NTriples))] = true
	}
	return set
}

func about(triples []rdf.Triple, subjectPrefix string) []rdf.Triple {
	var out []rdf.Triple
	for _, tr := range triples {
		if strings.HasPrefix(tr.Subj.String(), subjectPrefix) {
			out = append(out, tr)
		}
	}
	return out
}

type goldFile struct {
	Organizations map[string]struct {
		Name        string   `json:"name"`
		SourceForms []string `json:"source_forms"`
	} `json:"organizations"`
	Entries []struct {
		TypeSource  string `json:"type_source"`
		TypeConcept string `json:"type_concept"`
	} `json:"entries"`
}

func gold(t *testing.T) goldFile {
	t.Helper()
	doc, err := os.ReadFile("testdata/gold.json")
	if err != nil {
		t.Fatal(err)
	}
	var g goldFile
	if err := json.Unmarshal(doc, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

func load(t testing.TB, more ...string) *Bodies {
	t.Helper()
	bs, err := loadText(more...)
	if err != nil {
		t.Fatal(err)
	}
	return bs
}

// kindOf says of a value which kind and datatype its key should have.
func kindOf(obj rdf.Term) [2]string {
	l, ok := obj.(rdf.Literal)
	switch {
	case !ok:
		return [2]string{KindIRI.String(), ""}
	case l.Lang() != "":
		return [2]string{KindText.String(), ""}
	case l.DataType.String() == XSDString:
		return [2]string{KindString.String(), ""}
	}
	return [2]string{KindTyped.String(), l.DataType.String()}
}
