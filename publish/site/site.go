// Package site renders the publication for people: HTML pages that are complete
// without a script and load nothing from elsewhere.
//
// [Index] is the list of all entries, [Record] a page for each, [Stylesheet] what both
// look like:
//
//	publish.Commit(ctx, dir, edition, …, site.Index{}, site.Record{}, site.Stylesheet{})
//
// It promises:
//
//   - Every text says which language it is in (WCAG 2.1, success criteria 3.1.1 and 3.1.2).
//   - What a source wrote is text, never markup, and cannot turn the direction of the
//     text around it; only http and https addresses become links.
//   - A record's page says nothing of the edition, so it changes when the record does,
//     or the site's name, and not before.
//   - Links within the site are relative, so that the tree works wherever it lies.
package site

import (
	"embed"
	"html/template"
	"strings"
	texttemplate "text/template"

	"samling/publish"
	"samling/publish/internal/plain"
)

//go:embed page
var page embed.FS

// set is the templates of page/ with the words of one language put into them. That is
// done once, before they are parsed: a page then costs its own content only.
type set struct {
	words
	pages *template.Template
}

// norwegian is the set in Bokmål; it never changes.
var norwegian = newSet(bokmål)

// setFor returns the set of a language, or that in Bokmål where there is none yet.
func setFor(string) *set { return norwegian }

func newSet(w words) *set {
	s := &set{words: w, pages: template.New("")}
	own := texttemplate.Must(texttemplate.New("").Delims("[[", "]]").ParseFS(page, "page/*.html"))
	for _, one := range own.Templates() {
		var b strings.Builder
		if err := one.Execute(&b, w); err != nil {
			panic(err) // the files are part of the program
		}
		template.Must(s.pages.Parse(b.String()))
	}
	return s
}

// frame is what every page has around its content.
type frame struct {
	Site      string // its name
	Publisher string
	Title     string // of the page
	Summary   string
	Canonical string
	Hidden    bool // from search engines
}

func newFrame(info publish.Info) frame {
	return frame{Site: siteName(info), Publisher: plain.Line(info.Publisher.Name)}
}

func siteName(info publish.Info) string {
	if name := plain.Line(info.Title); name != "" {
		return name
	}
	return info.Base
}
