package publish_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samling/publish"
	"samling/publish/citation"
	"samling/publish/feed"
	"samling/publish/internal/editiontest"
	"samling/publish/jsonld"
	"samling/publish/site"
	"samling/publish/turtle"
	"samling/transform"
	"samling/vocab"
)

// many is an edition of three sources, of which two received the same page; change may
// change it. Each source's key is of all that it says, as a ledger's is.
func many(number int, change func(info *publish.Info, sources []publish.Source, items []publish.Item) ([]publish.Source, []publish.Item)) *editiontest.Edition {
	info := editiontest.SampleInfo()
	info.Number, info.Made = number, info.Made.Add(time.Duration(number)*time.Hour)
	page := publish.Snapshot{SHA256: strings.Repeat("a", 64), MediaType: "text/html", Fetched: info.Made.Truncate(24 * time.Hour)}
	var sources []publish.Source
	var items []publish.Item
	for i, id := range []string{"en", "to", "tre"} {
		own := page
		if i == 2 {
			own.SHA256 = strings.Repeat("b", 64)
		}
		h := publish.Harvest{Started: own.Fetched, Ended: own.Fetched, Snapshot: own}
		sources = append(sources, publish.Source{ID: id, URL: "https://example.org/" + id, Title: transform.Text{Value: "Liste " + id, Language: "nb"}, Snapshot: own, Harvests: []publish.Harvest{h}})
		for n := range 4 {
			var it publish.Item
			it.ID, it.Source = fmt.Sprintf("%s-%d", id, n), id
			it.Title = transform.Text{Value: fmt.Sprintf("Post %d i %s", n, id), Language: "nb"}
			it.Description = transform.Text{Value: "Om noe.", Language: "nb"}
			it.Type, it.Position, it.Of = "rapport", n+1, 4
			it.Created, it.Modified, it.Harvest = own.Fetched, own.Fetched, h
			if n == 3 && i < 2 {
				it.Publishers = []transform.Publisher{{Key: [...]string{"ks", "nibr"}[i], Name: "Et organ"}}
			}
			items = append(items, it)
		}
	}
	if change != nil {
		sources, items = change(&info, sources, items)
	}
	for i := range sources {
		sources[i].Key = fmt.Sprint(sources[i])
		for _, it := range items {
			if it.Source == sources[i].ID {
				sources[i].Key += fmt.Sprint(it)
			}
		}
	}
	return editiontest.New(info, sources, items).WithBodies(vocab.Body{Key: "ks", Name: "KS"}, vocab.Body{Key: "nibr", Name: "NIBR"})
}

// withPages are forms with the pages of the resources of an edition, which know whom items name.
func withPages(t *testing.T, f publish.Forms, e publish.Edition) publish.Forms {
	t.Helper()
	facets, err := e.Facets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.Resources = append([]publish.ResourceForm{site.NewResource(facets, f.Layout)}, f.Resources...)
	return f
}

func resourceForms() publish.Forms {
	f := forms()
	f.Resources = []publish.ResourceForm{turtle.Resource{}, jsonld.Resource{}}
	f.Writers = []publish.Writer{site.Index{}}
	lists, _ := citation.All()
	for _, list := range lists {
		f.Writers = append(f.Writers, list)
	}
	feeds := feed.Writer{Tag: "tag:example.org,2026:"}
	f.Sources, f.Sets = []publish.SourceForm{feeds}, []publish.Set{feeds}
	f.Key = "one"
	return f
}

// TestTakenOver: an edition of which parts were taken over from the one before has, byte for
// byte, the files that it would have without it, whatever changed.
func TestTakenOver(t *testing.T) {
	ctx := context.Background()
	type sources = []publish.Source
	type items = []publish.Item
	cases := map[string]struct {
		change func(*publish.Info, sources, items) (sources, items)
		forms  func(*publish.Forms)
		spoil  func(t *testing.T, root string, l publish.Layout)
		copied bool // what is spoilt is noticed where it is copied, not where it is linked
		taken  int  // sources of which no item was read
	}{
		"nothing":   {taken: 3},
		"one title": {taken: 2, change: func(_ *publish.Info, s sources, it items) (sources, items) { it[5].Title.Value = "Ny"; return s, it }},
		"an item withdrawn": {taken: 2, change: func(_ *publish.Info, s sources, it items) (sources, items) {
			it[0].Withdrawn = true
			return s, it
		}},
		"a body that no item names": {taken: 2, change: func(_ *publish.Info, s sources, it items) (sources, items) {
			it[3].Publishers = nil
			return s, it
		}},
		"an item gone":          {taken: 2, change: func(_ *publish.Info, s sources, it items) (sources, items) { return s, it[1:] }},
		"the first source gone": {taken: 2, change: func(_ *publish.Info, s sources, it items) (sources, items) { return s[1:], it[4:] }},
		"a source emptied":      {taken: 2, change: func(_ *publish.Info, s sources, it items) (sources, items) { return s, it[:8] }},
		"one held": {taken: 2, change: func(_ *publish.Info, s sources, it items) (sources, items) {
			s[1].Held = time.Unix(1e9, 0)
			return s, it
		}},
		"another title of the site": {change: func(i *publish.Info, s sources, it items) (sources, items) { i.Title = "Noe annet"; return s, it }},
		"another base": {change: func(i *publish.Info, s sources, it items) (sources, items) {
			i.Base = "https://other.example.org/"
			return s, it
		}},
		"no documents": {forms: func(f *publish.Forms) { f.MaxDocuments = 5 }},
		"another key":  {forms: func(f *publish.Forms) { f.Key = "two"; f.Dumps, f.Facts = f.Dumps[:1], f.Facts[:1] }},
		"no key":       {forms: func(f *publish.Forms) { f.Key = "" }},
		"no index":     {spoil: func(t *testing.T, root string, l publish.Layout) { remove(t, index(t, root)) }},
		"an index cut short": {spoil: func(t *testing.T, root string, l publish.Layout) {
			spoil(t, index(t, root), func(b []byte) []byte { return b[:len(b)/2] })
		}},
		"an index changed": {spoil: func(t *testing.T, root string, l publish.Layout) {
			spoil(t, index(t, root), func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		}},
		"a dump damaged": {copied: true, spoil: func(t *testing.T, root string, l publish.Layout) {
			spoil(t, file(root, l, "dataset.nt"), func(b []byte) []byte { b[len(b)-40] ^= 1; return b })
		}},
		"a dump cut short": {spoil: func(t *testing.T, root string, l publish.Layout) {
			spoil(t, gz(root, l, "facts.nt"), func(b []byte) []byte { return b[:len(b)-60] })
		}},
		"a dump gone": {spoil: func(t *testing.T, root string, l publish.Layout) { remove(t, file(root, l, "facts.jsonld")) }},
		"a document cut short": {spoil: func(t *testing.T, root string, l publish.Layout) {
			spoil(t, filepath.Join(root, "item/to-1.ttl"), func(b []byte) []byte { return b[:9] })
		}},
		"a feed gone": {spoil: func(t *testing.T, root string, l publish.Layout) {
			remove(t, filepath.Join(root, "feeds/source/to/atom.xml"))
		}},
		"the list damaged": {copied: true, spoil: func(t *testing.T, root string, l publish.Layout) {
			spoil(t, file(root, l, "citations.csl.json"), func(b []byte) []byte { b[len(b)-40] ^= 1; return b })
		}},
		"a document gone": {spoil: func(t *testing.T, root string, l publish.Layout) { remove(t, filepath.Join(root, "item/to-1.ttl")) }},
	}
	layouts := []publish.Layout{{}, {Packed: true}, {Packed: true, Segments: 2}, {Packed: true, Segments: 16}}
	for name, c := range cases {
		for _, layout := range layouts {
			if c.copied && layout.Segments > 0 {
				continue
			}
			t.Run(fmt.Sprint(name, layout), func(t *testing.T) {
				dir, alone := memory(t), memory(t)
				f := resourceForms()
				f.Layout = layout
				if _, err := publish.Commit(ctx, dir, many(1, nil), withPages(t, f, many(1, nil))); err != nil {
					t.Fatal(err)
				}
				if c.spoil != nil {
					c.spoil(t, publish.WebRoot(dir), layout)
				}
				if c.forms != nil {
					c.forms(&f)
				}
				for n := 2; n <= 3; n++ { // the third from what the second took over
					e := &watched{Edition: many(n, c.change), read: map[string]bool{}}
					if _, err := publish.Commit(ctx, dir, e, withPages(t, f, many(n, c.change))); err != nil {
						t.Fatal(err)
					}
					all := 0
					for range e.Sources(ctx) {
						all++
					}
					if n == 2 && all-len(e.read) != c.taken {
						t.Errorf("%d of %d sources were taken over, not %d", all-len(e.read), all, c.taken)
					}
					if n == 3 && f.Key != "" && len(e.read) > 0 {
						t.Errorf("nothing changed, and %v was rendered", e.read)
					}
					if _, err := publish.Commit(ctx, alone, many(n, c.change), withPages(t, withoutKey(f), many(n, c.change))); err != nil {
						t.Fatal(err)
					}
					if got, want := sums(t, publish.WebRoot(dir)), sums(t, publish.WebRoot(alone)); got != want {
						t.Fatalf("edition %d has other files than one made from nothing:\n%s\n%s", n, got, want)
					}
				}
			})
		}
	}
}

// file is where a dump or list of citations is: the last segment of one that is split.
func file(root string, l publish.Layout, name string) string {
	all := l.Files(name)
	if !l.Packed {
		all = all[:1]
	}
	return filepath.Join(root, all[len(all)-1])
}

func gz(root string, l publish.Layout, dump string) string {
	all := l.Files(dump)
	return filepath.Join(root, all[len(all)-1])
}

// TestMadeAgain: an edition that is made again, since something is wrong with it, takes
// nothing over.
func TestMadeAgain(t *testing.T) {
	ctx, dir := context.Background(), memory(t)
	for range 2 {
		e := &watched{Edition: many(1, nil), read: map[string]bool{}}
		if _, err := publish.Commit(ctx, dir, e, resourceForms()); err != nil {
			t.Fatal(err)
		}
		if len(e.read) != 3 {
			t.Errorf("%v was rendered", e.read)
		}
	}
}

func withoutKey(f publish.Forms) publish.Forms { f.Key = ""; return f }

// watched notes of which sources the items are read.
type watched struct {
	*editiontest.Edition
	read map[string]bool
}

// Items are read by those who render a source.
func (w *watched) Items(ctx context.Context, source string) iter.Seq2[publish.Item, error] {
	w.read[source] = true
	return w.Edition.Items(ctx, source)
}

// Latest is asked for the feeds.
func (w *watched) Latest(ctx context.Context, from publish.Selection, n int) iter.Seq2[publish.Item, error] {
	if from.Source != "" {
		w.read[from.Source] = true
	}
	return w.Edition.Latest(ctx, from, n)
}

func (w *watched) Fill(ctx context.Context, s *publish.Source) error {
	w.read[s.ID] = true
	return w.Edition.Fill(ctx, s)
}

// index is the index of the edition that a web root links to.
func index(t *testing.T, root string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(root)
	if err != nil {
		t.Fatal(err)
	}
	return dir + ".parts"
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// spoil changes a file in its place: links to it have the change too.
func spoil(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(data), 0o644); err != nil {
		t.Fatal(err)
	}
}
