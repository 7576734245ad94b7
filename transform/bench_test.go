package transform

import (
	"fmt"
	"testing"

	"samling/harvest"
)

// BenchmarkNormalise normalises 10,000 entries.
func BenchmarkNormalise(b *testing.B) {
	const entries = 10000
	bodies := []string{"NIBR", "NIVI", "IRIS NIBR", "NIBR/Østlandsforskning", "Telemarksforsking", "Et ukjent institutt"}
	list := make([]harvest.Entry, entries)
	for i := range list {
		body, year := bodies[i%len(bodies)], fmt.Sprint(1990+i%35)
		list[i] = harvest.Entry{
			Position: i + 1, Title: fmt.Sprintf("Samarbeid mellom kommuner om oppgave %d", i),
			TypeLine:    harvest.TypeLine{Text: "Rapport – " + body + " " + year, Type: "Rapport", Bodies: body, Year: year},
			Description: []harvest.Block{{Text: "Rapporten viser hvordan kommuner har løst oppgaven sammen, hva de har lært, og hvilke virkemidler de mener har vært viktige for å få det til."}},
		}
	}
	a := Authorities{Bodies: listOfBodies(b)}
	b.ReportAllocs()
	for b.Loop() {
		page := NewNormaliser("https://example.org/", entries, a)
		for i := range list {
			page.Normalise(list[i])
		}
	}
	b.ReportMetric(float64(b.N)*entries/b.Elapsed().Seconds(), "entries/s")
}
