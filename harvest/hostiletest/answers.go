package hostiletest

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
)

func redirects() []Case {
	to := func(location string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", location)
			w.WriteHeader(http.StatusFound)
		}
	}
	return []Case{
		{Name: "redirect loop", Stage: Refused, Says: []string{"in a circle", "is the address right?"}, Handler: to("/liste")},
		{Name: "redirect chain", Stage: Refused, Says: []string{"more than 10 redirects", "give the final address"},
			Handler: func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, fmt.Sprint(r.URL.Path, "x"), http.StatusMovedPermanently)
			}},
		{Name: "redirect to a private address", Stage: Refused, Says: []string{"private address refused", "network.allow_private"}, Handler: to("http://10.0.0.1/liste")},
		{Name: "redirect to this machine", Stage: Refused, Says: []string{"private address refused"}, Handler: to("http://localhost:1/liste")},
		{Name: "redirect to the cloud's metadata", Stage: Refused, Says: []string{"private address refused"}, Handler: to("http://169.254.169.254/latest/meta-data/")},
		{Name: "redirect to a file", Stage: Refused, Says: []string{"redirects to", "only http:// and https://"}, Handler: to("file:///etc/passwd")},
		{Name: "redirect to ftp", Stage: Refused, Says: []string{"redirects to", "only http:// and https://"}, Handler: to("ftp://example.org/liste")},
		{Name: "redirect with a password", Stage: Refused, Says: []string{"user name or password"}, Handler: to("http://a:b@example.org/")},
		{Name: "redirect to nowhere", Stage: Refused, Says: []string{"redirect that names no address"}, Handler: to("")},
		{Name: "cookies wanted", Stage: Refused, Says: []string{"sets a cookie", "ask the site's owner"},
			Handler: func(w http.ResponseWriter, r *http.Request) {
				if _, err := r.Cookie("seen"); err != nil {
					http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
					http.Redirect(w, r, "/liste", http.StatusFound)
					return
				}
				io.WriteString(w, Entry)
			}},
	}
}

func connections() []Case {
	const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	return []Case{
		{Name: "cut body", Stage: Refused, Says: []string{"cut short", "try again later"}, Handler: raw(ok + "Content-Length: 5000\r\n\r\n" + Entry)},
		{Name: "reset in the middle", Stage: Refused, Says: []string{"try again later"}, Handler: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, Entry)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}},
		{Name: "reset once", Stage: List, Entries: 1, Again: true, Handler: once(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })},
		{Name: "closed without a word", Stage: Refused, Says: []string{"cut short", "try again later"}, Handler: raw("")},
		{Name: "no HTTP", Stage: Refused, Says: []string{"no sound HTTP", "tell its owner"}, Handler: raw("SSH-2.0-OpenSSH_9.9\r\n")},
		{Name: "garbage in chunks", Stage: Refused, Says: []string{"no sound HTTP", "tell its owner"}, Handler: raw(ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + Entry)},
		{Name: "two lengths", Stage: Refused, Says: []string{"no sound HTTP"}, Handler: raw(ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n<p>ja")},
		{Name: "HTTP/1.0 without a length", Stage: List, Entries: 1, Handler: raw("HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + Entry)},
		{Name: "flood of 1xx", Stage: Refused, Says: []string{"no sound HTTP"}, Handler: raw(strings.Repeat("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n", 100_000))},
		{Name: "many headers", Stage: Refused, Says: []string{"headers exceeded", "tell its owner"}, Handler: raw(ok + strings.Repeat("X-A: b\r\n", 100_000) + "\r\n" + Entry)},
		{Name: "a huge header", Stage: Refused, Says: []string{"headers exceeded"}, Handler: raw(ok + "X-A: " + strings.Repeat("b", 10<<20) + "\r\n\r\n" + Entry)},
	}
}

// once answers with a fault the first time, and then with a list.
func once(fault http.HandlerFunc) http.HandlerFunc {
	var asked atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) == 1 {
			fault(w, r)
			return
		}
		html(Entry)(w, r)
	}
}

func statuses() []Case {
	status := func(code int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
			io.WriteString(w, Entry)
		}
	}
	return []Case{
		{Name: "429 for an hour", Stage: Refused, Says: []string{"429", "come back no earlier than"}, Handler: status(429, "Retry-After", "3600")},
		{Name: "429 until a date", Stage: Refused, Says: []string{"429", "come back no earlier than"}, Handler: status(429, "Retry-After", "Fri, 31 Dec 2099 23:59:59 GMT")},
		{Name: "503 for ever", Stage: Refused, Says: []string{"503", "asked 3 times", "try again later"}, Handler: status(503)},
		{Name: "500, then fine", Stage: List, Entries: 1, Again: true, Handler: once(status(500))},
		{Name: "429 for a second, then fine", Stage: List, Entries: 1, Again: true, Handler: once(status(429, "Retry-After", "1"))},
		{Name: "404", Stage: Refused, Says: []string{"404", "correct the source's url"}, Handler: status(404)},
		{Name: "410", Stage: Refused, Says: []string{"410", "correct the source's url"}, Handler: status(410)},
		{Name: "403", Stage: Refused, Says: []string{"403", "ask its owner"}, Handler: status(403)},
		{Name: "304 unasked", Stage: Refused, Says: []string{"304", "the site is at fault"}, Handler: status(304)},
		{Name: "206", Stage: Refused, Says: []string{"206", "a page comes with status 200"}, Handler: status(206)},
		{Name: "status 999", Stage: Refused, Says: []string{"999"}, Handler: status(999)},
	}
}

func types() []Case {
	as := func(contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			io.WriteString(w, body)
		}
	}
	says := func(words string) []string { return []string{words, "give the address of the page itself"} }
	const page = "text/html; charset=utf-8"
	return []Case{
		{Name: "PDF", Stage: Refused, Says: says("application/pdf"), Handler: as("application/pdf", "%PDF-1.7")},
		{Name: "PDF called a page", Stage: Refused, Says: says("application/pdf"), Handler: as(page, "%PDF-1.7\n…")},
		{Name: "image called a page", Stage: Refused, Says: says("image/png"), Handler: as(page, "\x89PNG\r\n\x1a\n…")},
		{Name: "JSON", Stage: Refused, Says: says("application/json"), Handler: as("application/json", "{}")},
		{Name: "JSON called a page", Stage: Refused, Says: says("application/json"), Handler: as(page, `{"entries": [{"title": "Samarbeid"}]}`)},
		{Name: "feed", Stage: Refused, Says: says("application/rss+xml"), Handler: as("application/rss+xml", "<rss/>")},
		{Name: "type that is none", Stage: Refused, Says: []string{"no sound HTTP"}, Handler: as("\x01;;;", Entry)},
		{Name: "type left out", Stage: List, Entries: 1, Handler: as(";charset=utf-8", Entry)},
	}
}
