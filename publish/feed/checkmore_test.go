package feed_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"samling/publish/feed"
	"samling/publish/internal/editiontest"
)

// planted is a fault to be put into a good feed, and where it must be reported.
type planted struct {
	rule     int
	where    string
	old, new string
}

// finds plants each fault in the feed called name.
func finds(t *testing.T, name string, faults []planted) {
	t.Helper()
	items := made(3)
	items[2].Link = "https://example.no/rapport"
	good := string(files(t, feed.Writer{Tag: tag, Hub: "https://hub.example.org/"}, edition(items...))[name])
	at := editiontest.Base + name
	noFaults(t, feed.Check(strings.NewReader(good), at))
	for _, p := range faults {
		bad := strings.Replace(good, p.old, p.new, 1)
		if bad == good {
			t.Errorf("%s, rule %d: nothing to replace: %s in\n%s", name, p.rule, p.old, good)
			continue
		}
		found := feed.Check(strings.NewReader(bad), at)
		if !slices.ContainsFunc(found, func(f feed.Fault) bool { return f.Rule == p.rule && f.Where == p.where }) {
			t.Errorf("%s, rule %d, %s: %q for %q was not found, only %v", name, p.rule, p.where, p.new, p.old, found)
		}
	}
}

func TestCheckFindsFaultsInAtom(t *testing.T) {
	const (
		id2    = "<id>" + tag + "item/id0000000002</id>"
		link2  = `<link href="https://example.no/rapport" rel="alternate"></link>`
		self2  = `<link href="` + editiontest.Base + `atom.xml" rel="self" type="application/atom+xml"></link>`
		title2 = `<title type="text" xml:lang="nb">Rapport nummer 2</title>`
		pub2   = "<published>2026-11-24T06:02:00Z</published>"
	)
	finds(t, "atom.xml", []planted{
		{1, "feed", "</feed>", ""},
		{1, "feed", `xmlns="http://www.w3.org/2005/Atom"`, ""},
		{1, "feed", "<id>" + tag + "feed</id>", ""},
		{1, "feed", "<title>Litteratursamlinger</title>", ""},
		{1, "feed", "<subtitle>", "<description>x</description><subtitle>"},
		{1, "feed", `xml:lang="nb"`, `xml:lang="norsk bokmål"`},
		{1, "feed", "<name>Eksempelbiblioteket</name>", ""},
		{1, "item 1", title2, ""},
		{1, "item 1", title2, title2 + title2},
		{1, "item 1", link2, link2 + link2},
		{1, "item 1", pub2, "<pubDate>x</pubDate>" + pub2},
		{1, "item 1", `type="text" xml:lang="nb">Rapport`, `type="text" xml:lang="n b">Rapport`},
		{2, "feed", "<id>" + tag + "feed</id>", "<id>https://example.org/</id>"},
		{2, "item 1", id2, "<id>https://example.no/rapport</id>"},
		{2, "item 2", "item/id0000000001</id>", "item/id0000000002</id>"},
		{3, "item 1", pub2, ""},
		{3, "item 1", pub2, "<published>2026-11-24T07:02:00+01:00</published>"},
		{3, "item 1", pub2, "<published>2018</published>"},
		{3, "item 3", "<published>2026-11-24T06:00:00Z", "<published>1985-01-01T00:00:00Z"},
		{3, "feed", "<updated>2026-11-24T06:02:00", "<updated>2026-11-24T06:01:00"},
		{3, "feed", "<updated>2026-11-24T06:02:00", "<updated>today"},
		{5, "item 1", link2, ""},
		{5, "item 1", link2, `<link href="/rapport" rel="alternate"/>`},
		{5, "item 1", link2, `<link href="javascript:alert(1)"/>`},
		{5, "item 1", link2, link2 + `<link href="item/x" rel="related"/>`},
		{5, "item 3", `item/id0000000001" rel="alternate"`, `item/id0000000000" rel="alternate"`},
		{6, "feed", self2, ""},
		{6, "feed", self2, self2 + self2},
		{6, "feed", `href="` + editiontest.Base + `atom.xml"`, `href="http://localhost:8080/atom.xml"`},
		{6, "feed", `<link href="` + editiontest.Base + `" rel="alternate"`, `<link href="/" rel="alternate"`},
		{6, "feed", `href="https://hub.example.org/"`, `href="/hub"`},
		{6, "feed", `xml:lang="nb"`, `xml:lang="nb" xml:base="https://example.org/"`},
		{7, "item 1", title2, `<title type="html">Rapport</title>`},
		{7, "item 1", title2, `<title type="text">Rapport <b>nummer</b> 2</title>`},
		{7, "item 1", `<content type="html" xml:lang="nb">`, `<content type="xhtml" xml:lang="nb">`},
		{7, "item 1", `<content type="html" xml:lang="nb">`, `<content type="html">&lt;script&gt;`},
		{7, "item 1", `<content type="html" xml:lang="nb">`, `<content type="html">&lt;a href="/x"&gt;`},
		{9, "item 3", "<published>2026-11-24T06:00:00Z", "<published>2026-11-24T06:01:30Z"},
		{10, "item 1", "</published>\n    <updated>2026-11-24T06:", "</published>\n    <updated>2026-11-24T05:"},
	})
	items := made(2)
	items[1].Created, items[1].Modified = items[0].Created, items[0].Modified
	doc := files(t, writer, edition(items...))["atom.xml"]
	noFaults(t, feed.Check(bytes.NewReader(doc), editiontest.Base+"atom.xml"))
	items[1].Position = items[0].Position
	doc = files(t, writer, edition(items...))["atom.xml"]
	if f := feed.Check(bytes.NewReader(doc), editiontest.Base+"atom.xml"); len(f) != 1 || f[0].Rule != 11 {
		t.Errorf("two entries updated in one moment: %v", f)
	}
}

func TestCheckFindsFaultsInJSON(t *testing.T) {
	const (
		id2   = `"id": "` + tag + `item/id0000000002"`
		pub2  = `"date_published": "2026-11-24T06:02:00Z"`
		html2 = `"content_html": "<p lang=\"nb\">Et avsnitt.`
	)
	finds(t, "feed.json", []planted{
		{1, "feed", "{", ""},
		{1, "feed", "{", "{} {"},
		{1, "feed", "{", "\ufeff{"},
		{1, "feed", "Litteratursamlinger", "Litteratur\xffsamlinger"},
		{1, "feed", "version/1.1", "version/1"},
		{1, "feed", `"title": "Litteratursamlinger",`, ""},
		{1, "feed", `"title": "Litteratursamlinger",`, `"title": 7,`},
		{1, "feed", `"language": "nb"`, `"language": "norsk bokmål"`},
		{1, "feed", `"name": "Eksempelbiblioteket",`, `"name": "", "was":`},
		{1, "feed", `"items"`, `"entries"`},
		{1, "feed", `"WebSub"`, `""`},
		{1, "item 1", `"title": "Rapport nummer 2",`, ""},
		{1, "item 1", `"content_html"`, `"content"`},
		{1, "item 1", `"tags": [`, `"tags": [1, `},
		{1, "feed", `"authors": [`, `"authors": [{}, `},
		{1, "item 1", `"name": "NIBR"`, `"name": ""`},
		{2, "item 1", id2, `"id": "https://example.no/rapport"`},
		{2, "item 1", id2, `"id": 2`},
		{2, "item 2", "item/id0000000001\"", "item/id0000000002\""},
		{3, "item 1", pub2, `"date_published": "2018"`},
		{3, "item 1", pub2, `"date_published": "2026-11-24T07:02:00+01:00"`},
		{5, "item 1", `"url": "` + editiontest.Base + `item/id0000000002"`, `"url": "item/id0000000002"`},
		{5, "item 2", `"url": "` + editiontest.Base + `item/id0000000001"`, `"url": "` + editiontest.Base + `item/id0000000002"`},
		{5, "item 1", `"external_url": "https:`, `"external_url": "javascript:`},
		{6, "feed", `"feed_url": "https://example.org`, `"feed_url": "http://localhost:8080`},
		{6, "feed", `"home_page_url": "https://example.org/lit/"`, `"home_page_url": "/"`},
		{6, "feed", `"https://hub.example.org/"`, `"hub"`},
		{7, "item 1", html2, html2 + "<script>alert(1)</script>"},
		{7, "item 1", html2, html2 + "<img src=x onerror=alert(1)>"},
		{9, "item 3", `"date_published": "2026-11-24T06:00:00Z"`, `"date_published": "2026-11-24T06:01:30Z"`},
		{10, "item 1", `"date_modified": "2026-11-24T06:02:00Z"`, `"date_modified": "2026-11-24T05:02:00Z"`},
		{10, "item 1", `"date_modified": "2026-11-24T06:02:00Z"`, `"modified": ""`},
	})
}

func TestCheckFindsFaultsInRSS1(t *testing.T) {
	const (
		id2   = "<dc:identifier>" + tag + "item/id0000000002</dc:identifier>"
		date2 = "<dc:date>2026-11-24T06:02:00Z</dc:date>\n    <dcterms:created"
		link2 = "<link>https://example.no/rapport</link>"
		desc2 = "<content:encoded>"
	)
	finds(t, "feed.rdf", []planted{
		{1, "feed", "</rdf:RDF>", ""},
		{1, "feed", `xmlns="http://purl.org/rss/1.0/"`, ""},
		{1, "channel", "<description>Nye poster i Litteratursamlinger, de sist oppdagede først. Utgitt av Eksempelbiblioteket.</description>", ""},
		{1, "channel", "<title>Litteratursamlinger</title>", ""},
		{1, "channel", `<rdf:li rdf:resource="` + editiontest.Base + `item/id0000000002"></rdf:li>`, ""},
		{1, "channel", `rdf:resource="` + editiontest.Base + `item/id0000000002"`, `rdf:resource="item/id0000000002"`},
		{1, "item 1", `<item rdf:about="` + editiontest.Base + `item/id0000000002"`, `<item rdf:about="` + editiontest.Base + `item/x"`},
		{1, "item 1", `<title xml:lang="nb">Rapport nummer 2</title>`, ""},
		{2, "item 1", id2, "<dc:identifier>https://example.no/</dc:identifier>"},
		{2, "item 2", "item/id0000000001</dc:identifier>", "item/id0000000002</dc:identifier>"},
		{3, "item 1", date2, "<dc:date>2018</dc:date><dcterms:created"},
		{3, "item 1", date2, "<dc:date>2026-11-24T06:02:01Z</dc:date><dcterms:created"},
		{3, "channel", "<dc:date>2026-11-24T06:02:00Z", "<dc:date>2026-11-24T06:01:00Z"},
		{5, "item 1", link2, "<link>rapport</link>"},
		{5, "item 3", "item/id0000000001</link>", "item/id0000000000</link>"},
		{6, "channel", `<channel rdf:about="https://example.org`, `<channel rdf:about="http://localhost:8080`},
		{6, "channel", "<link>" + editiontest.Base + "</link>", "<link>/</link>"},
		{7, "item 1", desc2, desc2 + "&lt;script&gt;"},
		{7, "item 1", desc2, desc2 + "&lt;a href='/x'&gt;"},
		{7, "item 1", "Rapport nummer 2<", "Rapport <b>nummer</b> 2<"},
		{9, "item 3", "<dc:date>2026-11-24T06:00:00Z", "<dc:date>2026-11-24T06:01:30Z"},
		{10, "item 1", `dateTime">2026-11-24T06:02:00Z</dcterms:modified>`, `dateTime">2026-11-24T05:02:00Z</dcterms:modified>`},
	})
}

// Compare sees in each syntax what may not happen between two editions.
func TestCompareInEverySyntax(t *testing.T) {
	items := made(3)
	before := files(t, writer, edition(items...))
	for _, c := range []struct {
		what string
		rule int // 0: none
		by   map[string][2]string
	}{
		{"a corrected title", 10, map[string][2]string{
			"atom.xml": {">Rapport nummer 1<", ">Rapport nr. 1<"}, "feed.json": {`"title": "Rapport nummer 1"`, `"title": "Rapport nr. 1"`},
			"feed.rdf": {">Rapport nummer 1<", ">Rapport nr. 1<"}}},
		{"an edited date", 3, map[string][2]string{
			"atom.xml": {"<published>2026-11-24T06:01:00Z", "<published>2026-11-24T06:01:30Z"}, "feed.json": {`published": "2026-11-24T06:01:00Z`, `published": "2026-11-24T06:01:30Z`},
			"feed.rdf": {"<dc:date>2026-11-24T06:01:00Z", "<dc:date>2026-11-24T06:01:30Z"}}},
		{"updated alone", 10, map[string][2]string{
			"atom.xml": {"<updated>2026-11-24T06:01:00", "<updated>2026-11-24T06:01:01"}, "feed.json": {`modified": "2026-11-24T06:01:00Z`, `modified": "2026-11-24T06:01:01Z`},
			"feed.rdf": {"06:01:00Z</dcterms:modified", "06:01:01Z</dcterms:modified"}}},
		{"the clock", 3, map[string][2]string{
			"atom.xml": {"<updated>2026-11-24T06:02", "<updated>2026-11-24T06:59"}, "feed.rdf": {"<dc:date>2026-11-24T06:02", "<dc:date>2026-11-24T06:59"}}},
		{"bytes", 8, map[string][2]string{
			"atom.xml": {"<entry>", "<entry >"}, "feed.json": {"{", "{ "}, "feed.rdf": {"<channel", "<channel "}}},
		{"a new title of the feed", 0, map[string][2]string{
			"atom.xml": {">Litteratursamlinger<", ">Lister<"}, "feed.json": {`"Litteratursamlinger"`, `"Lister"`}, "feed.rdf": {">Litteratursamlinger<", ">Lister<"}}},
	} {
		for name, change := range c.by {
			after := []byte(strings.Replace(string(before[name]), change[0], change[1], 1))
			if bytes.Equal(after, before[name]) {
				t.Errorf("%s, %s: nothing to replace", c.what, name)
			}
			faults := feed.Compare(before[name], after, editiontest.Base+name)
			if (c.rule == 0) != (len(faults) == 0) || c.rule != 0 && faults[0].Rule != c.rule {
				t.Errorf("%s, %s: %v, want rule %d", c.what, name, faults, c.rule)
			}
		}
	}
}

// A correction, a withdrawal and a new entry: nothing else moves, in any feed.
func TestEditionsFollow(t *testing.T) {
	items := made(6)
	before := files(t, writer, edition(items...))
	items[1].Title.Value, items[1].Modified = "Rettet", editiontest.Later
	items[3].Withdrawn, items[3].Modified = true, editiontest.Later
	items = append(items, made(7)[6])
	items[6].Created, items[6].Modified = editiontest.Later, editiontest.Later
	after := files(t, writer, edition(items...))
	for path, doc := range after {
		if strings.HasSuffix(path, ".opml") {
			continue
		}
		noFaults(t, feed.Check(bytes.NewReader(doc), editiontest.Base+path))
		noFaults(t, feed.Compare(before[path], doc, editiontest.Base+path))
		if bytes.Contains(doc, []byte(items[3].ID)) {
			t.Errorf("%s lists the withdrawn entry", path)
		}
		read := feed.Read(bytes.NewReader(doc), editiontest.Base+path)
		for _, e := range read.Entries {
			if e.ID == tag+"item/"+items[1].ID && (!e.Published.Equal(items[1].Created) || e.Updated.Before(editiontest.Later)) {
				t.Errorf("%s: the corrected entry was published %v, updated %v", path, e.Published, e.Updated)
			}
		}
	}
}

func TestAgree(t *testing.T) {
	all := files(t, writer, editiontest.Sample())
	delete(all, "feeds.opml")
	paths := slices.Sorted(maps.Keys(all))
	agree := func(change, old, by string) []feed.Fault {
		read := map[string]feed.Reading{}
		for path, doc := range all {
			if path == change {
				changed := strings.Replace(string(doc), old, by, 1)
				if changed == string(doc) {
					t.Errorf("%s has no %s", path, old)
				}
				doc = []byte(changed)
			}
			read[path] = feed.Read(bytes.NewReader(doc), editiontest.Base+path)
		}
		return feed.Agree(paths, read)
	}
	noFaults(t, agree("", "", ""))
	for _, c := range []struct{ path, old, by string }{
		{"feed.json", tag + "item/h5v2dq7n3xka", tag + "item/other"},
		{"feed.xml", tag + "item/h5v2dq7n3xka", tag + "item/other"},
		{"feed.rdf", "<dc:date>2026-11-24T06:00:00Z", "<dc:date>2026-11-24T06:00:01Z"},
		{"feed.xml", "<pubDate>Tue, 24 Nov 2026 06:00:00", "<pubDate>Tue, 24 Nov 2026 06:00:01"},
		{"feeds/source/omstilling/atom.xml", "</published>\n    <updated>2026-12-01T06:00:00", "</published>\n    <updated>2026-12-01T06:00:02"},
		{"feeds/publisher/nibr/feed.json", "2026-11-24", "2026-11-25"},
	} {
		if f := agree(c.path, c.old, c.by); len(f) == 0 || f[0].Rule != 11 {
			t.Errorf("%s with %s for %s: %v", c.path, c.by, c.old, f)
		}
	}
}

func TestCheckEmpty(t *testing.T) {
	all := files(t, feed.Writer{Tag: tag, TTL: time.Hour}, edition())
	// A source is followed from the day it is configured: the pages name its feed.
	if _, there := all["feeds/source/s/feed.xml"]; len(all) != 9 || !there {
		t.Errorf("an empty edition has the feeds %v", slices.Sorted(maps.Keys(all)))
	}
	delete(all, "feeds.opml")
	for path, doc := range all {
		noFaults(t, feed.Check(bytes.NewReader(doc), editiontest.Base+path))
	}
}
