package feed_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"samling/publish/feed"
	"samling/publish/internal/editiontest"
)

// line is what must be the same of an entry in all feeds.
func line(id string, published, updated *time.Time) string {
	return fmt.Sprintln(id, published.UTC().Format(time.RFC3339), updated.UTC().Truncate(time.Second).Format(time.RFC3339))
}

// lines reads a feed with gofeed; what it has no field for, where that syntax has it.
func lines(t *testing.T, path string, doc []byte) string {
	t.Helper()
	f, err := gofeed.NewParser().Parse(bytes.NewReader(doc))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var b strings.Builder
	for _, it := range f.Items {
		id, updated := it.GUID, it.UpdatedParsed
		switch {
		case strings.HasSuffix(path, "feed.xml"):
			updated = parsed(t, it.Extensions["atom"]["updated"][0].Value)
		case strings.HasSuffix(path, "feed.rdf"):
			id, updated = it.DublinCoreExt.Identifier[0], parsed(t, it.Extensions["dcterms"]["modified"][0].Value)
		}
		b.WriteString(line(id, it.PublishedParsed, updated))
	}
	return b.String()
}

func parsed(t *testing.T, s string) *time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return &at
}

// gofeed reads the same ids and dates from each syntax, and from each feed of a part
// those of its entries.
func TestOneListInEverySyntax(t *testing.T) {
	e := editiontest.Sample()
	all := files(t, writer, e)
	whole := lines(t, "feed.xml", all["feed.xml"])
	if strings.Count(whole, "\n") != 7 {
		t.Fatalf("the whole edition:\n%s", whole)
	}
	folders := map[string]int{"": 7}
	for path := range all {
		if folder, ok := strings.CutSuffix(path, "feed.xml"); ok && folder != "" {
			folders[folder] = bytes.Count(all[path], []byte("<item>"))
		}
	}
	for folder, n := range folders {
		want := lines(t, folder+"feed.xml", all[folder+"feed.xml"])
		for _, name := range []string{"atom.xml", "feed.json", "feed.rdf"} {
			if got := lines(t, folder+name, all[folder+name]); got != want {
				t.Errorf("%s%s reads\n%swant\n%s", folder, name, got, want)
			}
		}
		for l := range strings.Lines(want) {
			if n--; !strings.Contains(whole, l) {
				t.Errorf("%s has an entry that the whole edition has otherwise: %s", folder, l)
			}
		}
		if n != 0 {
			t.Errorf("%s: %d entries were not read", folder, n)
		}
	}
	for folder, want := range map[string]int{
		"feeds/source/omstilling/": 3, "feeds/source/samarbeide-interkommunalt/": 4, "feeds/publisher/nibr/": 1,
		"feeds/publisher/distriktssenteret/": 2, "feeds/type/rapport/": 3, "feeds/type/film/": 1, "feeds/type/ukjent/": 1,
	} {
		if folders[folder] != want {
			t.Errorf("%s has %d entries, want %d", folder, folders[folder], want)
		}
	}
	if _, there := folders["feeds/publisher/fafo/"]; there {
		t.Error("a publisher whose only entry is withdrawn has a feed")
	}
}

func TestReadAtomAndRSS1ByGofeed(t *testing.T) {
	all := files(t, feed.Writer{Tag: tag, Hub: "https://hub.example.org/"}, editiontest.Sample())
	atom, err := gofeed.NewParser().Parse(bytes.NewReader(all["atom.xml"]))
	if err != nil {
		t.Fatal(err)
	}
	if atom.FeedType != "atom" || atom.FeedVersion != "1.0" || atom.Language != "nb" || atom.Link != editiontest.Base ||
		atom.FeedLink != editiontest.Base+"atom.xml" || !strings.HasPrefix(atom.Copyright, "CC0") || atom.Authors[0].Name != "Eksempelbiblioteket" {
		t.Errorf("Atom read as %q %q %q %q %q %q", atom.FeedType, atom.FeedVersion, atom.Language, atom.Link, atom.FeedLink, atom.Copyright)
	}
	last := atom.Items[6]
	if len(last.Authors) != 2 || last.Authors[0].Name != "IRIS" || last.Categories[0] != "Rapport" || last.Link != editiontest.Base+"item/q3lhtxgqv2ya" {
		t.Errorf("Atom entry read as %+v", last)
	}
	rdf, err := gofeed.NewParser().Parse(bytes.NewReader(all["feed.rdf"]))
	if err != nil {
		t.Fatal(err)
	}
	if rdf.FeedType != "rss" || rdf.FeedVersion != "1.0" || rdf.Title != "Litteratursamlinger" || rdf.Link != editiontest.Base || len(rdf.Items) != 7 {
		t.Errorf("RSS 1.0 read as %q %q %q %q, %d items", rdf.FeedType, rdf.FeedVersion, rdf.Title, rdf.Link, len(rdf.Items))
	}
	if it := rdf.Items[0]; it.Link == "" || !strings.HasPrefix(it.Content, "<p lang") {
		t.Errorf("RSS 1.0 item read as %+v", it)
	}
}

func TestReadJSONFeed(t *testing.T) {
	all := files(t, feed.Writer{Tag: tag, Hub: "https://hub.example.org/"}, editiontest.Sample())
	var f struct {
		Version, Title, Language string
		FeedURL                  string `json:"feed_url"`
		Hubs                     []struct{ Type, URL string }
		Items                    []struct {
			URL, ExternalURL, Language string
			External                   string `json:"external_url"`
			Authors                    []struct{ Name string }
			Tags                       []string
		}
	}
	if err := json.Unmarshal(all["feed.json"], &f); err != nil {
		t.Fatal(err)
	}
	if f.Version != "https://jsonfeed.org/version/1.1" || f.Language != "nb" || f.FeedURL != editiontest.Base+"feed.json" || f.Hubs[0].URL != "https://hub.example.org/" {
		t.Errorf("JSON Feed read as %+v", f)
	}
	first := f.Items[0]
	if first.URL != editiontest.Base+"item/h5v2dq7n3xka" || !strings.HasPrefix(first.External, "https://xn--") || first.Language != "en" ||
		first.Tags[0] != "Report" || first.Authors[0].Name != "Nordregio" {
		t.Errorf("JSON Feed item read as %+v", first)
	}
	if without := files(t, writer, editiontest.Sample()); bytes.Contains(without["feed.json"], []byte("hub")) || bytes.Contains(without["feed.xml"], []byte(`"hub"`)) || bytes.Contains(without["atom.xml"], []byte(`"hub"`)) {
		t.Error("a hub is named though none is configured")
	}
}

// The ttl is whole minutes, and is left out where nothing is known.
func TestTTL(t *testing.T) {
	for ttl, want := range map[time.Duration]string{
		0: "", time.Second: "", time.Minute: "<ttl>1</ttl>", 90 * time.Minute: "<ttl>90</ttl>", 24 * time.Hour: "<ttl>1440</ttl>", -time.Hour: "",
	} {
		doc := string(write(t, feed.Writer{Tag: tag, TTL: ttl}, edition(made(1)...)))
		if strings.Contains(doc, "<ttl>") != (want != "") || !strings.Contains(doc, want) {
			t.Errorf("ttl %v, want %q:\n%s", ttl, want, doc)
		}
	}
}
