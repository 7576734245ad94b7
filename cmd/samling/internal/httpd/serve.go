package httpd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// limits are what a client may take of the server's time.
type limits struct {
	header time.Duration // to send the header of a request
	body   time.Duration // to send the whole of one that has a body
	stall  time.Duration // to take what is written, each time something is
	idle   time.Duration // between two requests on a connection
	conns  int           // how many connections at once, see crowd
}

// sane keeps a slow reader of a large dump, as long as it reads, and nobody else.
func sane() limits {
	return limits{header: 10 * time.Second, body: 30 * time.Second, stall: 30 * time.Second, idle: 2 * time.Minute, conns: mostConns(descriptors())}
}

// mostConns is how many connections are had at once where the process may have so many
// descriptors (0: not known). Each may need its own, the root's and those of two files,
// and the rest of the program needs some too.
func mostConns(descriptors uint64) int {
	const most, least, others = 4096, 16, 256
	if descriptors == 0 {
		return most / 4
	}
	return int(min(most, max(least, (max(descriptors, others)-others)/4)))
}

// maxHeader is the largest request header taken, in bytes.
const maxHeader = 32 << 10

// Serve answers requests on ln with h until ctx is cancelled, and closes ln. Then
// no connection is taken any more, requests under way have the grace time to end,
// and what is left is cut. It returns nil when all ended by themselves; an error
// says that the listener failed or that requests were cut.
//
// GET /healthz is answered here, whatever h is: 200 and "ok". A request's context
// is cancelled when its client goes away or the grace time is over.
//
// There are at most 4096 connections at once, fewer where the process may open fewer
// files. One more closes the one that has waited longest for a request.
func Serve(ctx context.Context, ln net.Listener, h http.Handler, grace time.Duration) error {
	return serve(ctx, ln, h, grace, sane())
}

func serve(ctx context.Context, ln net.Listener, h http.Handler, grace time.Duration, l limits) error {
	// Requests outlive ctx by the grace time, so theirs is another one.
	requests, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	crowd := bound(ln, l.conns)
	srv := &http.Server{
		Handler:           patient(health(h), l.stall),
		ReadHeaderTimeout: l.header,
		ReadTimeout:       l.body,
		WriteTimeout:      l.stall, // moved on with every write, see patient
		IdleTimeout:       l.idle,
		MaxHeaderBytes:    maxHeader,
		ConnState:         crowd.state,
		BaseContext:       func(net.Listener) context.Context { return requests },
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(crowd) }()
	select {
	case err := <-failed:
		_ = srv.Close() // the listener's error is the one to tell
		return fmt.Errorf("serve on %s: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	err := drain(srv, grace)
	<-failed
	return err
}

// drain lets requests end within the grace time and cuts the rest.
func drain(srv *http.Server, grace time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	err := srv.Shutdown(ctx)
	if err == nil {
		return nil
	}
	if closeErr := srv.Close(); !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop serving: %w", errors.Join(err, closeErr))
	}
	return fmt.Errorf("stop serving: requests still under way after %s were cut: %w", grace, err)
}
