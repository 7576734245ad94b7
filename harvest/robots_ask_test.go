package harvest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/harvest"
)

// ledger is a RobotsCache in memory.
type ledger struct {
	mu     sync.Mutex
	kept   map[string]harvest.Robots
	broken error
}

func (l *ledger) Robots(_ context.Context, origin string) (harvest.Robots, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, ok := l.kept[origin]
	return r, ok, l.broken
}

func (l *ledger) PutRobots(_ context.Context, r harvest.Robots) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.kept == nil {
		l.kept = map[string]harvest.Robots{}
	}
	l.kept[r.Origin] = r
	return nil
}

// clock is a clock that a test sets.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

// withLedger returns a fetcher with a ledger and a clock of its own.
func withLedger(t *testing.T) (*harvest.Colly, *ledger, *clock) {
	l, c := &ledger{}, &clock{time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)}
	f := newFetcher(t, func(o *harvest.FetchOptions) { o.Robots, o.Now = l, c.Now })
	return f, l, c
}

// replies is a handler that answers with a status.
func replies(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
}

func hangsUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func TestDisallowedPageIsNotAskedFor(t *testing.T) {
	s := newSite(t, says(page))
	s.setRobots(says("User-agent: *\nAllow: /\n\nUser-agent: samling\nDisallow: /artikkel/\n"))
	_, err := fetch(t, newFetcher(t), s.URL+"/artikkel/x")
	if !errors.Is(err, harvest.ErrDisallowed) {
		t.Fatalf("err = %v", err)
	}
	for _, words := range []string{"Samling", "Disallow: /artikkel/", s.URL + "/robots.txt", "ask the site's owner"} {
		if !strings.Contains(err.Error(), words) {
			t.Errorf("%v\ndoes not say %q", err, words)
		}
	}
	if n := s.times("/artikkel/x"); n != 0 {
		t.Errorf("it was asked for %d times", n)
	}
	if _, err := fetch(t, newFetcher(t), s.URL+"/annet"); err != nil {
		t.Errorf("another page: %v", err)
	}
}

// The page asked for may be robots.txt itself, which is always allowed.
func TestRobotsAsThePage(t *testing.T) {
	s := newSite(t, says(page))
	s.setRobots(says("User-agent: *\nDisallow: /\n"))
	got, err := fetch(t, newFetcher(t), s.URL+"/robots.txt")
	if err != nil || !strings.HasPrefix(string(got.Body), "User-agent") {
		t.Errorf("%+v, %v", got, err)
	}
	if n := s.times("/robots.txt"); n != 2 {
		t.Errorf("%d requests", n)
	}
}

func TestRobotsAreAskedOnceADay(t *testing.T) {
	s := newSite(t, says(page))
	s.setRobots(says("User-agent: *\nDisallow: /x\n"))
	f, l, c := withLedger(t)
	for i, step := range []struct {
		pass time.Duration
		want int
	}{{0, 1}, {time.Hour, 1}, {22*time.Hour + 59*time.Minute, 1}, {time.Minute, 2}, {0, 2}, {-48 * time.Hour, 3}} {
		c.now = c.now.Add(step.pass)
		if _, err := fetch(t, f, s.URL+"/y"); err != nil {
			t.Fatal(err)
		}
		if n := s.times("/robots.txt"); n != step.want {
			t.Errorf("step %d: asked %d times, want %d", i, n, step.want)
		}
	}
	kept := l.kept[s.URL]
	if kept.Status != 200 || string(kept.Body) != "User-agent: *\nDisallow: /x\n" || !kept.Fetched.Equal(c.now) {
		t.Errorf("kept %+v", kept)
	}
	if _, err := fetch(t, f, s.URL+"/x"); !errors.Is(err, harvest.ErrDisallowed) {
		t.Errorf("from the cache: %v", err)
	}
}

func TestRobotsAreAskedOnceByManyAtOnce(t *testing.T) {
	s := newSite(t, says(page))
	s.setRobots(func(w http.ResponseWriter, _ *http.Request) { time.Sleep(50 * time.Millisecond) })
	f, _, _ := withLedger(t)
	var wg sync.WaitGroup
	for i := range 10 {
		wg.Go(func() {
			if _, err := f.Fetch(t.Context(), fmt.Sprint(s.URL, "/", i), harvest.Validators{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := s.times("/robots.txt"); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestNoRobotsMeansAllowed(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 410, 451, 304} {
		s := newSite(t, says(page))
		s.setRobots(replies(status))
		f, _, _ := withLedger(t)
		for range 2 {
			if _, err := fetch(t, f, s.URL); err != nil {
				t.Errorf("%d: %v", status, err)
			}
		}
		if n := s.times("/robots.txt"); n != 1 {
			t.Errorf("%d: asked %d times", status, n)
		}
	}
}

func unreachable() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"500": replies(500), "503": replies(503), "429": replies(429), "599": replies(599),
		"hangs up":     hangsUp,
		"no HTTP":      raw("hei\r\n\r\n"),
		"cut short":    raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nUser-agent: *\n"),
		"badly packed": packed("gzip", []byte("User-agent: *\nAllow: /\n")),
		"to nowhere":   moves(302, "http://[::1"),
		"to a file":    moves(302, "file:///etc/robots.txt"),
	}
}

func TestUnreachableRobotsMeanDisallowed(t *testing.T) {
	for name, handler := range unreachable() {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, says(page))
			s.setRobots(handler)
			f, l, _ := withLedger(t)
			_, err := fetch(t, f, s.URL+"/liste")
			if !errors.Is(err, harvest.ErrDisallowed) || !strings.Contains(err.Error(), "try again later") {
				t.Errorf("err = %v", err)
			}
			if s.times("/liste") != 0 || len(l.kept) != 0 {
				t.Errorf("asked for %q, kept %v", s.log(), l.kept)
			}
			s.setRobots(says("")) // a failure is not remembered
			if _, err := fetch(t, f, s.URL+"/liste"); err != nil {
				t.Errorf("later: %v", err)
			}
		})
	}
}

func TestOldRobotsServeWhileUnreachable(t *testing.T) {
	for name, handler := range unreachable() {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, says(page))
			s.setRobots(says("User-agent: *\nDisallow: /x\n"))
			f, l, c := withLedger(t)
			if _, err := fetch(t, f, s.URL+"/y"); err != nil {
				t.Fatal(err)
			}
			before := l.kept[s.URL].Fetched
			s.setRobots(handler)
			c.now = c.now.Add(72 * time.Hour)
			if _, err := fetch(t, f, s.URL+"/y"); err != nil {
				t.Errorf("allowed: %v", err)
			}
			if _, err := fetch(t, f, s.URL+"/x"); !errors.Is(err, harvest.ErrDisallowed) {
				t.Errorf("disallowed: %v", err)
			}
			if got := l.kept[s.URL].Fetched; got != before {
				t.Errorf("the old copy was made new: %s", got)
			}
		})
	}
}

func TestRobotsRedirects(t *testing.T) {
	for redirects, disallowed := range map[int]bool{1: true, 5: true, 6: false} {
		t.Run(fmt.Sprint(redirects), func(t *testing.T) {
			other := newSite(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/0" {
					fmt.Fprint(w, "User-agent: *\nDisallow: /x")
					return
				}
				countdown(w, r)
			})
			s := newSite(t, says(page))
			s.setRobots(moves(301, fmt.Sprint(other.URL, "/", redirects-1)))
			f, l, _ := withLedger(t)
			if _, err := fetch(t, f, s.URL+"/x"); errors.Is(err, harvest.ErrDisallowed) != disallowed {
				t.Errorf("err = %v", err)
			}
			if _, kept := l.kept[s.URL]; !kept || len(l.kept) != 1 {
				t.Errorf("kept for %v", l.kept)
			}
		})
	}
}

func TestGuardStandsOnRobotsRedirects(t *testing.T) {
	private := newSite(t, says(page))
	allowed := newSite(t, says(page))
	allowed.setRobots(moves(301, private.URL+"/robots.txt"))
	f := newFetcher(t, func(o *harvest.FetchOptions) {
		o.AllowPrivate = false
		o.AllowHosts = []netip.AddrPort{netip.MustParseAddrPort(allowed.Listener.Addr().String())}
	})
	if _, err := fetch(t, f, allowed.URL); !errors.Is(err, harvest.ErrPrivate) {
		t.Errorf("err = %v", err)
	}
	if len(private.log()) != 0 {
		t.Errorf("asked for %q", private.log())
	}
}

func TestLongRobots(t *testing.T) {
	const limit = 500 << 10
	rules := "User-agent: *\nDisallow: /early\n"
	filling := strings.Repeat("# "+strings.Repeat("x", 97)+"\n", limit/100)
	start := rules + filling[:limit-len(rules)-len("\nDisallow: /la")]
	for name, handler := range map[string]http.HandlerFunc{
		"as it is": says(start + "\nDisallow: /late\nDisallow: /\n"),
		"packed":   packed("gzip", gzipped(start+"\nDisallow: /late\nDisallow: /\n")),
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, says(page))
			s.setRobots(handler)
			f, l, _ := withLedger(t)
			if _, err := fetch(t, f, s.URL+"/early"); !errors.Is(err, harvest.ErrDisallowed) {
				t.Errorf("before the limit: %v", err)
			}
			// The limit falls within "/late": neither "/la" nor what follows is a rule.
			for _, path := range []string{"/lab", "/late", "/"} {
				if _, err := fetch(t, f, s.URL+path); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
			if n := len(l.kept[s.URL].Body); n > limit || n < limit-100 {
				t.Errorf("kept %d bytes", n)
			}
		})
	}
}

func TestBrokenLedgerFailsTheFetch(t *testing.T) {
	s := newSite(t, says(page))
	f, l, _ := withLedger(t)
	l.broken = errors.New("disk full")
	if _, err := fetch(t, f, s.URL); !errors.Is(err, l.broken) || errors.Is(err, harvest.ErrDisallowed) {
		t.Errorf("err = %v", err)
	}
}
