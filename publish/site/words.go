package site

import (
	"fmt"
	"strings"
	"time"
)

// words are the site's own texts in one language; those with a verb (%s) are formats.
// They are put into the templates as they stand, so there is no markup in them.
type words struct {
	Lang string

	// Every page.
	Skip, Home, StatusPage, News, Data, PublishedBy, Licence, LicenceName, Rights string

	// The list.
	Edition, FetchedFrom, NoEntries, SeeList, FollowSource string
	One, Many                                              string // entries
	Part, Parts                                            string

	// Searching the list.
	Find, Search, SearchHint, All, Found, FoundNone, Reset, FollowSelection string
	BySource                                                                string

	// A record.
	Read, At, Citation, Cite, Copy, Copied, Evidence, EvidenceLead, History, Provenance, DataLead string
	Title, MainTitle, Subtitle, Type, Bodies, Year, Language, Text                                string
	Link, TypeLine, Repairs                                                                       string
	InSource, SameAsSource, Verbatim, Repaired, SourceText                                        string
	FromTitle, Judged, NotGiven, NotLinked, Position                                              string
	FirstSeen, Changed, CameBack, Source, Snapshot, ID                                            string
	Before, After, Nothing                                                                        string
	Withdrawn, WithdrawnSince, WithdrawnLead, WhatItWas                                           string

	// Another resource.
	About, AboutParts, SeeEntries, Follow, AndMore, InData string

	// The status page.
	Status, StatusLead, LastRead, Entries, WithdrawnCount, Total, EditionMade, Held, HeldLead, Since, NeverRead string

	Languages  map[string]string // names of languages by tag
	Fields     map[string]string // of a record, as transform.Differences names them
	Predicates map[string]string // of the graph, by IRI
	Months     [12]string
	Date       string // day, month, year
	Thousands  string // between groups of three digits
}

// entries is "1 post" or "10 000 poster".
func (w *words) entries(n int) string {
	if n == 1 {
		return w.One
	}
	return fmt.Sprintf(w.Many, w.number(n))
}

// number is n with its digits in groups, from five digits on.
func (w *words) number(n int) string {
	digits := fmt.Sprint(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && len(digits) > 4 {
			b.WriteString(w.Thousands)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// moment is a time as people and machines read it.
type moment struct{ Text, Machine string }

// day is a time to the day, in UTC as everything here. No time is no text.
func (w *words) day(t time.Time) moment {
	if t.IsZero() {
		return moment{}
	}
	t = t.UTC()
	return moment{
		Text:    fmt.Sprintf(w.Date, t.Day(), w.Months[t.Month()-1], t.Year()),
		Machine: t.Format(time.RFC3339),
	}
}

func (w *words) language(tag string) string {
	if name, ok := w.Languages[tag]; ok {
		return name
	}
	return tag
}
