package feed_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"samling/publish/feed"
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
	doc := write(t, writer, edition(items...))
	for _, f := range feed.Check(bytes.NewReader(doc), self) {
		t.Errorf("text %.80q: fault: %v", s, f)
	}
	f, err := gofeed.NewParser().Parse(bytes.NewReader(doc))
	if err != nil {
		t.Fatalf("text %.80q: %v", s, err)
	}
	if len(f.Items) != 2 {
		t.Fatalf("text %.80q: %d items", s, len(f.Items))
	}
	got, want := f.Items[0], shown(s)
	if want != "" && got.Title != want {
		t.Errorf("text %.80q: title read back as %.80q", s, got.Title)
	}
	if text := textOf(t, got.Description); text != want {
		t.Errorf("text %.80q: description read back as %.80q", s, text)
	}
	if !strings.HasPrefix(got.Link, "http://") && !strings.HasPrefix(got.Link, "https://") {
		t.Errorf("text %.80q: link %.80q", s, got.Link)
	}
}

func TestHostile(t *testing.T) {
	for _, s := range append(hostile, "", "javascript:alert(1)", "data:text/html,<script>", strings.Repeat("Å<&", 1<<20/4)) {
		inert(t, s)
	}
	inert(t, strings.Join(hostile, "\n\n"))
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
		if faults := feed.Compare(doc, doc); len(faults) > 0 && faults[0].Rule != 1 {
			t.Errorf("a feed differs from itself: %v", faults)
		}
	})
}
