package transform

import "strings"

// Difference is one field of a record before and after, as text.
type Difference struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Differences lists the fields in which two records differ, under their names in JSON.
func Differences(a, b *Record) []Difference {
	var out []Difference
	field := func(name, before, after string) {
		if before != after {
			out = append(out, Difference{name, before, after})
		}
	}
	field("page", a.Page, b.Page)
	field("title", a.Title.Value, b.Title.Value)
	field("titleLanguage", a.Title.Language, b.Title.Language)
	field("titleProper", a.TitleProper, b.TitleProper)
	field("subtitle", a.Subtitle, b.Subtitle)
	field("type", a.Type, b.Type)
	field("publishers", a.PublisherNames(), b.PublisherNames())
	field("issued", a.Issued, b.Issued)
	field("description", a.Description.Value, b.Description.Value)
	field("descriptionLanguage", a.Description.Language, b.Description.Language)
	field("link", a.Link, b.Link)
	field("citation", a.Citation, b.Citation)
	field("typeLineSource", a.TypeLineSource, b.TypeLineSource)
	field("descriptionSource", a.DescriptionSource, b.DescriptionSource)
	field("linkSource", a.LinkSource, b.LinkSource)
	field("repairs", strings.Join(a.Repairs, "; "), strings.Join(b.Repairs, "; "))
	return out
}

// PublisherNames are the names of the publishers, joined by " ; ".
func (r *Record) PublisherNames() string {
	names := make([]string, len(r.Publishers))
	for i, p := range r.Publishers {
		names[i] = p.Name
	}
	return strings.Join(names, " ; ")
}
