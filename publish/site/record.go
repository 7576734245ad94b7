package site

import (
	"fmt"
	"html/template"
	"io"
	"strings"

	"samling/publish"
	"samling/publish/internal/plain"
)

// Record writes item/{id}.html: the record, its history, and the source's own words
// beside each normalised value.
type Record struct {
	Language string // of the site's own texts; nb is the only one yet
}

var _ publish.Document = Record{}

// Path is where the page of a record is in the web root.
func (Record) Path(id string) string { return "item/" + id + ".html" }

// MediaType is that of HTML.
func (Record) MediaType() string { return "text/html" }

// Write writes the page. Of info and s it uses only what does not change with every
// edition, so that an unchanged record keeps its file.
func (r Record) Write(w io.Writer, info publish.Info, s publish.Source, it publish.Item, _ []publish.Group) error {
	set := setFor(r.Language)
	if err := set.pages.ExecuteTemplate(w, "record", newRecord(&set.words, info, s, &it)); err != nil {
		return fmt.Errorf("write %s: %w", r.Path(it.ID), err)
	}
	return nil
}

type record struct {
	frame
	ID         string
	Main, Rest string // the title, and its subtitle
	Lang       string // of the title
	Type       string
	Bodies     string
	Year       year
	Text       []block
	TextLang   string
	Link, Host string
	Citation   string
	Rows       []row
	Repairs    []string
	SourceText []block // "" when the description is the source's, word for word
	FirstSeen  moment
	Changed    moment
	Moved      bool // changed since it was first seen
	Source     text
	SourceLink string
	Read       moment // when the page that holds this version was fetched
	Snapshot   string // and its hash
	Withdrawn  bool
}

// row is a value beside the source's own words.
type row struct {
	Label  string
	Value  string
	Lang   template.HTMLAttr // of both, as an attribute
	Note   string            // what is said instead of the source's words
	Source string
}

func newRecord(w *words, info publish.Info, s publish.Source, it *publish.Item) record {
	title := titleOf(it)
	r := record{
		frame: newFrame(info), ID: it.ID,
		Lang: title.Lang, Main: title.Value, Type: typeName(it, w), Bodies: names(it), Year: newYear(it.Issued),
		Text: blocks(it.Description.Value), TextLang: plain.Language(it.Description.Language),
		Link: plain.Link(it.Link), Citation: plain.Line(it.Citation),
		FirstSeen: w.day(it.Created), Changed: w.day(it.Modified), Moved: !it.Modified.Equal(it.Created),
		Source: newText(s.Title), SourceLink: plain.Link(s.URL), Read: w.day(it.Harvest.Snapshot.Fetched), Snapshot: it.Harvest.Snapshot.SHA256,
		Withdrawn: it.Withdrawn,
	}
	if sub := plain.Line(it.Subtitle); sub != "" {
		if main, ok := strings.CutSuffix(title.Value, sub); ok {
			r.Main, r.Rest = main, sub
		}
	}
	if r.Source.Value == "" {
		r.Source = text{Value: s.ID, Lang: w.Lang}
	}
	r.Host = host(r.Link)
	r.Title, r.Canonical, r.Hidden = title.Value+" – "+r.Site, plain.Link(info.Base+"item/"+it.ID), it.Withdrawn
	r.Summary = shorten(firstLine(it.Description.Value), 260)
	for _, repair := range it.Repairs {
		r.Repairs = append(r.Repairs, plain.Line(repair))
	}
	if !verbatim(it) {
		r.SourceText = blocks(it.DescriptionSource)
	}
	r.Rows = rows(w, it, &r)
	return r
}

// verbatim tells whether the description is the source's, but for its line breaks.
func verbatim(it *publish.Item) bool {
	return it.Description.Value == it.DescriptionSource ||
		plain.Line(it.Description.Value) == plain.Line(it.DescriptionSource)
}

// rows are the normalised values beside the source's own words.
func rows(w *words, it *publish.Item, r *record) []row {
	inTitle := template.HTMLAttr(` lang="` + r.Lang + `"`)
	all := []row{beside(w, w.Title, r.Main+r.Rest, it.TitleSource, inTitle)}
	if r.Rest != "" {
		all = append(all,
			row{Label: w.MainTitle, Value: plain.Line(it.TitleProper), Lang: inTitle, Note: w.FromTitle},
			row{Label: w.Subtitle, Value: r.Rest, Lang: inTitle, Note: w.FromTitle})
	}
	all = append(all,
		beside(w, w.Type, r.Type, it.TypeSource, ""),
		beside(w, w.Bodies, r.Bodies, it.PublisherSource, ""),
		beside(w, w.Year, r.Year.Text, it.IssuedSource, ""),
		row{Label: w.TypeLine, Value: plain.Line(it.TypeLineSource), Lang: inTitle, Note: fmt.Sprintf(w.Position, it.Position, it.Of)})
	if tag := plain.Language(it.Title.Language); tag != "" {
		all = append(all, row{Label: w.Language, Value: w.language(tag), Note: w.Judged})
	}
	if link := plain.Line(it.LinkSource); link != "" {
		one := beside(w, w.Link, r.Link, link, "")
		if r.Link == "" {
			one.Value = w.NotLinked
		}
		all = append(all, one)
	}
	if len(r.Text) > 0 {
		said := w.Verbatim
		if len(r.SourceText) > 0 {
			said = w.Repaired
		}
		all = append(all, row{Label: w.Text, Value: said})
	}
	return all
}

func beside(w *words, label, value, source string, lang template.HTMLAttr) row {
	r := row{Label: label, Value: value, Lang: lang, Source: plain.Line(source)}
	if value == "" {
		r.Value, r.Lang = w.NotGiven, ""
	}
	if r.Source == value {
		r.Source = ""
		if value != "" {
			r.Note = w.SameAsSource
		}
	}
	return r
}
