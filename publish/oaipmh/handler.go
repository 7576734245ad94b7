package oaipmh

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
)

// DefaultPageSize is how many records a page of a list holds unless it is set.
const DefaultPageSize = 100

// Handler is an OAI-PMH 2.0 provider. Its address is the base address of the
// edition with "oai" after it, wherever it is mounted.
type Handler struct {
	Repository Repository
	Authority  string       // the domain in oai:{domain}:{id}; it must never change
	AdminEmail string       // of who answers for the repository
	PageSize   int          // records in a page; 0 for DefaultPageSize
	Log        *slog.Logger // nil for the default one

	ready atomic.Bool // something was once accepted
}

var _ http.Handler = (*Handler)(nil)

// Path is where the provider is, below the base address.
const Path = "oai"

// allowed are the methods; section 3.1.1 wants the first and the last.
const allowed = "GET, HEAD, OPTIONS, POST"

// retryAfter is when a harvester that could not be answered should come back, in seconds.
const retryAfter = 30

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Access-Control-Allow-Origin", "*")
	// An answer that a cache kept would hide changes behind a responseDate of the past.
	header.Set("Cache-Control", "no-store")
	header.Set("Vary", "Accept-Encoding")
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		h.answer(w, r)
	case http.MethodOptions:
		header.Set("Allow", allowed)
		header.Set("Access-Control-Allow-Methods", allowed)
		w.WriteHeader(http.StatusNoContent)
	default:
		header.Set("Allow", allowed)
		refuse(w, http.StatusMethodNotAllowed, "only GET and POST are answered here")
	}
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request) {
	form, fault := readForm(w, r)
	if fault != nil {
		refuse(w, fault.status, fault.message)
		return
	}
	body, err := h.response(r, form)
	switch {
	case err == nil:
		send(w, r, body)
	case r.Context().Err() != nil: // nobody is there to be answered
	default:
		if !errors.Is(err, ErrNotReady) {
			cmp.Or(h.Log, slog.Default()).Error("answer an OAI-PMH request", "error", err)
		}
		// Section 3.1.2.2: harvesters wait and try again, where another status ends their list.
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
		refuse(w, http.StatusServiceUnavailable, "the repository cannot be read now; try again in a while")
	}
}

// response is the whole XML document of an answer.
func (h *Handler) response(r *http.Request, f form) ([]byte, error) {
	v, err := h.Repository.View(r.Context())
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if err := h.checkReady(r, v); err != nil {
		return nil, err
	}
	a := answerer{Handler: h, view: v, ctx: r.Context()}
	doc, err := a.document(f)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(doc); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// checkReady says ErrNotReady until a source was accepted: a harvester that met an empty
// repository could take it for a list that has become empty.
func (h *Handler) checkReady(r *http.Request, v View) error {
	if h.ready.Load() {
		return nil
	}
	sources, err := v.Sources(r.Context())
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		return ErrNotReady
	}
	h.ready.Store(true)
	return nil
}

func send(w http.ResponseWriter, r *http.Request, body []byte) {
	header := w.Header()
	header.Set("Content-Type", "text/xml; charset=utf-8") // section 3.1.2.1
	if wantsGzip(r.Header.Values("Accept-Encoding")) {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write(body) // a buffer takes everything
		_ = z.Close()
		body = b.Bytes()
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the harvester may be gone, which is no fault of ours
	}
}

// refuse answers in plain text what is no OAI-PMH answer.
func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(message + "\n"))
}
