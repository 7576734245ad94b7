package websub_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/cmd/samling/internal/websub"
	"samling/harvest"
)

// hub answers as it is told, and remembers what it was told.
type hub struct {
	mu     sync.Mutex
	told   []string
	answer func(w http.ResponseWriter, r *http.Request)
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.told = append(h.told, strings.Join([]string{r.Method, r.Header.Get("Content-Type"), r.Header.Get("User-Agent"), r.FormValue("hub.mode"), r.PostFormValue("hub.url")}, " "))
	h.mu.Unlock()
	h.answer(w, r)
}

func start(t *testing.T, answer func(http.ResponseWriter, *http.Request)) (*hub, string) {
	h := &hub{answer: answer}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return h, server.URL + "/hub"
}

func publisher(address string) websub.Publisher {
	return websub.Publisher{Hub: address, UserAgent: "Samling/1", Transport: harvest.NewTransport(true, nil)}
}

var feeds = []string{"https://example.org/lit/feed.xml", "https://example.org/lit/feeds/type/b%C3%B8k/atom.xml"}

func TestPing(t *testing.T) {
	h, address := start(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	if err := publisher(address).Ping(t.Context(), feeds); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"POST application/x-www-form-urlencoded Samling/1 publish " + feeds[0],
		"POST application/x-www-form-urlencoded Samling/1 publish " + feeds[1],
	}
	if !slices.Equal(h.told, want) {
		t.Errorf("the hub was told\n%q\nwant\n%q", h.told, want)
	}
	if err := publisher(address).Ping(t.Context(), nil); err != nil || len(h.told) != 2 {
		t.Errorf("nothing changed, and yet: %v, %q", err, h.told)
	}
}

// One feed is refused; the other is told of.
func TestPingRefused(t *testing.T) {
	h, address := start(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.PostFormValue("hub.url"), "feed.xml") {
			http.Error(w, "unknown topic", http.StatusBadRequest)
		}
	})
	err := publisher(address).Ping(t.Context(), feeds)
	if err == nil || !strings.Contains(err.Error(), feeds[0]+": status 400") || strings.Contains(err.Error(), feeds[1]) || len(h.told) != 2 {
		t.Errorf("%v, told %q", err, h.told)
	}
}

// A hub that redirects, hangs or is away.
func TestPingFails(t *testing.T) {
	elsewhere, other := start(t, func(http.ResponseWriter, *http.Request) {})
	_, redirects := start(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other, http.StatusTemporaryRedirect) })
	if err := publisher(redirects).Ping(t.Context(), feeds); err == nil || len(elsewhere.told) != 0 {
		t.Errorf("a redirect was followed: %v, %q", err, elsewhere.told)
	}
	hanging, hangs := start(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	p := publisher(hangs)
	p.Timeout = 50 * time.Millisecond
	if err := p.Ping(t.Context(), feeds); err == nil || !strings.Contains(err.Error(), "2 of 2 feeds") || len(hanging.told) != 1 {
		t.Errorf("a hub that hangs: %v, asked %d times", err, len(hanging.told))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := publisher(other).Ping(ctx, feeds); err == nil || len(elsewhere.told) != 0 {
		t.Errorf("a stopped program still tells: %v", err)
	}
}

// The guard of the fetcher holds for the hub too.
func TestPingIsGuarded(t *testing.T) {
	h, address := start(t, func(http.ResponseWriter, *http.Request) {})
	p := publisher(address)
	p.Transport = harvest.NewTransport(false, []netip.AddrPort{netip.MustParseAddrPort("127.0.0.1:1")})
	if err := p.Ping(t.Context(), feeds); err == nil || len(h.told) != 0 {
		t.Errorf("a hub on this machine was told: %v, %q", err, h.told)
	}
}
