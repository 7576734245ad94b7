package httpd

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// publication is an out directory as package publish makes it.
type publication struct {
	t   *testing.T
	dir string
}

func (p publication) root() string { return filepath.Join(p.dir, "www") }

// put writes an edition and swaps the link to it by one rename.
func (p publication) put(name string, files map[string]string) {
	p.t.Helper()
	dir := filepath.Join(p.dir, "editions", name)
	type listed struct {
		Path   string `json:"path"`
		Size   int    `json:"size"`
		SHA256 string `json:"sha256"`
	}
	var m struct {
		Files []listed `json:"files"`
	}
	for path, text := range files {
		p.write(filepath.Join(dir, path), text)
		m.Files = append(m.Files, listed{path, len(text), fmt.Sprintf("%x", sha256.Sum256([]byte(text)))})
	}
	if _, own := files["manifest.json"]; !own {
		data, err := json.Marshal(m)
		p.check(err)
		p.write(filepath.Join(dir, "manifest.json"), string(data))
	}
	link := filepath.Join(p.dir, ".www-pending")
	p.check(os.Symlink(filepath.Join("editions", name), link))
	p.check(os.Rename(link, p.root()))
}

func (p publication) write(path, text string) {
	p.t.Helper()
	p.check(os.MkdirAll(filepath.Dir(path), 0o755))
	p.check(os.WriteFile(path, []byte(text), 0o644))
}

func (p publication) check(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func packed(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return b.String()
}

// turtle is large enough, and varied enough, that net/http does not know the length
// of it or of its gzip by itself.
var turtle = func() string {
	var b strings.Builder
	for n := range 400 {
		fmt.Fprintf(&b, "<https://example.org/lit/item/%x> a <https://example.org/Record> .\n", sha256.Sum256([]byte{byte(n), byte(n >> 8)}))
	}
	return b.String()
}()

// published is a publication of one edition with one file of most kinds.
func published(t *testing.T) publication {
	p := publication{t, t.TempDir()}
	p.put("000001", map[string]string{
		"index.html": "<!doctype html>list", "item/abc.html": "<!doctype html>abc", "item/abc.ttl": "a", "item/abc.jsonld": "{}",
		"dataset.ttl": turtle, "dataset.ttl.gz": packed(turtle), "dataset.nt": "n", "dataset.nq": "q", "dataset.jsonld": "{}",
		"feed.xml": "<rss/>", "atom.xml": "<feed/>", "feed.json": "{}", "feed.rdf": "<r/>", "sitemap.xml": "<s/>", "SHA256SUMS": "x  y",
		"style.css": "c", "app.js": "j", "logo.svg": "<svg/>", "a.csv": "1", "a.txt": "t", "a.bib": "@", "a.ris": "TY", "a.unknown": "u",
		"types.html": "types", "sub/index.html": "sub", "by/nibr/feed.xml": "<rss/>", "UPPER.TTL": "u",
		".hidden": "secret", "sub/.hidden/x.txt": "secret", "empty/.keep": "",
	})
	return p
}

// server serves h on loopback until the test ends, and returns its address.
func server(t *testing.T, h http.Handler) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, ln, h, time.Minute) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return "http://" + ln.Addr().String()
}

// answer is a response with its body read.
type answer struct {
	*http.Response
	body string
}

// ask sends one request on a connection of its own; headers are name, value, ….
func ask(t *testing.T, method, address string, headers ...string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Add(headers[i], headers[i+1])
	}
	tr := &http.Transport{DisableCompression: true, DisableKeepAlives: true}
	res, err := tr.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res, string(body)}
}

func tag(text string) string { return fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(text))) }

func TestFiles(t *testing.T) {
	base := server(t, Handler(published(t).root(), Options{}))
	for path, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/index.html": "text/html; charset=utf-8", "/item/abc": "text/html; charset=utf-8",
		"/item/abc.html": "text/html; charset=utf-8", "/types": "text/html; charset=utf-8", "/sub/": "text/html; charset=utf-8",
		"/item/abc.ttl": "text/turtle; charset=utf-8", "/item/abc.jsonld": "application/ld+json", "/UPPER.TTL": "text/turtle; charset=utf-8",
		"/dataset.ttl": "text/turtle; charset=utf-8", "/dataset.ttl.gz": "application/gzip", "/dataset.nt": "application/n-triples",
		"/dataset.nq": "application/n-quads", "/dataset.jsonld": "application/ld+json", "/feed.xml": "application/rss+xml",
		"/by/nibr/feed.xml": "application/rss+xml", "/atom.xml": "application/atom+xml", "/feed.json": "application/feed+json",
		"/feed.rdf": "application/rdf+xml", "/sitemap.xml": "application/xml", "/manifest.json": "application/json",
		"/SHA256SUMS": "text/plain; charset=utf-8", "/style.css": "text/css; charset=utf-8", "/app.js": "text/javascript; charset=utf-8",
		"/logo.svg": "image/svg+xml", "/a.csv": "text/csv; charset=utf-8", "/a.txt": "text/plain; charset=utf-8",
		"/a.bib": "application/x-bibtex; charset=utf-8", "/a.ris": "application/x-research-info-systems; charset=utf-8",
		"/a.unknown": "application/octet-stream", "/item/%61bc": "text/html; charset=utf-8",
	} {
		a := ask(t, "GET", base+path)
		if a.StatusCode != 200 || a.Header.Get("Content-Type") != want {
			t.Errorf("%s: %d %s, want %s", path, a.StatusCode, a.Header.Get("Content-Type"), want)
		}
		if a.Header.Get("ETag") != tag(a.body) || a.Header.Get("Last-Modified") == "" || a.ContentLength != int64(len(a.body)) {
			t.Errorf("%s: %v", path, a.Header)
		}
		if a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("Access-Control-Allow-Origin") != "*" || a.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %v", path, a.Header)
		}
		active := strings.HasPrefix(want, "text/html") || want == "image/svg+xml"
		if csp := a.Header.Get("Content-Security-Policy"); (csp != "") != active {
			t.Errorf("%s: policy %q", path, csp)
		}
		head := ask(t, "HEAD", base+path)
		for _, name := range []string{"ETag", "Content-Type", "Last-Modified", "Content-Length"} {
			if head.Header.Get(name) != a.Header.Get(name) {
				t.Errorf("HEAD %s: %s is %q, GET has %q", path, name, head.Header.Get(name), a.Header.Get(name))
			}
		}
	}
}

func TestNotFound(t *testing.T) {
	base := server(t, Handler(published(t).root(), Options{}))
	for _, path := range []string{"/nothing", "/item/", "/item", "/item/none", "/empty", "/empty/", "/.hidden", "/sub/.hidden/x.txt", "/item/abc/", "/index.html/", "/dataset/", "/gone", "/void"} {
		a := ask(t, "GET", base+path)
		if a.StatusCode != 404 || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/plain") || strings.Contains(a.body, "secret") {
			t.Errorf("%s: %d %s %.80q", path, a.StatusCode, a.Header.Get("Content-Type"), a.body)
		}
	}
	if a := ask(t, "GET", base+"/sub"); a.StatusCode != 301 || a.Header.Get("Location") != "./sub/" {
		t.Errorf("/sub: %d %q", a.StatusCode, a.Header.Get("Location"))
	}
}

func TestMethods(t *testing.T) {
	base := server(t, Handler(published(t).root(), Options{}))
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"} {
		a := ask(t, method, base+"/index.html")
		if a.StatusCode != 405 || a.Header.Get("Allow") != "GET, HEAD, OPTIONS" {
			t.Errorf("%s: %d, Allow %q", method, a.StatusCode, a.Header.Get("Allow"))
		}
	}
	a := ask(t, "OPTIONS", base+"/dataset.ttl", "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "GET")
	if a.StatusCode != 204 || a.Header.Get("Access-Control-Allow-Methods") == "" || a.Header.Get("Access-Control-Allow-Origin") != "*" || a.body != "" {
		t.Errorf("OPTIONS: %d %v", a.StatusCode, a.Header)
	}
}

func TestGzip(t *testing.T) {
	base := server(t, Handler(published(t).root(), Options{}))
	for accept, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "x-gzip": true, "br, gzip;q=0.8": true, "*": true, "gzip, deflate, br, zstd": true,
		"identity": false, "gzip;q=0": false, "gzip;q=0.000, *": false, "*;q=0": false, "gzip;q=0.5, identity;q=1": false,
		"gzip;q=1.0, identity;q=0.5": true, "br": false, "gzip;q=x": false, "gzip;q=-1": false, "gzip;q=NaN": false, "gzipped": false,
	} {
		a := ask(t, "GET", base+"/dataset.ttl", "Accept-Encoding", accept)
		if a.Header.Get("Vary") != "Accept-Encoding" || a.Header.Get("Content-Type") != "text/turtle; charset=utf-8" || a.ContentLength != int64(len(a.body)) {
			t.Errorf("%q: %v, length %d", accept, a.Header, a.ContentLength)
		}
		if a.Header.Get("ETag") != tag(a.body) {
			t.Errorf("%q: the tag is not of what was sent", accept)
		}
		got := a.body
		if (a.Header.Get("Content-Encoding") == "gzip") != want {
			t.Errorf("%q: Content-Encoding %q", accept, a.Header.Get("Content-Encoding"))
		} else if want {
			z, err := gzip.NewReader(strings.NewReader(a.body))
			if err != nil {
				t.Fatal(err)
			}
			plain, err := io.ReadAll(z)
			if err != nil {
				t.Fatal(err)
			}
			got = string(plain)
		}
		if got != turtle {
			t.Errorf("%q: other bytes", accept)
		}
	}
	for _, path := range []string{"/dataset.ttl.gz", "/index.html"} { // a download, and a file without a gzip
		a := ask(t, "GET", base+path, "Accept-Encoding", "gzip")
		if a.Header.Get("Content-Encoding") != "" || a.Header.Get("Vary") != "" {
			t.Errorf("%s: %v", path, a.Header)
		}
	}
}

func TestConditional(t *testing.T) {
	base := server(t, Handler(published(t).root(), Options{}))
	plain, zip := ask(t, "GET", base+"/dataset.ttl"), ask(t, "GET", base+"/dataset.ttl", "Accept-Encoding", "gzip")
	etag, modified, zipTag := plain.Header.Get("ETag"), plain.Header.Get("Last-Modified"), zip.Header.Get("ETag")
	if etag == zipTag || etag == "" {
		t.Fatalf("%s and %s", etag, zipTag)
	}
	past := "Mon, 01 Jan 2001 00:00:00 GMT"
	for _, c := range []struct {
		name    string
		status  int
		body    string
		headers []string
	}{
		{"same", 304, "", []string{"If-None-Match", etag}},
		{"weak", 304, "", []string{"If-None-Match", "W/" + etag}},
		{"one of", 304, "", []string{"If-None-Match", `"x", ` + etag}},
		{"any", 304, "", []string{"If-None-Match", "*"}},
		{"other", 200, turtle, []string{"If-None-Match", `"x"`}},
		{"other form's", 200, turtle, []string{"If-None-Match", zipTag}},
		{"gzip, same", 304, "", []string{"If-None-Match", zipTag, "Accept-Encoding", "gzip"}},
		{"gzip, plain's", 200, zip.body, []string{"If-None-Match", etag, "Accept-Encoding", "gzip"}},
		{"since", 304, "", []string{"If-Modified-Since", modified}},
		{"since long ago", 200, turtle, []string{"If-Modified-Since", past}},
		{"tag wins", 200, turtle, []string{"If-None-Match", `"x"`, "If-Modified-Since", modified}},
		{"must match", 412, "", []string{"If-Match", `"x"`}},
		{"gzip must match", 412, "", []string{"If-Match", `"x"`, "Accept-Encoding", "gzip"}},
		{"unmodified", 412, "", []string{"If-Unmodified-Since", past}},
		{"range", 206, turtle[10:20], []string{"Range", "bytes=10-19"}},
		{"last", 206, turtle[len(turtle)-5:], []string{"Range", "bytes=-5"}},
		{"gzip range", 206, zip.body[2:8], []string{"Range", "bytes=2-7", "Accept-Encoding", "gzip"}},
		{"if range", 206, turtle[:4], []string{"Range", "bytes=0-3", "If-Range", etag}},
		{"if range, other", 200, turtle, []string{"Range", "bytes=0-3", "If-Range", zipTag}},
	} {
		a := ask(t, "GET", base+"/dataset.ttl", c.headers...)
		if a.StatusCode != c.status || a.body != c.body {
			t.Errorf("%s: %d %.60q, want %d %.60q", c.name, a.StatusCode, a.body, c.status, c.body)
		}
		if a.Header.Get("Vary") != "Accept-Encoding" || a.StatusCode == 304 && a.Header.Get("ETag") == "" {
			t.Errorf("%s: %v", c.name, a.Header)
		}
	}
	a := ask(t, "GET", base+"/dataset.ttl", "Range", "bytes=999999-", "Accept-Encoding", "gzip")
	if a.StatusCode != 416 || a.Header.Get("Content-Encoding") != "" {
		t.Errorf("beyond the end: %d %v", a.StatusCode, a.Header)
	}
}

func TestFutureTimes(t *testing.T) {
	p := published(t)
	p.check(os.Chtimes(filepath.Join(p.root(), "a.txt"), time.Time{}, time.Now().Add(48*time.Hour)))
	a := ask(t, "GET", server(t, Handler(p.root(), Options{}))+"/a.txt")
	modified, err := http.ParseTime(a.Header.Get("Last-Modified"))
	if err != nil || modified.After(time.Now().Add(time.Hour)) {
		t.Errorf("Last-Modified %s, %v", a.Header.Get("Last-Modified"), err)
	}
}

func TestNoPublicationYet(t *testing.T) {
	p := publication{t, t.TempDir()}
	base := server(t, Handler(p.root(), Options{}))
	a := ask(t, "GET", base+"/")
	if a.StatusCode != 503 || a.Header.Get("Retry-After") == "" {
		t.Fatalf("%d %v", a.StatusCode, a.Header)
	}
	p.put("000001", map[string]string{"index.html": "one"})
	if a := ask(t, "GET", base+"/"); a.body != "one" {
		t.Errorf("%d %q", a.StatusCode, a.body)
	}
	p.check(os.RemoveAll(filepath.Join(p.dir, "editions"))) // the link now points nowhere
	if a := ask(t, "GET", base+"/"); a.StatusCode != 503 {
		t.Errorf("%d %q", a.StatusCode, a.body)
	}
}

func TestPlainFolderIsARootToo(t *testing.T) {
	dir := t.TempDir()
	publication{t, dir}.write(filepath.Join(dir, "index.html"), "plain")
	if a := ask(t, "GET", server(t, Handler(dir, Options{}))+"/"); a.body != "plain" || a.Header.Get("ETag") != tag("plain") {
		t.Errorf("%q %v", a.body, a.Header)
	}
}

func TestDigestComesFromTheManifest(t *testing.T) {
	p := publication{t, t.TempDir()}
	said := strings.Repeat("ab", 32)
	p.put("000001", map[string]string{
		"a.txt": "12345", "b.txt": "12345", "c.txt": "12345", "d.txt": "12345",
		"manifest.json": `{"edition":{"number":1},"files":[
			{"path":"a.txt","size":5,"sha256":"` + said + `"}, {"path":"b.txt","size":4,"sha256":"` + said + `"},
			{"path":"c.txt","size":5,"sha256":"xyz"}]}`,
	})
	base := server(t, Handler(p.root(), Options{}))
	for path, want := range map[string]string{
		"/a.txt": `"` + said + `"`, // as listed, not computed
		"/b.txt": tag("12345"),     // another size: not this file
		"/c.txt": tag("12345"),     // no digest
		"/d.txt": tag("12345"),     // not listed
	} {
		if got := ask(t, "GET", base+path).Header.Get("ETag"); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	p.put("000002", map[string]string{"a.txt": "67890", "manifest.json": `{"files":`})
	if got := ask(t, "GET", base+"/a.txt").Header.Get("ETag"); got != tag("67890") {
		t.Errorf("a broken manifest of the next edition: %s", got)
	}
	// A file that is changed in place gets another tag.
	p.write(filepath.Join(p.root(), "a.txt"), "changed in place")
	if got := ask(t, "GET", base+"/a.txt").Header.Get("ETag"); got != tag("changed in place") {
		t.Errorf("a changed file: %s", got)
	}
}
