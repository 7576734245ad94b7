package nquads

import (
	"bytes"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/knakk/rdf"

	"samling/publish"
	"samling/publish/internal/hard"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	write  = flag.String("write", "", "keep the hard cases as `DIR`/hard.nq, for other parsers")
)

var writer = Writer{File: "hard.nq"}

var read = hard.Reader{Parse: parse}

// parse wants every statement in the graph of the hard cases.
func parse(data []byte) ([]rdf.Triple, error) {
	quads, err := rdf.NewQuadDecoder(bytes.NewReader(data), rdf.NQuads).DecodeAll()
	if err != nil {
		return nil, err
	}
	var triples []rdf.Triple
	for _, q := range quads {
		if q.Ctx == nil || q.Ctx.String() != hard.Part().Graph {
			return nil, fmt.Errorf("%v is in graph %v", q.Triple, q.Ctx)
		}
		triples = append(triples, q.Triple)
	}
	return triples, nil
}

func TestHard(t *testing.T)    { hard.RoundTrip(t, writer, read, *write) }
func TestRefuses(t *testing.T) { hard.Refuses(t, writer) }
func TestParts(t *testing.T)   { hard.Parts(t, writer) }
func TestWithout(t *testing.T) { hard.Without(t, writer) }

func FuzzNQuads(f *testing.F) { hard.Fuzz(f, writer, read) }

func BenchmarkNQuads(b *testing.B) { hard.Bench(b, writer) }

// TestPretty reads each golden file, writes it again and wants the same bytes.
func TestPretty(t *testing.T) { hard.Pretty(t, writer, read, "testdata/*.nq", *update) }

// TestSorted: the lines of a part are sorted by their bytes, as sort -c has it in the C locale.
func TestSorted(t *testing.T) {
	for name, groups := range hard.Samples() {
		data, err := hard.Write(writer, groups)
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.SplitAfter(string(data), "\n"); !slices.IsSorted(lines[:len(lines)-1]) {
			t.Errorf("%s: lines are not sorted", name)
		}
	}
}

// TestGraph: a part without a graph would put its statements in the default graph.
func TestGraph(t *testing.T) {
	for _, graph := range []string{"", "graph/hard", "http://example.org/a b"} {
		part := publish.Part{Source: "hard", Graph: graph}
		if err := writer.Begin(&bytes.Buffer{}, part); err == nil {
			t.Errorf("graph %q: begun", graph)
		}
	}
}
