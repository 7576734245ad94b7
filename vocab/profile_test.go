package vocab

import (
	"bytes"
	"encoding/csv"
	"testing"

	"github.com/knakk/rdf"
)

func TestShapesUnderABase(t *testing.T) {
	doc := Shapes("http://localhost:8080/")
	if bytes.Contains(doc, []byte("example.org")) {
		t.Error("the placeholder is left in the shapes")
	}
	for _, want := range []string{"<http://localhost:8080/types>", "@prefix s: <http://localhost:8080/profile/1.0/shapes#> ."} {
		if !bytes.Contains(doc, []byte(want)) {
			t.Errorf("the shapes lack %s", want)
		}
	}
	if _, err := rdf.NewTripleDecoder(bytes.NewReader(doc), rdf.Turtle).DecodeAll(); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(Shapes(Placeholder), shapesTTL) {
		t.Error("under the placeholder the shapes are not the file")
	}
}

func TestProfileUnderABase(t *testing.T) {
	doc := Profile("http://localhost:8080/")
	if bytes.Contains(doc, []byte("example.org")) || !bytes.Contains(doc, []byte("http://localhost:8080/types#")) {
		t.Error("the profile is not under the base")
	}
	rows, err := csv.NewReader(bytes.NewReader(doc)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 30 || rows[0][0] != "shapeID" {
		t.Errorf("%d rows, beginning with %v", len(rows), rows[0])
	}
}
