package httpd

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const lit = "https://lit.example.org/sub/"

// aRecord is the JSON-LD of a record as package jsonld writes it, with what could end
// a Link field.
const aRecord = `{"@context":{"type":{"@id":"dcterms:type"}},
"@graph":[
{"@id":"` + lit + `item/abc#it","@type":["bibo:Report"],"type":["http://purl.org/coar/resource_type/c_93fc","http://example.org/>;rel=\"evil\""],"creator":["https://example.org/å"],"title":{"nb":["Å"]}},
{"@id":"` + lit + `item/abc#source","type":"one that is no list"},
{"@id":"` + lit + `item/abc","isPartOf":["` + lit + `collection/one"],"license":["http://creativecommons.org/publicdomain/zero/1.0/"]}
]}`

var page = "<!doctype html>" + strings.Repeat("<p>the list of all there is</p>\n", 200)

// edited is a publication whose edition has every kind of file, and a manifest.
func edited(t *testing.T) publication {
	p := publication{t, t.TempDir()}
	p.edit("000001", true, map[string]string{
		"index.html": page, "item/abc.html": "<!doctype html>abc", "item/abc.ttl": "# abc", "item/abc.jsonld": aRecord,
		"item/abc.bib": "@misc{å}", "item/abc.ris": "TY  - RPRT", "item/abc.csl.json": "[]",
		"gone/item/old.html": "<!doctype html>gone", "gone/item/old.ttl": "# gone", "gone/item/old.jsonld": `{"gone":true}`,
		"types.html": "<!doctype html>types", "types.ttl": "# types", "types/rapport.html": "<!doctype html>rapport", "profile/1.0.ttl": "# profile", "profile/1.0.csv": "a,b",
		"org/a:b.html": "<!doctype html>org", "org/a:b.ttl": "# org", "context.jsonld": "{}",
		"dataset.ttl": turtle, "dataset.ttl.gz": packed(turtle), "dataset.nt.gz": packed("<a> <b> <c> .\n"), "dataset.jsonld": "{}",
		"void.ttl": "# void", "void.html": "<!doctype html>void", "catalog.ttl": "# catalog", "catalog.jsonld": "{}", "feeds/source/x.xml": "<rss/>", "feeds/source/x.atom": "<feed/>", "feeds/source/x.rdf": "<rdf/>",
		"feeds.opml": "<opml/>", "odd": "x", "style.css": "c",
	})
	return p
}

// edit puts an edition with a manifest as package publish writes it.
func (p publication) edit(name string, documents bool, files map[string]string) {
	p.t.Helper()
	type entry struct {
		Path      string `json:"path"`
		MediaType string `json:"mediaType,omitempty"`
	}
	special := map[string]string{"feeds/source/x.xml": "application/rss+xml", "odd": "text/x-odd", "feeds.opml": "text/x-opml", "dataset.ttl": "text/turtle", "style.css": "no media type\n"}
	said := map[string]any{"edition": map[string]any{"number": 7, "base": lit, "documents": documents}}
	var list []entry
	for path := range files {
		list = append(list, entry{path, special[path]})
	}
	said["files"] = list
	text, err := json.Marshal(said)
	p.check(err)
	files["manifest.json"] = string(text)
	p.put(name, files)
}

func TestNegotiation(t *testing.T) {
	base := server(t, Handler(edited(t).root(), Options{}))
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	for _, c := range []struct{ path, accept, location, body string }{
		{"/item/abc", "", "abc.html", "<!doctype html>abc"},
		{"/item/abc", browser, "abc.html", "<!doctype html>abc"},
		{"/item/abc", "text/turtle", "abc.ttl", "# abc"},
		{"/item/abc", "application/json", "abc.jsonld", aRecord},
		{"/item/abc", "application/vnd.citationstyles.csl+json", "abc.csl.json", "[]"},
		{"/item/abc", "application/x-bibtex", "abc.bib", "@misc{å}"},
		{"/item/%61bc", "text/turtle", "abc.ttl", "# abc"},
		{"/types", "text/turtle", "types.ttl", "# types"}, // beside a folder of that name
		{"/types", browser, "types.html", "<!doctype html>types"},
		{"/types/rapport", "text/turtle, */*;q=0.1", "rapport.html", "<!doctype html>rapport"},
		{"/profile/1.0", browser, "1.0.ttl", "# profile"},
		{"/profile/1.0", "text/csv", "1.0.csv", "a,b"},
		{"/org/a:b", "text/turtle", "./a:b.ttl", "# org"},
		{"/context", "application/ld+json", "context.jsonld", "{}"},
		{"/dataset", "", "dataset.ttl", turtle},
		{"/dataset", "application/n-triples", "dataset.nt", "<a> <b> <c> .\n"}, // of which there is only the gzip
		{"/catalog", "application/ld+json", "catalog.jsonld", "{}"},
		{"/feeds/source/x", "application/atom+xml", "x.atom", "<feed/>"},
		{"/.well-known/void", "text/turtle", lit + "void.ttl", "# void"},
	} {
		a := ask(t, "GET", base+c.path, "Accept", c.accept)
		if a.StatusCode != 200 || a.body != c.body || a.Header.Get("Content-Location") != c.location || !strings.HasPrefix(a.Header.Get("Vary"), "Accept") {
			t.Errorf("%s, %q: %d %.60q %v", c.path, c.accept, a.StatusCode, a.body, a.Header)
		}
		if !strings.HasPrefix(c.path, "/.well") {
			named := ask(t, "GET", base+c.path[:strings.LastIndex(c.path, "/")+1]+strings.TrimPrefix(c.location, "./"), "Accept", "image/png")
			if named.StatusCode != 200 || named.body != a.body || named.Header.Get("ETag") != a.Header.Get("ETag") || strings.Contains(named.Header.Get("Vary"), "Accept,") {
				t.Errorf("what %s says is at %s is not: %d %v", c.path, c.location, named.StatusCode, named.Header)
			}
		}
		head := ask(t, "HEAD", base+c.path, "Accept", c.accept)
		for _, name := range []string{"ETag", "Content-Type", "Content-Location", "Vary", "Link"} {
			if head.Header.Get(name) != a.Header.Get(name) {
				t.Errorf("HEAD %s: %s is %q, GET has %q", c.path, name, head.Header.Get(name), a.Header.Get(name))
			}
		}
	}
	html, ttl := ask(t, "GET", base+"/item/abc"), ask(t, "GET", base+"/item/abc", "Accept", "text/turtle")
	if html.Header.Get("ETag") == ttl.Header.Get("ETag") {
		t.Error("two representations have one tag")
	}
	if a := ask(t, "GET", base+"/item/abc", "Accept", "text/turtle", "If-None-Match", ttl.Header.Get("ETag")); a.StatusCode != 304 || a.Header.Get("Vary") == "" || a.Header.Get("Content-Location") != "abc.ttl" {
		t.Errorf("%d %v", a.StatusCode, a.Header)
	}
	if a := ask(t, "GET", base+"/item/abc", "Accept", "text/turtle", "If-None-Match", html.Header.Get("ETag")); a.StatusCode != 200 {
		t.Errorf("the tag of another form: %d", a.StatusCode)
	}
	for _, path := range []string{"/.well-known/", "/.well-known/security.txt", "/.well-known/void/", "/.well-known/../void.ttl", "/types/", "/item", "/item/none"} {
		if a := raw(t, base, "GET "+path+" HTTP/1.1"); a.StatusCode != 404 {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
}

// What is relative in the page, and in links, would lead to /.well-known/void.ttl …
func TestWellKnown(t *testing.T) {
	base := server(t, Handler(edited(t).root(), Options{}))
	a := ask(t, "GET", base+"/.well-known/void", "Accept", "text/turtle")
	if got, want := a.Header.Values("Link"), []string{"<" + lit + `void.html>; rel="alternate"; type="text/html"`}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for _, method := range []string{"GET", "HEAD"} {
		a = ask(t, method, base+"/.well-known/void")
		if a.StatusCode != 302 || a.Header.Get("Location") != lit+"void.html" || a.Header.Get("Vary") != "Accept" {
			t.Errorf("the page: %d %v", a.StatusCode, a.Header)
		}
	}
}

func TestNothingFits(t *testing.T) {
	base := server(t, Handler(edited(t).root(), Options{}))
	a := ask(t, "GET", base+"/item/abc", "Accept", "image/png, text/html;q=0")
	if a.StatusCode != 406 || a.Header.Get("Vary") != "Accept" || !strings.Contains(a.body, "abc.ttl text/turtle\n") || !strings.Contains(a.body, "abc.csl.json") {
		t.Errorf("%d %v %q", a.StatusCode, a.Header, a.body)
	}
	if !slices.Contains(a.Header.Values("Link"), `<abc.jsonld>; rel="alternate"; type="application/ld+json"`) {
		t.Errorf("%q", a.Header.Values("Link"))
	}
	if a := ask(t, "GET", base+"/item/none", "Accept", "image/png"); a.StatusCode != 404 {
		t.Errorf("what is not there: %d", a.StatusCode)
	}
}

func TestGone(t *testing.T) {
	base := server(t, Handler(edited(t).root(), Options{}))
	for _, c := range []struct{ path, accept, media, body string }{
		{"/item/old", "", "text/html; charset=utf-8", "<!doctype html>gone"},
		{"/item/old", "text/turtle", "text/turtle; charset=utf-8", "# gone"},
		{"/item/old", "application/ld+json", "application/ld+json", `{"gone":true}`},
		{"/item/old", "image/png", "text/html; charset=utf-8", "<!doctype html>gone"},
		{"/item/old.ttl", "text/html", "text/turtle; charset=utf-8", "# gone"},
	} {
		a := ask(t, "GET", base+c.path, "Accept", c.accept, "If-None-Match", "*", "Range", "bytes=0-1")
		if a.StatusCode != 410 || a.body != c.body || a.Header.Get("Content-Type") != c.media || a.ContentLength != int64(len(c.body)) {
			t.Errorf("%s, %q: %d %q %v", c.path, c.accept, a.StatusCode, a.body, a.Header)
		}
		if head := ask(t, "HEAD", base+c.path, "Accept", c.accept); head.StatusCode != 410 || head.body != "" || head.Header.Get("Content-Type") != c.media {
			t.Errorf("HEAD %s: %d %v", c.path, head.StatusCode, head.Header)
		}
	}
	for _, path := range []string{"/gone/item/old", "/gone/item/old.ttl", "/gone/", "/gone", "/item/old.bib"} {
		if a := ask(t, "GET", base+path); a.StatusCode != 404 {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
}

func TestMediaTypesOfTheManifest(t *testing.T) {
	base := server(t, Handler(edited(t).root(), Options{}))
	for path, want := range map[string]string{
		"/feeds/source/x.xml": "application/rss+xml", "/feeds/source/x.atom": "application/atom+xml", "/feeds/source/x.rdf": "application/rdf+xml",
		"/odd": "text/x-odd; charset=utf-8", "/feeds.opml": "text/x-opml; charset=utf-8", "/style.css": "text/css; charset=utf-8",
		"/item/abc.csl.json": "application/vnd.citationstyles.csl+json", "/item/abc.bib": "application/x-bibtex; charset=utf-8",
	} {
		if got := ask(t, "GET", base+path).Header.Get("Content-Type"); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestPacking(t *testing.T) {
	base := server(t, Handler(edited(t).root(), Options{}))
	plain, zip := ask(t, "GET", base+"/"), ask(t, "GET", base+"/", "Accept-Encoding", "gzip")
	if plain.body != page || plain.Header.Get("Vary") != "Accept-Encoding" || plain.Header.Get("ETag") != tag(page) {
		t.Errorf("%v", plain.Header)
	}
	if zip.Header.Get("Content-Encoding") != "gzip" || zip.Header.Get("ETag") != tag(zip.body) || zip.ContentLength != int64(len(zip.body)) || len(zip.body) > len(page)/5 {
		t.Errorf("%v, %d bytes", zip.Header, len(zip.body))
	}
	if got := unzip(t, zip.body); got != page {
		t.Errorf("%.80q", got)
	}
	if a := ask(t, "GET", base+"/", "Accept-Encoding", "gzip", "If-None-Match", zip.Header.Get("ETag")); a.StatusCode != 304 {
		t.Errorf("%d", a.StatusCode)
	}
	if a := ask(t, "GET", base+"/", "Accept-Encoding", "gzip", "Range", "bytes=5-9"); a.StatusCode != 206 || a.body != zip.body[5:10] {
		t.Errorf("%d %q", a.StatusCode, a.body)
	}
	// Of the N-Triples there is a gzip only.
	for encoding, want := range map[string]string{"": "<a> <b> <c> .\n", "gzip": packed("<a> <b> <c> .\n")} {
		a := ask(t, "GET", base+"/dataset.nt", "Accept-Encoding", encoding)
		if a.StatusCode != 200 || a.body != want || a.Header.Get("Content-Encoding") != encoding || a.Header.Get("Content-Type") != "application/n-triples" {
			t.Errorf("%q: %d %q %v", encoding, a.StatusCode, a.body, a.Header)
		}
	}
}

func unzip(t *testing.T, text string) string {
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

func TestLinks(t *testing.T) {
	base := server(t, Handler(edited(t).root(), Options{}))
	for path, want := range map[string][]string{
		"/item/abc": {
			"<" + lit + `item/abc>; rel="cite-as"`, `<https://schema.org/AboutPage>; rel="type"`,
			"<" + lit + `collection/one>; rel="collection"`, `<http://creativecommons.org/publicdomain/zero/1.0/>; rel="license"`,
			`<http://purl.org/coar/resource_type/c_93fc>; rel="type"`, `<https://example.org/%C3%A5>; rel="author"`,
			`<abc.ttl>; rel="describedby"; type="text/turtle"`, `<abc.jsonld>; rel="describedby"; type="application/ld+json"`,
			`<abc.csl.json>; rel="describedby"; type="application/vnd.citationstyles.csl+json"`, `<abc.bib>; rel="describedby"; type="application/x-bibtex"`,
			`<abc.ris>; rel="describedby"; type="application/x-research-info-systems"`,
		},
		"/item/abc.ttl": {"<" + lit + `item/abc>; rel="describes"; type="text/html"`},
		"/": {
			"<" + lit + `dataset>; rel="cite-as"`, `<https://schema.org/AboutPage>; rel="type"`, `<https://schema.org/Dataset>; rel="type"`,
			`<catalog.ttl>; rel="describedby"; type="text/turtle"`, `<catalog.jsonld>; rel="describedby"; type="application/ld+json"`,
			`<void.html>; rel="describedby"; type="text/html"`, `<void.ttl>; rel="describedby"; type="text/turtle"`, `<dataset.ttl>; rel="item"; type="text/turtle"`,
			`<dataset.jsonld>; rel="item"; type="application/ld+json"`, `<dataset.nt>; rel="item"; type="application/n-triples"`,
		},
		"/dataset.ttl": {"<" + lit + `>; rel="collection"; type="text/html"`},
		"/types":       {`<types.ttl>; rel="alternate"; type="text/turtle"`},
		"/style.css":   nil,
	} {
		got := ask(t, "GET", base+path).Header.Values("Link")
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", path, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if got := ask(t, "GET", base+"/item/abc.html").Header.Values("Link"); len(got) != 11 {
		t.Errorf("the page by its own address: %q", got)
	}
}

// ledger is a Live with one record and one tombstone.
type ledger struct{ asked []string }

func (l *ledger) Forms(name string) []string {
	if !strings.HasPrefix(name, "item/") {
		return nil
	}
	return []string{".html", ".ttl", ".jsonld"}
}

func (l *ledger) Document(_ context.Context, path string) ([]byte, string, bool, error) {
	l.asked = append(l.asked, path)
	stem, ext := cutForm(path)
	switch {
	case stem == "item/broken" && ext != "":
		return nil, "", false, errors.New("the ledger is damaged")
	case stem != "item/abc" && stem != "item/old", !slices.Contains(l.Forms(stem), ext):
		return nil, "", false, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	case stem == "item/abc" && ext == ".jsonld":
		return []byte(aRecord), "application/ld+json", false, nil
	}
	return []byte("live " + path), map[string]string{".html": "text/html", ".ttl": "text/turtle", ".jsonld": "application/ld+json"}[ext], stem == "item/old", nil
}

func TestLive(t *testing.T) {
	p := publication{t, t.TempDir()}
	p.edit("000001", false, map[string]string{"index.html": page, "types.ttl": "# types", "item/special.html": "a file"})
	live := &ledger{}
	base := server(t, Handler(p.root(), Options{Live: live}))
	for _, c := range []struct {
		path, accept string
		status       int
		body         string
	}{
		{"/item/abc", "text/html", 200, "live item/abc.html"},
		{"/item/abc", "", 200, "live item/abc.html"},
		{"/item/abc", "text/turtle", 200, "live item/abc.ttl"},
		{"/item/abc", "application/json", 200, aRecord},
		{"/item/abc.ttl", "text/html", 200, "live item/abc.ttl"},
		{"/item/old", "text/turtle", 410, "live item/old.ttl"},
		{"/item/old.html", "", 410, "live item/old.html"},
		{"/item/old", "image/png", 410, "live item/old.html"},
		{"/item/none", "", 404, "not found\n"},
		{"/item/none", "image/png", 404, "not found\n"},
		{"/item/special", "", 200, "a file"},
		{"/types", "text/turtle", 200, "# types"},
		{"/item/broken", "", 500, "the file could not be read\n"},
		{"/gone/item/old.html", "", 404, "not found\n"},
	} {
		a := ask(t, "GET", base+c.path, "Accept", c.accept)
		if a.StatusCode != c.status || a.body != c.body {
			t.Errorf("%s, %q: %d %q", c.path, c.accept, a.StatusCode, a.body)
		}
	}
	a := ask(t, "GET", base+"/item/abc", "Accept", "text/turtle")
	if a.Header.Get("ETag") != tag(a.body) || a.Header.Get("Content-Location") != "abc.ttl" || a.Header.Get("Vary") != "Accept" || a.Header.Get("Content-Type") != "text/turtle; charset=utf-8" {
		t.Errorf("%v", a.Header)
	}
	if a := ask(t, "GET", base+"/item/abc", "Accept", "text/turtle", "If-None-Match", a.Header.Get("ETag")); a.StatusCode != 304 {
		t.Errorf("%d", a.StatusCode)
	}
	if a := ask(t, "GET", base+"/item/abc.jsonld", "Accept-Encoding", "gzip"); a.Header.Get("Content-Encoding") != "" || len(aRecord) >= leastPacked {
		t.Errorf("%d bytes, %v", len(aRecord), a.Header)
	}
	if a := ask(t, "GET", base+"/item/abc", "Accept", "image/png"); a.StatusCode != 406 || !strings.Contains(a.body, "abc.ttl") {
		t.Errorf("%d %q", a.StatusCode, a.body)
	}
	links := ask(t, "GET", base+"/item/abc").Header.Values("Link")
	for _, want := range []string{`<abc.ttl>; rel="describedby"; type="text/turtle"`, "<" + lit + `item/abc>; rel="cite-as"`, `<http://creativecommons.org/publicdomain/zero/1.0/>; rel="license"`} {
		if !slices.Contains(links, want) {
			t.Errorf("%q has no %s", links, want)
		}
	}
	// An edition with documents is complete: nothing is asked for.
	p.edit("000002", true, map[string]string{"index.html": page})
	live.asked = nil
	if a := ask(t, "GET", base+"/item/abc"); a.StatusCode != 404 || live.asked != nil {
		t.Errorf("%d, asked for %q", a.StatusCode, live.asked)
	}
}

func TestMounts(t *testing.T) {
	echo := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s %d %v", r.Method, r.URL.Path, len(data), err != nil)
	})
	base := server(t, Handler(edited(t).root(), Options{Mounts: map[string]http.Handler{"/oai": echo}}))
	for path, want := range map[string]string{"/oai": "POST /oai 0 false", "/oai/x": "POST /oai/x 0 false"} {
		if a := ask(t, "POST", base+path); a.body != want || a.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %q %v", path, a.body, a.Header)
		}
	}
	for _, path := range []string{"/oaipmh", "/OAI", "/sub/oai"} {
		if a := ask(t, "GET", base+path); a.StatusCode != 404 {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
	res, err := http.Post(base+"/oai", "text/plain", strings.NewReader(strings.Repeat("x", maxBody+1)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	defer http.DefaultClient.CloseIdleConnections()
	if body, err := io.ReadAll(res.Body); err != nil || string(body) != fmt.Sprintf("POST /oai %d true", maxBody) {
		t.Errorf("%q %v", body, err)
	}
}

func TestReady(t *testing.T) {
	p := publication{t, t.TempDir()}
	var problems []Problem
	base := server(t, Handler(p.root(), Options{Ready: func(context.Context) []Problem { return problems }}))
	check := func(status int, want readiness) {
		t.Helper()
		a := ask(t, "GET", base+"/readyz")
		var got readiness
		if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.StatusCode != status || !slices.Equal(got.Problems, want.Problems) || got.Ready != want.Ready || got.Edition != want.Edition || got.Problems == nil {
			t.Errorf("%d %q %v", a.StatusCode, a.body, err)
		}
		if a.Header.Get("Content-Type") != "application/json" || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%v", a.Header)
		}
	}
	none := Problem{Name: "publication", Message: "nothing has been published yet"}
	check(503, readiness{Problems: []Problem{none}})
	p.edit("000001", true, map[string]string{"index.html": page})
	check(200, readiness{Ready: true, Edition: 7})
	stale := Problem{Name: "stale", Message: "the list was last read 9 days ago", Warning: true}
	problems = []Problem{stale}
	check(200, readiness{Ready: true, Edition: 7, Problems: problems})
	problems = []Problem{stale, {Name: "ledger", Message: "the ledger cannot be read"}}
	check(503, readiness{Edition: 7, Problems: problems})
}

func TestPagesAreContained(t *testing.T) {
	base := server(t, Handler(edited(t).root(), Options{}))
	for _, path := range []string{"/", "/item/abc", "/item/old"} {
		a := ask(t, "GET", base+path)
		if csp := a.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'; script-src 'self';") || a.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", path, a.Header)
		}
	}
	if a := raw(t, base, "GET /?"+strings.Repeat("x", maxTarget)+" HTTP/1.1"); a.StatusCode != 414 {
		t.Errorf("a long address: %d", a.StatusCode)
	}
}

// TestFormsThatLeadOut: not even what is gone is outside the web root.
func TestFormsThatLeadOut(t *testing.T) {
	p := publication{t, t.TempDir()}
	p.write(filepath.Join(p.dir, "secret.ttl"), "secret")
	p.put("000001", map[string]string{"index.html": "x", "item/a.html": "a", "gone/item/b.html": "b", "manifest.json": "{}"})
	edition := filepath.Join(p.dir, "editions", "000001")
	for _, name := range []string{"item/a.ttl", "gone/item/b.ttl", "void.ttl", "item/a.html.gz"} {
		up := strings.Repeat("../", strings.Count(name, "/")+2)
		p.check(os.Symlink(up+"secret.ttl", filepath.Join(edition, name)))
	}
	base := server(t, Handler(p.root(), Options{}))
	for path, status := range map[string]int{"/item/a": 406, "/item/a.ttl": 404, "/item/b": 410, "/item/b.ttl": 404, "/void": 404, "/.well-known/void": 404, "/item/a.html": 200} {
		a := ask(t, "GET", base+path, "Accept", "text/turtle", "Accept-Encoding", "gzip")
		if a.StatusCode != status || strings.Contains(a.body, "secret") {
			t.Errorf("%s: %d %q", path, a.StatusCode, a.body)
		}
	}
}
