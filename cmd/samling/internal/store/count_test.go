package store_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"samling/cmd/samling/internal/store"
	"samling/cmd/samling/internal/store/storetest"
	"samling/publish"
	"samling/transform"
)

// schema2Again takes what schemas 3 and 4 brought away from a ledger.
var schema2Again = []string{
	"DROP TABLE source_count", "DROP TABLE facet_count", "DELETE FROM facet WHERE kind NOT IN ('publisher', 'type')",
	"ALTER TABLE facet DROP COLUMN entries", "ALTER TABLE facet DROP COLUMN withdrawn", "ALTER TABLE facet DROP COLUMN seq",
	"DROP INDEX version_record", "CREATE INDEX version_record ON version (record, seq, harvest, withdrawn, bodies, type, language, issued)",
	"CREATE INDEX version_withdrawn ON version (record, seq) WHERE withdrawn",
	"CREATE INDEX record_source_created ON record (source, created DESC, position, id)",
	"DROP INDEX record_absent", "DROP INDEX source_version_publisher", "DROP INDEX run_source", "DROP INDEX harvest_snapshot", "PRAGMA user_version = 2",
}

// counted is what an edition says of its numbers.
type counted struct {
	Info    publish.Info
	Facets  publish.Facets
	Sources []publish.Source
	Bodies  string
}

func countedOf(t *testing.T, l *store.SQLite) (c counted) {
	t.Helper()
	ctx := context.Background()
	e, err := l.Edition(ctx, store.EditionConfig{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	c.Info = e.Info()
	if c.Facets, err = e.Facets(ctx); err != nil {
		t.Fatal(err)
	}
	for s, err := range e.Sources(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		c.Sources = append(c.Sources, s)
	}
	for b, err := range e.Bodies(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		c.Bodies += b.Key + " "
	}
	return c
}

// TestCountsOfSchema2: a ledger that an older Samling wrote is counted when it is opened: as it was
// sealed last, and as it is.
func TestCountsOfSchema2(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l := open(t, dir)
	accept := func(source string, round, from, to int) {
		a := storetest.Page(source, start(round), fmt.Sprintf("%064x", round))
		for i := from; i < to; i++ {
			r := storetest.Record(fmt.Sprintf("%s%02d", source, i), i)
			r.Type = []string{"bok", "film"}[(i+round)%2]
			r.Publishers = []transform.Publisher{{Name: fmt.Sprint("Navn ", round)}}
			a.Records = append(a.Records, r)
		}
		a.WithdrawAfter = 1
		if _, err := l.Accept(ctx, a); err != nil {
			t.Fatal(err)
		}
	}
	accept("a", 0, 3, 6) // whose bodies only earlier versions name then
	accept("a", 1, 0, 9)
	accept("b", 2, 0, 9)
	accept("a", 3, 3, 12)
	if _, _, _, err := l.Seal(ctx, start(4), "key"); err != nil {
		t.Fatal(err)
	}
	sealed := countedOf(t, l)
	accept("b", 5, 0, 3)
	accept("c", 6, 0, 2)
	if again := countedOf(t, l); !reflect.DeepEqual(again, sealed) {
		t.Errorf("before: %+v\nthen %+v", sealed, again)
	}
	close(t, l)
	if err := raw(t, dir, schema2Again...); err != nil {
		t.Fatal(err)
	}
	l = open(t, dir)
	defer close(t, l)
	if again := countedOf(t, l); !reflect.DeepEqual(again, sealed) {
		t.Errorf("before: %+v\nthen %+v", sealed, again)
	}
	if err := l.Check(ctx); err != nil {
		t.Error(err)
	}
	if _, _, _, err := l.Seal(ctx, start(7), "key"); err != nil {
		t.Fatal(err)
	}
	now := countedOf(t, l)
	if now.Info.Entries != 9+3+2 || len(now.Sources) != 3 || now.Sources[0].Withdrawn != 3 || now.Sources[1].Withdrawn != 6 {
		t.Errorf("now: %+v", now)
	}
	accept("a", 8, 3, 12) // what was kept goes on from there
	if err := l.Check(ctx); err != nil {
		t.Error(err)
	}
}

// TestWrongCounts: a count that is not that of the records is found.
func TestWrongCounts(t *testing.T) {
	for name, damage := range map[string]string{
		"of a source":     "INSERT INTO source_count VALUES (1, 1000, 39, 1)",
		"of a type":       "UPDATE facet SET entries = 39 WHERE kind = 'type'",
		"of a new type":   "INSERT INTO facet VALUES (77, 'type', 'kart', 1, 0, 5)",
		"of all":          "UPDATE facet SET withdrawn = 1 WHERE kind = 'all'",
		"a record's type": "UPDATE record SET type = 'kart' WHERE n = 1",
		"withdrawn":       "UPDATE record SET withdrawn = 1 WHERE n = 1",
	} {
		dir := filled(t)
		if err := raw(t, dir, damage); err != nil {
			t.Fatal(name, err)
		}
		l := open(t, dir)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		if err := l.Check(ctx); err == nil || !strings.Contains(err.Error(), "counts") {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
		close(t, l)
	}
}
