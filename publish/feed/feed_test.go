package feed_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"samling/publish"
	"samling/publish/feed"
	"samling/publish/internal/editiontest"
	"samling/transform"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	tag  = "tag:samling.example.org,2026:"
	self = editiontest.Base + "feed.xml"
)

var writer = feed.Writer{Tag: tag}

// write is the RSS 2.0 feed of the whole edition.
func write(t testing.TB, w feed.Writer, e publish.Edition) []byte {
	t.Helper()
	return files(t, w, e)["feed.xml"]
}

// files are all files that w writes, by path.
func files(t testing.TB, w feed.Writer, e publish.Edition) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	create := func(path, mediaType, _ string, write func(io.Writer) error) error {
		var b bytes.Buffer
		if _, twice := all[path]; twice {
			t.Errorf("%s is written twice", path)
		}
		if want := mediaTypes[filepath.Base(path)]; mediaType != want {
			t.Errorf("%s is %s, want %s", path, mediaType, want)
		}
		err := write(&b)
		all[path] = b.Bytes()
		return err
	}
	for s, err := range e.Sources(t.Context()) {
		if err == nil {
			err = w.WriteSource(t.Context(), e, s, create)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.WriteFiles(t.Context(), e, create); err != nil {
		t.Fatal(err)
	}
	return all
}

var mediaTypes = map[string]string{
	"feed.xml": "application/rss+xml", "atom.xml": "application/atom+xml", "feed.json": "application/feed+json",
	"feed.rdf": "application/rdf+xml", "feeds.opml": "text/x-opml",
}

func noFaults(t testing.TB, faults []feed.Fault) {
	t.Helper()
	for _, f := range faults {
		t.Errorf("fault: %v", f)
	}
}

// made returns n entries of one source, one a minute.
func made(n int) []publish.Item {
	items := make([]publish.Item, n)
	for i := range items {
		it := &items[i]
		it.ID, it.Source, it.Position = fmt.Sprintf("id%010d", i), "s", i+1
		it.Title = transform.Text{Value: fmt.Sprintf("Rapport nummer %d", i), Language: "nb"}
		it.Type, it.Issued = "rapport", "2018"
		it.Publishers = []transform.Publisher{{Name: "NIBR"}, {Name: "Østlandsforskning"}}
		it.Description = transform.Text{Value: "Et avsnitt.\n\nEt avsnitt til:\n1) ett\n2) to", Language: "nb"}
		it.Citation = fmt.Sprintf("NIBR ; Østlandsforskning (2018). Rapport nummer %d. Rapport.", i)
		it.Created = editiontest.Day.Add(time.Duration(i) * time.Minute)
		it.Modified = it.Created
	}
	return items
}

func edition(items ...publish.Item) publish.Edition {
	return editiontest.New(editiontest.SampleInfo(), []publish.Source{{ID: "s"}}, items)
}

func TestGolden(t *testing.T) {
	all := files(t, feed.Writer{Tag: tag, TTL: 24 * time.Hour, Hub: "https://hub.example.org/"}, editiontest.Sample())
	for _, name := range []string{"feed.xml", "atom.xml", "feed.json", "feed.rdf", "feeds.opml", "feeds/publisher/nibr/feed.xml"} {
		golden(t, strings.ReplaceAll(name, "/", "-"), all[name])
	}
	again := files(t, feed.Writer{Tag: tag, TTL: 24 * time.Hour, Hub: "https://hub.example.org/"}, editiontest.Sample())
	if !maps.EqualFunc(all, again, bytes.Equal) {
		t.Error("two writings of one edition differ")
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("feed differs from %s (renew with -update):\n%s", path, got)
	}
}

func TestReadByGofeed(t *testing.T) {
	doc := write(t, writer, editiontest.Sample())
	f, err := gofeed.NewParser().Parse(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	if f.FeedType != "rss" || f.FeedVersion != "2.0" || f.Language != "nb" || f.FeedLink != self ||
		f.Title != "Litteratursamlinger" || f.Link != editiontest.Base || f.Generator != "Samling 1.0.0" {
		t.Errorf("channel read as %q %q %q %q %q %q", f.FeedType, f.FeedVersion, f.Language, f.FeedLink, f.Title, f.Link)
	}
	if !f.UpdatedParsed.Equal(editiontest.Later) {
		t.Errorf("updated %v, want %v", f.UpdatedParsed, editiontest.Later)
	}
	var guids []string
	byGUID := map[string]*gofeed.Item{}
	for _, it := range f.Items {
		guids = append(guids, strings.TrimPrefix(it.GUID, tag+"item/"))
		byGUID[guids[len(guids)-1]] = it
	}
	want := "h5v2dq7n3xka b2ptn6wq4mse f7k2rr5tq6ac cn467b6ihdl6 jwpdfafxuwas gyr72wd3yaa7 q3lhtxgqv2ya"
	if got := strings.Join(guids, " "); got != want {
		t.Fatalf("items %s\nwant  %s", got, want)
	}
	town := byGUID["h5v2dq7n3xka"]
	if town.Link != "https://xn--blbr-roah.example.no/rapporter/sm%C3%A5by.pdf?utgave=f%C3%B8rste%20utgave" {
		t.Errorf("link %q", town.Link)
	}
	if town.Title != "Small towns in transition: lessons from a decade & more" || town.Categories[0] != "Report" {
		t.Errorf("title %q, category %q", town.Title, town.Categories)
	}
	if want := `<p lang="en">What makes a small town &lt;em&gt;resilient&lt;/em&gt;? Five years of fieldwork, in &#34;plain&#34; words.</p>`; town.Description != want {
		t.Errorf("description %q", town.Description)
	}
	corrected := byGUID["jwpdfafxuwas"]
	if !corrected.PublishedParsed.Equal(editiontest.Day) || corrected.Extensions["atom"]["updated"][0].Value != "2026-12-01T06:00:00Z" {
		t.Errorf("corrected: published %v, %v", corrected.PublishedParsed, corrected.Extensions["atom"])
	}
	if got := byGUID["q3lhtxgqv2ya"].DublinCoreExt.Publisher; len(got) != 1 || got[0] != "IRIS; NIBR" {
		t.Errorf("publishers %q", got)
	}
	if got := byGUID["q3lhtxgqv2ya"].Link; got != editiontest.Base+"item/q3lhtxgqv2ya" {
		t.Errorf("an entry without a link links to %q", got)
	}
}

// A year is issued only where the Feed Validator takes it; the citation has them all.
func TestIssued(t *testing.T) {
	doc := string(write(t, writer, editiontest.Sample()))
	for _, bad := range []string{"<dcterms:issued>1985", "<dcterms:issued>2010/2014", "<dcterms:issued></"} {
		if strings.Contains(doc, bad) {
			t.Errorf("feed holds %s", bad)
		}
	}
	for _, good := range []string{"<dcterms:issued>2018</", "(1985)", "(2010/2014)"} {
		if !strings.Contains(doc, good) {
			t.Errorf("feed lacks %s", good)
		}
	}
}

func TestMax(t *testing.T) {
	for max, want := range map[int]int{0: 50, 7: 7, 1000: 60} {
		doc := write(t, feed.Writer{Tag: tag, Max: max}, edition(made(60)...))
		if got := bytes.Count(doc, []byte("<item>")); got != want {
			t.Errorf("Max %d: %d items, want %d", max, got, want)
		}
		if first := bytes.Index(doc, []byte("nummer 59")); first < 0 || first > bytes.Index(doc, []byte("nummer 58")) {
			t.Errorf("Max %d: the newest is not first", max)
		}
	}
}

func TestLinksAreUnique(t *testing.T) {
	items := made(5)
	items[0].Link = "https://example.no/a"
	items[1].Link = "HTTPS://Example.no/a"
	items[2].Link = "https://example.no/b"
	items[3].Link = editiontest.Base + "item/" + items[4].ID
	items[4].Link = "ftp://example.no/x"
	doc := write(t, writer, edition(items...))
	noFaults(t, feed.Check(bytes.NewReader(doc), self))
	f, err := gofeed.NewParser().Parse(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		editiontest.Base + "item/" + items[0].ID, editiontest.Base + "item/" + items[1].ID, "https://example.no/b",
		editiontest.Base + "item/" + items[3].ID, editiontest.Base + "item/" + items[4].ID,
	} {
		if got := f.Items[4-i].Link; got != want {
			t.Errorf("item %d links to %q, want %q", i, got, want)
		}
	}
}

// A moved host or a corrected title changes no guid and no pubDate.
func TestGUIDsStay(t *testing.T) {
	guids := func(doc []byte) string {
		var b strings.Builder
		f, err := gofeed.NewParser().Parse(bytes.NewReader(doc))
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range f.Items {
			fmt.Fprintln(&b, it.GUID, it.Published)
		}
		return b.String()
	}
	items := made(3)
	before := write(t, writer, edition(items...))
	info := editiontest.SampleInfo()
	info.Base = "https://elsewhere.example/"
	items[1].Title.Value, items[1].Link = "Rettet tittel", "https://example.no/ny"
	items[1].Modified = editiontest.Later
	after := write(t, writer, editiontest.New(info, nil, items))
	if a, b := guids(before), guids(after); a != b {
		t.Errorf("guids were\n%sand are\n%s", a, b)
	}
}

func TestWithdrawn(t *testing.T) {
	items := made(3)
	before := write(t, writer, edition(items...))
	items[2].Withdrawn, items[2].Modified = true, editiontest.Later
	after := write(t, writer, edition(items...))
	if bytes.Contains(after, []byte(items[2].ID)) || bytes.Count(after, []byte("<item>")) != 2 {
		t.Errorf("a withdrawn entry is listed:\n%s", after)
	}
	if !bytes.Contains(after, []byte("<lastBuildDate>Tue, 01 Dec 2026 06:00:00 GMT<")) {
		t.Errorf("lastBuildDate did not move with the withdrawal:\n%s", after)
	}
	noFaults(t, feed.Compare(before, after, self))
}

func TestEmpty(t *testing.T) {
	doc := write(t, writer, edition())
	noFaults(t, feed.Check(bytes.NewReader(doc), self))
	if bytes.Contains(doc, []byte("lastBuildDate")) {
		t.Errorf("an empty feed has a lastBuildDate:\n%s", doc)
	}
}

// Times of another zone and with fractions are the same in the feed.
func TestTimesAreUTC(t *testing.T) {
	items := made(1)
	want := write(t, writer, edition(items...))
	oslo := time.FixedZone("CET", 3600)
	items[0].Created = items[0].Created.In(oslo).Add(300 * time.Millisecond)
	items[0].Modified = items[0].Created
	if got := write(t, writer, edition(items...)); !bytes.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEmail(t *testing.T) {
	for email, want := range map[string]string{
		"post@example.org":        "<managingEditor>post@example.org (Bibl Oslo /)</managingEditor>",
		"":                        "",
		"Navn <post@example.org>": "",
		"no address":              "",
	} {
		info := editiontest.SampleInfo()
		info.Publisher = publish.Publisher{Name: `Bibl (Oslo)\/`, Email: email}
		doc := write(t, writer, editiontest.New(info, nil, made(1)))
		noFaults(t, feed.Check(bytes.NewReader(doc), self))
		if want == "" && bytes.Contains(doc, []byte("managingEditor")) || !bytes.Contains(doc, []byte(want)) {
			t.Errorf("email %q:\n%s", email, doc)
		}
	}
}

func TestRefused(t *testing.T) {
	whole := func(w feed.Writer, e publish.Edition) error {
		return w.WriteFiles(t.Context(), e, func(_, _, _ string, write func(io.Writer) error) error { return write(io.Discard) })
	}
	for _, w := range []feed.Writer{{}, {Tag: "tag:example.org:"}, {Tag: "https://example.org/"}, {Tag: "tag:Example.org,2026:"},
		{Tag: "tag:example.org,2026:x"}, {Tag: tag, Hub: "javascript:alert(1)"}} {
		if err := whole(w, edition()); err == nil {
			t.Errorf("tag %q, hub %q was accepted", w.Tag, w.Hub)
		}
	}
	for _, base := range []string{"", "/lit/", "https://example.org/lit", "ftp://example.org/", "https://blåbær.example.no/"} {
		info := editiontest.SampleInfo()
		info.Base = base
		if err := whole(writer, editiontest.New(info, nil, nil)); err == nil {
			t.Errorf("base %q was accepted", base)
		}
	}
	for _, key := range []string{"../x", "..", `a\b`} {
		items := made(1)
		items[0].Publishers[0].Key = key
		if err := whole(writer, edition(items...)); err == nil || !strings.Contains(err.Error(), "folder") {
			t.Errorf("publisher %q: %v", key, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := writer.WriteFiles(ctx, edition(made(1)...), func(_, _, _ string, write func(io.Writer) error) error { return write(io.Discard) })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("an edition that stopped gave %v", err)
	}
	err = writer.WriteFiles(t.Context(), edition(made(1)...), func(_, _, _ string, write func(io.Writer) error) error { return write(broken{}) })
	if !errors.Is(err, errBroken) {
		t.Errorf("a broken file gave %v", err)
	}
}

var errBroken = errors.New("no room")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func BenchmarkWrite(b *testing.B) {
	e := edition(made(10_000)...)
	b.ReportAllocs()
	for b.Loop() {
		write(b, writer, e)
	}
}

func BenchmarkCheck(b *testing.B) {
	doc := write(b, writer, edition(made(50)...))
	b.SetBytes(int64(len(doc)))
	for b.Loop() {
		noFaults(b, feed.Check(bytes.NewReader(doc), self))
	}
}
