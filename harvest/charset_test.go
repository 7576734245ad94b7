package harvest_test

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"samling/harvest"
)

// utf16le is text in UTF-16, low byte first.
func utf16le(text string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		b.WriteByte(byte(unit))
		b.WriteByte(byte(unit >> 8))
	}
	return b.String()
}

func swapped(text string) string {
	b := []byte(text)
	for i := 0; i+1 < len(b); i += 2 {
		b[i], b[i+1] = b[i+1], b[i]
	}
	return string(b)
}

func TestDecode(t *testing.T) {
	const (
		want   = "<p>blåbær – 2014</p>" // every case below says this, in its own bytes
		in1252 = "<p>bl\xe5b\xe6r \x96 2014</p>"
	)
	for name, c := range map[string]struct{ contentType, body, want string }{
		"utf-8, by header":              {"text/html; charset=utf-8", want, want},
		"utf-8, undeclared":             {"text/html", want, want},
		"utf-8, by mark":                {"text/html", "\xef\xbb\xbf" + want, want},
		"utf-8 mark against header":     {"text/html; charset=iso-8859-1", "\xef\xbb\xbf" + want, want},
		"utf-16le, by mark":             {"text/html; charset=utf-8", "\xff\xfe" + utf16le(want), want},
		"utf-16be, by mark":             {"text/html", "\xfe\xff" + swapped(utf16le(want)), want},
		"utf-16le, by header":           {"text/html; charset=utf-16le", utf16le(want), want},
		"utf-16 beyond the first plane": {"text/plain", "\xff\xfe" + utf16le("𝄞å"), "𝄞å"},

		"1252, by header":              {"text/html; charset=windows-1252", in1252, want},
		"1252, called iso-8859-1":      {"text/html; charset=ISO-8859-1", in1252, want},
		"1252, called us-ascii":        {"text/html; charset=us-ascii", in1252, want},
		"1252, quoted and untidy":      {`text/html ; foo ; Charset = "windows-1252"`, in1252, want},
		"1252, undeclared":             {"text/html", in1252, want},
		"1252, undeclared plain":       {"text/plain", in1252, want},
		"1252, under an unknown label": {"text/html; charset=klingon", in1252, want},
		"1252, under a dead label":     {"text/html; charset=iso-2022-kr", in1252, want},
		"1252, said utf-8":             {"text/html; charset=utf-8", in1252, want},
		"utf-8, said 1252":             {"text/html; charset=windows-1252", want, want},
		"utf-8, said iso-8859-15":      {"text/html; charset=iso-8859-15", want, want},
		"iso-8859-15":                  {"text/html; charset=iso-8859-15", "100 \xa4", "100 €"},
		"koi8-r":                       {"text/html; charset=koi8-r", "\xf0\xd2\xc9", "При"},
		"shift_jis":                    {"text/html; charset=shift_jis", "\x93\xfa\x96{", "日本"},
		"ascii, said koi8-r":           {"text/html; charset=koi8-r", "abc", "abc"},
		"utf-8 with a broken sequence": {"text/html; charset=utf-8", "blåbær \xe5 på", "blåbær \uFFFD på"},
		"undeclared, mostly utf-8":     {"text/html", "blåbær \xe5 på", "blåbær \uFFFD på"},
		"half and half is utf-8":       {"text/html; charset=utf-8", "å\xe5", "å\uFFFD"},
		"more than half is not":        {"text/html; charset=utf-8", "å\xe5\xe5", "Ã¥åå"},

		"no carriage returns": {"text/plain", "en\r\nto\rtre\n\r\nfire\r", "en\nto\ntre\n\nfire\n"},
		"no nul":              {"text/plain", "e\x00n\x00", "en"},
		"empty":               {"text/html", "", ""},
		"only a mark":         {"text/html", "\xef\xbb\xbf", ""},
	} {
		t.Run(name, func(t *testing.T) { wantText(t, c.contentType, c.body, c.want) })
	}
}

// What the page says of itself is tried with a charset that no guess would give.
func TestDecodeByMeta(t *testing.T) {
	const inKOI8, asKOI8, as1252 = "\xf0\xd2\xc9", "При", "ðÒÉ"
	long := "<script>" + strings.Repeat("x", 2000) + "</script>"
	for name, head := range map[string]string{
		"meta charset":                `<meta charset="koi8-r">`,
		"in capitals, unquoted":       `<META CHARSET=KOI8-R>`,
		"http-equiv":                  `<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">`,
		"http-equiv, other way round": `<meta content='text/html;charset="koi8-r"' http-equiv=content-type>`,
		"late in the head":            `<html><head><title>x</title>` + long + `<meta charset="koi8-r">`,
		"late, without a head":        long + `<meta charset="koi8-r">`,
		"late, after a comment":       `<!--` + strings.Repeat(" ", 1500) + `--><meta charset="koi8-r">`,
		"late, among others": `<!--` + strings.Repeat(" ", 1500) + `--><html><head><title>x</title><base><link><style></style>` +
			`<script></script><template></template><noscript></noscript><meta charset="koi8-r">`,
		"misplaced, but early": `<head></head><body><p>x</p><meta charset="koi8-r">`,
		"after useless ones":   `<meta charset="klingon"><meta name="a" content="charset=shift_jis"><meta charset="koi8-r">`,
		"the first one":        `<meta charset="koi8-r"><meta charset="shift_jis">`,
		"xml declaration":      `<?xml version="1.0" encoding="koi8-r" standalone='yes'?>`,
	} {
		t.Run(name, func(t *testing.T) {
			wantText(t, "text/html", head+inKOI8, head+asKOI8)
			wantText(t, "text/html; charset=windows-1252", head+inKOI8, head+as1252) // the header goes first
			wantText(t, "text/plain", head+inKOI8, head+as1252)                      // and plain text has no meta
			wantText(t, "text/html", head+asKOI8, head+asKOI8)                       // the bytes have the last word
		})
	}
	for name, head := range map[string]string{
		"none":               ``,
		"windows-1252":       `<meta charset="windows-1252">`,
		"latin1":             `<meta charset="latin1">`,
		"a lie, utf-8":       `<meta charset="utf-8">`,
		"a lie, utf-16":      `<meta charset="utf-16">`,
		"in a script":        `<script>"<meta charset=koi8-r>"</script>`,
		"in a comment":       `<!-- <meta charset=koi8-r> -->`,
		"without a pragma":   `<meta name="x" content="text/html; charset=koi8-r">`,
		"late, after a head": `<head>` + long + `</head><meta charset=koi8-r>`,
		"late, in a body":    `<title>x</title>` + long + `<p>x</p><meta charset=koi8-r>`,
	} {
		t.Run("not "+name, func(t *testing.T) {
			wantText(t, "text/html", head+inKOI8, head+as1252)
			wantText(t, "text/html", head+asKOI8, head+asKOI8)
		})
	}
}

func wantText(t *testing.T, contentType, body, want string) {
	t.Helper()
	got, err := harvest.Decode(&harvest.Page{ContentType: contentType, Body: []byte(body)})
	if err != nil || got != want {
		t.Errorf("%s: got %.200q, %v\nwant %.200q", contentType, got, err, want)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("text/html; charset=utf-16", []byte("<\x00p\x00"))
	f.Add("text/html", []byte("<?xml encoding=\"\xe5\"?><meta charset=iso-2022-jp>\x1b$B\r\x00\n"))
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		text, err := harvest.Decode(&harvest.Page{ContentType: contentType, Body: body})
		if err != nil || !utf8.ValidString(text) || strings.ContainsAny(text, "\r\x00") {
			t.Errorf("%q, %v", text, err)
		}
	})
}
