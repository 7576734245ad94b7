package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

const mib = 1 << 20

func (r result) print(w io.Writer) {
	pages := "one page"
	if n := len(r.list.Pages); n > 1 {
		pages = fmt.Sprintf("%d pages", n)
	}
	fmt.Fprintf(w, "\n## %d entries in %s (%.1f MiB of HTML)\n\n", r.list.Entries, pages, float64(r.list.Bytes)/mib)
	fmt.Fprint(w, "| | triples | CPU s | wall s | peak MiB | CPU, Samling = 1 | peak, Samling = 1 |\n|---|--:|--:|--:|--:|--:|--:|\n")
	ours := r.cost(nameSamling)
	for _, m := range r.programs {
		c := median(m.costs)
		fmt.Fprintf(w, "| %s | %d | %.2f | %.2f | %.0f | %.2f | %.2f |\n", m.name, m.triples, c.CPU.Seconds(), c.Wall.Seconds(),
			float64(c.Peak)/mib, ratio(c.CPU, ours.CPU), ratio(c.Peak, ours.Peak))
	}
}

// cost is the median of a program.
func (r result) cost(name string) cost {
	i := slices.IndexFunc(r.programs, func(m measured) bool { return m.name == name })
	return median(r.programs[i].costs)
}

func ratio[T ~int64](a, b T) float64 { return float64(a) / float64(max(b, 1)) }

func (w writing) print(out io.Writer) {
	fmt.Fprintf(out, "\n## Writing RDF: %d triples\n\nN-Triples in, and out again: whole processes.\n\n", w.triples)
	fmt.Fprint(out, "| | form | CPU s | wall s | peak MiB | million triples/s of CPU |\n|---|---|--:|--:|--:|--:|\n")
	for _, c := range w.whole {
		m := median(c.costs)
		fmt.Fprintf(out, "| %s | %s | %.2f | %.2f | %.0f | %.2f |\n", c.name, c.form, m.CPU.Seconds(), m.Wall.Seconds(),
			float64(m.Peak)/mib, float64(w.triples)/max(m.CPU, time.Millisecond).Seconds()/1e6)
	}
	fmt.Fprint(out, "\nWriting alone, from triples in memory, on one core.\n\n| | form | million triples/s |\n|---|---|--:|\n")
	for _, s := range w.alone {
		fmt.Fprintf(out, "| %s | %s | %.2f |\n", s.name, s.form, w.speed(s.name, s.form)/1e6)
	}
}

// speed is the median of a writer, in triples a second.
func (w writing) speed(name, form string) float64 {
	i := slices.IndexFunc(w.alone, func(s speed) bool { return s.name == name && s.form == form })
	each := slices.Sorted(slices.Values(w.alone[i].each))
	n := len(each)
	return (each[(n-1)/2] + each[n/2]) / 2
}
