package publish_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"samling/publish"
	"samling/publish/jsonld"
	"samling/publish/turtle"
)

// TestDocumentsBesideDumps: what dumps and documents share is never that of another record, nor
// what facts leave out: each document is as if it was written alone, and each dump as if
// there were no documents.
func TestDocumentsBesideDumps(t *testing.T) {
	e := many(1, nil)
	f := forms()
	f.Dumps = []publish.Dump{turtle.Writer{File: "dataset.ttl", Base: e.Info().Base}, turtle.Writer{File: "plain.ttl"},
		turtle.Writer{File: "again.ttl", Base: e.Info().Base}, jsonld.Writer{File: "dataset.jsonld"}}
	f.Facts = []publish.Dump{turtle.Writer{File: "facts.ttl", Base: e.Info().Base}, turtle.Writer{File: "plainfacts.ttl"},
		turtle.Writer{File: "againfacts.ttl", Base: e.Info().Base}, jsonld.Writer{File: "facts.jsonld"}}
	f.Documents, f.MaxDocuments = nil, 1000
	alone := commit(t, e, f)
	f.Documents = []publish.Document{turtle.Document{}, jsonld.Document{}}
	beside := commit(t, e, f)
	for _, d := range append(f.Dumps, f.Facts...) {
		if !bytes.Equal(read(t, alone, d.Path()), read(t, beside, d.Path())) {
			t.Errorf("%s is another where there are documents", d.Path())
		}
	}
	documents := 0
	for s, err := range e.Sources(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for it, err := range e.Items(t.Context(), s.ID) {
			if err != nil {
				t.Fatal(err)
			}
			groups, err := publish.ItemGroups(e.Info(), &it)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range f.Documents {
				var b bytes.Buffer
				if err := d.Write(&b, e.Info(), s, it, groups); err != nil {
					t.Fatal(err)
				}
				path := d.Path(it.ID)
				if it.Withdrawn {
					path = publish.Gone + path
				}
				if got := read(t, beside, path); !bytes.Equal(got, b.Bytes()) {
					t.Errorf("%s is\n%snot\n%s", path, got, &b)
				}
				documents++
			}
		}
	}
	if documents == 0 {
		t.Error("the sample has no records")
	}
}

func commit(t *testing.T, e publish.Edition, f publish.Forms) (root string) {
	t.Helper()
	dir := t.TempDir()
	if _, err := publish.Commit(t.Context(), dir, e, f); err != nil {
		t.Fatal(err)
	}
	return publish.WebRoot(dir)
}

func read(t *testing.T, root, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
