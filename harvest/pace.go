package harvest

import (
	"context"
	"net/url"
	"sync"
	"time"
)

// pace keeps requests for pages of one host apart, across all fetches of a [Colly].
// Who comes first goes first. A host that told us when to come back is left alone
// until then.
type pace struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error

	mu    sync.Mutex
	hosts map[string]*hostPace
}

type hostPace struct {
	next   time.Time // when the next request may be made
	closed time.Time // until when the host asked to be left alone
}

// hostOf is what is paced as one: a host, and a port other than its scheme's.
func hostOf(address *url.URL) string { return address.Host }

// wait returns when the host may be asked, or at once with a [*LaterError] when it
// asked to be left alone. The next request comes delay after this one.
func (p *pace) wait(ctx context.Context, host string, delay time.Duration) error {
	turn, err := p.turn(host, delay)
	if err != nil {
		return err
	}
	if wait := turn.Sub(p.now()); wait > 0 {
		return p.sleep(ctx, wait)
	}
	return ctx.Err()
}

// turn is when it is the caller's turn. Who gives up waiting leaves a gap, no more.
func (p *pace) turn(host string, delay time.Duration) (time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	h := p.of(host, now)
	if h.closed.After(now) {
		return time.Time{}, &LaterError{At: h.closed, Err: errClosed}
	}
	turn := h.next
	if turn.Before(now) {
		turn = now
	}
	h.next = turn.Add(delay)
	return turn, nil
}

// close leaves a host alone until a time.
func (p *pace) close(host string, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if h := p.of(host, p.now()); until.After(h.closed) {
		h.closed = until
	}
}

// of is what is known of a host. Hosts that nothing holds any more are forgotten.
func (p *pace) of(host string, now time.Time) *hostPace {
	if h := p.hosts[host]; h != nil {
		return h
	}
	if p.hosts == nil {
		p.hosts = map[string]*hostPace{}
	}
	for name, h := range p.hosts {
		if h.next.Before(now) && h.closed.Before(now) {
			delete(p.hosts, name)
		}
	}
	h := &hostPace{}
	p.hosts[host] = h
	return h
}

// sleep waits in real time.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
