package feed_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"samling/publish/feed"
	"samling/publish/internal/editiontest"
)

// Each fault is planted in a good feed, and must be reported under its rule, there.
func TestCheckFindsPlantedFaults(t *testing.T) {
	items := made(3)
	items[2].Link = "https://example.no/rapport"
	good := string(write(t, writer, edition(items...)))
	const (
		guid2 = `<guid isPermaLink="false">` + tag + `item/id0000000002</guid>`
		link2 = `<link>https://example.no/rapport</link>`
		date2 = `<pubDate>Tue, 24 Nov 2026 06:02:00 GMT</pubDate>`
		desc2 = `<description>&lt;p lang=&#34;nb&#34;&gt;Et avsnitt.`
		upd2  = `<atom:updated>2026-11-24T06:02:00Z</atom:updated>`
		self2 = `<atom:link href="` + self + `" rel="self" type="application/rss+xml"></atom:link>`
	)
	for _, c := range []struct {
		rule     int
		where    string
		old, new string
	}{
		{1, "feed", "</rss>", ""},
		{1, "feed", "</rss>", "</rss><rss/>"},
		{1, "feed", `version="2.0"`, `version="0.91"`},
		{1, "feed", `xmlns:dc="http://purl.org/dc/elements/1.1/"`, ``},
		{1, "feed", `rel="self"`, `rel="self" rel="self"`},
		{1, "feed", "Rapport nummer 2<", "Rapport \x01 nummer 2<"},
		{1, "feed", "Rapport nummer 2<", "Rapport \xff nummer 2<"},
		{1, "feed", "Rapport nummer 2<", "Rapport &nbsp; nummer 2<"},
		{1, "feed", `encoding="UTF-8"`, `encoding="windows-1252"`},
		{1, "channel", "<title>Litteratursamlinger</title>", ""},
		{1, "channel", "<language>nb<", "<language>norsk bokmål<"},
		{1, "channel", "<managingEditor>post@example.org (Eksempelbiblioteket)<", "<managingEditor>Eksempelbiblioteket<"},
		{1, "channel", "</item>\n  </channel>", "</item><ttl>60</ttl></channel>"},
		{1, "channel", "<generator>", "<generater>x</generater><generator>"},
		{1, "item 1", "<title>Rapport nummer 2</title>", "<title> </title>"},
		{1, "item 1", "<title>Rapport nummer 2</title>", "<title>a</title><title>b</title>"},
		{1, "item 1", "<dcterms:issued>2018", "<dcterms:issued>2010/2014"},
		{1, "item 1", "<dcterms:issued>2018", "<dcterms:issued>1985"},
		{2, "item 1", guid2, ""},
		{2, "item 1", guid2, guid2 + guid2},
		{2, "item 1", `isPermaLink="false"`, `isPermaLink="true"`},
		{2, "item 1", guid2, `<guid isPermaLink="false">https://example.no/rapport</guid>`},
		{2, "item 2", "item/id0000000001</guid>", "item/id0000000002</guid>"},
		{3, "item 1", date2, ""},
		{3, "item 1", date2, `<pubDate>Tue, 24 Nov 2026 07:02:00 +0100</pubDate>`},
		{3, "item 1", date2, `<pubDate>Tue, 24 Nov 26 06:02:00 GMT</pubDate>`},
		{3, "item 1", date2, `<pubDate>Mon, 24 Nov 2026 06:02:00 GMT</pubDate>`},
		{3, "item 1", date2, `<pubDate>2026-11-24T06:02:00Z</pubDate>`},
		{3, "item 3", `<pubDate>Tue, 24 Nov 2026 06:00:00 GMT</pubDate>`, `<pubDate>Tue, 01 Jan 1985 00:00:00 GMT</pubDate>`},
		{3, "channel", "<lastBuildDate>Tue, 24 Nov 2026 06:02", "<lastBuildDate>Tue, 24 Nov 2026 06:01"},
		{3, "channel", "<lastBuildDate>Tue, 24 Nov 2026 06:02:00 GMT</lastBuildDate>", ""},
		{4, "item 1", guid2, guid2 + "<dc:date>2018</dc:date>"},
		{4, "item 1", guid2, guid2 + "<dc:title>x</dc:title>"},
		{4, "item 1", guid2, guid2 + "<dc:subject>x</dc:subject>"},
		{4, "item 1", guid2, guid2 + "<dc:publisher>Fafo</dc:publisher>"},
		{4, "item 1", guid2, guid2 + "<author>a@b.no (A)</author><dc:creator>A</dc:creator>"},
		{4, "channel", "<language>", "<dc:date>2018</dc:date><language>"},
		{5, "item 1", link2, ""},
		{5, "item 1", link2, "<link>/rapport</link>"},
		{5, "item 1", link2, "<link>javascript:alert(1)</link>"},
		{5, "item 1", link2, "<link>https://example.no/blåbær</link>"},
		{5, "item 1", link2, "<link>https://blåbær.example.no/</link>"},
		{5, "item 3", "/item/id0000000001</link>", "/item/id0000000000</link>"},
		{6, "channel", self2, ""},
		{6, "channel", self2, self2 + self2},
		{6, "channel", `href="` + self, `href="http://localhost:8080/feed.xml`},
		{6, "channel", "<link>" + editiontest.Base + "</link>", "<link>/</link>"},
		{6, "feed", "<channel>", `<channel xml:base="https://example.org/">`},
		{7, "item 1", "<title>Rapport nummer 2</title>", "<title>Rapport <b>nummer</b> 2</title>"},
		{7, "item 1", desc2, "<description><p>raw</p>"},
		{7, "item 1", desc2, desc2 + "&lt;script&gt;alert(1)&lt;/script&gt;"},
		{7, "item 1", desc2, desc2 + "<![CDATA[<style>p{}</style>]]>"},
		{7, "item 1", desc2, desc2 + "<![CDATA[<p style='color:red'>]]>"},
		{7, "item 1", desc2, desc2 + "<![CDATA[<img src=x onerror=alert(1)>]]>"},
		{7, "item 1", desc2, desc2 + "<![CDATA[<a href='/relativ'>]]>"},
		{7, "item 1", desc2, desc2 + "<![CDATA[<a href='javascript:x'>]]>"},
		{7, "item 1", desc2, desc2 + "<![CDATA[<!-- x -->]]>"},
		{9, "item 3", `<pubDate>Tue, 24 Nov 2026 06:00:00 GMT</pubDate>`, `<pubDate>Tue, 24 Nov 2026 06:01:30 GMT</pubDate>`},
		{10, "item 1", upd2, ""},
		{10, "item 1", upd2, "<atom:updated>2018</atom:updated>"},
		{10, "item 1", upd2, "<atom:updated>2026-11-24T05:00:00Z</atom:updated>"},
	} {
		bad := strings.Replace(good, c.old, c.new, 1)
		if bad == good {
			t.Errorf("rule %d: nothing to replace: %s", c.rule, c.old)
			continue
		}
		faults := feed.Check(strings.NewReader(bad), self)
		found := false
		for _, f := range faults {
			found = found || f.Rule == c.rule && f.Where == c.where
		}
		if !found {
			t.Errorf("rule %d, %s: %q for %q was not found, only %v", c.rule, c.where, c.new, c.old, faults)
		}
	}
	noFaults(t, feed.Check(strings.NewReader(good), self))
}

func TestCheckCountsItems(t *testing.T) {
	doc := write(t, feed.Writer{Tag: tag, Max: 101}, edition(made(101)...))
	faults := feed.Check(bytes.NewReader(doc), self)
	if len(faults) != 1 || faults[0].Rule != 9 {
		t.Errorf("101 items: %v", faults)
	}
}

func TestCompare(t *testing.T) {
	items := made(3)
	before := write(t, writer, edition(items...))
	for _, c := range []struct {
		what     string
		rule     int // 0: none
		old, new string
	}{
		{"nothing", 0, "", ""},
		{"a corrected title", 10, "Rapport nummer 1<", "Rapport nr. 1<"},
		{"updated alone", 10, "2026-11-24T06:01:00Z", "2026-11-24T06:01:01Z"},
		{"an edited pubDate", 3, "<pubDate>Tue, 24 Nov 2026 06:01:00", "<pubDate>Tue, 24 Nov 2026 06:01:30"},
		{"the clock in lastBuildDate", 3, "<lastBuildDate>Tue, 24 Nov 2026 06:02", "<lastBuildDate>Tue, 24 Nov 2026 06:59"},
		{"lastBuildDate back", 3, "<lastBuildDate>Tue, 24 Nov 2026 06:02", "<lastBuildDate>Tue, 24 Nov 2026 05:00"},
		{"bytes", 8, "<channel>", "<channel><!-- 06:59 -->"},
		{"a new channel title", 0, "<title>Litteratursamlinger<", "<title>Lister<"},
	} {
		after := []byte(strings.Replace(string(before), c.old, c.new, 1))
		faults := feed.Compare(before, after, self)
		if (c.rule == 0) != (len(faults) == 0) || c.rule != 0 && faults[0].Rule != c.rule {
			t.Errorf("%s: %v, want rule %d", c.what, faults, c.rule)
		}
	}

	items[1].Title.Value, items[1].Modified = "Rettet", editiontest.Later
	after := write(t, writer, edition(append(items, made(4)[3])...))
	noFaults(t, feed.Compare(before, after, self))
	if faults := feed.Compare([]byte("<rss/>"), before, self); len(faults) != 1 || faults[0].Rule != 1 {
		t.Errorf("no feed before: %v", faults)
	}
}

func ExampleFault() {
	for _, f := range feed.Check(strings.NewReader(`<rss version="0.91"/>`), "https://example.org/feed.xml") {
		fmt.Println(f)
	}
	// Output: feed: not RSS 2.0 with one channel, but <rss version="0.91"> (feed rule 1)
}
