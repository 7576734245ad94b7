package harvest

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// dialControl is what a [net.Dialer] calls before each connection, when the name is
// resolved and the address is known: what a name resolves to cannot get past it.
type dialControl func(network, address string, c syscall.RawConn) error

// newGuard returns the control that refuses every address that is not on the public
// internet: private, loopback, link-local, shared (RFC 6598), reserved and
// documentation addresses, the addresses where cloud machines are told of themselves,
// and IPv4 addresses in the clothes of IPv6.
func newGuard(allowAll bool, allowed []netip.AddrPort) dialControl {
	if allowAll {
		return nil
	}
	guardian := ssrf.New(
		ssrf.WithAnyPort(),
		// Azure tells machines of themselves at a public address.
		ssrf.WithDeniedV4Prefixes(netip.MustParsePrefix("168.63.129.16/32")),
	)
	return func(network, address string, c syscall.RawConn) error {
		if to, err := netip.ParseAddrPort(address); err == nil && slices.Contains(allowed, to) {
			return nil
		}
		if err := guardian.Safe(network, address, c); err != nil {
			return fmt.Errorf("%w: %s; set network.allow_private: true in samling.yaml to read pages "+
				"on your own network (%w)", ErrPrivate, address, err)
		}
		return nil
	}
}

// NewTransport returns a Transport that connects to the public internet alone, and to
// what is allowed: for other requests than those of a [Fetcher] that go where somebody
// says. It uses no proxy.
func NewTransport(allowPrivate bool, allowed []netip.AddrPort) *http.Transport {
	return newTransport(newGuard(allowPrivate, allowed), nil)
}

// newTransport returns the one Transport of a fetcher: a new one for each fetch would
// leave its connections open.
func newTransport(guard dialControl, resolver *net.Resolver) *http.Transport {
	dialer := &net.Dialer{Timeout: 30 * time.Second, Control: guard, Resolver: resolver}
	return &http.Transport{
		Proxy:                  nil, // it would connect where the guard does not see
		DialContext:            dialer.DialContext,
		DisableCompression:     true, // unpack does it, within the cap
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: 256 << 10,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxIdleConns:           16,
		IdleConnTimeout:        30 * time.Second,
	}
}
