package harvest_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"samling/harvest"
)

func gzipped(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.Bytes()
}

func zlibbed(text string) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.Bytes()
}

func deflated(text string) []byte {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression)
	io.WriteString(w, text)
	w.Close()
	return b.Bytes()
}

// packed is a handler that sends body under a Content-Encoding.
func packed(coding string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", coding)
		w.Write(body)
	}
}

// raw is a handler that sends bytes as they are, head and all, and hangs up.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		io.WriteString(conn, answer)
	}
}

func TestBodyIsUnpacked(t *testing.T) {
	two := append(gzipped(page[:20]), gzipped(page[20:])...)
	for name, handler := range map[string]http.HandlerFunc{
		"as it is":       packed("", []byte(page)),
		"identity":       packed("identity", []byte(page)),
		"gzip":           packed("gzip", gzipped(page)),
		"x-gzip":         packed("X-GZip", gzipped(page)),
		"gzip members":   packed("gzip", two),
		"deflate":        packed("deflate", zlibbed(page)),
		"deflate, raw":   packed("deflate", deflated(page)),
		"chunked":        raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(page)),
		"until the end":  raw("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page),
		"with a trailer": raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n" + strings.TrimSuffix(chunks(page), "\r\n") + "X: y\r\n\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, handler)
			got, err := fetch(t, newFetcher(t), s.URL)
			if err != nil || string(got.Body) != page {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func chunks(text string) string {
	return fmt.Sprintf("5\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", text[:5], len(text)-5, text[5:])
}

func TestEmptyBodyNeedsNoUnpacking(t *testing.T) {
	for _, coding := range []string{"", "gzip", "deflate", "br"} {
		s := newSite(t, packed(coding, nil))
		if got, err := fetch(t, newFetcher(t), s.URL); err != nil || len(got.Body) != 0 {
			t.Errorf("%s: %+v, %v", coding, got, err)
		}
	}
}

// colly's own cap cuts off at 10 MiB, and says nothing.
func TestPageUnderTheDefaultCapIsWhole(t *testing.T) {
	body := "<p>" + strings.Repeat("x", 12<<20)
	s := newSite(t, packed("", []byte(body)))
	if got, err := fetch(t, newFetcher(t), s.URL); err != nil || len(got.Body) != len(body) {
		t.Errorf("err = %v", err)
	}
}

func TestBodyMustComeWhole(t *testing.T) {
	gz := gzipped(strings.Repeat(page, 100))
	badSum := bytes.Clone(gz)
	badSum[len(badSum)-6] ^= 1
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	for name, handler := range map[string]http.HandlerFunc{
		"shorter than its Content-Length": raw(head + "Content-Length: 1000\r\n\r\n" + page),
		"gzip, and shorter":               raw(head + fmt.Sprintf("Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(gz)+10, gz)),
		"chunks without an end":           raw(head + "Transfer-Encoding: chunked\r\n\r\n" + strings.TrimSuffix(chunks(page), "0\r\n\r\n")),
		"a broken chunk":                  raw(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + page),
		"half a chunk":                    raw(head + "Transfer-Encoding: chunked\r\n\r\nffff\r\n" + page),
		"two lengths":                     raw(head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + page),
		"gzip cut short":                  packed("gzip", gz[:len(gz)/2]),
		"gzip without its end":            packed("gzip", gz[:len(gz)-8]),
		"gzip with a wrong sum":           packed("gzip", badSum),
		"gzip, then something":            packed("gzip", append(bytes.Clone(gz), "more"...)),
		"gzip that is none":               packed("gzip", []byte(page)),
		"one byte of gzip":                packed("gzip", gz[:1]),
		"deflate cut short":               packed("deflate", zlibbed(page)[:20]),
		"raw deflate cut short":           packed("deflate", deflated(page)[:20]),
		"one byte of deflate":             packed("deflate", zlibbed(page)[:1]),
		"br, which was not asked for":     packed("br", []byte(page)),
		"packed twice":                    packed("gzip, gzip", gzipped(string(gz))),
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, handler)
			if got, err := fetch(t, newFetcher(t), s.URL); err == nil {
				t.Errorf("a page of %d bytes", len(got.Body))
			}
		})
	}
}

func TestCapIsAnErrorAndNotATruncation(t *testing.T) {
	const limit = 1 << 20
	exact := "<p>" + strings.Repeat("x", limit-3)
	over := exact + "x"
	f := newFetcher(t, func(o *harvest.FetchOptions) { o.MaxBody = limit })
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		path    string
		fits    bool
	}{
		"exactly":            {packed("", []byte(exact)), "/", true},
		"exactly, in gzip":   {packed("gzip", gzipped(exact)), "/", true},
		"one more":           {packed("", []byte(over)), "/", false},
		"one more, in gzip":  {packed("gzip", gzipped(over)), "/", false},
		"deflate":            {packed("deflate", zlibbed(over)), "/", false},
		"*.xml.gz":           {packed("gzip", gzipped(over)), "/liste.xml.gz", false},
		"*.xml.gz, unsaid":   {packed("", []byte(over)), "/liste.xml.gz", false},
		"said beforehand":    {raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n"), "/", false},
		"said to be short":   {raw("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + over), "/", false},
		"empty gzip members": {packed("gzip", bytes.Repeat(gzipped(""), limit/20)), "/", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, c.handler)
			got, err := fetch(t, f, s.URL+c.path)
			if c.fits && (err != nil || string(got.Body) != exact) {
				t.Errorf("err = %v", err)
			}
			if !c.fits && !errors.Is(err, harvest.ErrTooLarge) {
				t.Errorf("err = %v", err)
			}
		})
	}
}

// A longer body than its Content-Length is cut by HTTP itself; what is left over must
// not become the answer to another question.
func TestBodyLongerThanItsContentLength(t *testing.T) {
	s := newSite(t, raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n<p>ja"+
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<p>nei"))
	f := newFetcher(t)
	for range 3 {
		if got, err := fetch(t, f, s.URL); err != nil || string(got.Body) != "<p>ja" {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

func TestGzipBombIsHeldInLittleMemory(t *testing.T) {
	const unpacked = 64 << 20
	bomb := gzipped(strings.Repeat("\x00", unpacked))
	for name, c := range map[string]struct{ coding, path string }{
		"by header":           {"gzip", "/"},
		"by header, *.xml.gz": {"gzip", "/liste.xml.gz"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, packed(c.coding, bomb))
			f := newFetcher(t, func(o *harvest.FetchOptions) { o.MaxBody = 1 << 20 })
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := fetch(t, f, s.URL+c.path)
			runtime.ReadMemStats(&after)
			if !errors.Is(err, harvest.ErrTooLarge) {
				t.Errorf("err = %v", err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
				t.Errorf("%d MiB were allocated for a cap of 1 MiB", used>>20)
			}
		})
	}
}

// colly would unpack these of itself, past its own cap.
func TestNothingIsUnpackedUnasked(t *testing.T) {
	body := append([]byte("<p>"), gzipped(page)...)
	s := newSite(t, packed("", body))
	got, err := fetch(t, newFetcher(t), s.URL+"/liste.xml.gz")
	if err != nil || !bytes.Equal(got.Body, body) {
		t.Errorf("%+v, %v", got, err)
	}
}
