package hard

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"samling/publish"
)

// Pretty reads each file that glob finds, writes it again and wants the same bytes; with
// update it keeps the new bytes instead. A golden file is a page that a person likes to read.
func Pretty(t *testing.T, d publish.Dump, read Reader, glob string, update bool) {
	t.Helper()
	files, err := filepath.Glob(glob)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no golden files (%v)", glob, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			golden, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			triples, err := read.Parse(golden)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Write(d, Grouped(triples))
			if err != nil {
				t.Fatal(err)
			}
			if err := equal(got, triples, read); err != nil {
				t.Fatal(err)
			}
			if bytes.Equal(got, golden) {
				return
			}
			if !update {
				t.Fatalf("written otherwise; if that is right, run with -update\n%s", firstDifference(golden, got))
			}
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func firstDifference(want, got []byte) string {
	wants, gots := strings.SplitAfter(string(want), "\n"), strings.SplitAfter(string(got), "\n")
	for i := range min(len(wants), len(gots)) {
		if wants[i] != gots[i] {
			return fmt.Sprintf("line %d was %.400q\n        is now %.400q", i+1, wants[i], gots[i])
		}
	}
	return fmt.Sprintf("%d lines were, %d are", len(wants), len(gots))
}
