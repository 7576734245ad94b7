package harvest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"samling/harvest"
)

const pageURL = "https://bibliotek.example/lister/samarbeid"

var profile = harvest.Profile{IsType: isType}

func readHTML(t testing.TB, page string) harvest.List {
	return readAs(t, page, "text/html; charset=utf-8")
}

func readAs(t testing.TB, page, contentType string) harvest.List {
	t.Helper()
	p := &harvest.Page{URL: pageURL, Base: pageURL, ContentType: contentType, Body: []byte(page)}
	l, err := harvest.Read(p, profile)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// differences says how a list as read differs from items; "" when it does not.
func differences(l harvest.List, items []item) string {
	var out []string
	differ := func(what string, i int, got, want string) {
		if got != want {
			out = append(out, fmt.Sprintf("%s %d:\n     got %q\n    want %q", what, i+1, got, want))
		}
	}
	for i := range max(len(l.Entries), len(items)) {
		switch {
		case i >= len(items):
			out = append(out, fmt.Sprintf("no entry: %q, %q", l.Entries[i].Title, l.Entries[i].TypeLine.Text))
		case i >= len(l.Entries):
			out = append(out, fmt.Sprintf("missing: %q", items[i].title))
		default:
			e, want := l.Entries[i], items[i]
			differ("title", i, e.Title, want.title)
			differ("type line", i, e.TypeLine.Text, want.line)
			differ("description", i, described(e), words(strings.Join(want.desc, " ")))
			differ("link", i, e.Link.URL, absolute(want.link))
		}
	}
	return strings.Join(out, "\n")
}

func described(e harvest.Entry) string {
	var parts []string
	for _, b := range e.Description {
		parts = append(parts, b.Text)
	}
	return strings.Join(parts, " ")
}

func absolute(link string) string {
	if strings.HasPrefix(link, "/") {
		return "https://bibliotek.example" + link
	}
	return link
}

// TestEveryLayout reads the same entries, and the same unread text, from every
// layout in every surrounding.
func TestEveryLayout(t *testing.T) {
	sets := map[string][]item{"six": sixItems, "two": {sixItems[0], sixItems[5]}, "one": sixItems[5:], "bare": undescribed(sixItems)}
	for _, l := range layouts {
		t.Run(l.name, func(t *testing.T) {
			for _, s := range surroundings {
				for name, items := range sets {
					checkLayout(t, l, s, noises[0].of, items, s.name+"/"+name)
				}
			}
		})
	}
}

// TestEveryNoise reads every layout with every kind of noise.
func TestEveryNoise(t *testing.T) {
	for _, n := range noises {
		t.Run(n.name, func(t *testing.T) {
			for _, l := range layouts {
				for _, s := range surroundings {
					if s.name == "cms" || s.name == "sidebar first" {
						checkLayout(t, l, s, n.of, sixItems, s.name+"/"+l.name)
					}
				}
			}
		})
	}
}

func undescribed(items []item) []item {
	items = slices.Clone(items)
	for i := range items {
		items[i].desc = nil
	}
	return items
}

func checkLayout(t *testing.T, l layout, s surrounding, noise func(string) string, items []item, name string) {
	t.Helper()
	more := l.render(otherItems)
	page := noise(strings.NewReplacer("{LIST}", l.render(items), "{MORE}", more).Replace(s.form))
	got := readHTML(t, page)
	bad := differences(got, items)
	if want := harvest.Clean(strings.ReplaceAll(s.unread, "{MORE}", words(more))); strings.Join(got.Unread, " ") != want {
		bad += fmt.Sprintf("\nunread:\n     got %q\n    want %q", got.Unread, want)
	}
	if s.title != "" && (got.Title != s.title || got.Description != s.ingress) {
		bad += fmt.Sprintf("\npage: got %q, %q", got.Title, got.Description)
	}
	if bad != "" {
		t.Errorf("%s:\n%s", name, bad)
	}
}
