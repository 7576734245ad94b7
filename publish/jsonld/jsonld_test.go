package jsonld

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/knakk/rdf"
	"github.com/piprate/json-gold/ld"

	"samling/publish"
	"samling/publish/internal/hard"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	write  = flag.String("write", "", "keep the hard cases as `DIR`/hard.jsonld, for other parsers")
)

var writer = Writer{File: "hard.jsonld"}

var read = hard.Reader{Parse: parse, LowersTags: true}

// offline refuses to load anything: a document has to stand alone.
type offline struct{}

func (offline) LoadDocument(u string) (*ld.RemoteDocument, error) {
	return nil, errors.New("asks for " + u)
}

func parse(data []byte) ([]rdf.Triple, error) {
	var doc any
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = offline{}
	options.ProcessingMode = ld.JsonLd_1_1
	options.SafeMode = true
	got, err := ld.NewJsonLdProcessor().ToRDF(doc, options)
	if err != nil {
		return nil, err
	}
	var triples []rdf.Triple
	for name, quads := range got.(*ld.RDFDataset).Graphs {
		if name != "@default" && len(quads) > 0 {
			return nil, errors.New("has a graph " + name)
		}
		for _, q := range quads {
			predicate, ok := term(q.Predicate).(rdf.IRI)
			if !ok {
				return nil, fmt.Errorf("predicate is %T %v", q.Predicate, q.Predicate)
			}
			triples = append(triples, rdf.Triple{Subj: term(q.Subject).(rdf.Subject), Pred: predicate, Obj: term(q.Object).(rdf.Object)})
		}
	}
	return triples, nil
}

func term(n ld.Node) rdf.Term {
	switch n := n.(type) {
	case ld.IRI:
		return hard.IRI(n.Value)
	case ld.Literal:
		return hard.Literal(n.Value, n.Language, n.Datatype)
	default:
		b, _ := rdf.NewBlank(n.GetValue())
		return b
	}
}

func TestHard(t *testing.T)    { hard.RoundTrip(t, writer, read, *write) }
func TestRefuses(t *testing.T) { hard.Refuses(t, writer) }
func TestParts(t *testing.T)   { hard.Parts(t, writer) }
func TestWithout(t *testing.T) { hard.Without(t, writer) }

func FuzzJSONLD(f *testing.F) { hard.Fuzz(f, writer, read) }

func BenchmarkJSONLD(b *testing.B) { hard.Bench(b, writer) }

// TestPretty reads each golden file, writes it again and wants the same bytes.
func TestPretty(t *testing.T) { hard.Pretty(t, writer, read, "testdata/*.jsonld", *update) }

func TestDocument(t *testing.T) {
	groups := hard.Generated(2)
	item := publish.Item{}
	item.ID = "x000000000"
	for n := range groups {
		var b bytes.Buffer
		if err := (Document{}).Write(&b, hard.Info(), publish.Source{}, item, groups[:n]); err != nil {
			t.Fatal(err)
		}
		got, err := parse(b.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, &b)
		}
		if want, have := strings.Join(hard.Facts(hard.Triples(groups[:n])), "\n"), strings.Join(hard.Facts(got), "\n"); want != have {
			t.Errorf("want\n%s\ngot\n%s", want, have)
		}
	}
	if path := (Document{}).Path(item.ID); path != "item/x000000000.jsonld" {
		t.Errorf("path %q", path)
	}
}

// TestNode: what stands behind a key has one shape, and what does not fit is written whole.
func TestNode(t *testing.T) {
	const dct = "http://purl.org/dc/terms/"
	for _, c := range []struct {
		predicate string
		object    rdf.Object
		want      string
	}{
		{dct + "title", hard.Tagged("a", "nb"), `"title":{"nb":["a"]}`},
		{dct + "title", hard.Tagged("a", "nb-NO"), `"title":{"nb-NO":["a"]}`},
		{dct + "title", hard.Plain("a"), `"title":{"@none":["a"]}`},
		{dct + "title", hard.Typed("a", "urn:x:t"), `"http://purl.org/dc/terms/title":[{"@value":"a","@type":"urn:x:t"}]`},
		{dct + "title", hard.IRI("urn:x:a"), `"http://purl.org/dc/terms/title":[{"@id":"urn:x:a"}]`},
		{dct + "identifier", hard.Plain("a"), `"identifier":["a"]`},
		{dct + "identifier", hard.Tagged("a", "NN"), `"identifier":[{"@value":"a","@language":"NN"}]`},
		{dct + "issued", hard.Typed("2012", "http://www.w3.org/2001/XMLSchema#gYear"), `"issued":["2012"]`},
		{dct + "issued", hard.Plain("2010/2014"), `"issued":[{"@value":"2010/2014"}]`},
		{dct + "publisher", hard.IRI("urn:x:a"), `"publisher":["urn:x:a"]`},
		{dct + "publisher", hard.Plain("urn:x:a"), `"publisher":[{"@value":"urn:x:a"}]`},
		{"urn:x:p", hard.Plain("a"), `"urn:x:p":[{"@value":"a"}]`},
		{"http://www.w3.org/1999/02/22-rdf-syntax-ns#type", hard.IRI("http://purl.org/ontology/bibo/Report"), `"@type":["bibo:Report"]`},
		{"http://www.w3.org/1999/02/22-rdf-syntax-ns#type", hard.Plain("a"), `"http://www.w3.org/1999/02/22-rdf-syntax-ns#type":[{"@value":"a"}]`},
		{"urn:x:p", hard.Plain("</script>&\u2028\u202e"), `"urn:x:p":[{"@value":"\u003C/script\u003E\u0026\u2028\u202E"}]`},
	} {
		var b bytes.Buffer
		g := publish.Group{Subject: hard.IRI("urn:x:s"), Triples: []rdf.Triple{{Subj: hard.IRI("urn:x:s"), Pred: hard.IRI(c.predicate), Obj: c.object}}}
		if err := writer.Group(&b, hard.Part(), g); err != nil {
			t.Error(err)
		} else if want := ",\n{\"@id\":\"urn:x:s\"," + c.want + "}"; b.String() != want {
			t.Errorf("want %s\ngot  %s", want, &b)
		}
	}
}

// TestChanged: a reader would take these for a prefix and a name, and rewrite that text.
func TestChanged(t *testing.T) {
	s, p, evil := hard.IRI("urn:x:s"), hard.IRI("urn:x:p"), hard.IRI("dcterms:title")
	for _, triple := range []rdf.Triple{{Subj: evil, Pred: p, Obj: s}, {Subj: s, Pred: evil, Obj: s}, {Subj: s, Pred: p, Obj: evil}, {Subj: s, Pred: p, Obj: hard.Typed("a", "org:x")}, {Subj: s, Pred: p, Obj: hard.Typed("[1, 2]", rdfJSON)}} {
		var b bytes.Buffer
		if err := writer.Group(&b, hard.Part(), publish.Group{Subject: triple.Subj, Triples: []rdf.Triple{triple}}); err == nil || b.Len() > 0 {
			t.Errorf("%v is written: %s", triple, &b)
		}
	}
}

// TestTwice: JSON keeps one of two equal keys.
func TestTwice(t *testing.T) {
	s, p, q := hard.IRI("urn:x:s"), hard.IRI("urn:x:p"), hard.IRI("urn:x:q")
	g := publish.Group{Subject: s, Triples: []rdf.Triple{{Subj: s, Pred: p, Obj: s}, {Subj: s, Pred: q, Obj: s}, {Subj: s, Pred: p, Obj: q}}}
	var b bytes.Buffer
	if err := writer.Group(&b, hard.Part(), g); err == nil || b.Len() > 0 {
		t.Errorf("written: %s", &b)
	}
}
