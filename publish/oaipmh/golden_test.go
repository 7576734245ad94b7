package oaipmh_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden asks what stands in each testdata/*.query of the sample, with pages of four,
// and compares the answer with the .xml beside it.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.query")
	if err != nil || len(files) < 15 {
		t.Fatal(len(files), err)
	}
	base := serve(t, sampleMemory(t), 4)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".query"), func(t *testing.T) {
			query, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := get(t, base, strings.TrimSpace(string(query)))
			golden := strings.TrimSuffix(file, ".query") + ".xml"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
