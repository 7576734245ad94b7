package stencil_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"strings"
	"sync"
	"testing"

	"samling/publish/internal/stencil"
)

type page struct {
	frame
	Title      string
	Link, Path string
	Part       string
	Body       template.HTML
	Shown      bool
	At         moment
	hidden     []string
}

type frame struct{ Site string }

type moment struct{ Text, Machine string }

const text = `<title>{{.Title}} – {{.Site}}</title>
{{with .Link}}<a href="{{.}}" title="{{$.Title}}">{{$.Link}}</a>{{end}}
<a href="../{{.Path}}.html?q={{.Part}}#{{.Part}}">{{if .Shown}}shown{{else}}<b>hidden</b>{{end}}</a>
{{.Body}}{{with .At.Machine}}<time datetime="{{.}}">{{$.At.Text}}</time>{{end}}
`

func parsed(t testing.TB, text string) *template.Template {
	t.Helper()
	pages, err := template.New("page").Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

var texts = []string{
	"", "a", "Blåbær & <i>x</i>", `"'+`, "\x00\x01\t\n\r\v", "\xff\xc3", "%41%4", "javascript:alert(1)", "https://example.org/a?b=c&d=e'()#f",
	"HTTP://x/", "mailto:a@b", "../a b/c", "data:text/html,x", "\uE000\uE100/'\" \uE001", "😀\u202e", "{{.}}", "a:b",
}

// check holds a form to what the template itself writes.
func check(t *testing.T, pages *template.Template, form *stencil.Form[page], p page) {
	t.Helper()
	var want strings.Builder
	if err := pages.Execute(&want, &p); err != nil {
		t.Fatal(err)
	}
	got, err := form.Append([]byte("before "), &p)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != "before "+want.String() {
		t.Errorf("%+v:\n%s\nwant\n%s", p, got, want.String())
	}
}

func fill(values func() string) page {
	return page{frame{values()}, values(), values(), strings.ReplaceAll(values(), ":", ""), values(), template.HTML(values()), values() != "", moment{values(), values()}, nil}
}

// What a form writes is what the template writes, whatever the texts and whichever are left out.
func TestAsTheTemplate(t *testing.T) {
	pages := parsed(t, text)
	form := stencil.HTML[page](pages, "page")
	for _, s := range texts {
		check(t, pages, form, fill(func() string { return s }))
	}
	for left := range 1 << 9 { // more combinations than cuts are kept of
		n := 0
		check(t, pages, form, fill(func() string { n++; return strings.Repeat("x<", left>>(n-1)&1) }))
	}
}

func FuzzForm(f *testing.F) {
	for i, s := range texts {
		f.Add(s, texts[len(texts)-1-i])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		pages := parsed(t, text)
		n := 0
		check(t, pages, stencil.HTML[page](pages, "page"), fill(func() string {
			n++
			return []string{a, b}[n%2]
		}))
	})
}

// A text in a place that escapes it in another way is an error, not markup.
func TestNotKnown(t *testing.T) {
	for _, text := range []string{
		`<script>var x = {{.Title}}</script>`, `<script>var x = "{{.Title}}"</script>`, `<a onclick="f({{.Title}})">`, `<p style="color: {{.Title}}">`,
		`<p class={{.Title}}>`, `<p {{.Title}}="x">`, `<p title="{{.Body}}">`, `<title>{{.Body}}</title>`, `{{printf "%q" .Title}}`, `<img srcset="{{.Title}}">`,
	} {
		got, err := stencil.HTML[page](parsed(t, text), "page").Append(nil, &page{Title: "x", Body: "x"})
		if err == nil {
			t.Errorf("%s: wrote %s", text, got)
		}
	}
}

// What is no text cannot be filled in.
func TestTextsOnly(t *testing.T) {
	defer func() {
		if err := fmt.Sprint(recover()); !strings.Contains(err, "not with a int") {
			t.Error(err)
		}
	}()
	stencil.HTML[struct{ Lines []int }](template.New(""), "page")
}

func TestTogether(t *testing.T) {
	pages := parsed(t, text)
	form := stencil.HTML[page](pages, "page")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, s := range texts {
				check(t, pages, form, fill(func() string { return s }))
			}
		})
	}
	all.Wait()
}

func BenchmarkForm(b *testing.B) {
	pages := parsed(b, text)
	form, p := stencil.HTML[page](pages, "page"), fill(func() string { return "Interkommunalt plansamarbeid" })
	b.Run("template", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := pages.Execute(&strings.Builder{}, &p); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("form", func(b *testing.B) {
		var dst []byte
		b.ReportAllocs()
		for b.Loop() {
			var err error
			if dst, err = form.Append(dst[:0], &p); err != nil {
				b.Fatal(err)
			}
		}
	})
}

type element struct {
	ID    string   `xml:"id,attr" json:"id"`
	Title *phrase  `xml:"title" json:"title,omitempty"`
	Names []phrase `xml:"x:name" json:"names"`
	Tags  []string `xml:"tag" json:"tags,omitempty"`
	Note  string   `xml:"note,omitempty" json:"note,omitempty"`
	Yes   bool     `xml:"yes,attr" json:"yes"`
}

type phrase struct {
	Lang string `xml:"xml:lang,attr,omitempty" json:"lang,omitempty"`
	Text string `xml:",chardata" json:"text"`
}

type document[T any] struct {
	XMLName xml.Name `xml:"doc" json:"-"`
	List    []T      `xml:"list>e" json:"list"`
}

// Elements and values are written as encoding/xml and encoding/json write them in a document.
func TestAsTheEncoders(t *testing.T) {
	inXML, inJSON := stencil.XML[element]("e", 2), stencil.JSON[element](2)
	for i, s := range texts {
		next := texts[(i+1)%len(texts)]
		checkXML(t, inXML, element{s, &phrase{next, s}, []phrase{{s, s}, {"", next}}, []string{s, next}, next, i%2 == 0})
		checkJSON(t, inJSON, element{s, &phrase{next, s}, []phrase{{s, s}, {"", next}}, []string{s, next}, next, i%2 == 0})
	}
	for _, e := range []element{{}, {ID: "x", Names: []phrase{}}, {ID: "\u2028", Tags: []string{"", "a\u2029"}}, {ID: "\uFFFE", Note: "\uFFFF"}} {
		checkXML(t, inXML, e)
		checkJSON(t, inJSON, e)
	}
}

func FuzzEncoders(f *testing.F) {
	for i, s := range texts {
		f.Add(s, texts[len(texts)-1-i])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		e := element{a, &phrase{b, a}, []phrase{{a, b}}, []string{a + b}, b, true}
		checkXML(t, stencil.XML[element]("e", 2), e)
		checkJSON(t, stencil.JSON[element](2), e)
	})
}

func checkXML(t *testing.T, form *stencil.Form[element], e element) {
	t.Helper()
	want, err := xml.MarshalIndent(document[element]{List: []element{e}}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got, err := form.Append([]byte("<doc>\n  <list>"), &e)
	if got = append(got, "\n  </list>\n</doc>"...); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%+v, %v:\n%s\nwant\n%s", e, err, got, want)
	}
}

func checkJSON(t *testing.T, form *stencil.Form[element], e element) {
	t.Helper()
	var want bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(document[element]{List: []element{e}}); err != nil {
		t.Fatal(err)
	}
	got, err := form.Append([]byte("{\n  \"list\": ["), &e)
	if got = append(got, "\n  ]\n}\n"...); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%+v, %v:\n%s\nwant\n%s", e, err, got, want.Bytes())
	}
}
