package site_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"samling/publish"
	"samling/publish/internal/editiontest"
	"samling/publish/site"
	"samling/transform"
)

var update = flag.Bool("update", false, "write the golden files anew")

// render returns every page of an edition by its path.
func render(t testing.TB, e publish.Edition) map[string]string {
	t.Helper()
	pages := map[string]string{}
	for _, w := range []publish.Writer{site.Index{}, site.Status{}, site.Stylesheet{}, site.Script{}} {
		var b bytes.Buffer
		if err := w.Write(t.Context(), &b, e); err != nil {
			t.Fatal(err)
		}
		pages[w.Path()] = b.String()
	}
	for s, err := range e.Sources(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for it, err := range e.Items(t.Context(), s.ID) {
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := (site.Record{}).Write(&b, e.Info(), s, it, nil); err != nil {
				t.Fatal(err)
			}
			pages[site.Record{}.Path(it.ID)] = b.String()
		}
	}
	return pages
}

func TestGolden(t *testing.T) {
	pages := writable(t, inLanguage("nb"))
	for name, got := range pages {
		if !strings.HasSuffix(name, ".html") {
			continue // a golden copy of a file says nothing
		}
		file := filepath.Join("testdata", "sample", filepath.FromSlash(name))
		if *update {
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(got), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from its golden file (renew with -update):\n%s", name, got)
		}
	}
	again := writable(t, inLanguage("nb"))
	for name := range pages {
		if pages[name] != again[name] {
			t.Errorf("two writings of %s differ", name)
		}
	}
}

// Every page is read back by a tokenizer that repairs nothing, and by the parser.
func TestPagesAreSound(t *testing.T) {
	for _, tag := range []string{"nb", "nn", "en"} {
		for name, doc := range writable(t, inLanguage(tag)) {
			if strings.HasSuffix(name, ".html") {
				for _, fault := range faults(name, doc) {
					t.Errorf("%s: %s: %s", tag, name, fault)
				}
			}
		}
	}
}

// Each fault, planted, is found.
func TestFaultsAreFound(t *testing.T) {
	pages := render(t, editiontest.Sample())
	const name = "item/cn467b6ihdl6.html"
	for old, new := range map[string]string{
		"</article>":            "",
		"</section>":            "</div>",
		`<h1 lang="nb">`:        `<h1>`,
		"</h1>":                 "<script>1</script></h1>",
		`href="../style.css"`:   `href="https://cdn.example/style.css"`,
		`<html lang="nb">`:      `<html>`,
		`<p class="kicker">`:    `<p style="color:red">`,
		`<p class="bodies">`:    `<p id="evidence">`,
		" defer></script>":      " defer>alert(1)</script>",
		`src="../site.js"`:      `src="//evil.example/site.js"`,
		`<code>cn467b6ihdl6`:    `<img src="x.png"><code>`,
		`href="../index.html#`:  `href="javascript:`,
		`aria-labelledby="data`: `aria-labelledby="date`,
		"<h2 id=\"data\">":      "<h4 id=\"data\">",
	} {
		bad := strings.Replace(pages[name], old, new, 1)
		if bad == pages[name] {
			t.Errorf("nothing to replace: %s", old)
		} else if len(faults(name, bad)) == 0 {
			t.Errorf("%q for %q was not found", new, old)
		}
	}
}

// Links within the site lead to pages that are there, or to files that others write.
func TestLinksResolve(t *testing.T) {
	pages := writable(t, inLanguage("nb"))
	there := map[string]bool{"feed.xml": true, "atom.xml": true, "feed.json": true, "manifest.json": true,
		"citations.bib": true, "citations.ris": true, "citations.csl.json": true}
	for _, ext := range []string{"ttl", "jsonld", "nt", "nq"} {
		there["dataset."+ext] = true
	}
	for name := range pages {
		there[name] = true
		for _, ext := range []string{".ttl", ".jsonld", ".bib", ".ris", ".csl.json"} {
			there[strings.TrimSuffix(name, ".html")+ext] = true
		}
	}
	seen := map[string]bool{}
	for name, doc := range pages {
		for _, n := range elements(t, doc) {
			href, ok := attr(n, "href")
			if !ok || strings.Contains(href, ":") {
				continue
			}
			target, fragment, _ := strings.Cut(href, "#")
			target, _, _ = strings.Cut(target, "?")
			to := name
			if target != "" { // a tombstone is answered where the record was
				to = path.Join(path.Dir(strings.TrimPrefix(name, publish.Gone)), target)
			}
			seen[to] = true
			if !there[to] && !strings.HasPrefix(to, "org/") && !strings.HasPrefix(to, "feeds/") {
				t.Errorf("%s links to %s, which is not there", name, href)
			}
			if fragment != "" && !strings.Contains(pages[to], `id="`+fragment+`"`) {
				t.Errorf("%s links to %s, which has no such part", name, href)
			}
		}
	}
	for _, want := range []string{"index.html", "status.html", "style.css", "feed.xml", "dataset.ttl", "dataset.jsonld", "dataset.nt", "dataset.nq",
		"item/cn467b6ihdl6.html", "item/cn467b6ihdl6.ttl", "item/cn467b6ihdl6.jsonld"} {
		if !seen[want] {
			t.Errorf("nothing links to %s", want)
		}
	}
}

func TestIndexIsInPageOrder(t *testing.T) {
	doc := render(t, editiontest.Sample())["index.html"]
	last := -1
	for _, id := range strings.Fields("omstilling h5v2dq7n3xka b2ptn6wq4mse f7k2rr5tq6ac samarbeide-interkommunalt cn467b6ihdl6 jwpdfafxuwas gyr72wd3yaa7 q3lhtxgqv2ya") {
		at := strings.Index(doc, id)
		if at <= last {
			t.Errorf("%s stands at %d, after %d", id, at, last)
		}
		last = at
	}
	if strings.Contains(doc, "zzw5q7oq2k4b") {
		t.Error("a withdrawn entry is listed")
	}
}

func TestWithdrawn(t *testing.T) {
	pages := render(t, editiontest.Sample())
	for name, doc := range pages {
		gone := name == "item/zzw5q7oq2k4b.html"
		if strings.Contains(doc, "ble trukket tilbake") != gone || strings.Contains(doc, `content="noindex"`) != gone {
			t.Errorf("%s: the notice of withdrawal is wrong", name)
		}
	}
}

// A record's page stays as it is from edition to edition.
func TestRecordKnowsNoEdition(t *testing.T) {
	before := render(t, editiontest.Sample())
	e := editiontest.Sample()
	info := editiontest.SampleInfo()
	info.Number, info.Made, info.Version = 7, info.Made.AddDate(1, 0, 0), "2.0.0"
	var sources []publish.Source
	var items []publish.Item
	for s := range e.Sources(t.Context()) {
		for it := range e.Items(t.Context(), s.ID) {
			items = append(items, it)
		}
		s.Snapshot, s.Harvests = publish.Snapshot{SHA256: strings.Repeat("f", 64), Fetched: info.Made}, nil
		sources = append(sources, s)
	}
	items = append(items, publish.Item{Record: transform.Record{ID: "new", Type: "rapport"}, Source: sources[0].ID})
	after := render(t, editiontest.New(info, sources, items))
	for name := range before {
		if strings.HasPrefix(name, "item/") && before[name] != after[name] {
			t.Errorf("%s changed with the edition", name)
		}
	}
	if before["index.html"] == after["index.html"] {
		t.Error("the list did not change with the edition")
	}
}

func TestErrors(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (site.Index{}).Write(ctx, new(bytes.Buffer), editiontest.Sample()); !errors.Is(err, context.Canceled) {
		t.Errorf("an edition that stopped gave %v", err)
	}
	e := editiontest.Sample()
	errs := []error{
		site.Status{}.Write(t.Context(), broken{}, e),
		site.Script{}.Write(t.Context(), broken{}, e),
		site.Index{}.Write(t.Context(), broken{}, e),
		site.Stylesheet{}.Write(t.Context(), broken{}, e),
		site.Record{}.Write(broken{}, e.Info(), publish.Source{}, publish.Item{}, nil),
	}
	for i, err := range errs {
		if !errors.Is(err, errBroken) {
			t.Errorf("writer %d on a broken file gave %v", i, err)
		}
	}
}

var errBroken = errors.New("no room")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

// many is a source of n entries.
func many(n int) (publish.Edition, []publish.Item) {
	items := make([]publish.Item, n)
	for i := range items {
		it := &items[i]
		it.ID, it.Source, it.Position, it.Of = fmt.Sprintf("id%010d", i), "s", n-i, n
		it.Title = transform.Text{Value: fmt.Sprintf("Interkommunalt plansamarbeid %d", i), Language: "nb"}
		it.TitleSource, it.Type, it.TypeSource, it.Issued, it.IssuedSource = it.Title.Value, "rapport", "Rapport", "2012", "2012"
		it.Publishers, it.PublisherSource = []transform.Publisher{{Name: "NIBR"}, {Name: "Østlandsforskning"}}, "NIBR/Østlandsforskning"
		it.Description = transform.Text{Value: strings.Repeat("Studien viser at det foregår mye samarbeid mellom kommuner. ", 8) + "Slutt.", Language: "nb"}
		it.DescriptionSource = it.Description.Value
		it.TypeLineSource = "Rapport – NIBR/Østlandsforskning 2012"
		it.Citation = "NIBR ; Østlandsforskning (2012). Interkommunalt plansamarbeid. Rapport."
		it.Created = editiontest.Day.Add(time.Duration(i) * time.Second)
		it.Modified = it.Created
	}
	return editiontest.New(editiontest.SampleInfo(), []publish.Source{{ID: "s", URL: "https://example.no/"}}, items), items
}

func BenchmarkIndex(b *testing.B) {
	e, items := many(10_000)
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if err := (site.Index{}).Write(b.Context(), &out, e); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(items))*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

func BenchmarkRecord(b *testing.B) {
	e, items := many(1)
	info := e.Info()
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		if err := (site.Record{}).Write(&out, info, publish.Source{ID: "s", URL: "https://example.no/"}, items[0], nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

// elements are all elements of a page in document order, as a browser builds them.
func elements(t testing.TB, doc string) (all []*html.Node) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
	}
	return all
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}
