package harvest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
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
	// Timeout is for the whole fetch, robots.txt and redirects included; 60 s if 0.
	Timeout time.Duration
	// MaxRedirects is how many redirects are followed; 10 if 0.
	MaxRedirects int
	// Robots keeps robots.txt between fetches. If nil, each fetch asks for it.
	Robots RobotsCache
	// Answered is told of every request: the host, and the status of the answer, 0
	// for none. It is called by several goroutines at once. Nobody is told if nil.
	Answered func(host string, status int)
	// Now is the clock; time.Now if nil.
	Now func() time.Time
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
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Colly{
		options:   o,
		product:   product,
		transport: newTransport(newGuard(o.AllowPrivate, o.AllowHosts)),
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
	ctx, cancel := context.WithTimeoutCause(ctx, f.options.Timeout, fmt.Errorf(
		"no whole answer within %s: %w; try again later", f.options.Timeout, context.DeadlineExceeded))
	defer cancel()

	first, err := parseAddress(address)
	if err != nil {
		return nil, fmt.Errorf("fetch %q: %w", address, err)
	}
	page, err := f.follow(ctx, first, v)
	if err != nil {
		return nil, fmt.Errorf("fetch %q: %w", address, stopped(ctx, err))
	}
	page.URL, _, _ = strings.Cut(address, "#")
	return page, nil
}

// follow visits the address and then where it redirects to, until a page comes.
func (f *Colly) follow(ctx context.Context, address *url.URL, v Validators) (*Page, error) {
	robots := f.options.Robots
	if robots == nil {
		robots = robotsMemo{}
	}
	seen := map[string]bool{}
	for range f.options.MaxRedirects + 1 {
		seen[address.String()] = true
		h := &hop{fetcher: f, ctx: ctx, address: address, validators: v, robots: robots}
		if err := f.visit(h); err != nil {
			return nil, err
		}
		if h.page != nil {
			return h.page, nil
		}
		next, err := parseReference(address, h.location)
		if err != nil {
			return nil, fmt.Errorf("%s redirects to %.200q: %w", address, h.location, err)
		}
		if seen[next.String()] {
			return nil, fmt.Errorf("%s redirects back to %s, in a circle; is the address right?", address, next)
		}
		address = next
	}
	return nil, fmt.Errorf("more than %d redirects, the last one to %s; give the final address instead",
		f.options.MaxRedirects, address)
}

// visit lets a collector of its own make one hop: colly does not visit an address twice.
func (f *Colly) visit(h *hop) error {
	c := &colly.Collector{}
	c.Init() // and not NewCollector, which lets COLLY_* in the environment change the settings
	c.Context = h.ctx
	c.UserAgent = f.options.UserAgent
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
	return f.explain(err)
}

// explain puts an error of the connection in words of use to the source's owner.
func (f *Colly) explain(err error) error {
	if repeats, ok := err.(*url.Error); ok {
		err = repeats.Err // without "Get" and the address once more
	}
	if over := (*http.MaxBytesError)(nil); errors.As(err, &over) {
		return tooLarge(f.options.MaxBody)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the answer was cut short: %w; try again later", err)
	}
	return err
}

// stopped returns why the fetch was stopped from outside, if it was, and otherwise err.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	if cause := context.Cause(ctx); !errors.Is(cause, ctx.Err()) {
		return fmt.Errorf("%w: %w", ctx.Err(), cause)
	}
	return context.Cause(ctx)
}

func tooLarge(limit int64) error {
	return fmt.Errorf("%w of %d bytes; raise network.max_body in samling.yaml if it is right", ErrTooLarge, limit)
}
