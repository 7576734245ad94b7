package main

import (
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestEveryLinkIsAnswered follows every reference of every page, and every Link field,
// from the list and from the tombstones on. The publication has what is easily
// forgotten: a source without entries, a withdrawn record whose body and type nothing
// else has, a corrected one whose body nothing has any more.
func TestEveryLinkIsAnswered(t *testing.T) {
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	defer server.Close()
	dir := t.TempDir()
	config := filepath.Join(dir, "samling.yaml")
	save(t, config, "base: "+server.URL+"/\nauthority: lit.example.org\nwithdraw_after: 2\nsources:\n"+
		"  - {id: liste, url: 'https://example.org/liste', fetch: page.html}\n  - {id: tom, url: 'https://example.org/tom', fetch: empty.html}\n")
	var said strings.Builder
	m := &Main{Stdout: io.Discard, Stderr: &said, Now: time.Now, Version: "0.0.0-test"}
	run := func(want int, args ...string) {
		t.Helper()
		if code := m.Run(t.Context(), append(args, "--config", config)); code != want {
			t.Fatalf("%v: exit %d, not %d: %s", args, code, want, said.String())
		}
	}
	save(t, filepath.Join(dir, "empty.html"), "<h1>Tom</h1><p>Her kommer det noe.</p>")
	save(t, filepath.Join(dir, "page.html"), generated(6)+"<h3>Borte</h3><p>Veileder – Nedlagt Bønnehus AS 2001</p><h3>Rettet</h3><p>Rapport – Feilskrevet AS 2001</p>")
	run(exitHeld, "run")
	run(exitDone, "approve", "tom")
	before := addresses(server.URL, string(read(t, filepath.Join(dir, "out", "www", "dataset.nt"))))
	save(t, filepath.Join(dir, "page.html"), generated(6)+"<h3>Rettet</h3><p>Rapport – KS 2001</p>")
	run(exitDone, "run")
	run(exitDone, "run") // the second that does not find it

	a, err := m.assemble(t.Context(), Setup{Config: config}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	if handler, err = a.handler(t.Context()); err != nil {
		t.Fatal(err)
	}
	c := crawl{t: t, base: server.URL + "/", status: map[string]int{}}
	c.follow(c.base, "the start")
	for _, iri := range before {
		c.follow(iri, "the first edition")
	}
	count := map[int]int{}
	for _, status := range c.status {
		count[status]++
	}
	if count[http.StatusGone] != 1 || count[http.StatusOK] < 150 {
		t.Errorf("%v", count)
	}
}

// addresses are the IRIs in a text that begin with the base, without their fragments.
func addresses(base, text string) (all []string) {
	for _, found := range regexp.MustCompile(`<(`+regexp.QuoteMeta(base)+`/[^>#]*)`).FindAllStringSubmatch(text, -1) {
		all = append(all, found[1])
	}
	return all
}

// crawl is what was asked for, and the status of each answer.
type crawl struct {
	t      *testing.T
	base   string
	status map[string]int
}

var (
	reference = regexp.MustCompile(`\s(?:href|src|action)="([^"]*)"`)
	linkField = regexp.MustCompile(`^<([^>]*)>`)
)

// follow asks for an address, and for all that the answer refers to.
func (c crawl) follow(address, from string) {
	address, _, _ = strings.Cut(address, "#")
	if _, seen := c.status[address]; seen || !strings.HasPrefix(address, c.base) {
		return
	}
	res, err := http.Get(address)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	c.status[address] = res.StatusCode
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusGone {
		c.t.Errorf("%s leads to %s: %s", from, address, res.Status)
		return
	}
	for _, field := range res.Header.Values("Link") {
		c.follow(c.resolve(address, linkField.FindStringSubmatch(field)[1]), "Link of "+address)
	}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		return
	}
	for _, found := range reference.FindAllStringSubmatch(string(text), -1) {
		c.follow(c.resolve(address, html.UnescapeString(found[1])), address)
	}
}

func (c crawl) resolve(address, reference string) string {
	u, err := url.Parse(address)
	if err != nil {
		c.t.Fatal(err)
	}
	to, err := u.Parse(reference)
	if err != nil {
		c.t.Errorf("%s refers to %q: %v", address, reference, err)
		return ""
	}
	return to.String()
}
