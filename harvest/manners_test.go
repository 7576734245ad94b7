package harvest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/harvest"
	"samling/harvest/hostiletest"
)

// bench is a fetcher in time of its own: waiting moves its clock, and is noted.
type bench struct {
	*harvest.Colly
	mu     sync.Mutex
	now    time.Time
	waited []time.Duration
	asked  []harvest.Request
}

func newBench(t *testing.T, change ...func(*harvest.FetchOptions)) *bench {
	b := &bench{now: time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)}
	b.Colly = newFetcher(t, append([]func(*harvest.FetchOptions){func(o *harvest.FetchOptions) {
		o.Retries, o.Now, o.Sleep = 3, b.clock, b.sleep
		o.Rand = func() float64 { return 0.5 }
		o.Requests = func(r harvest.Request) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.asked = append(b.asked, r)
		}
	}}, change...)...)
	return b
}

func (b *bench) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bench) sleep(ctx context.Context, d time.Duration) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
	b.waited = append(b.waited, d)
	return ctx.Err()
}

// after answers with handlers in turn; the last one stays.
func after(handlers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		h := handlers[0]
		if len(handlers) > 1 {
			handlers = handlers[1:]
		}
		mu.Unlock()
		h(w, r)
	}
}

func laterBy(status int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", retryAfter)
		w.Header().Set("Location", "/annet")
		w.WriteHeader(status)
	}
}

func TestFaultsThatMayGoAwayAreRetried(t *testing.T) {
	cut := raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<p>")
	for name, fault := range map[string]http.HandlerFunc{
		"408": replies(408), "425": replies(425), "429": replies(429), "500": replies(500), "502": replies(502),
		"503": replies(503), "504": replies(504), "hangs up": hangsUp, "cut": cut,
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, after(fault, fault, says(page)))
			b := newBench(t)
			if _, err := fetch(t, b, s.URL+"/liste"); err != nil {
				t.Fatal(err)
			}
			// Full jitter: half of 1 s, then half of 2 s, as the dice fell.
			if want := []time.Duration{500 * time.Millisecond, time.Second}; !slices.Equal(b.waited, want) {
				t.Errorf("waited %v, want %v", b.waited, want)
			}
			if s.times("/robots.txt") != 1 || s.times("/liste") != 3 {
				t.Errorf("asked %v", s.log())
			}
		})
	}
}

func TestRetriesEnd(t *testing.T) {
	s := newSite(t, replies(503))
	_, err := fetch(t, newBench(t), s.URL+"/liste")
	if err == nil || !strings.Contains(err.Error(), "asked 4 times") || s.times("/liste") != 4 {
		t.Errorf("asked %d times: %v", s.times("/liste"), err)
	}
}

func TestRobotsAreRetried(t *testing.T) {
	s := newSite(t, says(page))
	s.setRobots(after(replies(503), says("User-agent: *\nDisallow: /x")))
	if _, err := fetch(t, newBench(t), s.URL+"/liste"); err != nil || s.times("/robots.txt") != 2 {
		t.Errorf("asked %v: %v", s.log(), err)
	}
}

func TestWhatCannotChangeIsAskedOnce(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"404": replies(404), "410": replies(410), "403": replies(403), "501": replies(501), "no page": replies(204),
		"no HTTP":          raw("HTTP/1.1 oops\r\n\r\n"),
		"too large":        func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("x", 2000)) },
		"private redirect": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "file:///etc/passwd", 302) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, handler)
			b := newBench(t, func(o *harvest.FetchOptions) { o.MaxBody = 1000 })
			if _, err := fetch(t, b, s.URL+"/liste"); err == nil || s.times("/liste") != 1 || len(b.waited) != 0 {
				t.Errorf("asked %d times, waited %v: %v", s.times("/liste"), b.waited, err)
			}
		})
	}
}

func TestRetriesFitInTheTimeout(t *testing.T) {
	s := newSite(t, replies(500))
	b := newBench(t, func(o *harvest.FetchOptions) { o.Timeout = 400 * time.Millisecond })
	if _, err := fetch(t, b, s.URL+"/liste"); err == nil || s.times("/liste") != 1 {
		t.Errorf("asked %d times: %v", s.times("/liste"), err)
	}
}

func TestShortRetryAfterIsWaitedFor(t *testing.T) {
	for _, status := range []int{429, 503, 301, 302} {
		for header, want := range map[string]time.Duration{"7": 7 * time.Second, "Tue, 24 Nov 2026 05:00:09 GMT": 9 * time.Second} {
			s := newSite(t, after(laterBy(status, header), says(page)))
			b := newBench(t)
			if _, err := fetch(t, b, s.URL+"/liste"); err != nil || !slices.Equal(b.waited, []time.Duration{want}) {
				t.Errorf("%d %s: waited %v: %v", status, header, b.waited, err)
			}
		}
	}
}

// A long Retry-After ends the fetch with the time to come back, and until then no other
// page of that host is asked for.
func TestLongRetryAfterSendsUsAway(t *testing.T) {
	for header, want := range map[string]string{
		"30": "05:00:30", "3600": "06:00:00", "Tue, 24 Nov 2026 07:00:00 GMT": "07:00:00",
		"99999999999999999999": "05:00:00", // a week at most
	} {
		for _, status := range []int{429, 503, 307} {
			s := newSite(t, laterBy(status, header))
			b := newBench(t)
			_, err := fetch(t, b, s.URL+"/liste")
			later := (*harvest.LaterError)(nil)
			if !errors.As(err, &later) || later.At.Format(time.TimeOnly) != want || len(b.waited) != 0 {
				t.Fatalf("%d %s: waited %v: %v", status, header, b.waited, err)
			}
			before := len(s.log())
			if _, err := fetch(t, b, s.URL+"/annen"); !errors.As(err, &later) || len(s.log()) != before {
				t.Errorf("another page was asked for: %v", err)
			}
			b.now = later.At
			s.setPages(says(page))
			if _, err := fetch(t, b, s.URL+"/annen"); err != nil {
				t.Errorf("when the time has come: %v", err)
			}
		}
	}
}

func TestRetryAfterThatSaysNothing(t *testing.T) {
	for _, header := range []string{"", "soon", "-5", "1.5", "Mon, 23 Nov 2026 05:00:00 GMT"} {
		s := newSite(t, after(laterBy(503, header), says(page)))
		b := newBench(t)
		if _, err := fetch(t, b, s.URL+"/liste"); err != nil || !slices.Equal(b.waited, []time.Duration{500 * time.Millisecond}) {
			t.Errorf("%q: waited %v: %v", header, b.waited, err)
		}
	}
}

func TestPagesOfAHostComeAtAPace(t *testing.T) {
	one, two := newSite(t, says(page)), newSite(t, says(page))
	b := newBench(t, func(o *harvest.FetchOptions) { o.MinDelay, o.Timeout = time.Minute, 30*time.Second })
	for _, step := range []struct {
		address string
		want    time.Duration
	}{{one.URL + "/a", 0}, {one.URL + "/b", time.Minute}, {two.URL + "/a", 0}, {one.URL + "/c", time.Minute}} {
		b.waited = nil
		if _, err := fetch(t, b, step.address); err != nil {
			t.Fatal(err)
		}
		total := time.Duration(0)
		for _, d := range b.waited {
			total += d
		}
		if total != step.want {
			t.Errorf("%s: waited %v, want %v", step.address, b.waited, step.want)
		}
	}
}

// Who waits for its turn in real time is not late for it.
func TestWaitingForOurTurnIsNotTheTimeout(t *testing.T) {
	s := newSite(t, says(page))
	f := newFetcher(t, func(o *harvest.FetchOptions) { o.MinDelay, o.Timeout = 3*time.Second, 2*time.Second })
	for _, path := range []string{"/a", "/b"} {
		if _, err := fetch(t, f, s.URL+path); err != nil {
			t.Error(err)
		}
	}
}

func TestWaitingForOurTurnCanBeCancelled(t *testing.T) {
	s := newSite(t, says(page))
	f := newFetcher(t, func(o *harvest.FetchOptions) { o.MinDelay = time.Hour })
	if _, err := fetch(t, f, s.URL+"/a"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := f.Fetch(ctx, s.URL+"/b", harvest.Validators{}); !errors.Is(err, context.Canceled) || s.times("/b") != 0 {
		t.Errorf("asked %d times: %v", s.times("/b"), err)
	}
}

func TestCrawlDelay(t *testing.T) {
	for robots, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 10":                                        10 * time.Second,
		"User-agent: *\nCrawl-delay: 2.5\nDisallow: /x":                         2500 * time.Millisecond,
		"User-agent: samling\nCrawl-delay: 5\nUser-agent: *\nCrawl-delay: 99":   5 * time.Second,
		"User-agent: other\nCrawl-delay: 99":                                    time.Second,
		"User-agent: samling\nDisallow: /x\n\nUser-agent: *\nCrawl-delay: 99":   time.Second,
		"User-agent: *\nCrawl-delay: 86400":                                     2 * time.Minute,
		"User-agent: *\nCrawl-delay: NaN":                                       time.Second,
		"User-agent: *\nCrawl-delay: -3":                                        time.Second,
		"User-agent: *\nCrawl-delay: 0.1":                                       time.Second,
		"User-agent: *\nCrawl-delay: Inf":                                       2 * time.Minute,
		"User-agent: a\nCrawl-delay: 9\nUser-agent: samling\nUser-agent: other": time.Second,
	} {
		s := newSite(t, says(page))
		s.setRobots(says(robots))
		b := newBench(t, func(o *harvest.FetchOptions) { o.MinDelay, o.Robots = time.Second, &ledger{} })
		for _, path := range []string{"/a", "/b"} {
			if _, err := fetch(t, b, s.URL+path); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(b.waited, []time.Duration{want}) {
			t.Errorf("%q: waited %v, want %v", robots, b.waited, want)
		}
	}
}

func TestEveryRequestIsTold(t *testing.T) {
	s := newSite(t, after(replies(503), says("<p>"+strings.Repeat("ord ", 100))))
	s.setRobots(says("User-agent: *\n"))
	b := newBench(t)
	redirect := newSite(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, s.URL+"/liste", 301) })
	if _, err := fetch(t, b, redirect.URL+"/gammel"); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range b.asked {
		if r.Started.IsZero() || r.Method != "GET" || !strings.HasPrefix(r.URL, "http://"+r.Host+"/") {
			t.Errorf("%+v", r)
		}
		path := strings.TrimPrefix(r.URL, "http://"+r.Host)
		got = append(got, fmt.Sprintf("%s %s #%d: %d, %d bytes%s", r.Why, path, r.Attempt, r.Status, r.Bytes, r.Error))
	}
	want := []string{
		"robots /robots.txt #1: 404, 0 bytes", "page /gammel #1: 301, 0 bytes",
		"robots /robots.txt #1: 200, 14 bytes", "redirect /liste #1: 503, 0 bytes", "redirect /liste #2: 200, 403 bytes",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRequestWithoutAnAnswerIsTold(t *testing.T) {
	s := newSite(t, says(page))
	s.Close()
	b := newBench(t)
	_, err := fetch(t, b, s.URL+"/liste")
	if err == nil || len(b.asked) != 4 || b.asked[3].Attempt != 4 || b.asked[3].Status != 0 || !strings.Contains(b.asked[3].Error, "refused") {
		t.Errorf("%+v, %v", b.asked, err)
	}
}

// A name may be public when it is looked at and private when it is connected to.
func TestNameThatResolvesToAPrivateAddress(t *testing.T) {
	s := newSite(t, says(page))
	_, port, _ := strings.Cut(s.Listener.Addr().String(), ":")
	for name, addrs := range map[string][]netip.Addr{
		"private.example":  {netip.MustParseAddr("127.0.0.1")},
		"metadata.example": {netip.MustParseAddr("169.254.169.254")},
		"lan.example":      {netip.MustParseAddr("192.168.1.1")},
	} {
		f := newFetcher(t, func(o *harvest.FetchOptions) {
			o.AllowPrivate, o.Retries = false, 2
			o.Resolver = hostiletest.Resolver(t, map[string][]netip.Addr{name: addrs})
		})
		if _, err := fetch(t, f, "http://"+name+":"+port+"/liste"); !errors.Is(err, harvest.ErrPrivate) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(s.log()); n != 0 {
		t.Errorf("the server was asked %d times", n)
	}
}

// Between robots.txt and the page the name is bound to another address. The first one
// may be read, the second one may not.
func TestRebinding(t *testing.T) {
	s := newSite(t, says(page))
	s.setRobots(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		w.WriteHeader(404)
	})
	allowed := netip.MustParseAddrPort(s.Listener.Addr().String())
	f := newFetcher(t, func(o *harvest.FetchOptions) {
		o.AllowPrivate, o.AllowHosts = false, []netip.AddrPort{allowed}
		o.Resolver = hostiletest.Resolver(t, map[string][]netip.Addr{
			"rebound.example": {allowed.Addr(), netip.MustParseAddr("127.0.0.2")},
		})
	})
	_, err := fetch(t, f, fmt.Sprintf("http://rebound.example:%d/liste", allowed.Port()))
	if !errors.Is(err, harvest.ErrPrivate) || s.times("/robots.txt") != 1 || s.times("/liste") != 0 {
		t.Errorf("asked %v: %v", s.log(), err)
	}
}

func TestNameThatIsNotThere(t *testing.T) {
	f := newFetcher(t, func(o *harvest.FetchOptions) { o.Resolver = hostiletest.Resolver(t, nil) })
	_, err := fetch(t, f, "http://nowhere.example/")
	if err == nil || !strings.Contains(err.Error(), "no such host") {
		t.Errorf("err = %v", err)
	}
}
