package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/cmd/samling/internal/config"
	"samling/cmd/samling/internal/store"
	"samling/harvest"
	"samling/vocab"
)

// crowd is a fetcher that counts who is there.
type crowd struct {
	mu         sync.Mutex
	now        map[string]int // by host
	most       int
	together   int // how often a host was asked while it was
	order      []string
	full       chan struct{} // closed once want are there
	want, seen int
}

func (c *crowd) Fetch(ctx context.Context, address string, _ harvest.Validators) (*harvest.Page, error) {
	host, path, _ := strings.Cut(strings.TrimPrefix(address, "https://"), "/")
	c.mu.Lock()
	c.now[host]++
	c.order = append(c.order, host)
	c.seen++
	if c.now[host] > 1 {
		c.together++
	}
	total := 0
	for _, n := range c.now {
		total += n
	}
	if c.most = max(c.most, total); total == c.want && c.full != nil {
		close(c.full)
		c.full = nil
	}
	full := c.full
	c.mu.Unlock()
	if full != nil { // nobody goes before as many as may be there are there
		select {
		case <-full:
		case <-ctx.Done():
		}
	}
	c.mu.Lock()
	c.now[host]--
	c.mu.Unlock()
	switch path {
	case "panic":
		panic("a page from hell")
	case "down":
		return nil, errors.New("down")
	}
	text := fmt.Sprintf("<h1>Liste</h1><h3>Tittel %s</h3><p>Rapport – KS 2014</p><p>Om den.</p>", address)
	return &harvest.Page{URL: address, FetchedAt: time.Unix(1e9, 0), ContentType: "text/html", Body: []byte(text)}, nil
}

// TestFleet: as many at once as configured, one a host, hosts in turn; what one source
// does harms no other.
func TestFleet(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	ledger, err := store.Open(ctx, filepath.Join(dir, "state"))
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	bodies, err := vocab.LoadBodies()
	if err != nil {
		t.Fatal(err)
	}
	cfg := config.Sample()
	cfg.Out, cfg.Network.Concurrency, cfg.Sources = dir, 3, nil
	add := func(id, address string) {
		cfg.Sources = append(cfg.Sources, config.Source{ID: id, URL: address, Fetch: address, Schedule: config.DefaultSchedule})
	}
	for i := range 6 {
		add(fmt.Sprint("big", i), fmt.Sprintf("https://big.example/%d", i))
	}
	add("panics", "https://a.example/panic")
	add("down", "https://b.example/down")
	for i := range 3 {
		add(fmt.Sprint("small", i), fmt.Sprintf("https://small%d.example/x", i))
	}
	web := &crowd{now: map[string]int{}, full: make(chan struct{}), want: 3}
	p := &Pipeline{Config: cfg, Ledger: ledger, Pages: Folder(filepath.Join(dir, "raw")), Web: web, Bodies: bodies, Version: "1", Now: time.Now}
	report, err := p.Run(ctx, Options{})
	if err == nil || !strings.Contains(err.Error(), "page from hell") || !strings.Contains(err.Error(), "down") {
		t.Errorf("error %v", err)
	}
	for i, r := range report.Sources {
		want := Accepted
		if r.ID == "panics" || r.ID == "down" {
			want = Failed
		}
		if r.ID != cfg.Sources[i].ID || r.Outcome != want {
			t.Errorf("%d: %s is %s: %s", i, r.ID, r.Outcome, r.Message)
		}
	}
	if web.together > 0 || web.most != 3 || web.seen != len(cfg.Sources) {
		t.Errorf("one host at once %d times, at most %d at once, %d asked", web.together, web.most, web.seen)
	}
	if first := strings.Join(web.order[:6], " "); strings.Count(first, "big") > 2 {
		t.Errorf("the big host keeps the others waiting: %s", first)
	}
}

// TestMaxProblems: the report holds the problems of sources until it has so many, and tells how
// many there were.
func TestMaxProblems(t *testing.T) {
	for limit, want := range map[int][]int{0: {2, 2, 2}, 1: {2, 0, 0}, 3: {2, 2, 0}} {
		f := &fleet{o: Options{MaxProblems: limit}, reports: make([]SourceReport, 3), errs: make([]error, 3), waiting: map[string][]int{}}
		f.free = sync.NewCond(&f.mu)
		for i := range f.reports {
			f.put("host", i, SourceReport{Problems: make([]EntryProblem, 2), Found: 2}, nil)
		}
		for i, r := range f.reports {
			if len(r.Problems) != want[i] || r.Found != 2 {
				t.Errorf("at most %d: source %d has %d of %d problems, want %d", limit, i, len(r.Problems), r.Found, want[i])
			}
		}
		if r := reportOf(f.reports); r.Problems != 6 {
			t.Errorf("%d problems", r.Problems)
		}
	}
}
