// Package hostiletest is a web server that means harm, for tests of what reads the web.
//
//	for _, c := range hostiletest.Cases() {
//		server := hostiletest.Serve(t, c)
//		_, err := fetcher.Fetch(ctx, server.URL+c.Path, …)
//
// Each [Case] is one thing that pages and servers do by accident or on purpose: bodies
// without end, archives that unpack to more than memory, redirects to where nobody
// should go, answers that are cut, pages that are something else than they say. A case
// says how far a harvester gets with it, and words that the message to its operator must
// have. Nothing here waits: what is slow ends when the client goes away.
package hostiletest

import (
	"bytes"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Stage is how far a harvester gets.
type Stage string

const (
	Refused Stage = "refused" // there is no page: fetching is an error
	NoList  Stage = "no list" // there is a page, and no list on it
	List    Stage = "list"    // there is a list all the same
)

// Case is one way to be hostile.
type Case struct {
	Name    string
	Path    string // of the page; "/liste" if empty
	Handler http.HandlerFunc
	Stage   Stage
	Says    []string // words of the message, when there is no list
	Entries int      // of the list
	Slow    bool     // it only ends with the client's own time-out
	Again   bool     // it is fine when asked again
}

// Entry is a page with one entry, as the cases have it.
const Entry = "<!DOCTYPE html><html lang=nb><title>En liste</title><h1>En liste</h1>" +
	"<h3>Samarbeid om plan</h3><p>Rapport – NIBR 2012</p><p>Rapporten handler om samarbeid.</p>"

// Cases returns every case.
func Cases() []Case {
	var all []Case
	for _, some := range [][]Case{bodies(), packed(), redirects(), connections(), statuses(), types(), pages(), depths()} {
		all = append(all, some...)
	}
	for i := range all {
		if all[i].Path == "" {
			all[i].Path = "/liste"
		}
	}
	return all
}

// Serve serves a case on loopback until the test ends. It has no robots.txt.
func Serve(tb testing.TB, c Case) *httptest.Server {
	tb.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		c.Handler(w, r)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	tb.Cleanup(server.Close)
	return server
}

// html answers with a page.
func html(page string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, page)
	}
}

// raw answers with bytes as they are, head and all, and hangs up.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		buffered.WriteString(answer)
		buffered.Flush()
	}
}

// pour writes a chunk until n bytes were written or nobody takes them; n < 0 is for ever.
func pour(w io.Writer, r *http.Request, chunk string, n int64) {
	block := bytes.Repeat([]byte(chunk), 1+(64<<10)/len(chunk))
	for r.Context().Err() == nil && n != 0 {
		if n > 0 && n < int64(len(block)) {
			block = block[:n]
		}
		wrote, err := w.Write(block)
		if err != nil {
			return
		}
		if n > 0 {
			n -= int64(wrote)
		}
	}
}
