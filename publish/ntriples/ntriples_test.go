package ntriples

import (
	"bytes"
	"flag"
	"strings"
	"testing"

	"github.com/knakk/rdf"

	"samling/publish/internal/hard"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	write  = flag.String("write", "", "keep the hard cases as `DIR`/hard.nt, for other parsers")
)

var writer = Writer{File: "hard.nt"}

var read = hard.Reader{Parse: parse}

func parse(data []byte) ([]rdf.Triple, error) {
	return rdf.NewTripleDecoder(bytes.NewReader(data), rdf.NTriples).DecodeAll()
}

func TestHard(t *testing.T)    { hard.RoundTrip(t, writer, read, *write) }
func TestRefuses(t *testing.T) { hard.Refuses(t, writer) }
func TestParts(t *testing.T)   { hard.Parts(t, writer) }
func TestWithout(t *testing.T) { hard.Without(t, writer) }

func FuzzNTriples(f *testing.F) { hard.Fuzz(f, writer, read) }

func BenchmarkNTriples(b *testing.B) { hard.Bench(b, writer, hard.Knakk(rdf.NTriples)) }

// TestSorted: the lines of a part are sorted by their bytes, as sort -c has it in the C locale.
func TestSorted(t *testing.T) {
	for name, groups := range hard.Samples() {
		data, err := hard.Write(writer, groups)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")
		for i := 1; i < len(lines); i++ {
			if lines[i-1] >= lines[i] {
				t.Errorf("%s: line %d is not after\n%s%s", name, i+1, lines[i-1], lines[i])
			}
		}
	}
}

// TestPretty reads each golden file, writes it again and wants the same bytes.
func TestPretty(t *testing.T) { hard.Pretty(t, writer, read, "testdata/*.nt", *update) }
