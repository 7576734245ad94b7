package httpd

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// htmlPolicy lets a page load its own things and nothing else, whatever the source
// wrote into its descriptions. Styles may stand in the page; scripts may not.
const htmlPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// send answers with f or with the gzip beside it, whichever the client prefers.
func (s *site) send(w http.ResponseWriter, r *http.Request, e *edition, f *file) {
	h := w.Header()
	h.Set("Content-Type", mediaType(f.name))
	// Kept, but asked for again each time: an edition is replaced as a whole.
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(h.Get("Content-Type"), "text/html") || strings.HasSuffix(f.name, ".svg") {
		h.Set("Content-Security-Policy", htmlPolicy)
	}
	if packed, err := e.beside(f); err == nil {
		defer packed.Close()
		h.Set("Vary", "Accept-Encoding")
		if wantsGzip(r.Header.Values("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			w = &sized{w, packed.info.Size()}
			f = packed
		}
	}
	digest, err := s.digest(e, f)
	if err != nil {
		h.Del("Content-Encoding")
		plain(w, http.StatusInternalServerError, "the file could not be read")
		return
	}
	// Strong, and other for the gzip: it is of the bytes sent (RFC 9110, section 8.8.3).
	h.Set("ETag", fmt.Sprintf(`"%x"`, digest))
	modified := f.info.ModTime()
	if modified.After(s.now()) {
		modified = s.now() // section 8.8.2.1: never in the future
	}
	http.ServeContent(w, r, "", modified, f)
}

// sized adds the length that http.ServeContent leaves out where there is a
// Content-Encoding, on the one status whose body is the whole file.
type sized struct {
	http.ResponseWriter
	size int64
}

func (w *sized) WriteHeader(status int) {
	if status == http.StatusOK {
		w.Header().Set("Content-Length", strconv.FormatInt(w.size, 10))
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (w *sized) Unwrap() http.ResponseWriter { return w.ResponseWriter }
