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
//     swapped by one rename; it is resolved once a request, and the file, what stands
//     beside it and the manifest are all taken from what it then pointed to.
//   - The static tree says the same: any web server that finds item/{id}.html for
//     item/{id} is as right, only less polite. What is done here besides is to choose
//     by Accept, to say 410 for what is gone, to pack, and to link.
//   - Media types are the manifest's, or come from a table of this package; never from
//     the system's.
//   - A strong ETag that is the SHA-256 of what is sent, so that it says the same
//     on every server; 304, 412, ranges and HEAD as RFC 9110 has them.
//   - Nothing but regular files below the root is served: no listing, no name that
//     begins with a dot, no link that leads out.
//   - Work is bounded whatever is asked: of Accept the first members are read, of the
//     connections that wait for a request the oldest go when there are too many.
//
// It reads only. Until there is a publication it answers 503 with Retry-After.
package httpd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Options are what is served beside the files. The zero value is nothing.
type Options struct {
	// Mounts are handlers by path, such as "/oai": each has that path and all below it.
	// A body that is sent to them is at most 1 MiB.
	Mounts map[string]http.Handler
	// Ready tells what is wrong besides a missing publication, for /readyz.
	Ready func(context.Context) []Problem
	// Live has the documents of an edition that is too large for a file each.
	Live Live
}

// Limits of a request. Its header is bounded by the listener, see [Serve].
const (
	maxTarget = 8 << 10 // the request target (RFC 9110, section 4.1, recommends 8000)
	maxBody   = 1 << 20
)

// Handler serves the files of the web root at root, which need not be there yet.
//
// A path that is a file is that file. Another one that is a file with .html, .ttl,
// .jsonld or such after it is the form that Accept asks for: so the IRI item/{id} has
// a document, and types, org/{key} and dataset. 406 is the answer only where none fits.
// What is gone is answered 410 with its tombstone. "/" is index.html.
//
// /.well-known/void is the description void.ttl, /readyz says whether there is a
// publication. OPTIONS is answered 204, other methods than GET and HEAD 405.
func Handler(root string, o Options) http.Handler {
	return &site{Options: o, root: root, now: time.Now, packer: newPacker(), sums: map[string]sum{}}
}

// methods is what is allowed, for Allow and for CORS.
const methods = "GET, HEAD, OPTIONS"

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	// Data is for everybody's pages to read; there is nothing private here.
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Accept-Ranges, Content-Encoding, Content-Length, Content-Location, Content-Range, ETag, Last-Modified, Link, Retry-After")
	if len(r.RequestURI) > maxTarget {
		plain(w, http.StatusRequestURITooLong, "the address is too long")
		return
	}
	if mounted := s.mount(r.URL.Path); mounted != nil {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		mounted.ServeHTTP(w, r)
		return
	}
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

// mount is the handler of a path, nil where it is the files'.
func (s *site) mount(path string) http.Handler {
	for prefix, h := range s.Mounts {
		if rest, ok := strings.CutPrefix(path, prefix); ok && (rest == "" || rest[0] == '/') {
			return h
		}
	}
	return nil
}

func (s *site) get(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/readyz":
		s.ready(w, r)
		return
	case wellKnown:
		s.answer(w, r, "void")
		return
	}
	name, ok := fileName(r.URL)
	if !ok {
		plain(w, http.StatusNotFound, "not found")
		return
	}
	s.answer(w, r, name)
}

// wellKnown is where the description of the datasets of a host is looked for (VoID,
// section 7.2). It is host-wide, so a proxy may have mapped it from elsewhere than the
// base, and what it leads to is told by its absolute address. The page, whose own
// references are relative, is redirected to, as that section advises.
const wellKnown = "/.well-known/void"

func (s *site) answer(w http.ResponseWriter, r *http.Request, name string) {
	q := question{name, parseAccept(r.Header.Values("Accept"))}
	e, d, err := s.within(func(e *edition) (*document, error) { return s.look(r.Context(), e, q) })
	if err != nil {
		s.refuse(w, r, name, err)
		return
	}
	defer e.close()
	defer d.close()
	if base := s.listed(e).base; r.URL.Path == wellKnown && base != "" {
		d.base, d.location = base, base+d.name
		if essence(d.mediaType) == "text/html" {
			w.Header().Set("Location", d.location)
			w.Header().Set("Vary", "Accept")
			plain(w, http.StatusFound, "it is at "+d.location)
			return
		}
	}
	s.send(w, r, e, d)
}

// refuse says why there is no document.
func (s *site) refuse(w http.ResponseWriter, r *http.Request, name string, err error) {
	var unfit notAcceptable
	switch {
	case errors.Is(err, errNoEdition):
		w.Header().Set("Retry-After", "30")
		plain(w, http.StatusServiceUnavailable, "nothing has been published yet; try again in a while")
	case errors.Is(err, errFolder):
		w.Header().Set("Location", "./"+url.PathEscape(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])+"/")
		plain(w, http.StatusMovedPermanently, "it is a folder")
	case errors.As(err, &unfit):
		unacceptable(w, name, unfit.all)
	case errors.Is(err, fs.ErrNotExist):
		plain(w, http.StatusNotFound, "not found")
	case r.Context().Err() != nil: // the client went away
	default:
		slog.Error("serve a file", "path", name, "err", err)
		plain(w, http.StatusInternalServerError, "the file could not be read")
	}
}

// unacceptable lists what there is, for programs and for people (RFC 9110, section 15.5.7).
func unacceptable(w http.ResponseWriter, name string, all []form) {
	var text strings.Builder
	text.WriteString("none of these is what Accept asks for:\n")
	for _, f := range all {
		w.Header().Add("Link", link(relative(name+f.ext), "alternate", f.media))
		fmt.Fprintf(&text, "%s %s\n", relative(name+f.ext), f.media)
	}
	w.Header().Set("Vary", "Accept")
	plain(w, http.StatusNotAcceptable, strings.TrimSuffix(text.String(), "\n"))
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
