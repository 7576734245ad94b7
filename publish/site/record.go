package site

import (
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strings"

	"samling/publish"
	"samling/publish/internal/place"
	"samling/publish/internal/plain"
	"samling/publish/internal/reference"
)

// Record writes item/{id}.html: the record, its history, and the source's own words
// beside each normalised value. Of a withdrawn one it is the tombstone: what it was, and
// since when it is withdrawn.
type Record struct{}

var _ publish.Document = Record{}

// Path is where the page of a record is in the web root.
func (Record) Path(id string) string { return "item/" + id + ".html" }

// MediaType is that of HTML.
func (Record) MediaType() string { return "text/html" }

// Write writes the page. Of info and s it uses only what does not change with every
// edition, so that an unchanged record keeps its file.
func (r Record) Write(w io.Writer, info publish.Info, s publish.Source, it publish.Item, _ []publish.Group) error {
	p := penFor(info.Language)
	defer p.put()
	page := newRecord(p, info, s, &it)
	if err := p.write(w, func() { add(p, p.record, &page) }); err != nil {
		return fmt.Errorf("write %s: %w", r.Path(it.ID), err)
	}
	return nil
}

type record struct {
	frame
	ID             string
	Main, Rest     string // the title, and its subtitle
	Lang           string // of the title
	Type           string
	Bodies         template.HTML
	Year           year
	Text           template.HTML
	TextLang       string
	Link, Host     string
	Citation       string
	Rows           template.HTML
	Repairs        template.HTML
	SourceText     template.HTML // "" when the description is the source's, word for word
	Meta           template.HTML
	COinS          string
	File           string        // the name of the record's other files, but for what they end in
	Copies         template.HTML // the citation, to be copied
	History        template.HTML
	Source         text
	SourceLink     string
	Read           moment // when the page that holds this version was fetched
	Snapshot       string // and its hash
	Feed           string // of the source
	Withdrawn      bool
	WithdrawnSince string
}

// copied is the citation in one form.
type copied struct{ Name, Text, Lang string }

// row is a value beside the source's own words.
type row struct {
	Label  string
	Value  string
	Lang   string // of both, if it is Tagged
	Tagged bool
	Note   string // what is said instead of the source's words
	Source string
}

func newRecord(p *pen, info publish.Info, s publish.Source, it *publish.Item) record {
	w, title := &p.words, titleOf(it)
	r := record{
		frame: newFrame(info, "item/"+it.ID), ID: it.ID,
		Lang: title.Lang, Main: title.Value, Type: typeName(it, w), Bodies: each(p, p.body, bodiesOf(it, "../")), Year: newYear(it.Issued),
		Citation: plain.Line(it.Citation), History: p.steps(life(w, it)),
		Source: sourceTitle(w, s), SourceLink: plain.Link(s.URL), Read: w.day(it.Harvest.Snapshot.Fetched), Snapshot: it.Harvest.Snapshot.SHA256,
		Withdrawn: it.Withdrawn,
	}
	if sub := plain.Line(it.Subtitle); sub != "" {
		if main, ok := strings.CutSuffix(title.Value, sub); ok {
			r.Main, r.Rest = main, sub
		}
	}
	r.Title, r.Hidden = title.Value+" – "+r.Site, it.Withdrawn
	if it.Withdrawn {
		r.WithdrawnSince = fmt.Sprintf(w.WithdrawnSince, w.day(it.Modified).Text)
		r.Summary = r.WithdrawnSince
		return r
	}
	r.Place, r.File = it.ID, url.PathEscape(it.ID)
	r.describe(p, it)
	r.cite(p, info, it)
	if place.IsKey(s.ID) {
		r.Feed = "../" + place.Feed(place.FeedOfSource, s.ID)
	}
	return r
}

// describe fills in what a record has while it is not withdrawn.
func (r *record) describe(p *pen, it *publish.Item) {
	r.Text, r.TextLang = p.blocks(blocks(it.Description.Value)), plain.Language(it.Description.Language)
	r.Link = plain.Link(it.Link)
	r.Host = host(r.Link)
	r.Summary = shorten(firstLine(it.Description.Value), 260)
	if !verbatim(it) {
		r.SourceText = p.blocks(blocks(it.DescriptionSource))
	}
	var repairs []string
	for _, repair := range it.Repairs {
		repairs = append(repairs, plain.Line(repair))
	}
	r.Repairs = p.lines(p.repair, repairs)
	r.Rows = each(p, p.row, rows(&p.words, it, r))
}

// cite fills in the citation for tools. What is there to be copied has no abstract: the
// description stands on the page, and in the files.
func (r *record) cite(p *pen, info publish.Info, it *publish.Item) {
	ref := reference.New(info, it)
	r.COinS = reference.COinS(&ref)
	r.Meta = each(p, p.meta, metaOf(&ref, r.Canonical))
	buf := reference.AppendBibTeX(make([]byte, 0, 1024), &ref)
	bibtex := string(buf)
	ris := strings.ReplaceAll(string(reference.AppendRIS(buf[:0], &ref)), "\r\n", "\n")
	r.Copies = each(p, p.copy, []copied{{"BibTeX", bibtex, r.Lang}, {"RIS", ris, r.Lang}, {"CSL-JSON", string(reference.AppendCSL(buf[:0], &ref)), r.Lang}})
}

// verbatim tells whether the description is the source's, but for its line breaks.
func verbatim(it *publish.Item) bool {
	return it.Description.Value == it.DescriptionSource ||
		plain.Line(it.Description.Value) == plain.Line(it.DescriptionSource)
}

// rows are the normalised values beside the source's own words.
func rows(w *words, it *publish.Item, r *record) []row {
	titled := beside(w, w.Title, r.Main+r.Rest, it.TitleSource)
	titled.Lang, titled.Tagged = r.Lang, true
	all := append(make([]row, 0, 12), titled)
	if r.Rest != "" {
		all = append(all,
			row{Label: w.MainTitle, Value: plain.Line(it.TitleProper), Lang: r.Lang, Tagged: true, Note: w.FromTitle},
			row{Label: w.Subtitle, Value: r.Rest, Lang: r.Lang, Tagged: true, Note: w.FromTitle})
	}
	all = append(all,
		beside(w, w.Type, r.Type, it.TypeSource),
		beside(w, w.Bodies, names(it), it.PublisherSource),
		beside(w, w.Year, r.Year.Text, it.IssuedSource),
		row{Label: w.TypeLine, Value: plain.Line(it.TypeLineSource), Lang: r.Lang, Tagged: true, Note: fmt.Sprintf(w.Position, it.Position, it.Of)})
	if tag := plain.Language(it.Title.Language); tag != "" {
		all = append(all, row{Label: w.Language, Value: w.language(tag), Note: w.Judged})
	}
	if link := plain.Line(it.LinkSource); link != "" {
		one := beside(w, w.Link, r.Link, link)
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

func beside(w *words, label, value, source string) row {
	r := row{Label: label, Value: value, Source: plain.Line(source)}
	if value == "" {
		r.Value = w.NotGiven
	}
	if r.Source == value {
		r.Source = ""
		if value != "" {
			r.Note = w.SameAsSource
		}
	}
	return r
}
