package harvest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/harvest"
)

func TestPageIsKeptAsReceived(t *testing.T) {
	bodies := map[string]struct{ contentType, body string }{
		"windows-1252 declared":    {"text/html; charset=iso-8859-1", "<p>bl\xe5b\xe6r \x96 2014</p>"},
		"windows-1252 undeclared":  {"text/html", "<p>bl\xe5b\xe6r</p>"},
		"utf-16":                   {"text/html; charset=utf-16", "\xff\xfe<\x00p\x00>\x00"},
		"utf-8 with mark and ends": {"text/plain; charset=utf-8", "\xef\xbb\xbfen\r\nto\x00\r"},
		"empty":                    {"text/html; charset=latin1", ""},
	}
	for name, c := range bodies {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", c.contentType)
				w.Header().Set("ETag", `W/"v1"`)
				w.Header().Set("Last-Modified", "Tue, 03 Nov 2026 10:00:00 GMT")
				fmt.Fprint(w, c.body)
			})
			now := time.Date(2026, 11, 24, 5, 30, 1, 999, time.FixedZone("Oslo", 3600))
			f := newFetcher(t, func(o *harvest.FetchOptions) { o.Now = func() time.Time { return now } })
			got, err := fetch(t, f, s.URL+"/liste?a=1#her")
			if err != nil {
				t.Fatal(err)
			}
			want := harvest.Page{
				URL:         s.URL + "/liste?a=1",
				Base:        s.URL + "/liste?a=1",
				FetchedAt:   time.Date(2026, 11, 24, 4, 30, 1, 0, time.UTC),
				ContentType: c.contentType,
				Validators:  harvest.Validators{ETag: `W/"v1"`, LastModified: "Tue, 03 Nov 2026 10:00:00 GMT"},
				Body:        []byte(c.body),
			}
			if fmt.Sprintf("%+v", *got) != fmt.Sprintf("%+v", want) {
				t.Errorf("got  %+v\nwant %+v", *got, want)
			}
		})
	}
}

func TestRequestIsPlain(t *testing.T) {
	var header http.Header
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		header = r.Header.Clone()
		w.Header().Set("Set-Cookie", "a=b")
		fmt.Fprint(w, page)
	})
	f := newFetcher(t)
	for range 2 {
		if _, err := fetch(t, f, s.URL); err != nil {
			t.Fatal(err)
		}
	}
	if got := header.Get("User-Agent"); got != "Samling/1.0 (+https://example.org/)" {
		t.Errorf("User-Agent is %q", got)
	}
	if got := header.Get("Accept-Encoding"); got != "gzip" {
		t.Errorf("Accept-Encoding is %q", got)
	}
	for _, name := range []string{"Cookie", "Referer", "If-None-Match", "If-Modified-Since"} {
		if header.Get(name) != "" {
			t.Errorf("%s was sent: %q", name, header.Get(name))
		}
	}
}

func TestEnvironmentOfCollyIsNotRead(t *testing.T) {
	t.Setenv("COLLY_IGNORE_ROBOTSTXT", "yes")
	t.Setenv("COLLY_USER_AGENT", "other")
	t.Setenv("COLLY_DISALLOWED_DOMAINS", "127.0.0.1")
	s := newSite(t, says(page))
	if _, err := fetch(t, newFetcher(t), s.URL); err != nil {
		t.Error(err)
	}
	s.setRobots(says("User-agent: samling\nDisallow: /"))
	if _, err := fetch(t, newFetcher(t), s.URL); !errors.Is(err, harvest.ErrDisallowed) {
		t.Errorf("err = %v", err)
	}
}

func TestValidatorsAreSentBack(t *testing.T) {
	cases := map[string]harvest.Validators{
		"both":          {ETag: `"abc"`, LastModified: "Tue, 03 Nov 2026 10:00:00 GMT"},
		"weak etag":     {ETag: `W/"æ, b"`},
		"date only":     {LastModified: "Tue, 03 Nov 2026 10:00:00 GMT"},
		"not well made": {ETag: `abc`, LastModified: "yesterday"},
	}
	for name, v := range cases {
		t.Run(name, func(t *testing.T) {
			var got harvest.Validators
			s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
				got = harvest.Validators{ETag: r.Header.Get("If-None-Match"), LastModified: r.Header.Get("If-Modified-Since")}
				w.WriteHeader(http.StatusNotModified)
			})
			_, err := newFetcher(t).Fetch(t.Context(), s.URL+"/liste", v)
			if !errors.Is(err, harvest.ErrNotModified) {
				t.Errorf("err = %v", err)
			}
			if got != v {
				t.Errorf("sent %+v, want %+v", got, v)
			}
			if n := s.times("/liste"); n != 1 {
				t.Errorf("%d requests for the page", n)
			}
		})
	}
}

func TestNotModifiedNeedsValidators(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	_, err := fetch(t, newFetcher(t), s.URL)
	if err == nil || errors.Is(err, harvest.ErrNotModified) || !strings.Contains(err.Error(), "304") {
		t.Errorf("err = %v", err)
	}
}

func TestChangedPageIsFetchedInSpiteOfValidators(t *testing.T) {
	s := newSite(t, says(page))
	got, err := newFetcher(t).Fetch(t.Context(), s.URL, harvest.Validators{ETag: `"old"`})
	if err != nil || string(got.Body) != page {
		t.Errorf("%+v, %v", got, err)
	}
}

// waits is a handler that sends what it is told to and then waits for the client to
// go away, or for the test to end.
func waits(t *testing.T, send func(http.ResponseWriter)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		send(w)
		select {
		case <-r.Context().Done():
		case <-t.Context().Done():
		}
	}
}

func stalls(t *testing.T) map[string]func(*site) {
	never := waits(t, func(http.ResponseWriter) {})
	return map[string]func(*site){
		"in robots.txt": func(s *site) { s.setRobots(never) },
		"in its body": func(s *site) {
			s.setRobots(waits(t, func(w http.ResponseWriter) { fmt.Fprint(w, "User-agent: *\n"); w.(http.Flusher).Flush() }))
		},
		"before the head": func(*site) {},
		"in the body": func(s *site) {
			s.setPages(waits(t, func(w http.ResponseWriter) { fmt.Fprint(w, page); w.(http.Flusher).Flush() }))
		},
		"in a packed body": func(s *site) {
			s.setPages(waits(t, func(w http.ResponseWriter) {
				w.Header().Set("Content-Type", "text/html")
				w.Header().Set("Content-Encoding", "gzip")
				w.(http.Flusher).Flush()
			}))
		},
	}
}

func TestCancelStopsAtOnce(t *testing.T) {
	for name, arrange := range stalls(t) {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, waits(t, func(http.ResponseWriter) {}))
			arrange(s)
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(100*time.Millisecond, cancel)
			start := time.Now()
			_, err := newFetcher(t).Fetch(ctx, s.URL, harvest.Validators{})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("err = %v", err)
			}
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}

func TestTimeoutBoundsTheWholeFetch(t *testing.T) {
	for name, arrange := range stalls(t) {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, waits(t, func(http.ResponseWriter) {}))
			arrange(s)
			wantTimeout(t, s)
		})
	}
}

func TestSlowDripIsBoundedByTheTimeout(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for r.Context().Err() == nil {
			fmt.Fprint(w, "x")
			w.(http.Flusher).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	})
	wantTimeout(t, s)
}

func wantTimeout(t *testing.T, s *site) {
	t.Helper()
	f := newFetcher(t, func(o *harvest.FetchOptions) { o.Timeout = 200 * time.Millisecond })
	start := time.Now()
	_, err := f.Fetch(t.Context(), s.URL, harvest.Validators{})
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "200ms") {
		t.Errorf("err = %v", err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestCauseOfACancelIsNamed(t *testing.T) {
	s := newSite(t, says(page))
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("the operator stopped it"))
	_, err := newFetcher(t).Fetch(ctx, s.URL, harvest.Validators{})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "the operator stopped it") {
		t.Errorf("err = %v", err)
	}
}

func TestHeaderIsBounded(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		for i := range 1000 {
			w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("x", 1000))
		}
		fmt.Fprint(w, page)
	})
	_, err := fetch(t, newFetcher(t), s.URL)
	if err == nil || !strings.Contains(err.Error(), "headers exceeded") {
		t.Errorf("err = %v", err)
	}
}

func TestUserAgentMustNameAProduct(t *testing.T) {
	for _, agent := range []string{"", "1.0", "(+https://example.org)", "Samling/1.0\r\nX: y", " Samling"} {
		if _, err := harvest.NewFetcher(harvest.FetchOptions{UserAgent: agent}); err == nil {
			t.Errorf("%q is accepted", agent)
		}
	}
}

func TestFetcherIsSafeForConcurrentUse(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<p>", r.URL.Path) })
	f := newFetcher(t)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			got, err := f.Fetch(t.Context(), fmt.Sprint(s.URL, "/", i), harvest.Validators{})
			if err != nil || string(got.Body) != fmt.Sprint("<p>/", i) {
				t.Errorf("%d: %+v, %v", i, got, err)
			}
		})
	}
	wg.Wait()
}

func TestCertificateIsChecked(t *testing.T) {
	s := httptest.NewUnstartedServer(says(page))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	_, err := fetch(t, newFetcher(t), s.URL)
	if err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("err = %v", err)
	}
}

func TestSiteThatIsDownIsNamed(t *testing.T) {
	s := newSite(t, says(page))
	s.Close()
	_, err := fetch(t, newFetcher(t), s.URL)
	if err == nil || !strings.Contains(err.Error(), "refused") || !strings.Contains(err.Error(), s.URL) {
		t.Errorf("err = %v", err)
	}
}
