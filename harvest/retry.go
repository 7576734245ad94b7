package harvest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	firstBackoff  = time.Second      // doubled with each attempt, and taken by chance from 0 to that
	maxBackoff    = 30 * time.Second // the longest of them
	longestWait   = 10 * time.Second // of a Retry-After that is waited for; after a longer one the fetch ends
	maxRetryAfter = 7 * 24 * time.Hour
)

// LaterError says that the site asked us to come back, and not before when (RFC 9110,
// section 10.2.3). Asking earlier is bad manners, and answered without asking.
type LaterError struct {
	At  time.Time
	Err error // what came
}

func (e *LaterError) Error() string {
	return fmt.Sprintf("%v; the site asks us to come back no earlier than %s", e.Err, e.At.UTC().Format(time.RFC3339))
}

func (e *LaterError) Unwrap() error { return e.Err }

var errClosed = errors.New("the site was not asked, since it answered another request so")

// fault is an answer that may be another one next time.
type fault struct {
	err   error
	after time.Duration // what Retry-After says; 0 when it says nothing
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

// isTransient tells the statuses that may be another one next time.
func isTransient(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// transient returns the fault in an error that may go away by itself: one of those
// statuses, a connection that was refused, reset or cut, a time-out on the way. What
// cannot change is none: a page that is gone, a certificate, robots.txt, the guard.
func transient(err error) (fault, bool) {
	switch f := (*fault)(nil); {
	case err == nil, errors.Is(err, ErrPrivate), errors.Is(err, ErrDisallowed), errors.Is(err, ErrTooLarge), errors.Is(err, ErrNotModified):
		return fault{}, false
	case errors.As(err, &f):
		return *f, true
	}
	var slow net.Error
	var lookup *net.DNSError
	switch {
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF),
		errors.As(err, &lookup) && (lookup.IsTemporary || lookup.IsTimeout),
		errors.As(err, &slow) && slow.Timeout():
		return fault{err: err}, true
	}
	return fault{}, false
}

// retry asks until there is an answer, a fault that will not go away by itself, or no
// attempt or time left.
func (e *errand) retry(host string, ask func(attempt int) error) error {
	for attempt := 1; ; attempt++ {
		err := ask(attempt)
		f, ok := transient(err)
		if !ok || e.ctx.Err() != nil {
			return err
		}
		wait := max(e.fetcher.backoff(attempt), f.after)
		last := attempt > e.fetcher.options.Retries || wait >= e.budget.remaining()
		if f.after > 0 && (last || f.after > longestWait) {
			return e.later(host, f.after, err)
		}
		if last && attempt > 1 {
			return fmt.Errorf("asked %d times: %w", attempt, err)
		}
		if last {
			return err
		}
		if err := e.fetcher.pace.sleep(e.ctx, wait); err != nil {
			return err
		}
	}
}

// later ends the fetch, and leaves the host alone for that long.
func (e *errand) later(host string, after time.Duration, err error) error {
	e.fetcher.pace.close(host, e.fetcher.pace.now().Add(after))
	return &LaterError{At: e.fetcher.options.Now().Add(after), Err: err}
}

// backoff is how long to wait after a failed attempt: by chance, so that many who
// failed together do not come back together.
func (f *Colly) backoff(attempt int) time.Duration {
	most := min(firstBackoff<<min(attempt-1, 10), maxBackoff)
	return time.Duration(f.options.Rand() * float64(most))
}

// retryAfter is what a Retry-After header asks us to wait, as seconds or as a date; 0
// when it asks nothing. A site cannot send us away for longer than a week.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), maxRetryAfter)
	}
	if value == "" || strings.Trim(value, "0123456789") != "" {
		return 0
	}
	seconds, err := strconv.ParseInt(value, 10, 64)
	if err != nil || seconds > int64(maxRetryAfter/time.Second) {
		return maxRetryAfter // more digits than a number has
	}
	return time.Duration(seconds) * time.Second
}

// await waits before a redirect is followed, where the answer asks for it.
func (e *errand) await(host string, header http.Header) error {
	after := retryAfter(header, e.fetcher.options.Now())
	switch {
	case after == 0:
		return nil
	case after > longestWait, after >= e.budget.remaining():
		return e.later(host, after, errors.New("a redirect that is not to be followed yet"))
	}
	return e.fetcher.pace.sleep(e.ctx, after)
}

// errand is one fetch on its way.
type errand struct {
	fetcher *Colly
	ctx     context.Context
	budget  *budget
	robots  RobotsCache
}

// NotBefore is when it makes sense to ask again.
func (e *LaterError) NotBefore() time.Time { return e.At }
