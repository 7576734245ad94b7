package harvest

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gocolly/colly/v2"
)

// hop is one visit of a fetch, to one address. It stands on both sides of colly:
// above it as its callbacks (ask, judge, take), and below it as the RoundTripper
// that every request goes through.
type hop struct {
	*errand    // its context, too: colly asks for robots.txt without one
	address    *url.URL
	validators Validators
	why        Why
	attempt    int

	crawlDelay time.Duration // what robots.txt asks for

	cleared bool        // robots.txt was read and lets us ask for the address
	header  http.Header // of the answer, as received
	length  int64       // of the body as sent; -1 when it is not known

	// The outcome is one of these.
	page     *Page
	location string // where the address redirects to
	refusal  error
}

// ask adds the headers of our request. Only gzip is announced, since it is what
// [unpack] can hold within a cap with the standard library.
func (h *hop) ask(r *colly.Request) {
	r.Headers.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1")
	r.Headers.Set("Accept-Encoding", "gzip")
	if v := h.validators.ETag; v != "" {
		r.Headers.Set("If-None-Match", v)
	}
	if v := h.validators.LastModified; v != "" {
		r.Headers.Set("If-Modified-Since", v)
	}
}

// RoundTrip implements [http.RoundTripper]. Colly asks for robots.txt first, and for
// the page only if that clears it; the page may itself be called robots.txt.
func (h *hop) RoundTrip(r *http.Request) (*http.Response, error) {
	if !h.cleared && r.URL.Path == robotsPath {
		return h.answerRobots(r)
	}
	return h.answerPage(r)
}

// answerRobots answers colly's question for robots.txt. What it gives is not the
// site's file but our verdict on the address, in the form of a robots.txt: colly's
// matcher (temoto/robotstxt) does not anchor patterns with a wildcard, matches
// product tokens by prefix and stops at lines it does not know, against RFC 9309.
func (h *hop) answerRobots(r *http.Request) (*http.Response, error) {
	h.crawlDelay, h.refusal = h.checkRobots(h.address)
	if h.refusal == nil {
		h.cleared = true
		return robotsAnswer(r, "User-agent: *\nAllow: /\n"), nil
	}
	return robotsAnswer(r, "User-agent: *\nDisallow: /\n"), nil
}

// answerPage sends the request for the page. Content-Type is hidden from colly,
// which would otherwise transcode a body whose type names a charset.
func (h *hop) answerPage(r *http.Request) (*http.Response, error) {
	if !h.cleared || r.URL.String() != h.address.String() {
		return nil, fmt.Errorf("%s is asked for, but robots.txt was read for %s", r.URL, h.address)
	}
	if err := h.turn(h.address, max(h.fetcher.options.MinDelay, h.crawlDelay)); err != nil {
		return nil, err
	}
	resp, err := h.fetcher.send(r, h.why, h.attempt)
	if err != nil {
		return nil, err
	}
	h.header, h.length = resp.Header.Clone(), resp.ContentLength
	resp.Header.Del("Content-Type")
	unpack(resp, h.fetcher.options.MaxBody)
	return resp, nil
}

// turn waits for our turn at the host, which no page is late for.
func (e *errand) turn(address *url.URL, delay time.Duration) error {
	e.budget.pause()
	defer e.budget.resume()
	return e.fetcher.pace.wait(e.ctx, hostOf(address), delay)
}

// judge looks at the head of the answer, and lets the body come only if it is a page.
func (h *hop) judge(r *colly.Response) {
	h.location, h.refusal = h.verdict(r.StatusCode)
	if h.location != "" || h.refusal != nil {
		r.Request.Abort()
	}
}

func (h *hop) verdict(status int) (location string, err error) {
	switch {
	case isRedirect(status) && h.header.Get("Location") != "":
		return h.header.Get("Location"), nil
	case status == http.StatusNotModified && h.validators != Validators{}:
		return "", ErrNotModified
	case isTransient(status):
		return "", &fault{statusError(status, h.header), retryAfter(h.header, h.fetcher.options.Now())}
	case status != http.StatusOK && status != http.StatusNonAuthoritativeInfo:
		return "", statusError(status, h.header)
	case h.length > h.fetcher.options.MaxBody:
		return "", tooLarge(h.fetcher.options.MaxBody)
	}
	return "", checkDeclaredType(h.header.Get("Content-Type"))
}

// take keeps the body, which has come whole.
func (h *hop) take(r *colly.Response) {
	contentType, err := pageType(h.header.Get("Content-Type"), r.Body)
	if err != nil {
		h.refusal = err
		return
	}
	h.page = &Page{
		Base:        h.address.String(),
		FetchedAt:   h.fetcher.options.Now().UTC().Truncate(time.Second),
		ContentType: contentType,
		Validators: Validators{
			ETag:         h.header.Get("ETag"),
			LastModified: h.header.Get("Last-Modified"),
		},
		Body: r.Body,
	}
}

// isRedirect tells the statuses that name another address for the same page
// (RFC 9110, section 15.4).
func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
