// Package reference makes of an item what citation tools ask for, and writes it in their
// forms: BibTeX, RIS, CSL-JSON and COinS.
//
// [New] maps an item to a [Reference], once for all forms, and each form has one function
// that appends it to a buffer. Texts have passed [plain.Line]: they are one line, with
// nothing hidden in them; what is special in a form is escaped in its function.
package reference

import (
	"cmp"
	"strings"

	"samling/publish"
	"samling/publish/internal/plain"
	"samling/transform"
	"samling/vocab"
)

// Reference is one item as citation tools see it.
type Reference struct {
	Key      string // stable, of letters, digits and hyphens: what BibTeX and CSL call the item by
	Kind     Kind
	Title    string
	Language string // of the title, "" for unknown
	// Bodies are who published it. The lists have no persons, so the bodies stand for
	// the author too, as in the record's own citation (corporate authorship).
	Bodies   []string
	From, To string // years of issue; To is "" but for a range
	Genre    string // the type's word, in the language of the title
	Abstract string // as [Reference.Describe] adds it
	Link     string // to the publication, or to its record where it has none
	Record   string // the record's address
	Source   string // what the publication calls itself
	Note     string // that the record is withdrawn
}

// New is the reference of an item. Of a withdrawn one it says what it was, and since when
// it is withdrawn.
func New(info publish.Info, it *publish.Item) Reference {
	kind, ok := vocab.TypeByKey(it.Type)
	if !ok {
		kind = vocab.Unknown()
	}
	r := Reference{
		Key:      key(it.ID),
		Kind:     kindOf(kind),
		Title:    cmp.Or(plain.Line(it.Title.Value), it.ID),
		Language: plain.Language(it.Title.Language),
		Bodies:   bodies(it.Publishers),
		Genre:    kind.Label(it.Title.Language),
		Record:   transform.RecordIRI(info.Base, it.ID),
		Source:   plain.Line(info.Title),
	}
	r.From, r.To = years(it.Issued)
	r.Link = cmp.Or(plain.Link(it.Link), r.Record)
	if it.Withdrawn {
		r.Link, r.Note = r.Record, withdrawn(info.Language)+" "+it.Modified.UTC().Format("2006-01-02")
	}
	return r
}

// Describe adds the item's description, for the forms that have an abstract.
func (r *Reference) Describe(it *publish.Item) {
	if !it.Withdrawn {
		r.Abstract = plain.Line(it.Description.Value)
	}
}

// key is an id as every citation tool takes it: it begins with a letter.
func key(id string) string {
	return "samling-" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, id)
}

func bodies(all []transform.Publisher) (names []string) {
	for _, p := range all {
		if name := plain.Line(p.Name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// years are the one or two years of "2012" and "2010/2014"; anything else is no date.
func years(issued string) (from, to string) {
	from, to, _ = strings.Cut(issued, "/")
	if !isYear(from) || to != "" && !isYear(to) {
		return "", ""
	}
	return from, to
}

func isYear(s string) bool { return len(s) == 4 && strings.Trim(s, "0123456789") == "" }

func withdrawn(language string) string {
	switch language {
	case "en":
		return "The record was withdrawn on"
	case "nn":
		return "Posten vart trekt tilbake"
	}
	return "Posten ble trukket tilbake"
}
