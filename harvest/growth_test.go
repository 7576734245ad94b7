package harvest_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"samling/harvest"
)

// TestReadingGrowsWithThePage reads pages that are large in one way each, and twice as
// large. What reading allocates, and how often it asks for a type, grows as the page
// does; a reader that compares everything with everything needs four times as much.
// Memory is counted and not time, since that is equal on every machine.
func TestReadingGrowsWithThePage(t *testing.T) {
	for contentType, shapes := range map[string]map[string]func(int) string{
		"text/html; charset=utf-8": htmlShapes(), "text/plain; charset=utf-8": plainShapes(),
	} {
		for name, shape := range shapes {
			t.Run(name, func(t *testing.T) {
				const n = 3000
				bytes, asked := costOf(t, shape(n), contentType)
				bytes2, asked2 := costOf(t, shape(2*n), contentType)
				if bytes2 > 3*bytes || asked2 > 3*asked+10 {
					t.Errorf("%d bytes and %d questions for a page, %d and %d for one twice as large", bytes, asked, bytes2, asked2)
				}
			})
		}
	}
}

// costOf is what reading a page allocates, and how often it asks whether words are a type.
func costOf(t *testing.T, page, contentType string) (bytes uint64, asked int) {
	t.Helper()
	p := &harvest.Page{URL: pageURL, Base: pageURL, ContentType: contentType, Body: []byte(page)}
	counting := harvest.Profile{IsType: func(words string) bool { asked++; return isType(words) }}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := harvest.Read(p, counting); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, asked
}

func htmlShapes() map[string]func(int) string {
	const entry = "<h3>En tittel</h3><p>Rapport – KS 2014</p><p>Om den.</p>"
	repeat := func(before, piece, after string) func(int) string {
		return func(n int) string { return before + numbered(piece, n) + after }
	}
	return map[string]func(int) string{
		"entries":                   repeat("", entry, ""),
		"entries in a list":         repeat("<ul>", "<li><b>T</b><br>Rapport – KS 2014<br>Om.</li>", "</ul>"),
		"entries on a line":         repeat("", "<p><b>T</b> Rapport – KS 2014</p>", ""),
		"every entry another class": repeat("", "<section class=a#b><h3>En #</h3><p>Rapport – KS 2014</p><p>Om.</p></section>", ""),
		"paragraphs":                repeat("", "<p>Ord og atter ord i en setning.</p>", ""),
		"line breaks":               repeat("<p>", "ord <br>", ""),
		"type lines only":           repeat("", "<p>Rapport – KS 2014</p>", ""),
		"unknown types":             repeat("", "<p><b>Tittel</b></p><p>Ukjent – KS 2014</p>", entry),
		"spans in a block":          repeat("<p>", "<span>Rapport – KS </span>", ""),
		"seams in a block": func(n int) string {
			return strings.Repeat("<p>"+strings.Repeat("<b>Rapport – a? 2012</b>", 40), n/20)
		},
		"nested div":         repeat("", "<div>ord ", entry),
		"nested side":        repeat("", "<div class=sidebar>", entry),
		"nested code":        repeat("", "<code>ord ", entry),
		"nested unknown":     repeat("", "<x-y>ord ", entry),
		"nested tables":      repeat("", "<table><tr><td>a", ""),
		"unclosed links":     repeat("", "<a href=x>ord ", ""),
		"unclosed bold":      repeat("", "<p><b>ord ", ""),
		"links in links":     repeat(strings.Repeat("<a href=x><marquee>", 100), "<p>ord", ""),
		"misnested":          repeat("", "<b><div><i></b>ord ", ""),
		"html tags":          repeat("", "<html a#>", entry),
		"body tags":          repeat("", "<body a#>", entry),
		"attributes":         repeat("<p ", "a# ", ">ord</p>"+entry),
		"a long title":       repeat("<h3>", "tittel ", "</h3><p>Rapport – KS 2014</p>"),
		"a long description": repeat(entry, "<p>Om den.</p>", entry),
		"a title of lines":   repeat("<p>", "tittel<br>", "Rapport – KS 2014"),
		"a class of words":   repeat("<p class='", "a#x ", "'>ord</p>"+entry),
		"links in an entry":  repeat(entry, "<a href=/x#>a</a> ", entry),
		"related":            repeat("", "<h2>Les også</h2><p>ord</p>", ""),
		"headings":           repeat("", "<h1>Tittel</h1>", ""),
		"forms":              repeat("", "<form><p>x</p></form>", entry),
		"tags unfinished":    repeat("", "<a ", ""),
		"text in a table":    repeat("<table>", "ord <tr>", ""),
		"a class around": func(n int) string {
			return "<div class='" + strings.Repeat("x ", n) + "'>" + strings.Repeat("<p>ord</p>", n) + entry
		},
		"an address around": func(n int) string {
			return entry + "<a href='" + strings.Repeat("x/", n) + "'>" + strings.Repeat("<p>ord</p>", n) + "</a>" + entry
		},
	}
}

func plainShapes() map[string]func(int) string {
	return map[string]func(int) string{
		"plain entries": func(n int) string { return strings.Repeat("Tittel\nRapport – KS 2014\nOm den.\n\n", n) },
		"plain prose": func(n int) string {
			return strings.Repeat("en lang linje med ord som går videre på den neste og\n", n)
		},
		"plain dashes": func(n int) string {
			return strings.Repeat("en lang linje – med ord som går videre på den neste\n", n)
		},
		"plain one line": func(n int) string { return strings.Repeat("ord – ", n) },
		"plain types":    func(n int) string { return strings.Repeat("Rapport – KS 2014\n", n) },
		"plain rule":     func(n int) string { return strings.Repeat("-", n) },
	}
}

// numbered repeats a piece n times, with its number for "#".
func numbered(piece string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(piece, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// A few hundred formatting elements that nobody closes are opened again in every
// paragraph: four bytes of a page made 50 kB of memory.
func TestFormattingIsNotMultiplied(t *testing.T) {
	page := numbered("<font a#>", 300) + strings.Repeat("<p>x", 5000)
	if bytes, _ := costOf(t, page, "text/html"); bytes > 100<<20 {
		t.Errorf("%d bytes for a page of %d", bytes, len(page))
	}
}

func TestPageOfTooManyElementsIsRefused(t *testing.T) {
	p := &harvest.Page{URL: pageURL, ContentType: "text/html", Body: []byte(strings.Repeat("<p>x", 600_000))}
	if _, err := harvest.Read(p, profile); err == nil || !strings.Contains(err.Error(), "more than 500000 elements") {
		t.Errorf("err = %v", err)
	}
}

// However deep a page is nested, and in whatever elements, its entry is read.
func TestDeepPageIsRead(t *testing.T) {
	for _, name := range []string{"div", "span", "code", "x-y", "article", "header", "marquee", "li", "pre", "label"} {
		page := strings.Repeat("<"+name+">", 100_000) + "<h3>En tittel</h3><p>Rapport – KS 2014</p><p>Om den.</p>"
		if l := readHTML(t, page); len(l.Entries) != 1 && name != "header" { // a header is read for its title
			t.Errorf("%s: %d entries", name, len(l.Entries))
		}
	}
}
