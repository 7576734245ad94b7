package validate_test

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"samling/cmd/samling/internal/validate"
	"samling/publish"
	"samling/publish/feed"
	"samling/transform"
	"samling/vocab"
)

// edition is a small one of two sources.
type edition struct{ items []publish.Item }

var day = time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)

func newEdition() *edition {
	e := &edition{}
	for i, source := range []string{"first", "first", "second"} {
		it := publish.Item{Source: source, Created: day, Modified: day}
		it.ID, it.Title = fmt.Sprintf("id%010d", i), transform.Text{Value: fmt.Sprintf("Rapport %d", i), Language: "nb"}
		it.Type, it.Position = "rapport", i+1
		it.Publishers = []transform.Publisher{{Key: "nibr", Name: "NIBR"}}
		e.items = append(e.items, it)
	}
	return e
}

func (e *edition) Info() publish.Info {
	return publish.Info{Number: 1, Made: day, Base: "https://example.org/lit/", Title: "Lister", Language: "nb"}
}

func (e *edition) Bodies(context.Context) iter.Seq2[vocab.Body, error] {
	return each([]vocab.Body{{Key: "nibr", Name: "NIBR"}})
}

func (e *edition) Sources(context.Context) iter.Seq2[publish.Source, error] {
	snapshot := publish.Snapshot{SHA256: strings.Repeat("a", 64), MediaType: "text/html", Fetched: day}
	return each([]publish.Source{
		{ID: "first", URL: "https://example.org/1", Snapshot: snapshot, Items: []string{"id0000000000", "id0000000001"}, Entries: 2},
		{ID: "second", URL: "https://example.org/2", Snapshot: snapshot, Items: []string{"id0000000002"}, Entries: 1},
	})
}

func (e *edition) Source(ctx context.Context, id string) (found publish.Source, err error) {
	for s := range e.Sources(ctx) {
		if s.ID == id {
			found = s
		}
	}
	return found, nil
}

func (e *edition) Fill(context.Context, *publish.Source) error { return nil }

func (e *edition) Items(context.Context, string) iter.Seq2[publish.Item, error] {
	return each([]publish.Item{}) // the feeds alone are looked at here
}

func (e *edition) LatestKey(context.Context, publish.Selection, int) (string, error) { return "", nil }

func (e *edition) Latest(_ context.Context, from publish.Selection, _ int) iter.Seq2[publish.Item, error] {
	var chosen []publish.Item
	for _, it := range e.items {
		if from.Source == "" || from.Source == it.Source {
			chosen = append(chosen, it)
		}
	}
	return each(chosen)
}

func (e *edition) Facets(context.Context) (publish.Facets, error) {
	return publish.Facets{Publishers: []publish.Count{{Key: "nibr", Entries: 3}}, Types: []publish.Count{{Key: "rapport", Entries: 3}}}, nil
}

func each[T any](all []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func commit(t *testing.T, dir string, e publish.Edition) {
	t.Helper()
	feeds := feed.Writer{Tag: "tag:example.org,2026:"}
	forms := publish.Forms{Sources: []publish.SourceForm{feeds}, Sets: []publish.Set{feeds}}
	if _, err := publish.Commit(t.Context(), dir, e, forms); err != nil {
		t.Fatal(err)
	}
}

// aboutFeeds are the faults of the feeds and of their list, by path. The sums of a file
// with a planted fault are wrong too; that is not what is asked here.
func aboutFeeds(t *testing.T, dir string) map[string]string {
	t.Helper()
	result, err := validate.Dir(t.Context(), publish.WebRoot(dir))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range result.Faults {
		if strings.Contains(f.What, "feed") || strings.Contains(f.What, "list") {
			found[f.Path] += f.What + "\n"
		}
	}
	return found
}

// Each feed file is looked at, alone and beside the others.
func TestFeeds(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, newEdition())
	if found := aboutFeeds(t, dir); len(found) > 0 {
		t.Fatalf("a good publication has the faults %v", found)
	}
	const one = "id0000000001"
	for _, c := range []struct{ path, old, by, want string }{
		{"feed.xml", `isPermaLink="false"`, `isPermaLink="true"`, "rule 2"},
		{"atom.xml", "<published>2026", "<published>1926", "rule 3"},
		{"feed.json", `"version": "https`, `"version": "http`, "rule 1"},
		{"feed.rdf", "<dc:identifier>tag:", "<dc:identifier>http:", "rule 2"},
		{"feeds/source/first/atom.xml", `href="https://example.org/lit/feeds/source/first/atom.xml"`, `href="https://example.org/lit/atom.xml"`, "rule 6"},
		{"feeds/publisher/nibr/feed.rdf", "item/" + one + "</dc:identifier>", "item/other</dc:identifier>", "rule 11"},
		{"feeds/type/rapport/feed.json", "06:00:00Z", "06:00:01Z", "rule"},
		{"feeds/source/second/feed.xml", "<pubDate>Tue, 24 Nov 2026 06:00:00", "<pubDate>Tue, 24 Nov 2026 05:00:00", "rule 11"},
		{"feeds.opml", "feeds/source/second/feed.xml", "feeds/source/third/feed.xml", "rule 11"},
		{"manifest.json", `"mediaType":"application/feed+json"`, `"mediaType":"application/json"`, ""},
	} {
		path := filepath.Join(publish.WebRoot(dir), filepath.FromSlash(c.path))
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		bad := strings.Replace(string(good), c.old, c.by, 1)
		if bad == string(good) {
			t.Errorf("%s has no %s", c.path, c.old)
		}
		plant(t, path, []byte(bad))
		found := aboutFeeds(t, dir)
		if c.path == "manifest.json" {
			if !strings.Contains(found["feed.json"], "not application/feed+json") {
				t.Errorf("another media type: %v", found)
			}
		} else if !strings.Contains(found[c.path], c.want) {
			t.Errorf("%s with %s for %s: %v", c.path, c.by, c.old, found)
		}
		plant(t, path, good)
	}
}

// plant writes a file anew: what it was may be a link to the edition before.
func plant(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// A form of a feed that is not there is missed, though the manifest does not have it.
func TestFeedsInEveryForm(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, newEdition())
	path := filepath.Join(publish.WebRoot(dir), publish.ManifestPath)
	m, err := publish.ReadManifest(publish.WebRoot(dir))
	if err != nil {
		t.Fatal(err)
	}
	m.Files = slices.DeleteFunc(m.Files, func(f publish.File) bool { return f.Path == "feeds/source/first/feed.rdf" })
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	plant(t, path, data)
	if found := aboutFeeds(t, dir); !strings.Contains(found["feeds/source/first/feed.xml"], "3 of 4") {
		t.Errorf("found %v", found)
	}
}

// A feed that did not change is the same file as in the edition before.
func TestUnchangedFeedsAreLinks(t *testing.T) {
	dir := t.TempDir()
	e := newEdition()
	commit(t, dir, e)
	stat := func(path string) os.FileInfo {
		fi, err := os.Stat(filepath.Join(publish.WebRoot(dir), filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		return fi
	}
	same, other := stat("feeds/source/first/atom.xml"), stat("feeds/source/second/atom.xml")
	e.items[2].Title.Value, e.items[2].Modified = "Rettet", day.Add(time.Hour)
	commit(t, dir, e)
	if !os.SameFile(same, stat("feeds/source/first/atom.xml")) {
		t.Error("an unchanged feed was written anew")
	}
	if os.SameFile(other, stat("feeds/source/second/atom.xml")) {
		t.Error("a changed feed is the file it was")
	}
}
