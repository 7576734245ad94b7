package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkRun is samling run as a whole, from a page of 10,000 entries to the
// complete publication with its ledger.
func BenchmarkRun(b *testing.B) {
	const entries = 10000
	page := generated(entries)
	b.ReportAllocs()
	for b.Loop() {
		dir := b.TempDir()
		write(b, filepath.Join(dir, "page.html"), page)
		write(b, filepath.Join(dir, "samling.yaml"), "base: https://lit.example.org/\nsources:\n  - id: long\n    url: https://example.org/long\n    fetch: page.html\n")
		var out, errs bytes.Buffer
		m := &Main{Stdout: &out, Stderr: &errs, Now: time.Now, Version: "bench"}
		if code := m.Run(b.Context(), []string{"run", "--config", filepath.Join(dir, "samling.yaml")}); code != 0 {
			b.Fatalf("exit %d: %s", code, errs.String())
		}
	}
	b.ReportMetric(float64(b.N)*entries/b.Elapsed().Seconds(), "entries/s")
}

func write(b testing.TB, path, text string) {
	b.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}

// generated is a list of n entries; the same n gives the same page.
func generated(n int) string {
	types := []string{"Rapport", "Artikkel", "Notat", "Veileder", "Hefte"}
	bodies := []string{"NIBR", "Distriktssenteret", "NIVI Analyse", "IRIS NIBR", "NIBR/Østlandsforskning", "Telemarksforsking"}
	var s strings.Builder
	s.WriteString("<!DOCTYPE html><html lang=nb><head><meta charset=utf-8><title>Liste</title></head><body><main><h1>En lang liste</h1>\n")
	for i := range n {
		fmt.Fprintf(&s, "<h3><a href=/publikasjon/%d>Samarbeid mellom kommuner om oppgave %d</a></h3>\n<p>%s – %s %d</p>\n", i, i, types[i%5], bodies[i%6], 1990+i%35)
		fmt.Fprintf(&s, "<p>Rapporten viser hvordan %d kommuner har løst oppgaven sammen, hva de har lært, og hvilke virkemidler de mener har vært viktige for å få det til. Studien bygger på intervju med ordførere og rådmenn i %d regioner, og gir råd til andre som vil gjøre det samme.</p>\n", i%40+2, i%7+1)
	}
	s.WriteString("</main></body></html>\n")
	return s.String()
}
