package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/store/storetest"
)

const benchRecords = 10_000

// list is a page of many records, with the ids in no order.
func list(round int) store.Acceptance {
	a := storetest.Page("s", start(round), fmt.Sprintf("%064x", round))
	for i := range benchRecords {
		r := storetest.Record(fmt.Sprintf("%012x", uint64(i+1)*0x9e3779b97f4a7c15>>16), i+1)
		a.Records = append(a.Records, r)
	}
	return a
}

func benchLedger(b *testing.B) *store.SQLite {
	b.Helper()
	l := open(b, filepath.Join(b.TempDir(), "l"))
	b.Cleanup(func() { close(b, l) })
	accept(b, l, list(1))
	return l
}

func accept(b *testing.B, l *store.SQLite, a store.Acceptance) store.Outcome {
	b.Helper()
	out, err := l.Accept(context.Background(), a)
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// perRecord reports what one record costs.
func perRecord(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRecords, "ns/record")
}

// BenchmarkAccept accepts a list of 10,000 records that are all new.
func BenchmarkAccept(b *testing.B) {
	a := list(1)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		l := open(b, b.TempDir())
		b.StartTimer()
		accept(b, l, a)
		b.StopTimer()
		close(b, l)
		b.StartTimer()
	}
	perRecord(b)
}

// BenchmarkAcceptSame accepts the list again, with not a record changed.
func BenchmarkAcceptSame(b *testing.B) {
	l, a := benchLedger(b), list(2)
	b.ReportAllocs()
	for b.Loop() {
		if out := accept(b, l, a); out.Published {
			b.Fatal(out)
		}
	}
	perRecord(b)
}

// BenchmarkAcceptOne accepts the list again with one record changed.
func BenchmarkAcceptOne(b *testing.B) {
	l, a := benchLedger(b), list(2)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a.Records[7].Issued = fmt.Sprint(i)
		if out := accept(b, l, a); len(out.Changed) != 1 {
			b.Fatal(out)
		}
	}
}

// BenchmarkUnchanged notes a source of 10,000 records as unchanged.
func BenchmarkUnchanged(b *testing.B) {
	l := benchLedger(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := l.Unchanged(context.Background(), store.Sighting{Source: "s", At: start(i)}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkItems reads the 10,000 items of an edition.
func BenchmarkItems(b *testing.B) {
	l := benchLedger(b)
	if _, _, _, err := l.Seal(context.Background(), start(1), "k"); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		e, err := l.Edition(context.Background(), store.EditionConfig{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for _, err := range e.Items(context.Background(), "s") {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != benchRecords {
			b.Fatal(n)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
	perRecord(b)
}

// BenchmarkEdition reads the sources and bodies of an edition of 10,000 items.
func BenchmarkEdition(b *testing.B) {
	l := benchLedger(b)
	if _, _, _, err := l.Seal(context.Background(), start(1), "k"); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		e, err := l.Edition(context.Background(), store.EditionConfig{})
		if err != nil {
			b.Fatal(err)
		}
		for s, err := range e.Sources(context.Background()) {
			if err != nil || len(s.Items) != benchRecords {
				b.Fatal(err)
			}
		}
		for _, err := range e.Bodies(context.Background()) {
			if err != nil {
				b.Fatal(err)
			}
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkKnown reads the 10,000 records that a page is matched with.
func BenchmarkKnown(b *testing.B) {
	l := benchLedger(b)
	b.ReportAllocs()
	for b.Loop() {
		if known, err := l.Known(context.Background(), "s"); err != nil || len(known) != benchRecords {
			b.Fatal(err)
		}
	}
	perRecord(b)
}

// BenchmarkGiven looks up as many ids as a page has.
func BenchmarkGiven(b *testing.B) {
	l := benchLedger(b)
	ids := make([]string, benchRecords)
	for i := range ids {
		ids[i] = fmt.Sprintf("%012d", i)
	}
	b.ReportAllocs()
	for b.Loop() {
		if given, err := l.Given(context.Background(), ids); err != nil || len(given) > 0 {
			b.Fatal(given, err)
		}
	}
	perRecord(b)
}
