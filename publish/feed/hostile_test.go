package feed_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"samling/publish"
	"samling/publish/feed"
	"samling/publish/internal/editiontest"
	"samling/transform"
	"samling/vocab"
)

var hostile = []string{
	`<script>alert(1)</script>`,
	`]]><item><title>another</title></item><![CDATA[`,
	`</title></item></channel></rss>`,
	`&lt;b&gt; &amp;amp; &#0; &nbsp; &unknown;`,
	`"><img src=x onerror=alert(1)>`,
	"bidi \u202egpj.exe\u2066 end",
	"C0 \x00\x01\x08\x0b\x1b[31m C1 \u0085\u009f",
	"lone \xed\xa0\x80 broken \xff\xc0 none \ufffe\uffff",
	"\u2028line\u2029paragraph\r\nCR LF\rCR",
	`\" \u0041 quotes ' and backslash \`,
	"<!-- --><?xml?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
	"\ufeff\u00ad\u200b\u00a0",
}

// shown is what should be left of a text, written apart from the code under test.
func shown(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "") {
		bidi := r == 0x61c || r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
		none := r >= 0xfdd0 && r <= 0xfdef || r&0xffff >= 0xfffe || r == 0xfeff
		if unicode.IsSpace(r) || !unicode.IsControl(r) && !bidi && !none {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// textOf is what a browser shows of a description; it fails on any element but p and br.
func textOf(t testing.TB, doc string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(doc))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			b.WriteString(z.Token().Data)
		default:
			if tok := z.Token(); tok.Data != "p" && tok.Data != "br" {
				t.Errorf("description holds %s", tok)
			}
			b.WriteByte(' ')
		}
	}
}

// inert writes a feed whose every text is s and holds what is read back against it.
func inert(t testing.TB, s string) {
	items := made(2)
	it := &items[1]
	it.Title.Value, it.Title.Language = s, s
	it.Description.Value, it.Description.Language = s, s
	it.Link, it.Type, it.Issued = s, s, s
	it.Publishers[0].Name = s
	it.Citation = s
	all := files(t, writer, edition(items...))
	for name := range mediaTypes {
		if name == "feeds.opml" {
			continue
		}
		for _, f := range feed.Check(bytes.NewReader(all[name]), editiontest.Base+name) {
			t.Errorf("text %.80q: %s: fault: %v", s, name, f)
		}
		f, err := gofeed.NewParser().Parse(bytes.NewReader(all[name]))
		if err != nil {
			t.Fatalf("text %.80q: %s: %v", s, name, err)
		}
		inertFeed(t, s, name, f)
	}
	inertJSON(t, s, all["feed.json"])
}

// inertFeed holds what gofeed reads against the text.
func inertFeed(t testing.TB, s, name string, f *gofeed.Feed) {
	if len(f.Items) != 2 {
		t.Fatalf("text %.80q: %s: %d items", s, name, len(f.Items))
	}
	got, want := f.Items[0], shown(s)
	if want != "" && got.Title != want {
		t.Errorf("text %.80q: %s: title read back as %.80q", s, name, got.Title)
	}
	description := got.Description
	if got.Content != "" {
		description = got.Content
	}
	// With no description, Atom has the citation alone and JSON Feed has it as text.
	if text := textOf(t, description); want != "" && text != want {
		t.Errorf("text %.80q: %s: description read back as %.80q", s, name, text)
	}
	if !strings.HasPrefix(got.Link, "http://") && !strings.HasPrefix(got.Link, "https://") {
		t.Errorf("text %.80q: %s: link %.80q", s, name, got.Link)
	}
}

// inertJSON reads with encoding/json alone what gofeed does not hand on.
func inertJSON(t testing.TB, s string, doc []byte) {
	var f struct {
		Items []struct {
			ExternalURL string `json:"external_url"`
			Summary     string
			Authors     []struct{ Name string }
			Tags        []string
		}
	}
	if err := json.Unmarshal(doc, &f); err != nil {
		t.Fatalf("text %.80q: %v", s, err)
	}
	it, want := f.Items[0], shown(s)
	if it.Summary != want || want != "" && it.Authors[0].Name != want || len(it.Tags) != 1 {
		t.Errorf("text %.80q: read back as %.80q, %.80q, %q", s, it.Summary, it.Authors, it.Tags)
	}
	if it.ExternalURL != "" && !strings.HasPrefix(it.ExternalURL, "http://") && !strings.HasPrefix(it.ExternalURL, "https://") {
		t.Errorf("text %.80q: external_url %.80q", s, it.ExternalURL)
	}
}

func TestHostile(t *testing.T) {
	for _, s := range append(hostile, "", "javascript:alert(1)", "data:text/html,<script>", strings.Repeat("Å<&", 1<<20/4)) {
		inert(t, s)
	}
	inert(t, strings.Join(hostile, "\n\n"))
}

var written = flag.String("write", "", "the directory to write feeds of hostile text to, for other people's readers")

// TestHostileForPeers writes the feeds of an edition in which each entry is one hostile
// text, with what should be read of each (texts.json, by id).
func TestHostileForPeers(t *testing.T) {
	texts := append(slices.Clone(hostile), strings.Repeat("Å<&", 1<<16/4), "javascript:alert(1)") // feedparser needs minutes for a megabyte
	items, want := made(len(texts)), map[string]string{}
	for i, s := range texts {
		it := &items[i]
		it.Title.Value, it.Description.Value, it.Citation, it.Link, it.Publishers[0].Name = s, s, s, s, s
		if shown(s) != "" {
			want[tag+"item/"+it.ID] = shown(s)
		}
	}
	all := files(t, writer, edition(items...))
	doc, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	all["texts.json"] = doc
	for name := range all {
		if *written != "" && !strings.Contains(name, "/") {
			if err := os.WriteFile(filepath.Join(*written, name), all[name], 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// What a source, a body or the publication is called stands in titles and in the OPML.
func TestHostileNames(t *testing.T) {
	for _, s := range hostile {
		info := editiontest.SampleInfo()
		info.Title, info.Publisher.Name, info.Version = s, s, s
		source := publish.Source{ID: "s", Title: transform.Text{Value: s, Language: s}}
		items := made(1)
		items[0].Publishers[0].Key = "b"
		e := editiontest.New(info, []publish.Source{source}, items).WithBodies(vocab.Body{Key: "b", Name: s})
		all := files(t, writer, e)
		for path, doc := range all {
			if !strings.HasSuffix(path, ".opml") {
				noFaults(t, feed.Check(bytes.NewReader(doc), editiontest.Base+path))
			}
		}
		noFaults(t, feed.CheckList(bytes.NewReader(all["feeds.opml"]), addresses(all)))
		var list struct {
			Body struct {
				Outlines []struct {
					Text     string `xml:"text,attr"`
					Outlines []struct {
						Text string `xml:"text,attr"`
					} `xml:"outline"`
				} `xml:"outline"`
			} `xml:"body"`
		}
		if err := xml.Unmarshal(all["feeds.opml"], &list); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if want := shown(s); want != "" && (list.Body.Outlines[1].Outlines[0].Text != want || list.Body.Outlines[2].Outlines[0].Text != want) {
			t.Errorf("%q is %+v in the list of feeds", s, list)
		}
	}
}

// addresses are where the RSS 2.0 feeds are served.
func addresses(all map[string][]byte) []string {
	var served []string
	for path := range all {
		if strings.HasSuffix(path, "feed.xml") {
			served = append(served, editiontest.Base+(&url.URL{Path: path}).EscapedPath())
		}
	}
	return served
}

func TestCheckList(t *testing.T) {
	all := files(t, writer, editiontest.Sample())
	good, served := string(all["feeds.opml"]), addresses(all)
	noFaults(t, feed.CheckList(strings.NewReader(good), served))
	for _, c := range []struct{ old, new string }{
		{"</opml>", ""},
		{`version="2.0"`, `version="1.0"`},
		{"<title>Litteratursamlinger</title>", ""},
		{`text="Alle poster"`, `text=""`},
		{`type="rss"`, `type="link"`},
		{editiontest.Base + "feed.xml", "feed.xml"},
		{editiontest.Base + "feeds/type/film/feed.xml", editiontest.Base + "feed.xml"},
		{editiontest.Base + "feeds/type/film/feed.xml", editiontest.Base + "feeds/type/bok/feed.xml"},
		{`htmlUrl="https:`, `htmlUrl="javascript:`},
	} {
		bad := strings.Replace(good, c.old, c.new, 1)
		if bad == good {
			t.Errorf("nothing to replace: %s", c.old)
		}
		if len(feed.CheckList(strings.NewReader(bad), served)) == 0 {
			t.Errorf("%s for %s was not found", c.new, c.old)
		}
	}
	if f := feed.CheckList(strings.NewReader(good), append(served, editiontest.Base+"feeds/type/bok/feed.xml")); len(f) != 1 {
		t.Errorf("a feed that is not listed: %v", f)
	}
}

func FuzzFeed(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { inert(t, s) })
}

// FuzzCheck: whatever is read, the check ends and does not panic.
func FuzzCheck(f *testing.F) {
	f.Add(write(f, writer, edition(made(2)...)))
	f.Add([]byte(`<rss version="2.0"><channel><item/></channel></rss>`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		feed.Check(bytes.NewReader(doc), self)
		if faults := feed.Compare(doc, doc, self); len(faults) > 0 && faults[0].Rule != 1 {
			t.Errorf("a feed differs from itself: %v", faults)
		}
	})
}
