package harvest

import (
	"cmp"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/gocolly/colly/v2"
	"golang.org/x/net/http/httpguts"
)

// FetchOptions say how sites are asked. Only UserAgent must be given.
type FetchOptions struct {
	// UserAgent is sent with every request. It begins with the product token that
	// robots.txt knows us by: "Samling/1.0 (+https://example.org/)" is "Samling".
	UserAgent string
	// AllowPrivate lets pages be read from private, loopback and other addresses
	// that are not on the public internet.
	AllowPrivate bool
	// AllowHosts are exact addresses that may be read although they are private.
	AllowHosts []netip.AddrPort
	// MaxBody is the largest body in bytes, as sent and unpacked; 16 MiB if 0.
	MaxBody int64
	// Timeout is for the whole fetch, robots.txt, redirects and retries included, but
	// not the wait for our turn; 60 s if 0.
	Timeout time.Duration
	// MaxRedirects is how many redirects are followed; 10 if 0.
	MaxRedirects int
	// Retries is how many times more a page is asked for after a fault that may go
	// away by itself; 0 for none.
	Retries int
	// MinDelay is the least time between two requests for pages of one host, across
	// all fetches. A Crawl-delay in robots.txt, up to two minutes, makes it longer.
	MinDelay time.Duration
	// Requests is told of every request made; by several goroutines. Nil for nobody.
	Requests func(Request)
	// Resolver looks up names; the system's if nil.
	Resolver *net.Resolver
	// Robots keeps robots.txt between fetches. If nil, each fetch asks for it.
	Robots RobotsCache
	// Now is the clock; time.Now if nil.
	Now func() time.Time
	// Sleep waits between requests, until the context ends. If nil, real time passes,
	// whatever Now says; otherwise Now is taken to pass with it.
	Sleep func(context.Context, time.Duration) error
	// Rand returns a number from 0 up to 1, to spread retries; math/rand/v2 if nil.
	Rand func() float64
}

// Colly is the [Fetcher] for the web, over gocolly/colly. It is safe for use by
// several goroutines.
//
// It asks for one page at a time: robots.txt first (RFC 9309), on every host that a
// redirect leads to, then the page, with the validators of last time. Every
// connection it opens is guarded against private addresses. Because a proxy would
// connect for us, out of the guard's sight, none is used: HTTP_PROXY and its like
// are not read. Neither cookies nor colly's own environment variables are.
type Colly struct {
	options   FetchOptions
	product   string // the product token in the user agent
	transport *http.Transport
	asking    keyedLock // by origin: who asks for its robots.txt
	pace      *pace
}

var _ Fetcher = (*Colly)(nil)

// NewFetcher returns a Fetcher for the web. Close it when it is no longer needed.
func NewFetcher(o FetchOptions) (*Colly, error) {
	product := productToken(o.UserAgent)
	if product == "" || !httpguts.ValidHeaderFieldValue(o.UserAgent) {
		return nil, fmt.Errorf("user agent %q: it must begin with a name of letters, such as Samling/1.0; "+
			"see network.user_agent in samling.yaml", o.UserAgent)
	}
	o.MaxBody = cmp.Or(o.MaxBody, defaultMaxBody)
	o.Timeout = cmp.Or(o.Timeout, time.Minute)
	o.MaxRedirects = cmp.Or(o.MaxRedirects, 10)
	p := &pace{now: time.Now, sleep: sleep}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep != nil {
		p = &pace{now: o.Now, sleep: o.Sleep}
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	return &Colly{
		options:   o,
		product:   product,
		transport: newTransport(newGuard(o.AllowPrivate, o.AllowHosts), o.Resolver),
		pace:      p,
	}, nil
}

// Close lets go of the idle connections. The error is always nil.
func (f *Colly) Close() error {
	f.transport.CloseIdleConnections()
	return nil
}

// Fetch implements [Fetcher]. Page.URL is the address asked for, without its
// fragment; Page.Base is the one that answered, after redirects.
func (f *Colly) Fetch(ctx context.Context, address string, v Validators) (*Page, error) {
	ctx, budget, cancel := newBudget(ctx, f.options.Timeout)
	defer cancel()
	e := &errand{fetcher: f, ctx: ctx, budget: budget, robots: f.options.Robots}
	if e.robots == nil {
		e.robots = robotsMemo{}
	}

	first, err := parseAddress(address)
	if err != nil {
		return nil, fmt.Errorf("fetch %q: %w", address, err)
	}
	page, err := e.follow(first, v)
	if err != nil {
		return nil, fmt.Errorf("fetch %q: %w", address, stopped(ctx, err))
	}
	page.URL, _, _ = strings.Cut(address, "#")
	return page, nil
}

// follow visits the address and then where it redirects to, until a page comes.
func (e *errand) follow(address *url.URL, v Validators) (*Page, error) {
	seen := map[string]bool{}
	why := WhyPage
	for range e.fetcher.options.MaxRedirects + 1 {
		seen[address.String()] = true
		var h *hop
		err := e.retry(hostOf(address), func(attempt int) error {
			h = &hop{errand: e, address: address, validators: v, why: why, attempt: attempt}
			return e.visit(h)
		})
		if err != nil {
			return nil, err
		}
		if h.page != nil {
			return h.page, nil
		}
		next, err := parseReference(address, h.location)
		if err != nil {
			return nil, fmt.Errorf("%s redirects to %.200q: %w", address, h.location, err)
		}
		if seen[next.String()] && h.header.Get("Set-Cookie") != "" {
			return nil, fmt.Errorf("%s redirects back to %s and sets a cookie, which is not sent back; "+
				"ask the site's owner, or save the page and name the file as the source's fetch", address, next)
		}
		if seen[next.String()] {
			return nil, fmt.Errorf("%s redirects back to %s, in a circle; is the address right?", address, next)
		}
		if err := e.await(hostOf(address), h.header); err != nil {
			return nil, err
		}
		address, why = next, WhyRedirect
	}
	return nil, fmt.Errorf("more than %d redirects, the last one to %s; give the final address instead",
		e.fetcher.options.MaxRedirects, address)
}

// visit lets a collector of its own make one hop: colly does not visit an address twice.
func (e *errand) visit(h *hop) error {
	c := &colly.Collector{}
	c.Init() // and not NewCollector, which lets COLLY_* in the environment change the settings
	c.Context = e.ctx
	c.UserAgent = e.fetcher.options.UserAgent
	c.IgnoreRobotsTxt = false
	c.MaxBodySize = 0 // colly would cut the body off; hop refuses it instead
	c.ParseHTTPErrorResponse = true
	c.SetClient(&http.Client{Transport: h})
	c.SetRedirectHandler(func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse })
	c.OnRequest(h.ask)
	c.OnResponseHeaders(h.judge)
	c.OnResponse(h.take)

	err := c.Visit(h.address.String())
	switch {
	case h.refusal != nil:
		return h.refusal
	case h.location != "":
		return nil // colly says "aborted", which is what judge told it to do
	}
	return e.fetcher.explain(err)
}

// explain puts an error of the connection in words of use to the source's owner.
func (f *Colly) explain(err error) error {
	if repeats, ok := err.(*url.Error); ok {
		err = repeats.Err // without "Get" and the address once more
	}
	if over := (*http.MaxBytesError)(nil); errors.As(err, &over) {
		return tooLarge(f.options.MaxBody)
	}
	var lookup *net.DNSError
	switch {
	case err == nil, errors.Is(err, ErrPrivate):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("the answer was cut short: %w; try again later", err)
	case errors.Is(err, syscall.ECONNRESET):
		return fmt.Errorf("the site broke off the connection: %w; try again later", err)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Errorf("nobody answers there: %w; is the address right, and the site up?", err)
	case errors.As(err, &lookup) && lookup.IsNotFound:
		return fmt.Errorf("there is no such site: %w; is the address right?", err)
	case isCorrupt(err):
		return fmt.Errorf("the body is not packed as it says: %w; the site is at fault, tell its owner", err)
	case strings.Contains(err.Error(), "connection broken"), strings.Contains(err.Error(), "chunk"): // net/http has no types for them
		return fmt.Errorf("the answer is no sound HTTP: %w; the site is at fault, tell its owner", err)
	}
	return err
}

// isCorrupt tells the errors of a body that cannot be unpacked.
func isCorrupt(err error) bool {
	corrupt := flate.CorruptInputError(0)
	return errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, zlib.ErrHeader) ||
		errors.Is(err, zlib.ErrChecksum) || errors.As(err, &corrupt)
}

// stopped returns why the fetch was stopped from outside, if it was, and otherwise err.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	if cause := context.Cause(ctx); !errors.Is(cause, ctx.Err()) && !errors.Is(cause, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ctx.Err(), cause)
	}
	return context.Cause(ctx)
}

func tooLarge(limit int64) error {
	return fmt.Errorf("%w of %d bytes; raise network.max_body in samling.yaml if it is right", ErrTooLarge, limit)
}
