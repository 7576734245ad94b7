package harvest_test

import (
	"strings"
	"testing"

	"samling/harvest"
)

// FuzzTypeLine: whatever a line holds, its parts are pieces of it, in order.
func FuzzTypeLine(f *testing.F) {
	for _, s := range []string{
		"Rapport – NIBR 2012", "Rapport-NIBR2012", "NIBR-rapport 2012:4 – NIBR, 2012", "Rapport − IRIS NIBR u.å.", "Hefte — KS (2010–14)",
		"Regionreform – status 2015", "–", " – 2012", "Rapport –", "Rapport 5/2017 - Uni Research 2018 (pdf)", "a\x00 – \xff 2012",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		l, ok := harvest.ParseTypeLine(line, isType)
		if !ok {
			return
		}
		rest := line
		for _, part := range []string{l.Type, l.Bodies, l.Year} {
			i := strings.Index(rest, part)
			if i < 0 {
				t.Fatalf("%q: %+v: %q is not in what is left, %q", line, l, part, rest)
			}
			rest = rest[i+len(part):]
		}
		if l.Text != line || l.Type == "" {
			t.Fatalf("%q: %+v", line, l)
		}
	})
}

// FuzzRead: whatever a page holds, reading ends, gives the same twice, and each entry
// has a title and a type line.
func FuzzRead(f *testing.F) {
	f.Add([]byte("<h1>L</h1><h3>T</h3><p>Rapport – KS 2014</p><p>D <a href=x>y</a></p>"), true)
	f.Add([]byte("T\nRapport – KS 2014\nD\n\n1) a\nb\n"), false)
	f.Add([]byte("<table><tr><td>T<td>Notat – NIBR u.å.<td><ul><li>x</table></p></div>"), true)
	f.Add([]byte("<p><b>T</b><br>Bok - KS, 2010-14<br><br><b>U</b> Film – NRK 2001"), true)
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00"), true)
	f.Fuzz(func(t *testing.T, body []byte, html bool) {
		page := &harvest.Page{URL: "https://example.org/a/", ContentType: "text/plain", Body: body}
		if html {
			page.ContentType = "text/html"
		}
		profile := harvest.Profile{IsType: isType}
		list, err := harvest.Read(page, profile)
		again, errAgain := harvest.Read(page, profile)
		if (err == nil) != (errAgain == nil) || len(list.Entries) != len(again.Entries) || len(list.Unread) != len(again.Unread) {
			t.Fatal("reading the same page twice gave two lists")
		}
		for i, e := range list.Entries {
			if e.Title == "" || e.TypeLine.Type == "" || e.Position != i+1 {
				t.Fatalf("entry %d: %+v", i+1, e)
			}
			if e.Link.URL != "" && !strings.HasPrefix(e.Link.URL, "http") {
				t.Fatalf("link %q", e.Link.URL)
			}
		}
	})
}

// BenchmarkRead reads a page of 10,000 entries.
func BenchmarkRead(b *testing.B) {
	const entries = 10000
	var s strings.Builder
	s.WriteString("<!DOCTYPE html><html lang=nb><head><meta charset=utf-8><title>Liste</title></head><body><main><h1>En lang liste</h1>\n")
	for range entries {
		s.WriteString("<h3><a href=/p>Samarbeid mellom kommuner om en oppgave</a></h3>\n<p class=meta>Rapport – NIBR/Østlandsforskning 2012</p>\n<p>Rapporten viser hvordan kommuner har løst oppgaven sammen, hva de har lært, og hvilke virkemidler de mener har vært viktige.</p>\n")
	}
	page := &harvest.Page{URL: "https://example.org/", ContentType: "text/html", Body: []byte(s.String())}
	b.SetBytes(int64(s.Len()))
	b.ReportAllocs()
	for b.Loop() {
		list, err := harvest.Read(page, harvest.Profile{IsType: isType})
		if err != nil || len(list.Entries) != entries {
			b.Fatal(len(list.Entries), err)
		}
	}
	b.ReportMetric(float64(b.N)*entries/b.Elapsed().Seconds(), "entries/s")
}
