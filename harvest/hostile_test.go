package harvest_test

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"samling/harvest"
	"samling/harvest/hostiletest"
)

// TestHostileSource meets every hostile source: each ends, within memory, in a message
// that says what to do, or in the list.
func TestHostileSource(t *testing.T) {
	for _, c := range hostiletest.Cases() {
		t.Run(c.Name, func(t *testing.T) {
			server := hostiletest.Serve(t, c)
			f := newFetcher(t, func(o *harvest.FetchOptions) {
				o.AllowPrivate = false
				o.AllowHosts = []netip.AddrPort{netip.MustParseAddrPort(server.Listener.Addr().String())}
				o.Retries = 2
				o.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
				if c.Slow {
					o.Timeout = 200 * time.Millisecond
				}
			})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			stage, list, message := meet(t, f, server.URL+c.Path)
			runtime.ReadMemStats(&after)
			mebibytes := (after.TotalAlloc - before.TotalAlloc) >> 20
			if os.Getenv("HOSTILE") != "" {
				fmt.Printf("%-32s %-8s %4d MiB  %s\n", c.Name, stage, mebibytes, message)
			}
			if stage != c.Stage || len(list.Entries) != c.Entries {
				t.Errorf("%s with %d entries, want %s with %d: %s", stage, len(list.Entries), c.Stage, c.Entries, message)
			}
			for _, words := range c.Says {
				if !strings.Contains(message, words) {
					t.Errorf("%s\ndoes not say %q", message, words)
				}
			}
			if mebibytes > 256 {
				t.Errorf("%d MiB were allocated", mebibytes)
			}
		})
	}
}

// meet fetches and reads a page, and tells how far that got.
func meet(t *testing.T, f harvest.Fetcher, address string) (hostiletest.Stage, harvest.List, string) {
	t.Helper()
	page, err := fetch(t, f, address)
	if err != nil {
		return hostiletest.Refused, harvest.List{}, err.Error()
	}
	list, err := harvest.Read(page, profile)
	switch {
	case err != nil:
		return hostiletest.Refused, list, err.Error()
	case len(list.Entries) == 0:
		return hostiletest.NoList, list, list.Instead
	}
	return hostiletest.List, list, list.Instead
}
