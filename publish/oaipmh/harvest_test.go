package oaipmh_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"samling/publish"
	"samling/publish/internal/editiontest"
	"samling/publish/oaipmh"
)

// harvester holds what it was given, as a library's copy does.
type harvester struct {
	base    string
	held    map[string]holding // by identifier
	repeats []string           // what came again though it had not changed since the second it was asked from
}

type holding struct {
	datestamp, title string
	deleted          bool
}

// harvest asks for everything changed from a moment, page by page, and returns the last
// responseDate. between runs between two pages.
func (h *harvester) harvest(t *testing.T, from string, between func()) string {
	t.Helper()
	query := "verb=ListRecords&metadataPrefix=oai_dc"
	if from != "" {
		query += "&from=" + from
	}
	for {
		var a answer
		decode(t, fetch(t, getter(h.base+"?"+query)), &a)
		if code := a.code(); code != "" && code != "noRecordsMatch" {
			t.Fatalf("%s: %s", query, code)
		}
		for _, r := range a.Records {
			h.take(r.Header, r.Title, from)
		}
		if a.Token == nil || a.Token.Value == "" {
			return a.Date
		}
		between()
		query = resume("ListRecords", a.Token.Value)
	}
}

func (h *harvester) take(r header, title, from string) {
	now := holding{r.Datestamp, title, r.Status == "deleted"}
	// A tombstone does not tell versions apart: withdrawn, back and withdrawn in one second.
	if h.held[r.Identifier] == now && r.Datestamp != from && !now.deleted {
		h.repeats = append(h.repeats, fmt.Sprintf("%s of %s, asked from %s", r.Identifier, r.Datestamp, from))
	}
	h.held[r.Identifier] = now
}

// missed is how the copy differs from the repository.
func (h *harvester) missed(m *memory) (missed []string) {
	for id, it := range m.items {
		got, ok := h.held["oai:lit.example.org:"+id]
		want := holding{it.Key.Stamp.Format("2006-01-02T15:04:05Z"), it.Title.Value, it.Withdrawn}
		if it.Withdrawn {
			want.title = ""
		}
		if !ok || got != want {
			missed = append(missed, fmt.Sprintf("%s: %v, want %v", id, got, want))
		}
	}
	return missed
}

// writer adds, changes, withdraws and brings back items, now and then in a new second.
type writer struct {
	m     *memory
	rand  *rand.Rand
	count int
}

func (w *writer) write() {
	for range w.rand.IntN(4) {
		if w.rand.IntN(3) == 0 {
			w.m.tick()
		}
		w.count++
		it := w.any()
		switch w.rand.IntN(4) {
		case 0:
			it.ID = fmt.Sprintf("added%d", w.count)
			it.Withdrawn = false
		case 1:
			it.Withdrawn = !it.Withdrawn
		default:
			it.Withdrawn = false
		}
		it.Title.Value = fmt.Sprintf("Version %d", w.count)
		w.m.put(it)
	}
}

func (w *writer) any() publish.Item {
	ids := make([]string, 0, len(w.m.items))
	for id := range w.m.items {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return w.m.items[ids[w.rand.IntN(len(ids))]].Item
}

// harvestWhileWriting makes harvests, each from where the one before was dated, of a
// repository that is written to between the pages; then one more.
func harvestWhileWriting(t *testing.T, m *memory, r oaipmh.Repository, pageSize int, seed uint64) *harvester {
	t.Helper()
	w := &writer{m: m, rand: rand.New(rand.NewPCG(seed, uint64(pageSize)))}
	h := &harvester{base: serve(t, r, pageSize), held: map[string]holding{}}
	from := ""
	for range 4 {
		pages := 0
		from = h.harvest(t, from, func() {
			if pages++; pages < 12 { // else a writer faster than the pages would never let it end
				w.write()
			}
		})
		w.write()
	}
	h.harvest(t, from, func() {})
	return h
}

// TestHarvest: nothing is missed, and nothing comes again but what was changed in the
// second that a harvest begins with.
func TestHarvest(t *testing.T) {
	for pageSize := 1; pageSize <= 3; pageSize++ {
		for seed := range uint64(3) {
			m := sampleMemory(t)
			h := harvestWhileWriting(t, m, m, pageSize, seed)
			if missed := h.missed(m); missed != nil {
				t.Errorf("pages of %d, seed %d: missed %s", pageSize, seed, strings.Join(missed, "\n"))
			}
			if h.repeats != nil {
				t.Errorf("pages of %d, seed %d: again %s", pageSize, seed, strings.Join(h.repeats, "\n"))
			}
		}
	}
}

// TestHarvestByOffset is the control: the same harvest of a repository that goes on by
// counting, as many do, misses changes, and the check sees it.
func TestHarvestByOffset(t *testing.T) {
	missed := 0
	for pageSize := 1; pageSize <= 3; pageSize++ {
		for seed := range uint64(3) {
			m := sampleMemory(t)
			missed += len(harvestWhileWriting(t, m, byOffset{m}, pageSize, seed).missed(m))
		}
	}
	if missed == 0 {
		t.Error("pages by offset missed nothing; the check can't fail")
	}
}

// byOffset is a repository whose lists go on after so many items, not after a key.
type byOffset struct{ *memory }

func (r byOffset) View(ctx context.Context) (oaipmh.View, error) {
	v, err := r.memory.View(ctx)
	return offsetView{v}, err
}

type offsetView struct{ oaipmh.View }

func (v offsetView) List(ctx context.Context, q oaipmh.Query) ([]oaipmh.Item, error) {
	skip := int(q.After.N)
	q.After, q.Limit = oaipmh.Key{}, q.Limit+skip
	all, err := v.View.List(ctx, q)
	all = all[min(skip, len(all)):]
	for i := range all {
		all[i].Key.N = int64(skip + i + 1)
	}
	return all, err
}

// TestUntil: what moved out of the bounds of a list while it was read ends the list, and
// is in the next one.
func TestUntil(t *testing.T) {
	m := sampleMemory(t)
	base := serve(t, m, 7) // of eight items
	a := ask(t, base, "verb=ListRecords&metadataPrefix=oai_dc&until="+editiontest.Later.Format("2006-01-02"))
	m.now = editiontest.Later.AddDate(0, 0, 1)
	for _, it := range m.items {
		m.put(it.Item)
	}
	if a := ask(t, base, resume("ListRecords", a.Token.Value)); a.code() != "noRecordsMatch" {
		t.Errorf("%v, %d records", a.Errors, len(a.Records))
	}
	if n := len(ask(t, serve(t, m, 100), "verb=ListRecords&metadataPrefix=oai_dc&from="+m.now.Format("2006-01-02")).Records); n != 8 {
		t.Errorf("the next list has %d", n)
	}
}
