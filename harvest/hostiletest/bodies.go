package hostiletest

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

func bodies() []Case {
	const tooLarge = "network.max_body"
	return []Case{
		{Name: "slow drip", Stage: Refused, Slow: true, Says: []string{"no whole answer within", "try again later"}, Handler: drip},
		{Name: "no answer", Stage: Refused, Slow: true, Says: []string{"no whole answer within", "try again later"},
			Handler: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{Name: "endless body", Stage: Refused, Says: []string{"larger than the cap", tooLarge},
			Handler: func(w http.ResponseWriter, r *http.Request) { pour(w, r, "<p>ord</p>", -1) }},
		{Name: "100 MB said", Stage: Refused, Says: []string{"larger than the cap", tooLarge},
			Handler: func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Length", "100000000")
				pour(w, r, "<p>ord</p>", 100_000_000)
			}},
		{Name: "100 MB unsaid", Stage: Refused, Says: []string{"larger than the cap", tooLarge},
			Handler: func(w http.ResponseWriter, r *http.Request) { pour(w, r, "<p>ord</p>", 100_000_000) }},
		{Name: "empty body", Stage: NoList, Says: []string{"the page is empty", "is the address right?"}, Handler: html("")},
		{Name: "NUL bytes", Stage: List, Entries: 1, Handler: html(strings.ReplaceAll(Entry, "a", "a\x00"))},
		{Name: "wrong charset", Stage: List, Entries: 1, Handler: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=iso-8859-1") // and it is UTF-8
			io.WriteString(w, Entry)
		}},
		{Name: "unknown charset", Stage: List, Entries: 1, Handler: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=klingon")
			io.WriteString(w, Entry)
		}},
		{Name: "latin-1 called utf-8", Stage: List, Entries: 1, Handler: html(strings.ReplaceAll(Entry, "–", "\x96"))},
	}
}

// drip sends a byte now and then, so that no read times out by itself.
func drip(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		io.WriteString(w, " ")
		w.(http.Flusher).Flush()
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return
		}
	}
}

func packed() []Case {
	under := func(coding string, body func() []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", coding)
			w.Write(body())
		}
	}
	small := func() []byte { return gzipped([]byte(Entry)) }
	return []Case{
		{Name: "gzip bomb", Stage: Refused, Says: []string{"larger than the cap"}, Handler: under("gzip", gzipBomb())},
		{Name: "deflate bomb", Stage: Refused, Says: []string{"larger than the cap"}, Handler: under("deflate", deflateBomb())},
		{Name: "endless empty gzip", Stage: Refused, Says: []string{"larger than the cap"},
			Handler: func(w http.ResponseWriter, r *http.Request) { // archives that hold nothing, one after another
				w.Header().Set("Content-Encoding", "gzip")
				pour(w, r, string(gzipped(nil)), -1)
			}},
		{Name: "gzip in gzip", Stage: Refused, Says: []string{"x-gzip", "not a page"}, Handler: under("gzip", func() []byte { return gzipped(small()) })},
		{Name: "gzip twice said", Stage: Refused, Says: []string{`"gzip, gzip"`, "not asked for"}, Handler: under("gzip, gzip", func() []byte { return gzipped(small()) })},
		{Name: "br", Stage: Refused, Says: []string{`"br"`, "not asked for"}, Handler: under("br", small)},
		{Name: "no gzip", Stage: Refused, Says: []string{"gzip", "the site is at fault"}, Handler: under("gzip", func() []byte { return []byte(Entry) })},
		{Name: "cut gzip", Stage: Refused, Says: []string{"cut short", "try again later"}, Handler: under("gzip", func() []byte { b := small(); return b[:len(b)-20] })},
	}
}

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

// gzipBomb is 300 MB of spaces in 300 kB.
func gzipBomb() func() []byte {
	return sync.OnceValue(func() []byte {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		inflate(w)
		w.Close()
		return out.Bytes()
	})
}

func deflateBomb() func() []byte {
	return sync.OnceValue(func() []byte {
		var out bytes.Buffer
		w, err := flate.NewWriter(&out, flate.DefaultCompression)
		if err != nil {
			panic(err)
		}
		inflate(w)
		w.Close()
		return out.Bytes()
	})
}

func inflate(w io.Writer) {
	mega := bytes.Repeat([]byte(" "), 1<<20)
	for range 300 {
		w.Write(mega)
	}
}
