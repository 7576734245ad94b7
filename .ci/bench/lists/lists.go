// Package lists makes literature lists to measure with: long ones, like those that
// Norwegian bodies keep on their pages, and the same ones for the same seed.
//
// It knows how many entries, bodies and links it has written, so that what a program
// makes of a list can be held against it.
package lists

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"samling/vocab"
)

// List is what is on the pages that were written.
type List struct {
	Entries    int
	Pages      []string // file names
	Bytes      int64
	Publishers int // bodies named, each as often as it is
	Bodies     int // different ones
}

// Generate writes n entries to dir, so many on each page.
func Generate(dir string, n, perPage int, seed uint64) (List, error) {
	g, err := newGenerator(seed)
	if err != nil {
		return List{}, err
	}
	l := List{Entries: n}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return l, err
	}
	for from := 0; from < n; from += perPage {
		name := fmt.Sprintf("%05d.html", len(l.Pages)+1)
		size, err := g.page(filepath.Join(dir, name), len(l.Pages)+1, from, min(perPage, n-from))
		if err != nil {
			return l, err
		}
		l.Pages = append(l.Pages, name)
		l.Bytes += size
	}
	l.Publishers, l.Bodies = g.publishers, len(g.named)
	return l, nil
}

type generator struct {
	*rand.Rand
	bodies     []vocab.Body
	titles     map[string]int
	named      map[string]bool
	publishers int
}

func newGenerator(seed uint64) (*generator, error) {
	all, err := vocab.LoadBodies()
	if err != nil {
		return nil, err
	}
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 0)), titles: map[string]int{}, named: map[string]bool{}}
	for _, b := range all.All() {
		// A unit beside its parent is one body to Samling and two to a program that
		// splits at the slash: such pairs would make the counts differ for a good reason.
		if len(b.UnitOf) == 0 && !strings.ContainsAny(b.Name, "/;") {
			g.bodies = append(g.bodies, b)
		}
	}
	return g, nil
}

func (g *generator) page(path string, number, from, n int) (int64, error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintf(w, before, number, number)
	for i := range n {
		g.entry(w, from+i)
	}
	io.WriteString(w, after)
	if err := w.Flush(); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), f.Close()
}

func (g *generator) entry(w io.Writer, i int) {
	fmt.Fprintf(w, "<article class=\"publikasjon\">\n<h3><a href=\"/publikasjon/%d\">%s</a></h3>\n<p class=\"kilde\">%s</p>\n",
		i+1, html.EscapeString(g.title()), html.EscapeString(g.typeLine()))
	for range 1 + g.IntN(2) {
		fmt.Fprintf(w, "<p>%s</p>\n", html.EscapeString(g.paragraph()))
	}
	io.WriteString(w, "</article>\n")
}

// title is one that was not given before.
func (g *generator) title() string {
	t := g.fill(pick(g, titles))
	g.titles[t]++
	if n := g.titles[t]; n > 1 {
		return fmt.Sprintf("%s, del %d", t, n)
	}
	return t
}

func (g *generator) typeLine() string {
	names := pick(g, g.bodies).Name
	if g.IntN(100) < 5 { // one that no authority list has
		names = pick(g, places) + " utviklingsselskap"
	}
	g.name(names)
	if second := pick(g, g.bodies).Name; g.IntN(100) < 20 && second != names {
		g.name(second)
		names += "/" + second
	}
	return fmt.Sprintf("%s %s %s %d", pick(g, types), pick(g, dashes), names, 1990+g.IntN(36))
}

func (g *generator) name(body string) {
	g.named[body] = true
	g.publishers++
}

func (g *generator) paragraph() string {
	var s []string
	for range 2 + g.IntN(3) {
		s = append(s, g.fill(pick(g, sentences)))
	}
	return strings.Join(s, " ")
}

// fill puts words in the places of a pattern.
func (g *generator) fill(pattern string) string {
	return strings.NewReplacer(
		"{tema}", pick(g, topics), "{sted}", pick(g, places), "{hvem}", pick(g, actors), "{metode}", pick(g, methods),
		"{mål}", pick(g, aims), "{tall}", fmt.Sprint(3+g.IntN(60)),
	).Replace(pattern)
}

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }
