package site

import (
	"slices"
	"strings"
	"time"

	"samling/publish"
	"samling/publish/internal/plain"
	"samling/transform"
)

// step is a moment in the life of a record: it came, changed, was withdrawn or came back.
type step struct {
	At      moment
	What    string
	Changes []change
}

// change is one field before and after.
type change struct {
	Field         string
	Before, After text
}

// life is the record's life, newest first.
func life(w *words, it *publish.Item) []step {
	all := []step{{At: w.day(it.Created), What: w.FirstSeen}}
	if len(it.History) == 0 {
		// The versions before are not told of; that it changed is.
		if !it.Modified.Equal(it.Created) || it.Withdrawn {
			all = append(all, w.step(it.Modified, false, it.Withdrawn, nil))
		}
		slices.Reverse(all)
		return all
	}
	versions := append(slices.Clone(it.History), publish.Version{Record: it.Record, At: it.Modified, Withdrawn: it.Withdrawn})
	for i := 1; i < len(versions); i++ {
		before, now := &versions[i-1], &versions[i]
		// What a withdrawn record described is told no more.
		changes := w.changes(&before.Record, &now.Record, !it.Withdrawn)
		all = append(all, w.step(now.At, before.Withdrawn, now.Withdrawn, changes))
	}
	slices.Reverse(all)
	return all
}

func (w *words) step(at time.Time, wasGone, isGone bool, changes []change) step {
	s := step{At: w.day(at), What: w.Changed, Changes: changes}
	switch {
	case isGone:
		s.What = w.Withdrawn
	case wasGone:
		s.What = w.CameBack
	}
	return s
}

// changes are the fields that differ. What follows from another field (the main title
// from the title, the citation from everything) is left out where that one is there.
func (w *words) changes(before, after *transform.Record, descriptions bool) []change {
	differences := transform.Differences(before, after)
	all := slices.DeleteFunc(slices.Clone(differences), func(d transform.Difference) bool {
		switch d.Field {
		case "description", "descriptionSource", "descriptionLanguage", "repairs":
			if !descriptions {
				return true
			}
		}
		return d.Field == "citation" || d.Field == "titleProper" ||
			d.Field == "subtitle" && differs(differences, "title") || d.Field == "descriptionSource" && differs(differences, "description")
	})
	if len(all) == 0 && descriptions {
		all = differences
	}
	var out []change
	for _, d := range all {
		c := change{Field: w.field(d.Field), Before: w.value(d.Field, d.Before, before), After: w.value(d.Field, d.After, after)}
		c.Before.Value, c.After.Value = around(c.Before.Value, c.After.Value)
		out = append(out, c)
	}
	return out
}

// around leaves of two long texts what differs, and a few words on either side.
func around(a, b string) (string, string) {
	const long, beside = 240, 60
	if len(a) < long || len(b) < long {
		return a, b
	}
	start, end := 0, 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return excerpt(a, start-beside, len(a)-end+beside), excerpt(b, start-beside, len(b)-end+beside)
}

// excerpt is s from about one byte to about another, in whole words.
func excerpt(s string, from, to int) string {
	before, after := "", ""
	if i := strings.LastIndexByte(s[:max(from, 0)], ' '); i > 0 {
		s, to, before = s[i+1:], to-i-1, "… "
	}
	if to < len(s) {
		if i := strings.IndexByte(s[to:], ' '); i >= 0 {
			s, after = s[:to+i], " …"
		}
	}
	return before + s + after
}

func differs(all []transform.Difference, field string) bool {
	return slices.ContainsFunc(all, func(d transform.Difference) bool { return d.Field == field })
}

func (w *words) field(name string) string {
	if label, ok := w.Fields[name]; ok {
		return label
	}
	return name
}

// value is one side of a difference, as a person reads it, with its language.
func (w *words) value(field, value string, r *transform.Record) text {
	switch field {
	case "type":
		return text{typeLabel(value, w), w.Lang}
	case "titleLanguage", "descriptionLanguage":
		return text{plain.Line(w.language(value)), w.Lang}
	case "issued":
		return text{newYear(value).Text, w.Lang}
	case "repairs":
		return text{plain.Line(value), "en"}
	case "description", "descriptionSource":
		return text{plain.Line(value), plain.Language(r.Description.Language)}
	}
	return text{plain.Line(value), plain.Language(r.Title.Language)}
}
