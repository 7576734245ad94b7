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

	// The list.
	Edition, PublishedBy, News, Data, FetchedFrom, NoEntries string
	One, Many                                                string // entries

	// A record.
	Read, At, Citation, Evidence, EvidenceLead, History, DataLead  string
	Title, MainTitle, Subtitle, Type, Bodies, Year, Language, Text string
	Link, TypeLine, Repairs                                        string
	InSource, SameAsSource, Verbatim, Repaired, SourceText         string
	FromTitle, Judged, NotGiven, NotLinked, Position               string
	FirstSeen, Changed, Unchanged, Source, Snapshot, ID            string
	Withdrawn, WithdrawnLead                                       string

	Licence, LicenceName, Rights, Skip string

	Languages map[string]string // names of languages by tag
	Months    [12]string
	Date      string // day, month, year
}

var bokmål = words{
	Lang: "nb",

	Edition: "Utgave %d", PublishedBy: "Utgitt av", News: "Nyheter (RSS)", Data: "Data og nyheter",
	FetchedFrom: "hentet fra", NoEntries: "Ingen poster ennå.",
	One: "1 post", Many: "%s poster",

	Read: "Les publikasjonen", At: "hos", Citation: "Henvisning",
	Evidence: "Slik står det i kilden", EvidenceLead: "Hver opplysning slik den er registrert, ved siden av kildens egne ord.",
	History: "Historikk", DataLead: "Posten som data",
	Title: "Tittel", MainTitle: "Hovedtittel", Subtitle: "Undertittel", Type: "Type", Bodies: "Utgiver", Year: "År",
	Language: "Språk", Text: "Omtale", Link: "Lenke", TypeLine: "Kildelinje", Repairs: "Rettinger",
	InSource: "I kilden:", SameAsSource: "som i kilden", Verbatim: "ordrett fra kilden", Repaired: "rettet, se kildens ordlyd",
	SourceText: "Kildens ordlyd", FromTitle: "skilt ut av tittelen", Judged: "bedømt ut fra teksten",
	NotGiven: "ikke oppgitt", NotLinked: "kan ikke følges", Position: "post %d av %d",
	FirstSeen: "Først sett", Changed: "Sist endret", Unchanged: "ikke endret", Source: "Kildeside",
	Snapshot: "Lest", ID: "Post-ID",
	Withdrawn:     "Denne posten er trukket tilbake.",
	WithdrawnLead: "Den står ikke lenger på kildesiden. Adressen og opplysningene blir bevart.",

	Licence: "Opplysningene er frie", LicenceName: "CC0 1.0",
	Rights: "Omtalene er gjengitt fra kildesidene og omfattes ikke; rettighetene til dem er ikke avklart.",
	Skip:   "Hopp til innholdet",

	Languages: map[string]string{"nb": "bokmål", "nn": "nynorsk", "no": "norsk", "en": "engelsk", "sv": "svensk", "da": "dansk", "se": "nordsamisk"},
	Months:    [12]string{"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"},
	Date:      "%d. %s %d",
}

// entries is "1 post" or "10 000 poster".
func (w *words) entries(n int) string {
	if n == 1 {
		return w.One
	}
	digits := fmt.Sprint(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && len(digits) > 4 {
			b.WriteRune('\u00a0')
		}
		b.WriteRune(d)
	}
	return fmt.Sprintf(w.Many, b.String())
}

// moment is a time as people and machines read it.
type moment struct{ Text, Machine string }

// day is a time to the day, in UTC as everything here.
func (w *words) day(t time.Time) moment {
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
