// Package site renders the publication for people: HTML pages that are complete
// without a script and load nothing from elsewhere.
//
// [Index] is the list of all entries, [Record] a page for each, [Resource] one for each
// other thing that has an IRI, [Status] what the edition was made from; [Stylesheet] is
// what they look like and [Script] what searches the list:
//
//	publish.Commit(ctx, dir, edition, publish.Forms{
//		Writers:   append(lists, site.Index{}, site.Status{}, site.Stylesheet{}, site.Script{}),
//		Documents: []publish.Document{site.Record{}},
//		Resources: []publish.ResourceForm{site.Resource{}},
//	})
//
// where lists are the [Lists] that a long publication has beside its index.
//
// It promises:
//
//   - The pages' own words are in the language of [publish.Info], and every text says
//     which language it is in (WCAG 2.1, success criteria 3.1.1 and 3.1.2).
//   - What a source wrote is text, never markup, and cannot turn the direction of the
//     text around it; only http and https addresses become links.
//   - A record's page says nothing of the edition, so it changes when the record does,
//     or the site's name, and not before.
//   - Links within the site are relative, so that the tree works wherever it lies. The
//     page of a withdrawn record is made to be answered at the record's own address.
//   - Search and filters are kept in the address, ?q=&publisher=&type=&year=&source=,
//     so a selection can be linked to.
package site

import (
	"embed"
	"html/template"
	"strings"
	"sync"
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
	forms
}

// The sets are made when a page first needs them, and never change.
var (
	inBokmål  = sync.OnceValue(func() *set { return newSet(bokmål()) })
	inNynorsk = sync.OnceValue(func() *set { return newSet(nynorsk()) })
	inEnglish = sync.OnceValue(func() *set { return newSet(english()) })
)

// setFor returns the set of a language, or that in Bokmål where there is none.
func setFor(language string) *set {
	switch language {
	case "nn":
		return inNynorsk()
	case "en":
		return inEnglish()
	}
	return inBokmål()
}

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
	s.forms = newForms(s.pages)
	return s
}

// frame is what every page has around its content.
type frame struct {
	Site      string // its name
	Publisher string
	Root      string // the way to the web root: "", "../" …
	Place     string // where the page stands in the list, an id; "" for nowhere
	Title     string // of the page
	Summary   string
	Canonical string
	Hidden    bool // from search engines
}

// newFrame is the frame of the page at a path below the base.
func newFrame(info publish.Info, path string) frame {
	return frame{
		Site: siteName(info), Publisher: plain.Line(info.Publisher.Name),
		Root: strings.Repeat("../", strings.Count(path, "/")), Canonical: plain.Link(info.Base + path),
	}
}

func siteName(info publish.Info) string {
	if name := plain.Line(info.Title); name != "" {
		return name
	}
	return info.Base
}
