package harvest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"samling/harvest"
)

// TestMain fails the package when a fetch leaves a goroutine behind.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

const page = "<!DOCTYPE html><title>En liste</title><p>Veiledning</p>"

// site is a real HTTP server on loopback that remembers what it was asked for. Its
// robots.txt is 404 until another is set.
type site struct {
	*httptest.Server

	mu            sync.Mutex
	pages, robots http.HandlerFunc
	asked         []string
}

func newSite(t *testing.T, pages http.HandlerFunc) *site {
	t.Helper()
	s := &site{pages: pages, robots: http.NotFound}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.RequestURI)
		answer := s.pages
		if r.URL.Path == "/robots.txt" {
			answer = s.robots
		}
		s.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) setPages(h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages = h
}

func (s *site) setRobots(h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.robots = h
}

// times says how often a path was asked for.
func (s *site) times(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, asked := range s.asked {
		if asked == path {
			n++
		}
	}
	return n
}

func (s *site) log() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// says is a handler that answers with a page or a robots.txt.
func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
}

// newFetcher returns a fetcher that may read loopback, closed with the test.
func newFetcher(t *testing.T, change ...func(*harvest.FetchOptions)) *harvest.Colly {
	t.Helper()
	o := harvest.FetchOptions{UserAgent: "Samling/1.0 (+https://example.org/)", AllowPrivate: true}
	for _, f := range change {
		f(&o)
	}
	f, err := harvest.NewFetcher(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func fetch(t *testing.T, f harvest.Fetcher, address string) (*harvest.Page, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	return f.Fetch(ctx, address, harvest.Validators{})
}
