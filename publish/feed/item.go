package feed

import (
	"cmp"
	"html"
	"net/mail"
	"strconv"
	"strings"
	"time"

	"samling/publish"
	"samling/publish/internal/plain"
	"samling/transform"
	"samling/vocab"
)

// rfc822 is the date of RSS 2.0: RFC 822 with a year of four digits.
const rfc822 = "Mon, 02 Jan 2006 15:04:05 GMT"

func (f Writer) channel(info publish.Info, changed time.Time) channel {
	publisher := plain.Line(info.Publisher.Name)
	c := channel{
		Title:       cmp.Or(plain.Line(info.Title), info.Base),
		Link:        info.Base,
		Description: "Nye poster i " + cmp.Or(plain.Line(info.Title), info.Base) + ", de sist oppdagede først.",
		Language:    cmp.Or(plain.Language(f.Language), "nb"),
		Generator:   strings.TrimSpace("Samling " + plain.Line(info.Version)),
		Self:        atomLink{Href: info.Base + f.Path(), Rel: "self", Type: f.MediaType()},
	}
	if publisher != "" {
		c.Description += " Utgitt av " + strings.TrimSuffix(publisher, ".") + "."
	}
	if !changed.IsZero() {
		c.LastBuildDate = changed.UTC().Format(rfc822)
	}
	c.ManagingEditor = mailbox(info.Publisher.Email, cmp.Or(publisher, c.Title))
	c.WebMaster = c.ManagingEditor
	return c
}

// mailbox is an address in the form of RSS 2.0, "post@example.org (Name)", or "".
// Parentheses and backslashes would have to be quoted in a comment (RFC 822, section
// 3.4.3), and no reader unquotes them.
func mailbox(email, name string) string {
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || strings.ContainsFunc(email, func(r rune) bool { return r > '~' || r <= ' ' }) {
		return ""
	}
	return email + " (" + plain.Line(strings.NewReplacer("(", " ", ")", " ", `\`, " ").Replace(name)) + ")"
}

func (f Writer) item(info publish.Info, it publish.Item, link string) item {
	return item{
		Title:       cmp.Or(plain.Line(it.Title.Value), plain.Line(it.Citation), recordPage(info.Base, it.ID)),
		Link:        link,
		GUID:        guid{Value: f.Tag + "item/" + it.ID},
		PubDate:     it.Created.UTC().Format(rfc822),
		Category:    category{Domain: info.Base + "types", Label: typeLabel(it)},
		Description: markup(it.Description),
		Publisher:   publishers(it.Publishers),
		Issued:      issued(it),
		Citation:    plain.Line(it.Citation),
		Updated:     it.Modified.UTC().Format(time.RFC3339),
	}
}

// issued is the year, where it is one that dcterms:issued can carry in a feed: the
// W3C Feed Validator takes W3CDTF only (a range is an error), and warns of what is
// before 1991 or still to come. Every year stands in the citation.
func issued(it publish.Item) string {
	year, err := strconv.ParseUint(it.Issued, 10, 16)
	if err != nil || year <= 1990 || year > uint64(it.Created.UTC().Year()) {
		return ""
	}
	return it.Issued
}

func publishers(all []transform.Publisher) string {
	names := make([]string, 0, len(all))
	for _, p := range all {
		if name := plain.Line(p.Name); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, "; ")
}

// typeLabel is the type's word in the record's language, else in Bokmål.
func typeLabel(it publish.Item) string {
	kind, ok := vocab.TypeByKey(it.Type)
	if !ok {
		kind = vocab.Unknown()
	}
	return kind.Label(it.Title.Language)
}

// markup is the description as HTML: a p a paragraph, a br between its lines, and
// nothing else but text.
func markup(d transform.Text) string {
	var b strings.Builder
	open := "<p>"
	if lang := plain.Language(d.Language); lang != "" {
		open = `<p lang="` + lang + `">`
	}
	for _, lines := range plain.Paragraphs(d.Value) {
		b.WriteString(open)
		for i, line := range lines {
			if i > 0 {
				b.WriteString("<br>")
			}
			b.WriteString(html.EscapeString(line))
		}
		b.WriteString("</p>")
	}
	return b.String()
}
