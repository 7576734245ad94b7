package site

import (
	"cmp"
	"html/template"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"samling/publish"
	"samling/publish/internal/place"
	"samling/publish/internal/plain"
	"samling/publish/internal/reference"
)

// entry is an item in a list. It holds what is shown and nothing else of the item: a list
// holds as many as there are on a page.
type entry struct {
	position int // on the page of the source

	ID      string
	Root    string
	Title   text
	TypeKey string
	Type    string
	Bodies  template.HTML
	Year    year
	Text    text // the beginning of the description
	COinS   string
}

// newEntry is the entry of an item; the way to the root is for the page to say.
func newEntry(p *pen, info publish.Info, it *publish.Item) entry {
	ref := reference.New(info, it)
	return entry{
		position: it.Position, ID: it.ID, Title: titleOf(it), TypeKey: plain.Line(it.Type), Type: typeName(it, &p.words),
		Bodies: each(p, p.bodyOfEntry, bodiesOf(it, "")), Year: newYear(it.Issued),
		Text:  text{Value: shorten(firstLine(it.Description.Value), 260), Lang: plain.Language(it.Description.Language)},
		COinS: reference.COinS(&ref),
	}
}

// alone is the entry with texts of its own: those of an item are parts of its whole record.
func (e entry) alone() entry {
	for _, s := range []*string{&e.ID, &e.Title.Value, &e.Title.Lang, &e.TypeKey, &e.Year.Text, &e.Year.Machine, &e.Text.Value, &e.Text.Lang} {
		*s = strings.Clone(*s)
	}
	return e
}

func byPosition(a, b entry) int {
	return cmp.Or(cmp.Compare(a.position, b.position), cmp.Compare(a.ID, b.ID))
}

// body is a body that published an item, with the way to its page.
type body struct {
	Key, Name, Page string
	Next            bool // another stands before it
}

// bodiesOf are the bodies of an item that have a name to show. Their pages are linked to
// where root is given.
func bodiesOf(it *publish.Item, root string) []body {
	var all []body
	for _, p := range it.Publishers {
		name := plain.Line(p.Name)
		if name == "" {
			continue
		}
		b := body{Key: plain.Line(p.Key), Name: name, Next: len(all) > 0}
		if root != "" && place.IsKey(p.Key) {
			b.Page = root + "org/" + p.Key + ".html"
		}
		all = append(all, b)
	}
	return all
}

func firstLine(description string) string {
	before, _, _ := strings.Cut(strings.TrimLeft(description, "\n"), "\n")
	return plain.Line(before)
}

// shorten cuts a text of more than limit bytes after a sentence, if one ends in its
// second half, else after a word.
func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	s = strings.ToValidUTF8(s[:limit], "")
	for _, end := range []string{". ", "? ", "! "} {
		if i := strings.LastIndex(s, end); i >= limit/2 {
			return s[:i+1]
		}
	}
	if i := strings.LastIndexByte(s, ' '); i >= 0 {
		s = s[:i]
	}
	return strings.TrimRight(s, " .,:;–-") + " …"
}

// host is what a person knows of an address: its host, without "www.", in the letters
// of the West. Other scripts stay in punycode, since some of their letters look the same.
func host(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	name := strings.TrimPrefix(u.Hostname(), "www.")
	if !strings.Contains(name, "xn--") {
		return name
	}
	shown, err := idna.Display.ToUnicode(name)
	if err != nil || strings.ContainsFunc(shown, func(r rune) bool { return r > 0xFF }) {
		return name
	}
	return shown
}
