package harvest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// checkRobots returns an error that wraps [ErrDisallowed] when the site's robots.txt
// keeps us from the address, and otherwise how far apart it wants requests to be.
func (e *errand) checkRobots(address *url.URL) (delay time.Duration, err error) {
	robots, err := e.robotsOf(address)
	if err != nil {
		return 0, err
	}
	product := e.fetcher.product
	if line := robots.disallows(product, address.RequestURI()); line != "" {
		return 0, fmt.Errorf("%w: %s%s says %.80q to %s; ask the site's owner for leave, "+
			"or save the page and name the file as the source's fetch",
			ErrDisallowed, robots.Origin, robotsPath, line, product)
	}
	return robots.crawlDelay(product), nil
}

// robotsOf returns the robots.txt of an origin, from the cache when it is young
// enough. An older one serves only when the site cannot be reached (section 2.4);
// a site that cannot, and has none, may not be read.
func (e *errand) robotsOf(address *url.URL) (Robots, error) {
	f, ctx, cache, origin := e.fetcher, e.ctx, e.robots, originOf(address)
	unlock, err := f.asking.lock(ctx, origin) // so that two pages of a site cost one question
	if err != nil {
		return Robots{}, err
	}
	defer unlock()

	kept, have, err := cache.Robots(ctx, origin)
	if err != nil {
		return Robots{}, fmt.Errorf("look up the robots.txt of %s: %w", origin, err)
	}
	if age := f.options.Now().Sub(kept.Fetched); have && age >= 0 && age < robotsLife {
		return kept, nil
	}
	var asked Robots
	err = e.retry(hostOf(address), func(attempt int) (err error) {
		if err := e.turn(address, 0); err != nil { // the page may follow at once
			return err
		}
		asked, err = f.askRobots(ctx, origin, attempt)
		return err
	})
	switch {
	case err == nil:
		if err := cache.PutRobots(ctx, asked); err != nil {
			return Robots{}, fmt.Errorf("keep the robots.txt of %s: %w", origin, err)
		}
		return asked, nil
	case ctx.Err() != nil, errors.Is(err, ErrPrivate):
		return Robots{}, err
	case have:
		return kept, nil
	}
	return Robots{}, fmt.Errorf("%w: %s%s could not be read, and until it can the site must not be (RFC 9309, 2.3.1.4): %w; "+
		"try again later", ErrDisallowed, origin, robotsPath, err)
}

// askRobots asks a site for its robots.txt, following up to five redirects; more
// mean that there is none (section 2.3.1.2).
func (f *Colly) askRobots(ctx context.Context, origin string, attempt int) (Robots, error) {
	address, err := parseAddress(origin + robotsPath)
	if err != nil {
		return Robots{}, err
	}
	const redirects = 5
	for hop := 0; ; hop++ {
		robots, location, err := f.askRobotsAt(ctx, address, attempt)
		robots.Origin = origin
		if err != nil || location == "" || hop == redirects {
			return robots, err
		}
		if address, err = parseReference(address, location); err != nil {
			return Robots{}, fmt.Errorf("it redirects to %.200q: %w", location, err)
		}
	}
}

// askRobotsAt makes one request; location is where the answer redirects to, or "".
func (f *Colly) askRobotsAt(ctx context.Context, address *url.URL, attempt int) (robots Robots, location string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return Robots{}, "", err
	}
	r.Header.Set("User-Agent", f.options.UserAgent)
	r.Header.Set("Accept", "text/plain, */*;q=0.1")
	r.Header.Set("Accept-Encoding", "gzip")
	resp, err := f.send(r, WhyRobots, attempt)
	if err != nil {
		return Robots{}, "", err
	}
	defer resp.Body.Close()
	robots = Robots{Status: resp.StatusCode, Fetched: f.options.Now().UTC().Truncate(time.Second)}
	switch {
	case robotsUnreachable(resp.StatusCode):
		err := fmt.Errorf("status %d", resp.StatusCode)
		if isTransient(resp.StatusCode) {
			err = &fault{err, retryAfter(resp.Header, f.options.Now())}
		}
		return Robots{}, "", err
	case isRedirect(resp.StatusCode):
		return robots, resp.Header.Get("Location"), nil
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		return robots, "", nil
	}
	unpack(resp, f.options.MaxBody)
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxRobots+1))
	robots.Body = wholeLines(body)
	return robots, "", err
}

// robotsAnswer is an answer to colly, with text as the robots.txt.
func robotsAnswer(r *http.Request, text string) *http.Response {
	return &http.Response{
		Status:        "200 OK",
		StatusCode:    http.StatusOK,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        http.Header{},
		Body:          io.NopCloser(strings.NewReader(text)),
		ContentLength: int64(len(text)),
		Request:       r,
	}
}

// keyedLock is one lock for each key, which can be waited for with a context.
type keyedLock struct {
	mu    sync.Mutex
	locks map[string]chan struct{}
}

func (k *keyedLock) lock(ctx context.Context, key string) (unlock func(), err error) {
	k.mu.Lock()
	if k.locks == nil {
		k.locks = map[string]chan struct{}{}
	}
	held, ok := k.locks[key]
	if !ok {
		held = make(chan struct{}, 1)
		k.locks[key] = held
	}
	k.mu.Unlock()

	select {
	case held <- struct{}{}:
		return func() { <-held }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
