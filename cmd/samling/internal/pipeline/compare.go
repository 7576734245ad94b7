package pipeline

import (
	"strings"

	"samling/cmd/samling/internal/store"
	"samling/transform"
)

// Change is what a run would do to one record.
type Change struct {
	ID     string        `json:"id"`
	Kind   string        `json:"kind"` // added, changed, returned, missing
	Title  string        `json:"title"`
	Fields []FieldChange `json:"fields,omitempty"`
}

// FieldChange is one field of a record before and after.
type FieldChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// compare says field by field what accepting the records would change.
func (h *harvesting) compare(known []store.Known) {
	h.report.Outcome = WouldBe
	before := map[string]store.Known{}
	for _, k := range known {
		before[k.ID] = k
	}
	for i := range h.records {
		r := &h.records[i]
		k, ok := before[r.ID]
		delete(before, r.ID)
		fields := fieldChanges(&k.Record, r)
		switch {
		case !ok:
			h.report.Added++
			h.change("added", r, fields)
		case !k.Missing.IsZero():
			h.report.Changed++
			h.change("returned", r, fields)
		case len(fields) > 0:
			h.report.Changed++
			h.change("changed", r, fields)
		default:
			h.report.Unchanged++
		}
	}
	for _, k := range known {
		if _, left := before[k.ID]; left && k.Missing.IsZero() {
			h.report.Missing++
			h.change("missing", &k.Record, nil)
		}
	}
}

func (h *harvesting) change(kind string, r *transform.Record, fields []FieldChange) {
	h.report.Changes = append(h.report.Changes, Change{r.ID, kind, r.Title.Value, fields})
}

// fieldChanges lists the fields in which two records differ.
func fieldChanges(a, b *transform.Record) []FieldChange {
	var out []FieldChange
	field := func(name, before, after string) {
		if before != after {
			out = append(out, FieldChange{name, before, after})
		}
	}
	field("page", a.Page, b.Page)
	field("title", a.Title.Value, b.Title.Value)
	field("titleLanguage", a.Title.Language, b.Title.Language)
	field("titleProper", a.TitleProper, b.TitleProper)
	field("subtitle", a.Subtitle, b.Subtitle)
	field("type", a.Type, b.Type)
	field("publishers", publisherNames(a), publisherNames(b))
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

func publisherNames(r *transform.Record) string {
	names := make([]string, len(r.Publishers))
	for i, p := range r.Publishers {
		names[i] = p.Name
	}
	return strings.Join(names, " ; ")
}
