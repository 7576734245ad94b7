package plain_test

import (
	"slices"
	"strings"
	"testing"

	"samling/publish/internal/plain"
)

func TestLine(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Regionråd i Norge", "Regionråd i Norge"},
		{"  to  mellomrom\u00a0her \n", "to mellomrom her"},
		{"a\x00b\x1f\x7f\u0085c", "ab c"},
		{"a \x00 b", "a b"},
		{"bidi \u202eGPJ.exe\u202c \u2066x\u2069\u200f", "bidi GPJ.exe x"},
		{"lone \xed\xa0\x80 and \xff", "lone and"},
		{"no characters \ufffe\uffff\U0001ffff\ufdd0", "no characters"},
		{"own \ufffd stays", "own \ufffd stays"},
		{"<script>alert(1)</script> ]]> &amp;", "<script>alert(1)</script> ]]> &amp;"},
		{"family \U0001f468\u200d\U0001f469", "family \U0001f468\u200d\U0001f469"},
		{"", ""}, {" ", ""}, {"\u2029", ""},
	} {
		if got := plain.Line(c.in); got != c.want {
			t.Errorf("Line(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzLine(f *testing.F) {
	for _, s := range []string{"", "a  b", "\x00", "å\u202e", "\xff", " a", "a ", "a\r\nb\r\x00\nc\u2028\n\n \td", "a\u00a0\n\u3000\nb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line := plain.Line(s)
		if again := plain.Line(line); again != line {
			t.Errorf("Line twice: %q, then %q", line, again)
		}
		if strings.ContainsAny(line, "\n\r\x00\u202e") || strings.TrimSpace(line) != line {
			t.Errorf("Line(%q) = %q", s, line)
		}
		if slow := strings.Join(strings.Fields(plain.Text(s)), " "); line != slow {
			t.Errorf("Line(%q) = %q, want %q", s, line, slow)
		}
		paragraphs := [][]string{nil}
		for l := range strings.SplitSeq(plain.Text(s), "\n") {
			last := &paragraphs[len(paragraphs)-1]
			if l = plain.Line(l); l != "" {
				*last = append(*last, l)
			} else if *last != nil {
				paragraphs = append(paragraphs, nil)
			}
		}
		paragraphs = slices.DeleteFunc(paragraphs, func(p []string) bool { return p == nil })
		if got := plain.Paragraphs(s); !slices.EqualFunc(got, paragraphs, slices.Equal) {
			t.Errorf("Paragraphs(%q) = %q, want %q", s, got, paragraphs)
		}
		if link := plain.Link(s); link != "" && plain.Link(link) != link {
			t.Errorf("Link twice: %q, then %q", link, plain.Link(link))
		}
	})
}

func TestParagraphs(t *testing.T) {
	got := plain.Paragraphs("one\r\n\r\n\x00\ntwo\n1) a\u00a0b\n\n\n")
	want := [][]string{{"one"}, {"two", "1) a b"}}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("Paragraphs = %q, want %q", got, want)
	}
	for line, want := range map[string]bool{"1) a": true, "10. a": true, "a. b": true, "- x": true, "• x": true,
		"1)": false, "og så. x": false, "2018 x": false, "i fjor": false, "": false} {
		if plain.Marked(line) != want {
			t.Errorf("Marked(%q) = %v", line, !want)
		}
	}
}

func TestLink(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/a?b=c#d":               "https://example.org/a?b=c#d",
		"HTTP://Example.ORG":                        "http://example.org/",
		"https://example.org?q":                     "https://example.org/?q",
		"https://blåbær.example.no/småby.pdf?ø=å b": "https://xn--blbr-roah.example.no/sm%C3%A5by.pdf?%C3%B8=%C3%A5%20b",
		"https://example.org/%C3%A5/100%/[x]|\"<>":  "https://example.org/%C3%A5/100%25/%5Bx%5D%7C%22%3C%3E",
		"https://example.org:8443/x":                "https://example.org:8443/x",
		"http://[2001:db8::1]:80/":                  "http://[2001:db8::1]:80/",
		"https://example.org/a#b#c":                 "https://example.org/a#b%23c",
		" https://example.org/ ":                    "https://example.org/",
		"javascript:alert(1)//http://x/":            "",
		"javascript://example.org/%0aalert(1)":      "",
		"data:text/html,x":                          "",
		"//example.org/x":                           "",
		"/x":                                        "",
		"mailto:x@example.org":                      "",
		"https://bank.example@evil.example/":        "",
		"https://evil.example\\@good.example/":      "",
		"https:///x":                                "",
		"https://ex ample.org/":                     "",
		"https://example.org:99999/":                "",
		"http://[::1%25eth0]/":                      "",
		"":                                          "",
	} {
		if got := plain.Link(in); got != want {
			t.Errorf("Link(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for in, want := range map[string]string{"nb": "nb", "nb-NO": "nb-NO", "": "", "nb_NO": "", `n"b`: "", "nb-": "", "zh-Hant-TW": "zh-Hant-TW", "@b": ""} {
		if got := plain.Language(in); got != want {
			t.Errorf("Language(%q) = %q, want %q", in, got, want)
		}
	}
}
