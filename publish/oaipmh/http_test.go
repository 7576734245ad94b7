package oaipmh_test

import (
	"compress/gzip"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"samling/publish/oaipmh"
)

func do(t *testing.T, method, address, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(data)
}

func TestMethods(t *testing.T) {
	base := serve(t, sampleMemory(t), 3)
	const form = "application/x-www-form-urlencoded"
	long := "verb=Identify&x=" + strings.Repeat("y", 8<<10)
	for _, c := range []struct {
		method, query, body, contentType string
		want                             int
	}{
		{"GET", "?verb=Identify", "", "", 200},
		{"HEAD", "?verb=Identify", "", "", 200},
		{"POST", "", "verb=Identify", form, 200},
		{"POST", "", "verb=Identify", form + "; charset=UTF-8", 200},
		{"POST", "", "verb=Identify", "", 200},
		{"POST", "", "verb=Identify", "text/xml", 415},
		{"POST", "", "verb=Identify", "multipart/form-data; boundary=x", 415},
		{"POST", "", long, form, 413},
		{"GET", "?" + long, "", "", 414},
		{"OPTIONS", "", "", "", 204},
		{"PUT", "?verb=Identify", "", "", 405},
		{"DELETE", "", "", "", 405},
	} {
		r, body := do(t, c.method, base+c.query, c.body, "Content-Type", c.contentType)
		if r.StatusCode != c.want {
			t.Errorf("%s %.40s %s: %s", c.method, c.query, c.contentType, r.Status)
		}
		if c.want == 405 && r.Header.Get("Allow") != "GET, HEAD, OPTIONS, POST" {
			t.Errorf("Allow: %s", r.Header.Get("Allow"))
		}
		if c.method == "HEAD" && (body != "" || r.ContentLength <= 0) {
			t.Errorf("HEAD has a body, or no length: %d", r.ContentLength)
		}
		if r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: may be kept: %v", c.method, r.Header)
		}
	}
	// An argument in the address and one in the body are the same argument twice.
	if r, body := do(t, "POST", base+"?verb=Identify", "verb=Identify", "Content-Type", form); r.StatusCode != 200 || !strings.Contains(body, `code="badVerb"`) {
		t.Errorf("%s %s", r.Status, body)
	}
}

func TestGzip(t *testing.T) {
	base := serve(t, sampleMemory(t), 3)
	_, plain := do(t, "GET", base+"?verb=Identify", "")
	for accept, want := range map[string]bool{"": false, "gzip": true, "x-gzip": true, "deflate, gzip;q=0.5": true, "*": true, "identity": false,
		"gzip;q=0": false, "gzip;q=0.2, identity;q=0.8": false, "*;q=0": false, "br": false, "GZIP; Q=1": true, "gzip;q=x": false} {
		r, body := do(t, "GET", base+"?verb=Identify", "", "Accept-Encoding", accept)
		if got := r.Header.Get("Content-Encoding") == "gzip"; got != want || r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding: %s: %v", accept, r.Header)
			continue
		}
		if want {
			z, err := gzip.NewReader(strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(z)
			if err != nil || string(data) != plain {
				t.Errorf("Accept-Encoding: %s: other text, %v", accept, err)
			}
		}
	}
}

// TestNotReady: harvesters are told to come back, and nothing is said that they could
// take for an empty list.
func TestNotReady(t *testing.T) {
	m := sampleMemory(t)
	s := httptest.NewServer(&oaipmh.Handler{Repository: m, Authority: "lit.example.org", AdminEmail: "post@example.org", Log: slog.New(slog.DiscardHandler)})
	defer s.Close()
	refused := func(why string) {
		t.Helper()
		r, body := do(t, "GET", s.URL+"?verb=Identify", "")
		if r.StatusCode != 503 || r.Header.Get("Retry-After") != "30" || strings.Contains(body, "disk") {
			t.Errorf("%s: %s %v %s", why, r.Status, r.Header, body)
		}
	}
	m.fails = oaipmh.ErrNotReady
	refused("not ready")
	m.fails = errors.New("disk is on fire")
	refused("a fault")
	m.fails = nil
	sources := m.sources
	m.sources = nil
	refused("nothing accepted")
	m.sources = sources
	if r, _ := do(t, "GET", s.URL+"?verb=Identify", ""); r.StatusCode != 200 {
		t.Error(r.Status)
	}
}
