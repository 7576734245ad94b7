package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"samling/cmd/samling/internal/httpd"
	"samling/cmd/samling/internal/validate"
)

// TestDumpLayouts: as .gz only and split, a publication says the same, is valid, and is
// served under the same addresses as one whose dumps stand whole.
func TestDumpLayouts(t *testing.T) {
	whole := publishLists(t, "")
	for _, layout := range []string{"dumps: {plain: 0}", "dumps: {whole: 0}"} {
		t.Run(layout, func(t *testing.T) {
			root := publishLists(t, layout)
			if result, err := validate.Dir(t.Context(), root); err != nil || len(result.Faults) > 0 {
				t.Errorf("%v %v", result.Faults, err)
			}
			srv := httptest.NewServer(httpd.Handler(root, httpd.Options{}))
			defer srv.Close()
			for _, dump := range []string{"dataset.nt", "dataset.nq", "facts.nt", "facts.nq"} {
				if got, want := lines(fetchText(t, srv.URL+"/"+dump, false)), lines(string(read(t, filepath.Join(whole, dump)))); !slices.Equal(got, want) {
					t.Errorf("%s: %d lines, not the %d of the whole", dump, len(got), len(want))
				}
			}
			for _, dump := range []string{"dataset.ttl", "dataset.jsonld", "facts.ttl", "facts.jsonld", "dataset.nt"} {
				if _, err := os.Stat(filepath.Join(root, dump)); err == nil {
					t.Errorf("%s stands unpacked", dump)
				}
				plain, packed := fetchText(t, srv.URL+"/"+dump, false), fetchText(t, srv.URL+"/"+dump, true)
				if plain != packed || plain != unpacked(t, fetchText(t, srv.URL+"/"+dump+".gz", false)) || plain == "" {
					t.Errorf("%s is not the same text packed and unpacked", dump)
				}
				ranges(t, srv.URL+"/"+dump+".gz")
				notModified(t, srv.URL+"/"+dump)
			}
		})
	}
}

// publishLists publishes nine lists, and returns the web root.
func publishLists(t *testing.T, layout string) string {
	t.Helper()
	dir := t.TempDir()
	at := time.Date(2026, 11, 25, 6, 0, 0, 0, time.UTC) // the lines tell of it
	m := &Main{Stdout: io.Discard, Stderr: os.Stderr, Now: func() time.Time { return at }, Version: "0.0.0-test"}
	var config strings.Builder
	fmt.Fprintf(&config, "base: https://lit.example.org/\n%s\nsources:\n", layout)
	for i := range 9 {
		fmt.Fprintf(&config, "  - {id: liste-%d, url: 'https://example.org/%[1]d', fetch: page%[1]d.html}\n", i)
		save(t, filepath.Join(dir, fmt.Sprintf("page%d.html", i)), generated(3+i))
	}
	save(t, filepath.Join(dir, "samling.yaml"), config.String())
	if code := m.Run(context.Background(), []string{"run", "--config", filepath.Join(dir, "samling.yaml")}); code != exitDone {
		t.Fatalf("exit %d", code)
	}
	root, err := filepath.EvalSymlinks(filepath.Join(dir, "out", "www"))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// lines are those of N-Triples or N-Quads but the one that names the dumps, sorted.
func lines(text string) []string {
	all := strings.Split(text, "\n")
	all = slices.DeleteFunc(all, func(l string) bool { return strings.Contains(l, "dataDump") })
	slices.Sort(all)
	return slices.Compact(all)
}

// fetchText is what a client reads that takes gzip, or not.
func fetchText(t *testing.T, address string, packed bool) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "identity")
	if packed {
		req.Header.Set("Accept-Encoding", "gzip")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", address, resp.Status, err)
	}
	if resp.Header.Get("Content-Encoding") == "gzip" {
		return unpacked(t, string(body))
	}
	if packed {
		t.Errorf("%s was not packed", address)
	}
	return string(body)
}

// notModified asks again for what was had.
func notModified(t *testing.T, address string) {
	t.Helper()
	for _, tag := range []string{"", `"another"`} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodHead, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", "identity")
		if tag != "" {
			req.Header.Set("If-None-Match", tag)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		own := resp.Header.Get("ETag")
		req.Header.Set("If-None-Match", `"x", W/`+own)
		again, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		again.Body.Close()
		if resp.StatusCode != http.StatusOK || own == "" || again.StatusCode != http.StatusNotModified {
			t.Errorf("%s: %s with ETag %q, then %s", address, resp.Status, own, again.Status)
		}
	}
}

func unpacked(t *testing.T, text string) string {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// ranges asks for a file in ranges, each on the condition that it is still the same.
func ranges(t *testing.T, address string) {
	t.Helper()
	want := fetchText(t, address, false)
	resp, err := http.Head(address)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	etag := resp.Header.Get("ETag")
	if resp.ContentLength != int64(len(want)) || etag == "" {
		t.Errorf("%s: HEAD says %d bytes, ETag %q; it has %d", address, resp.ContentLength, etag, len(want))
	}
	var got bytes.Buffer
	for from := 0; from < len(want); from += 700 {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", from, from+699))
		req.Header.Set("If-Range", etag)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := got.ReadFrom(resp.Body); err != nil || resp.StatusCode != http.StatusPartialContent {
			t.Fatalf("%s: %s, %v", address, resp.Status, err)
		}
		resp.Body.Close()
	}
	if got.String() != want {
		t.Errorf("%s: in ranges it is not the same", address)
	}
}
