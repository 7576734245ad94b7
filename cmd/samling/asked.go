package main

import (
	"log/slog"
	"sync"

	"samling/harvest"
)

// asked collects the requests that are sent to sites, until the run journal takes them.
type asked struct {
	mu       sync.Mutex
	requests []harvest.Request
	told     func(host string, status int) // of every request; may be nil
}

// add is told of every request, by several goroutines.
func (a *asked) add(r harvest.Request) {
	slog.Debug("request", "why", r.Why, "url", r.URL, "attempt", r.Attempt, "status", r.Status, "bytes", r.Bytes,
		"duration", r.Duration, "error", r.Error)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.requests = append(a.requests, r)
	if a.told != nil {
		a.told(r.Host, r.Status)
	}
}

// take returns the requests since it was called last.
func (a *asked) take() []harvest.Request {
	a.mu.Lock()
	defer a.mu.Unlock()
	all := a.requests
	a.requests = nil
	return all
}
