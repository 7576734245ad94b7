// Package websub tells a WebSub hub that feeds have changed.
//
//	err := websub.Publisher{Hub: hub, Client: client}.Ping(ctx, addresses)
//
// WebSub (W3C Recommendation of 23 January 2018, section 6) leaves to hub and publisher
// how the hub is told. Hubs take what PubSubHubbub had: a form with hub.mode=publish and
// the feed's address in hub.url. Each feed is told of in a request of its own, since
// hubs differ in how they take several; the hub then fetches the feed itself.
//
// It promises to end: each request has a time-out and so have all together, redirects
// are not followed, and after the first request that a hub did not answer no more are
// sent. A feed that the hub refused does not keep the others from being told of.
package websub

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Publisher tells one hub.
type Publisher struct {
	Hub       string // its address
	UserAgent string
	// Transport opens the connections; it should be guarded, as hubs are configured
	// by people and resolved by others.
	Transport http.RoundTripper
	Timeout   time.Duration // for one request; 10 seconds if 0
	Total     time.Duration // for all of them; one minute if 0
}

// Ping tells the hub of the feeds at these addresses. The error joins all that went
// wrong; the feeds it names will reach subscribers with their next change.
func (p Publisher) Ping(ctx context.Context, feeds []string) error {
	ctx, cancel := context.WithTimeout(ctx, orElse(p.Total, time.Minute))
	defer cancel()
	client := &http.Client{
		Transport: p.Transport, Timeout: orElse(p.Timeout, 10*time.Second),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	var refused []error
	for i, feed := range feeds {
		status, err := p.ping(ctx, client, feed)
		if err != nil {
			return errors.Join(append(refused, fmt.Errorf("tell the hub %s: %w; %d of %d feeds were not told of", p.Hub, err, len(feeds)-i, len(feeds)))...)
		}
		if status/100 != 2 {
			refused = append(refused, fmt.Errorf("tell the hub %s of %s: status %d", p.Hub, feed, status))
		}
	}
	return errors.Join(refused...)
}

func orElse(d, otherwise time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return otherwise
}

func (p Publisher) ping(ctx context.Context, client *http.Client, feed string) (status int, err error) {
	form := url.Values{"hub.mode": {"publish"}, "hub.url": {feed}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.Hub, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", p.UserAgent)
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10) // so that the connection can be used again
	return resp.StatusCode, nil
}
