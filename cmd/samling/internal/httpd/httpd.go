// Package httpd serves a publication over HTTP: its files as they are, and the
// listener with its time-outs and its drain.
//
//	ln, err := net.Listen("tcp", "127.0.0.1:8080")
//	if err != nil { … }
//	err = httpd.Serve(ctx, ln, httpd.Handler("out/www"), 30*time.Second)
//
// [Handler] promises:
//
//   - Every answer comes from one whole edition. The web root is a link that is
//     swapped by one rename; it is resolved once a request, and the file, the gzip
//     beside it and the manifest are all taken from what it then pointed to.
//   - Media types come from a table of this package, never from the system's.
//   - A strong ETag that is the SHA-256 of what is sent, so that it says the same
//     on every server; 304, 412, ranges and HEAD as RFC 9110 has them.
//   - Nothing but regular files below the root is served: no listing, no name that
//     begins with a dot, no link that leads out.
//
// It reads only. Until there is a publication it answers 503 with Retry-After.
package httpd

import (
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// Handler serves the files of the web root at root, which need not be there yet.
//
// "/" is index.html. A path that is no file but is one with .html after it is that
// page, so that the IRI item/{id} has a document. OPTIONS is answered 204, other
// methods than GET and HEAD 405.
func Handler(root string) http.Handler {
	return &site{root: root, now: time.Now, sums: map[string]sum{}}
}

// methods is what is allowed, for Allow and for CORS.
const methods = "GET, HEAD, OPTIONS"

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	// Data is for everybody's pages to read; there is nothing private here.
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Content-Encoding, Content-Length, Content-Range, ETag, Last-Modified, Link")
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		s.get(w, r)
	case http.MethodOptions:
		h.Set("Allow", methods)
		h.Set("Access-Control-Allow-Methods", methods)
		h.Set("Access-Control-Allow-Headers", "Accept, If-Match, If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Range")
		h.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
	default:
		h.Set("Allow", methods)
		plain(w, http.StatusMethodNotAllowed, "only GET and HEAD are answered here")
	}
}

func (s *site) get(w http.ResponseWriter, r *http.Request) {
	name, ok := fileName(r.URL)
	if !ok {
		plain(w, http.StatusNotFound, "not found")
		return
	}
	e, f, err := s.find(name)
	switch {
	case errors.Is(err, errNoEdition):
		w.Header().Set("Retry-After", "30")
		plain(w, http.StatusServiceUnavailable, "nothing has been published yet; try again in a while")
	case errors.Is(err, errFolder):
		// Relative, since a proxy may have taken a prefix off the path.
		w.Header().Set("Location", (&url.URL{Path: "./" + path.Base(name) + "/"}).EscapedPath())
		plain(w, http.StatusMovedPermanently, "it is a folder")
	case errors.Is(err, fs.ErrNotExist):
		plain(w, http.StatusNotFound, "not found")
	case err != nil:
		slog.Error("serve a file", "path", name, "err", err)
		plain(w, http.StatusInternalServerError, "the file could not be read")
	default:
		defer e.close()
		defer f.Close()
		s.send(w, r, e, f)
	}
}

// fileName is the path of a request within the web root, in slashes; ok is false
// where it can be no file's: a dot at the beginning of a part, an empty part, a
// backslash, a control character, or a slash that was percent-encoded.
func fileName(u *url.URL) (name string, ok bool) {
	rest, rooted := strings.CutPrefix(u.Path, "/")
	if !rooted || strings.Contains(strings.ToLower(u.EscapedPath()), "%2f") {
		return "", false
	}
	if rest == "" || strings.HasSuffix(rest, "/") {
		rest += "index.html"
	}
	if !fs.ValidPath(rest) {
		return "", false
	}
	for part := range strings.SplitSeq(rest, "/") {
		if strings.HasPrefix(part, ".") || strings.ContainsFunc(part, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) {
			return "", false
		}
	}
	return rest, true
}

// plain answers in plain text. What stands in no edition is not kept by caches.
func plain(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n")) // the reader may be gone, which is no fault of ours
}
