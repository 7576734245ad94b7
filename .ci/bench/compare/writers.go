package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
)

// writing is what the writers cost on what was published of the longest list.
type writing struct {
	triples int
	whole   []conversion
	alone   []speed
}

// conversion is a process that reads N-Triples and writes it in a form.
type conversion struct {
	name, form string
	command    []string // "IN" and "OUT" stand for the files; without OUT it writes to stdout
	costs      []cost
}

// speed is writing without reading.
type speed struct {
	name, form string
	command    []string
	each       []float64 // triples a second of CPU
}

func (b *bench) writers(ctx context.Context) (writing, error) {
	w := writing{}
	if err := eachLine(b.published(), func([]byte) { w.triples++ }); err != nil {
		return w, err
	}
	w.whole = []conversion{
		{name: nameSamling, form: "ntriples", command: []string{b.ours("write"), "ntriples", "IN", "OUT"}},
		{name: "serdi", form: "ntriples", command: []string{"serdi", "-i", "ntriples", "-o", "ntriples", "IN"}},
		{name: "rapper", form: "ntriples", command: []string{"rapper", "-q", "-i", "ntriples", "-o", "ntriples", "IN"}},
		{name: nameSamling, form: "turtle", command: []string{b.ours("write"), "turtle", "IN", "OUT"}},
		{name: "serdi", form: "turtle", command: []string{"serdi", "-i", "ntriples", "-o", "turtle", "IN"}},
		{name: "rapper", form: "turtle", command: []string{"rapper", "-q", "-i", "ntriples", "-o", "turtle", "IN"}},
		{name: nameSamling, form: "jsonld", command: []string{b.ours("write"), "jsonld", "IN", "OUT"}},
	}
	w.alone = []speed{
		{name: nameSamling, form: "ntriples", command: []string{b.ours("write"), "-alone", "ntriples"}},
		{name: "serd", form: "ntriples", command: []string{b.ours("serd"), "ntriples"}},
		{name: nameSamling, form: "turtle", command: []string{b.ours("write"), "-alone", "turtle"}},
		{name: "serd", form: "turtle", command: []string{b.ours("serd"), "turtle"}},
		{name: nameSamling, form: "jsonld", command: []string{b.ours("write"), "-alone", "jsonld"}},
	}
	for round := range b.rounds {
		fmt.Fprintf(b.log, "bench: writing %d triples: round %d of %d\n", w.triples, round+1, b.rounds)
		for i := range w.whole {
			if err := b.convert(ctx, &w.whole[i], w.triples); err != nil {
				return w, fmt.Errorf("%s %s: %w", w.whole[i].name, w.whole[i].form, err)
			}
		}
		for i := range w.alone {
			if err := b.writeAlone(ctx, &w.alone[i]); err != nil {
				return w, fmt.Errorf("%s %s alone: %w", w.alone[i].name, w.alone[i].form, err)
			}
		}
	}
	return w, nil
}

// convert runs one conversion and counts what it wrote.
func (b *bench) convert(ctx context.Context, c *conversion, triples int) error {
	out := filepath.Join(b.work, "written")
	script := strings.Join(c.command, " ")
	if !strings.Contains(script, "OUT") {
		script += " >OUT"
	}
	script = "exec " + strings.NewReplacer("IN", `"$1"`, "OUT", `"$2"`).Replace(script)
	_, cost, err := spawn(ctx, b.work, "sh", "-c", script, "sh", b.published(), out)
	if err != nil {
		return err
	}
	c.costs = append(c.costs, cost)
	n := triples
	switch c.form {
	case "ntriples":
		n = 0
		err = eachLine(out, func([]byte) { n++ })
	case "turtle":
		n, err = turtleTriples(ctx, out)
	case "jsonld":
		_, err = titlesInJSON(out)
	}
	if err == nil && n != triples {
		err = fmt.Errorf("%d triples of %d", n, triples)
	}
	return err
}

func (b *bench) writeAlone(ctx context.Context, s *speed) error {
	stdout, _, err := spawn(ctx, b.work, append([]string{"env", "GOMAXPROCS=1"}, append(s.command, b.published())...)...)
	if err != nil {
		return err
	}
	var said struct{ Triples, Seconds float64 }
	if err := json.Unmarshal(stdout, &said); err != nil || said.Seconds <= 0 {
		return fmt.Errorf("it printed %.200q (%w)", stdout, err)
	}
	s.each = append(s.each, said.Triples/said.Seconds)
	return nil
}
