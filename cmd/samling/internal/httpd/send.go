package httpd

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// htmlPolicy lets a page load its own things and nothing else, whatever the source
// wrote into its descriptions. Styles may stand in the page; scripts may not.
const htmlPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// body is what is sent, in its encoding.
type body struct {
	io.ReadSeeker
	size   int64
	digest [sha256.Size]byte
	gzip   bool
}

// send answers with a document, packed where the client prefers that.
func (s *site) send(w http.ResponseWriter, r *http.Request, e *edition, d *document) {
	s.describe(r.Context(), w.Header(), e, d)
	packed := wantsGzip(r.Header.Values("Accept-Encoding"))
	if d.packed != nil && d.plain == nil && !packed {
		s.unpack(w, r, e, d)
		return
	}
	b, err := s.encode(e, d, packed)
	if err != nil {
		unreadable(w, d.name, err)
		return
	}
	h := w.Header()
	if b.gzip {
		h.Set("Content-Encoding", "gzip")
	}
	if d.gone {
		h.Set("Content-Length", strconv.FormatInt(b.size, 10))
		w.WriteHeader(http.StatusGone) // without conditions and ranges: RFC 9110, section 13.2.1
		_, _ = io.Copy(w, b)           // the reader may be gone, which is no fault of ours
		return
	}
	// Strong, and other for the gzip: it is of the bytes sent (RFC 9110, section 8.8.3).
	h.Set("ETag", fmt.Sprintf(`"%x"`, b.digest))
	if b.gzip {
		w = &sized{w, b.size}
	}
	http.ServeContent(w, r, "", d.modified(s.now()), b)
}

// describe sets the headers that do not depend on the encoding.
func (s *site) describe(ctx context.Context, h http.Header, e *edition, d *document) {
	h.Set("Content-Type", d.mediaType)
	// Kept, but asked for again each time: an edition is replaced as a whole.
	h.Set("Cache-Control", "no-cache")
	if kind := essence(d.mediaType); kind == "text/html" || kind == "image/svg+xml" {
		h.Set("Content-Security-Policy", htmlPolicy)
		h.Set("Referrer-Policy", "no-referrer") // what somebody looked up is nobody else's business
	}
	var vary []string
	if d.negotiated != nil {
		vary = append(vary, "Accept")
		h.Set("Content-Location", d.location)
	}
	if d.packed != nil || d.packable() {
		vary = append(vary, "Accept-Encoding")
	}
	if vary != nil {
		h.Set("Vary", strings.Join(vary, ", "))
	}
	if !d.gone {
		for _, link := range s.links(ctx, e, d) {
			h.Add("Link", link)
		}
	}
}

// relative is a reference to a name in the same folder. References are relative, since
// a proxy may have taken a prefix off the path.
func relative(name string) string { return (&url.URL{Path: path.Base(name)}).String() }

// packable says whether a document is packed on its way out.
func (d *document) packable() bool {
	size := d.size()
	return d.packed == nil && size >= leastPacked && size <= mostPacked && !isPacked(d.name) && compressible(d.mediaType)
}

// encode is the body of a document: packed where that is wanted and can be had.
func (s *site) encode(e *edition, d *document, packed bool) (body, error) {
	if packed && d.packed != nil {
		digest, err := s.digest(e, d.packed)
		return body{d.packed, d.packed.size, digest, true}, err
	}
	b := body{ReadSeeker: d.plain, size: d.size()}
	if d.isLive() {
		b.ReadSeeker, b.digest = bytes.NewReader(d.text), sha256.Sum256(d.text)
	} else {
		digest, err := s.digest(e, d.plain)
		if err != nil {
			return b, err
		}
		b.digest = digest
	}
	if !packed || !d.packable() {
		return b, nil
	}
	text, err := s.packer.pack(b.digest, b)
	return body{bytes.NewReader(text.data), int64(len(text.data)), text.digest, true}, err
}

// unpack sends a document of which there is only a gzip to a client that takes none.
// Its length is not known, so there are no ranges; its ETag follows from that of the gzip.
func (s *site) unpack(w http.ResponseWriter, r *http.Request, e *edition, d *document) {
	digest, err := s.digest(e, d.packed)
	if err != nil {
		unreadable(w, d.name, err)
		return
	}
	if !d.gone {
		tag := fmt.Sprintf(`"%x-unpacked"`, digest)
		w.Header().Set("ETag", tag)
		if isOneOf(tag, r.Header.Values("If-None-Match")) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	z, err := gzip.NewReader(d.packed)
	if err != nil {
		unreadable(w, d.name, err)
		return
	}
	if d.gone {
		w.WriteHeader(http.StatusGone)
	}
	if r.Method == http.MethodHead {
		return
	}
	if _, err := io.Copy(w, z); err != nil {
		panic(http.ErrAbortHandler) // so that a client that is still there sees that the text is cut
	}
}

// isOneOf says whether If-None-Match names an ETag (RFC 9110, section 13.1.2). The tags here
// have no comma.
func isOneOf(tag string, lines []string) bool {
	for item := range items(lines) {
		if item == "*" || strings.TrimPrefix(item, "W/") == tag {
			return true
		}
	}
	return false
}

// unreadable answers where a file that is there cannot be read.
func unreadable(w http.ResponseWriter, name string, err error) {
	slog.Error("serve a file", "path", name, "err", err)
	for _, field := range []string{"Content-Encoding", "Content-Location", "Link", "Vary"} {
		w.Header().Del(field)
	}
	plain(w, http.StatusInternalServerError, "the file could not be read")
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
