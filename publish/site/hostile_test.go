package site_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"samling/publish"
	"samling/publish/internal/editiontest"
	"samling/publish/internal/plain"
	"samling/transform"
)

var hostile = []string{
	`<script>alert(1)</script>`,
	`</title><script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	`</bdi></h1></article></main>`,
	`&lt;b&gt; &amp;amp; &#0; &nbsp; ]]> {{.ID}} {{template "x"}}`,
	"bidi \u202egpj.exe\u2066\u2069 end",
	"C0 \x00\x01\x08\x0b\x1b[31m C1 \u0085\u009f",
	"lone \xed\xa0\x80 broken \xff\xc0 none \ufffe\uffff",
	"javascript:alert(1)",
	"data:text/html,<script>alert(1)</script>",
	`https://example.no/" onclick="alert(1)`,
	`\" \u003c quotes and backslashes \`,
	"<!-- --><?php ?><![CDATA[ x ]]>",
	"1) <i>list</i>\n2) <b>item</b>\n\n- x",
}

// hostileItem is an entry whose every text is s.
func hostileItem(s string) publish.Item {
	it := publish.Item{Source: "s", Created: editiontest.Day, Modified: editiontest.Later}
	it.ID, it.Page, it.Type, it.Issued, it.Subtitle = "hostile", s, s, s, s
	it.Title = transform.Text{Value: s, Language: s}
	it.Description = it.Title
	it.Publishers = []transform.Publisher{{Key: s, Name: s}}
	it.Link, it.LinkSource, it.Citation, it.TitleProper = s, s, s, s
	it.TypeLineSource, it.TypeSource, it.PublisherSource, it.IssuedSource = s, s, s, s
	it.TitleSource, it.DescriptionSource, it.Repairs = s+"x", s+"x", []string{s}
	it.History = []publish.Version{{Record: transform.Record{ID: "hostile"}}, {Record: it.Record, At: editiontest.Day}}
	return it
}

// inert renders an entry and a source whose every text is s.
func inert(t testing.TB, s string) {
	it := hostileItem(s)
	info := editiontest.SampleInfo()
	info.Title, info.Publisher.Name = s, s
	src := publish.Source{ID: "s", URL: s, Title: it.Title, Description: it.Title}
	for name, doc := range render(t, editiontest.New(info, []publish.Source{src}, []publish.Item{it})) {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, fault := range faults(name, doc) {
			t.Errorf("text %.80q: %s: %s", s, name, fault)
		}
		if strings.ContainsAny(doc, "\x00\x1b\u202e\u2066\ufffe") {
			t.Errorf("text %.80q: %s: a hidden character came through", s, name)
		}
		if want := plain.Line(s); name != "status.html" && want != "" && !strings.Contains(textOf(t, doc), want) {
			t.Errorf("text %.80q: %s: the text is not there as it was written", s, name)
		}
	}
}

// textOf is all text of a page's body, as a browser shows it.
func textOf(t testing.TB, doc string) string {
	var b strings.Builder
	for _, n := range elements(t, doc) {
		for c := range n.ChildNodes() {
			if c.Type == html.TextNode {
				b.WriteString(c.Data)
			}
		}
	}
	return b.String()
}

func TestHostile(t *testing.T) {
	for _, s := range append(hostile, "", strings.Repeat("Å<&", 1<<20/4), strings.Repeat("ord ", 1<<18)) {
		inert(t, s)
	}
	inert(t, strings.Join(hostile, "\n\n"))
}

func FuzzPages(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { inert(t, s) })
}
