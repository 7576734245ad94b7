package pipeline

import (
	"samling/cmd/samling/internal/store"
	"samling/transform"
)

// Change is what a run would do to one record.
type Change struct {
	ID     string                 `json:"id"`
	Kind   string                 `json:"kind"` // added, changed, returned, missing
	Title  string                 `json:"title"`
	Fields []transform.Difference `json:"fields,omitempty"`
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
		fields := transform.Differences(&k.Record, r)
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

func (h *harvesting) change(kind string, r *transform.Record, fields []transform.Difference) {
	h.report.Changes = append(h.report.Changes, Change{r.ID, kind, r.Title.Value, fields})
}
