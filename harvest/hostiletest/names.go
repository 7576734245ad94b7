package hostiletest

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// Resolver returns a resolver over a name server of its own, on loopback, that knows
// some names. A name with several addresses has another one each time it is asked
// for, as when DNS is rebound between a check and a connection; the last one stays.
func Resolver(tb testing.TB, names map[string][]netip.Addr) *net.Resolver {
	tb.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		tb.Fatal(err)
	}
	server := &nameServer{names: names, asked: map[string]int{}}
	var done sync.WaitGroup
	done.Go(func() { server.serve(conn) })
	tb.Cleanup(func() { conn.Close(); done.Wait() })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp4", conn.LocalAddr().String())
	}}
}

type nameServer struct {
	names map[string][]netip.Addr
	asked map[string]int
}

func (s *nameServer) serve(conn *net.UDPConn) {
	buffer := make([]byte, 1500)
	for {
		n, from, err := conn.ReadFromUDPAddrPort(buffer)
		if err != nil {
			return // closed
		}
		if answer, err := s.answer(buffer[:n]); err == nil {
			conn.WriteToUDPAddrPort(answer, from)
		}
	}
}

// answer answers a question for an IPv4 address; to any other there is no answer.
func (s *nameServer) answer(question []byte) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(question); err != nil || len(m.Questions) == 0 {
		return nil, err
	}
	q := m.Questions[0]
	name := strings.TrimSuffix(strings.ToLower(q.Name.String()), ".")
	addrs := s.names[name]
	m.Response, m.Additionals = true, nil
	if len(addrs) == 0 {
		m.RCode = dnsmessage.RCodeNameError
	} else if q.Type == dnsmessage.TypeA {
		addr := addrs[min(s.asked[name], len(addrs)-1)]
		s.asked[name]++
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
			Body:   &dnsmessage.AResource{A: addr.As4()},
		}}
	}
	return m.Pack()
}
