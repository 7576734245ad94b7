package lists

import (
	"os"
	"path/filepath"
	"testing"

	"samling/harvest"
	"samling/vocab"
)

// TestGenerate holds a list against the same one made again, and against what Samling reads.
func TestGenerate(t *testing.T) {
	a, b, c := t.TempDir(), t.TempDir(), t.TempDir()
	l, err := Generate(a, 250, 100, 1)
	if err != nil || len(l.Pages) != 3 || l.Entries != 250 || l.Publishers < 250 || l.Bodies < 50 {
		t.Fatal(l, err)
	}
	if again, err := Generate(b, 250, 100, 1); err != nil || again.Bytes != l.Bytes {
		t.Error(again, err)
	}
	if _, err := Generate(c, 250, 100, 2); err != nil {
		t.Fatal(err)
	}
	found, titles := 0, map[string]bool{}
	for _, page := range l.Pages {
		text := read(t, a, page)
		if text != read(t, b, page) || text == read(t, c, page) {
			t.Errorf("%s: the same seed and another one", page)
		}
		p := &harvest.Page{URL: "https://example.org/" + page, ContentType: "text/html; charset=utf-8", Body: []byte(text)}
		list, err := harvest.Read(p, harvest.Profile{IsType: func(s string) bool { _, ok := vocab.LookupType(s); return ok }})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list.Entries {
			found++
			titles[e.Title] = true
		}
	}
	if found != 250 || len(titles) != 250 {
		t.Errorf("%d entries read, %d titles", found, len(titles))
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
