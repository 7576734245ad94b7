package httpd

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestCrowd: connections that say nothing, or half of something, and idle ones do not
// keep a reader out, and are no more at once than is allowed.
func TestCrowd(t *testing.T) {
	l := sane()
	l.conns, l.header, l.idle = 20, time.Hour, time.Hour // nobody is cut for being slow
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") })
	r := run(t, hello, patience, l)
	var silent []net.Conn
	for i := range 500 {
		silent = append(silent, r.dial(t, []string{"", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\nX: ", request}[i%4]))
	}
	for range 5 {
		if a := ask(t, "GET", "http://"+r.addr+"/"); a.StatusCode != 200 || a.body != "hello" {
			t.Errorf("%d %q", a.StatusCode, a.body)
		}
	}
	kept := 0
	for _, conn := range silent {
		_ = conn.SetReadDeadline(time.Now().Add(10 * time.Millisecond))
		if _, err := io.Copy(io.Discard, conn); isTimeout(err) {
			kept++
		}
	}
	if kept == 0 || kept > l.conns {
		t.Errorf("%d silent connections are kept, at most %d may be", kept, l.conns)
	}
	r.stop()
	for _, conn := range silent {
		_ = conn.Close()
	}
	if err := await(t, r.done, "the end"); err != nil {
		t.Error(err)
	}
}

func isTimeout(err error) bool {
	timeout, ok := err.(net.Error)
	return ok && timeout.Timeout()
}

// TestCrowdOfReaders: what is being answered is not cut for a newcomer, who waits.
func TestCrowdOfReaders(t *testing.T) {
	l := sane()
	l.conns = 2
	entered, release := make(chan struct{}, 10), make(chan struct{})
	r := run(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		entered <- struct{}{}
		<-release
		_, _ = io.WriteString(w, "whole")
	}), patience, l)
	var answers []<-chan string
	for range 3 {
		conn, came := r.dial(t, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), make(chan string, 1)
		go func() { text, _ := io.ReadAll(conn); came <- string(text) }()
		answers = append(answers, came)
		if len(answers) < 3 {
			await(t, entered, "a request")
		}
	}
	select {
	case <-entered:
		t.Error("three are answered at once")
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	for _, came := range answers {
		if got := await(t, came, "the answer"); !strings.HasSuffix(got, "whole") {
			t.Errorf("%q", got)
		}
	}
	r.stop()
	if err := await(t, r.done, "the end"); err != nil {
		t.Error(err)
	}
}

// TestCrowdStops: a stop ends an Accept that waits for room.
func TestCrowdStops(t *testing.T) {
	l := sane()
	l.conns = 1
	entered, release := make(chan struct{}), make(chan struct{})
	r := run(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(entered); <-release }), patience, l)
	r.dial(t, request)
	await(t, entered, "the request")
	waits := r.dial(t, request)
	time.Sleep(20 * time.Millisecond) // so that it has most likely been accepted
	r.stop()
	if _, err := io.ReadAll(waits); isTimeout(err) {
		t.Error("a connection that waited for room was kept")
	}
	close(release)
	if err := await(t, r.done, "the end"); err != nil {
		t.Error(err)
	}
}

func TestMostConns(t *testing.T) {
	for descriptors, want := range map[uint64]int{0: 1024, 10: 16, 1024: 192, 4096: 960, 20000: 4096, 1 << 60: 4096, ^uint64(0): 4096} {
		if got := mostConns(descriptors); got != want {
			t.Errorf("%d descriptors: %d, want %d", descriptors, got, want)
		}
	}
}
