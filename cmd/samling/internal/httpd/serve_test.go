package httpd

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

func await[T any](t *testing.T, c <-chan T, what string) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(patience):
		t.Fatalf("%s did not come", what)
	}
	return v
}

// running is a server that a test stops itself.
type running struct {
	addr string
	stop context.CancelFunc
	done chan error
}

func run(t *testing.T, h http.Handler, grace time.Duration, l limits) running {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := running{ln.Addr().String(), cancel, make(chan error, 1)}
	go func() { r.done <- serve(ctx, ln, h, grace, l) }()
	t.Cleanup(cancel)
	return r
}

// dial sends text on a connection of its own.
func (r running) dial(t *testing.T, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}

const request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

func TestHealth(t *testing.T) {
	base := server(t, http.NotFoundHandler())
	if a := ask(t, "GET", base+"/healthz"); a.StatusCode != 200 || a.body != "ok\n" || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %q %v", a.StatusCode, a.body, a.Header)
	}
	if a := ask(t, "POST", base+"/healthz"); a.StatusCode != 405 {
		t.Errorf("POST: %d", a.StatusCode)
	}
	if a := ask(t, "GET", base+"/healthz/"); a.StatusCode != 404 {
		t.Errorf("below it: %d", a.StatusCode)
	}
}

func TestStopDrains(t *testing.T) {
	started, release := make(chan struct{}), make(chan struct{})
	r := run(t, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		close(started)
		<-release
		if req.Context().Err() != nil {
			t.Error("the request was cancelled within the grace time")
		}
		_, _ = io.WriteString(w, "whole")
	}), patience, sane())
	conn := r.dial(t, request)
	await(t, started, "the request")
	r.stop()
	// Nobody new gets in, and the server waits for the one that is in.
	for {
		c, err := net.Dial("tcp", r.addr)
		if err != nil {
			break
		}
		_ = c.Close()
	}
	if len(r.done) != 0 {
		t.Fatal("the server returned with a request under way")
	}
	close(release)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil || string(body) != "whole" {
		t.Errorf("%q, %v", body, err)
	}
	if err := await(t, r.done, "the end"); err != nil {
		t.Error(err)
	}
}

func TestGraceEnds(t *testing.T) {
	started, gone := make(chan struct{}), make(chan struct{})
	r := run(t, http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		close(started)
		<-req.Context().Done()
		close(gone)
	}), time.Millisecond, sane())
	conn := r.dial(t, request)
	await(t, started, "the request")
	r.stop()
	err := await(t, r.done, "the end")
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "were cut") {
		t.Errorf("%v", err)
	}
	await(t, gone, "the request's cancellation")
	if _, err := conn.Read(make([]byte, 1)); err == nil {
		t.Error("the connection was not cut")
	}
}

func TestListenerFails(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = ln.Close()
	if err := Serve(t.Context(), ln, http.NotFoundHandler(), 0); err == nil {
		t.Error("no error from a closed listener")
	}
}

// closes reads until the server hangs up, and returns what came.
func closes(t *testing.T, conn net.Conn) string {
	t.Helper()
	data, err := io.ReadAll(conn)
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		t.Fatal("the server kept the connection")
	}
	return string(data)
}

func TestSlowClientsAreCut(t *testing.T) {
	nothing := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	header := limits{header: 50 * time.Millisecond, body: time.Hour, stall: patience, idle: patience, conns: 100}
	r := run(t, nothing, patience, header)
	closes(t, r.dial(t, ""))
	closes(t, r.dial(t, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "))
	r.stop()
	if err := await(t, r.done, "the end"); err != nil {
		t.Error(err)
	}
	body := limits{header: patience, body: 50 * time.Millisecond, stall: patience, idle: patience, conns: 100}
	r = run(t, nothing, patience, body)
	closes(t, r.dial(t, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123"))
	r.stop()
	if err := await(t, r.done, "the end"); err != nil {
		t.Error(err)
	}
	idle := limits{header: patience, body: patience, stall: patience, idle: 50 * time.Millisecond, conns: 100}
	r = run(t, nothing, patience, idle)
	if got := closes(t, r.dial(t, request)); !strings.HasPrefix(got, "HTTP/1.1 200") {
		t.Errorf("%q", got)
	}
	r.stop()
	if err := await(t, r.done, "the end"); err != nil {
		t.Error(err)
	}
}

func TestLargeHeader(t *testing.T) {
	r := run(t, http.NotFoundHandler(), patience, sane())
	got := closes(t, r.dial(t, "GET / HTTP/1.1\r\nHost: a\r\nX: "+strings.Repeat("x", 2*maxHeader)+"\r\n\r\n"))
	if !strings.HasPrefix(got, "HTTP/1.1 431") {
		t.Errorf("%.80q", got)
	}
	r.stop()
	if err := await(t, r.done, "the end"); err != nil {
		t.Error(err)
	}
}

// large is more than the buffers of both ends hold, in pieces.
func large(fail chan<- error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		piece := bytes.Repeat([]byte("x"), 32<<10)
		for range 2048 { // 64 MiB
			if _, err := w.Write(piece); err != nil {
				fail <- err
				return
			}
		}
		fail <- nil
	})
}

func TestStalledReaderIsCut(t *testing.T) {
	fail := make(chan error, 1)
	l := sane()
	l.stall = 100 * time.Millisecond
	r := run(t, large(fail), patience, l)
	r.dial(t, request) // and reads nothing
	if err := await(t, fail, "the end of the answer"); err == nil {
		t.Error("a reader that takes nothing was waited for")
	}
	r.stop()
	if err := await(t, r.done, "the end"); err != nil {
		t.Error(err)
	}
}

// TestSteadyReaderIsKept: an answer that takes longer than the stall time in all,
// but never without progress, is not cut.
func TestSteadyReaderIsKept(t *testing.T) {
	t.Parallel()
	const stall = 2 * time.Second
	ended := make(chan error, 1)
	l := limits{header: patience, body: stall / 2, stall: stall, idle: patience, conns: 100}
	r := run(t, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		flush := http.NewResponseController(w)
		for start := time.Now(); time.Since(start) < stall+stall/2; time.Sleep(stall / 20) {
			_, _ = io.WriteString(w, "piece\n")
			if err := flush.Flush(); err != nil {
				ended <- fmt.Errorf("cut: %w", err)
				return
			}
		}
		ended <- req.Context().Err() // nor by the read time-out, which passed meanwhile
	}), patience, l)
	conn := r.dial(t, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	got := closes(t, conn)
	if err := await(t, ended, "the end of the answer"); err != nil || !strings.HasSuffix(got, "0\r\n\r\n") {
		t.Errorf("%v, ends in %q", err, got[max(0, len(got)-20):])
	}
	r.stop()
	if err := await(t, r.done, "the end"); err != nil {
		t.Error(err)
	}
}
