package harvest_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"samling/harvest"
)

// moves is a handler that redirects to a location, whatever is asked for.
func moves(status int, location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(status)
	}
}

// countdown redirects from /3 to /2 to /1 to /0, which is a page.
func countdown(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(strings.Trim(r.URL.Path, "/"))
	if n > 0 {
		http.Redirect(w, r, fmt.Sprint("/", n-1), http.StatusFound)
		return
	}
	fmt.Fprint(w, page)
}

func TestRedirectIsFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			last := newSite(t, says(page))
			first := newSite(t, moves(status, last.URL+"/ny/%C3%A6.html?b=2&a=1#slutt"))
			got, err := fetch(t, newFetcher(t), first.URL+"/gammel")
			if err != nil {
				t.Fatal(err)
			}
			if got.URL != first.URL+"/gammel" || got.Base != last.URL+"/ny/%C3%A6.html?b=2&a=1" {
				t.Errorf("URL %s, Base %s", got.URL, got.Base)
			}
			if want := []string{"/robots.txt", "/ny/%C3%A6.html?b=2&a=1"}; !slices.Equal(last.log(), want) {
				t.Errorf("the last host was asked for %q", last.log())
			}
		})
	}
}

func TestRedirectsAreBounded(t *testing.T) {
	s := newSite(t, countdown)
	f := newFetcher(t, func(o *harvest.FetchOptions) { o.MaxRedirects = 3 })
	if got, err := fetch(t, f, s.URL+"/3"); err != nil || got.Base != s.URL+"/0" {
		t.Errorf("three: %+v, %v", got, err)
	}
	if n := s.times("/robots.txt"); n != 1 {
		t.Errorf("robots.txt was asked for %d times in one fetch", n)
	}
	_, err := fetch(t, f, s.URL+"/4")
	if err == nil || !strings.Contains(err.Error(), "more than 3 redirects") {
		t.Errorf("four: %v", err)
	}
	if got, err := fetch(t, newFetcher(t), s.URL+"/10"); err != nil {
		t.Errorf("ten by default: %+v, %v", got, err)
	}
}

func TestRedirectInACircle(t *testing.T) {
	for name, next := range map[string]map[string]string{
		"to itself":       {"/a": "/a"},
		"to its fragment": {"/a": "/a#b"},
		"over another":    {"/a": "/b", "/b": "./../a"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(w http.ResponseWriter, r *http.Request) { moves(302, next[r.URL.Path])(w, r) })
			_, err := fetch(t, newFetcher(t), s.URL+"/a")
			if err == nil || !strings.Contains(err.Error(), "circle") {
				t.Errorf("err = %v", err)
			}
			if n := len(s.log()); n > 3 {
				t.Errorf("%d requests: %q", n, s.log())
			}
		})
	}
}

func TestRedirectToWhatCannotBeFetched(t *testing.T) {
	for location, want := range map[string]string{
		"ftp://example.org/":         "only http",
		"file:///etc/passwd":         "only http",
		"javascript:alert(1)":        "only http",
		"https://u:p@example.org/":   "user name",
		"http://":                    "no host",
		"http://[::1":                "Location",
		"":                           "names no address",
		"http://example.org:99999/x": "not an address",
	} {
		t.Run(location, func(t *testing.T) {
			s := newSite(t, moves(302, location))
			_, err := fetch(t, newFetcher(t), s.URL)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("err = %v", err)
			}
		})
	}
}

func TestRobotsAreAskedOnEveryHop(t *testing.T) {
	last := newSite(t, says(page))
	last.setRobots(says("User-agent: *\nDisallow: /secret\n"))
	for _, location := range []string{"/secret/x", "/open/../secret/x", "/open/%2e%2E/secret/x", "/%73ecret/x"} {
		first := newSite(t, moves(302, last.URL+location))
		if _, err := fetch(t, newFetcher(t), first.URL); !errors.Is(err, harvest.ErrDisallowed) {
			t.Errorf("%s: err = %v", location, err)
		}
	}
	if slices.ContainsFunc(last.log(), func(path string) bool { return path != "/robots.txt" }) {
		t.Errorf("asked for %q", last.log())
	}
}

func TestGuardStandsOnEveryHop(t *testing.T) {
	private := newSite(t, says(page))
	allowed := newSite(t, moves(302, private.URL))
	f := newFetcher(t, func(o *harvest.FetchOptions) {
		o.AllowPrivate = false
		o.AllowHosts = []netip.AddrPort{netip.MustParseAddrPort(allowed.Listener.Addr().String())}
	})
	if _, err := fetch(t, f, allowed.URL); !errors.Is(err, harvest.ErrPrivate) {
		t.Errorf("err = %v", err)
	}
	if len(private.log()) != 0 || allowed.times("/") != 1 {
		t.Errorf("asked for %q, then %q", allowed.log(), private.log())
	}
}
