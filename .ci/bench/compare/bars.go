package main

import (
	"fmt"
	"io"
)

// barEntries is the size that the bars are set for.
const barEntries = 10000

// bars prints what was asked for, what was measured, and whether it was met.
func bars(w io.Writer, results []result, writing writing) {
	fmt.Fprint(w, "\n## Bars\n\n| | asked for | measured | |\n|---|--:|--:|---|\n")
	bar := func(what, unit string, asked, measured float64, met bool) {
		verdict := "missed"
		if met {
			verdict = "met"
		}
		fmt.Fprintf(w, "| %s | %g%s | %.2f%s | %s |\n", what, asked, unit, measured, unit, verdict)
	}
	most := func(what, unit string, asked, measured float64) { bar(what, unit, asked, measured, measured <= asked) }
	least := func(what, unit string, asked, measured float64) { bar(what, unit, asked, measured, measured >= asked) }
	for _, r := range results {
		if r.list.Entries != barEntries || len(r.list.Pages) != 1 {
			continue
		}
		for _, name := range []string{nameSamling, nameLists} {
			ours := r.cost(name)
			most(name+": CPU at most so many times the floor's", "", 4, ratio(ours.CPU, r.cost(nameFloor).CPU))
			least(name+": CPU at least so many times less than "+nameCheerio, "", 8, ratio(r.cost(nameCheerio).CPU, ours.CPU))
			least(name+": CPU at least so many times less than "+nameLxml, "", 15, ratio(r.cost(nameLxml).CPU, ours.CPU))
			least(name+": CPU at least so many times less than "+nameScrapy, "", 25, ratio(r.cost(nameScrapy).CPU, ours.CPU))
			most(name+": peak memory, under", " MiB", 150, float64(ours.Peak)/mib)
		}
	}
	least("N-Triples alone, triples a second", " M", 3, writing.speed(nameSamling, "ntriples")/1e6)
	least("Turtle alone, triples a second", " M", 1.5, writing.speed(nameSamling, "turtle")/1e6)
	least("JSON-LD alone, triples a second", " M", 2, writing.speed(nameSamling, "jsonld")/1e6)
	faster := writing.speed(nameSamling, "ntriples") / writing.speed("serd", "ntriples")
	bar("N-Triples alone, so many times as fast as serd", "", 1, faster, faster > 1)
}
