package harvest

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
)

const testAgent = "Samling/1.0 (+https://example.org/)"

func TestGuardRefuses(t *testing.T) {
	guard := newGuard(false, []netip.AddrPort{netip.MustParseAddrPort("127.0.0.1:8080")})
	for address, refused := range map[string]bool{
		"127.0.0.1:80":             true,
		"127.0.0.1:8081":           true, // only the exact address and port
		"127.0.0.1:8080":           false,
		"127.9.9.9:443":            true,
		"0.0.0.0:80":               true,
		"10.1.2.3:80":              true,
		"172.16.0.1:80":            true,
		"172.32.0.1:80":            false,
		"192.168.1.1:80":           true,
		"169.254.169.254:80":       true, // metadata
		"168.63.129.16:80":         true, // Azure's
		"100.64.0.1:80":            true, // RFC 6598
		"100.100.100.200:80":       true, // Alibaba's metadata, in the same
		"192.0.2.1:80":             true,
		"198.18.0.1:80":            true,
		"224.0.0.1:80":             true,
		"255.255.255.255:80":       true,
		"[::1]:80":                 true,
		"[::]:80":                  true,
		"[fe80::1]:80":             true,
		"[fe80::1%eth0]:80":        true,
		"[fc00::1]:80":             true,
		"[fd00:ec2::254]:80":       true, // metadata
		"[::ffff:127.0.0.1]:80":    true,
		"[::ffff:93.184.215.14]:1": true,
		"[64:ff9b::7f00:1]:80":     true, // NAT64
		"[2002:7f00:1::]:80":       true, // 6to4
		"[2001:db8::1]:80":         true,
		"[2606:4700::1111]:443":    false,
		"93.184.215.14:80":         false,
		"93.184.215.14:6379":       false,
		"not an address":           true,
	} {
		network := "tcp4"
		if strings.HasPrefix(address, "[") {
			network = "tcp6"
		}
		err := guard(network, address, nil)
		if errors.Is(err, ErrPrivate) != refused || (err == nil) == refused {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// A loopback server must not be reached by any spelling of its address.
func TestGuardStandsAtEveryDial(t *testing.T) {
	var reached atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { reached.Add(1) }))
	t.Cleanup(server.Close)
	_, port, _ := strings.Cut(server.Listener.Addr().String(), ":")
	f, err := NewFetcher(FetchOptions{UserAgent: testAgent})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	for _, host := range []string{
		"127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0.0.0.0",
		"[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1]", "１２７.0.0.1",
	} {
		_, err := f.Fetch(t.Context(), "http://"+host+":"+port+"/", Validators{})
		if !errors.Is(err, ErrPrivate) || errors.Is(err, ErrDisallowed) || !strings.Contains(err.Error(), "network.allow_private") {
			t.Errorf("%s: %v", host, err)
		}
	}
	if n := reached.Load(); n != 0 {
		t.Errorf("the server was reached %d times", n)
	}
}

func TestAllowedHostIsReached(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<p>ja")) }))
	t.Cleanup(server.Close)
	f, err := NewFetcher(FetchOptions{
		UserAgent:  testAgent,
		AllowHosts: []netip.AddrPort{netip.MustParseAddrPort(server.Listener.Addr().String())},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if _, err := f.Fetch(t.Context(), server.URL, Validators{}); err != nil {
		t.Error(err)
	}
}

// A proxy from the environment would dial for us. It cannot be tried on loopback,
// which net/http never sends through one.
func TestNoProxy(t *testing.T) {
	if newTransport(nil, nil).Proxy != nil {
		t.Error("the transport asks for a proxy")
	}
}

func TestHTTP2(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == robotsPath {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain")
		w.Write([]byte(r.Proto))
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	f, err := NewFetcher(FetchOptions{UserAgent: testAgent, AllowPrivate: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	f.transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	f.transport.TLSClientConfig.NextProtos = nil
	page, err := f.Fetch(t.Context(), server.URL+"/liste", Validators{})
	if err != nil || string(page.Body) != "HTTP/2.0" {
		t.Errorf("%+v, %v", page, err)
	}
}
