package turtle

import (
	"bytes"
	"flag"
	"strings"
	"testing"

	"github.com/knakk/rdf"

	"samling/publish"
	"samling/publish/internal/hard"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	write  = flag.String("write", "", "keep the hard cases as `DIR`/hard.ttl, for other parsers")
)

var writer = Writer{File: "hard.ttl", Base: hard.Base}

var read = hard.Reader{Parse: parse}

func parse(data []byte) ([]rdf.Triple, error) {
	return rdf.NewTripleDecoder(bytes.NewReader(data), rdf.Turtle).DecodeAll()
}

func TestHard(t *testing.T)    { hard.RoundTrip(t, writer, read, *write) }
func TestRefuses(t *testing.T) { hard.Refuses(t, writer) }
func TestParts(t *testing.T)   { hard.Parts(t, writer) }
func TestWithout(t *testing.T) { hard.Without(t, writer) }

// Without a base the prefixes under it are not used, and nothing else changes.
func TestNoBase(t *testing.T) { hard.RoundTrip(t, Writer{File: "hard.ttl"}, read, "") }

func FuzzTurtle(f *testing.F) { hard.Fuzz(f, writer, read) }

func BenchmarkTurtle(b *testing.B) { hard.Bench(b, writer, hard.Knakk(rdf.Turtle)) }

// TestPretty reads each golden file, writes it again and wants the same bytes.
func TestPretty(t *testing.T) { hard.Pretty(t, writer, read, "testdata/*.ttl", *update) }

func TestDocument(t *testing.T) {
	groups := hard.Generated(1)
	item := publish.Item{}
	item.ID = "x000000000"
	var b bytes.Buffer
	if err := (Document{}).Write(&b, hard.Info(), publish.Source{}, item, groups); err != nil {
		t.Fatal(err)
	}
	got, err := parse(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if want, have := strings.Join(hard.Facts(hard.Triples(groups)), "\n"), strings.Join(hard.Facts(got), "\n"); want != have {
		t.Errorf("want\n%s\ngot\n%s", want, have)
	}
	if path := (Document{}).Path(item.ID); path != "item/x000000000.ttl" {
		t.Errorf("path %q", path)
	}
}

// TestComment: what a source is called cannot leave its comment.
func TestComment(t *testing.T) {
	for _, name := range []string{"a\n<urn:evil> a <urn:evil> .", "a\r<urn:evil> a <urn:evil> .", "a\u2028b", "a\u0085b\xff"} {
		var b bytes.Buffer
		if err := writer.Begin(&b, publish.Part{Source: name}); err != nil {
			t.Fatal(err)
		}
		if text := strings.Trim(b.String(), "\n"); !strings.HasPrefix(text, "# ---") || strings.ContainsAny(text, "\n\r\u2028\u0085") {
			t.Errorf("%q becomes %q", name, text)
		}
	}
}

// TestBase: prefixes that stand for another base would change every name.
func TestBase(t *testing.T) {
	if err := (Writer{File: "a.ttl", Base: "https://example.com/"}).Head(&bytes.Buffer{}, hard.Info()); err == nil {
		t.Error("a writer for another base writes")
	}
	if err := (Writer{File: "a.ttl"}).Head(&bytes.Buffer{}, publish.Info{Base: "/lit/"}); err == nil {
		t.Error("a relative base is written")
	}
}

func TestNames(t *testing.T) {
	for iri, want := range map[string]string{
		hard.Base + "types#rapport":              "type:rapport",
		hard.Base + "types#a.b":                  "type:a.b",
		hard.Base + "types#wiley:(sici)1097;a,b": `type:wiley:\(sici\)1097\;a\,b`,
		hard.Base + "types#a.":                   "<" + hard.Base + "types#a.>",
		hard.Base + "types#.a":                   `type:\.a`,
		hard.Base + "types#-a-":                  `type:\-a-`,
		hard.Base + "types#%C3%B8":               "type:%C3%B8",
		hard.Base + "types#Ørsta":                "type:Ørsta",
		hard.Base + "types#\u0301e":              "<" + hard.Base + "types#\u0301e>",
		hard.Base + "types#×":                    "<" + hard.Base + "types#×>",
		hard.Base + "types#":                     "<" + hard.Base + "types#>",
		hard.Base + "types":                      "<" + hard.Base + "types>",
		hard.Base + "item/a#it":                  "<" + hard.Base + "item/a#it>",
		"http://www.w3.org/2001/XMLSchema#gYear": "xsd:gYear",
		"http://www.w3.org/2001/XMLSchema":       "<http://www.w3.org/2001/XMLSchema>",
		"http://purl.org/dc/terms/title":         "dcterms:title",
		"http://purl.org/dc/terms/title/b":       "<http://purl.org/dc/terms/title/b>",
		"urn:isbn:9788276711234":                 "<urn:isbn:9788276711234>",
	} {
		b := block{names: namespaces(hard.Base)}
		if got := string(b.appendIRI(nil, iri)); got != want {
			t.Errorf("%s is written %s, want %s", iri, got, want)
		}
	}
}
