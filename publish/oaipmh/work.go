package oaipmh

import (
	"cmp"
	"strings"

	"samling/publish/internal/plain"
	"samling/transform"
	"samling/vocab"
)

// What the formats say alike of a work.

func (w *work) iri() string { return transform.RecordIRI(w.info.Base, w.ID) }

// title is never empty: MODS and MARC want one.
func (w *work) title() string {
	return cmp.Or(plain.Line(w.Title.Value), plain.Line(w.Citation), w.identifier)
}

// titleParts is the title in two, where the subtitle is known.
func (w *work) titleParts() (proper, subtitle string) {
	if proper = plain.Line(w.TitleProper); proper != "" {
		return proper, plain.Line(w.Subtitle)
	}
	return w.title(), ""
}

// publishers are those that have a name, fit for XML.
func (w *work) publishers() (all []transform.Publisher) {
	for _, p := range w.Publishers {
		if p.Name = plain.Line(p.Name); p.Name != "" {
			all = append(all, p)
		}
	}
	return all
}

func (w *work) kind() vocab.Type {
	if t, ok := vocab.TypeByKey(w.Type); ok {
		return t
	}
	return vocab.Unknown()
}

// known says whether a type says anything: "unknown" is no type of document.
func known(t vocab.Type) bool { return t.Key != vocab.Unknown().Key }

// kindLanguage is the language that the type's word is in.
func (w *work) kindLanguage(t vocab.Type) string {
	for _, l := range t.Pref {
		if l.Lang == w.Title.Language {
			return l.Lang
		}
	}
	return "nb" // what Label falls back on
}

// years are the year of issue, or the first and the last one of a range.
func (w *work) years() (first, last string) {
	first, last, _ = strings.Cut(w.Issued, "/")
	return first, last
}

// page is the address of the page that lists the work; "" where it has none.
func (w *work) page() string { return plain.Link(w.Page) }
