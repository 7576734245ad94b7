// Package sample holds the page that comes with Samling, and serves it over HTTP on
// the loopback interface so that it is harvested as any page is.
package sample

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Page is the text of the sample page, exactly as it is served.
//
//go:embed litteratursamling.txt
var Page []byte

// Server serves the page until it is closed.
type Server struct {
	ln  net.Listener
	srv *http.Server
}

// Serve starts the server on a free loopback port.
func Serve() (*Server, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve the sample page: %w", err)
	}
	s := &Server{ln: ln, srv: &http.Server{Handler: http.HandlerFunc(page), ReadHeaderTimeout: 5 * time.Second}}
	go s.srv.Serve(ln)
	return s, nil
}

func page(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(Page)))
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(Page)))
}

// Address is where the page with this address is served instead.
func (s *Server) Address(page string) string {
	u, err := url.Parse(page)
	if err != nil {
		return "http://" + s.ln.Addr().String() + "/"
	}
	return "http://" + s.ln.Addr().String() + u.RequestURI()
}

// AddrPort is the address that the fetcher must be allowed to read.
func (s *Server) AddrPort() netip.AddrPort { return s.ln.Addr().(*net.TCPAddr).AddrPort() }

// Close stops the server.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return s.srv.Shutdown(ctx)
}
