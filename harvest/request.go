package harvest

import (
	"io"
	"net/http"
	"time"
)

// Request is one request that was sent to a site, for the record: what was asked of
// whom, when and why, and what came. It is told when the answer was read or given up.
type Request struct {
	Method   string
	URL      string
	Host     string // as in the URL, with its port if that is not the scheme's
	Why      Why
	Attempt  int       // from 1; more than 1 after a fault
	Started  time.Time // UTC
	Duration time.Duration
	Status   int    // 0 when no answer came
	Bytes    int64  // of the body that were read, as sent
	Error    string // of the connection; "" when there was none
}

// Why says what a request was for.
type Why string

const (
	WhyRobots   Why = "robots"   // the site's robots.txt
	WhyPage     Why = "page"     // a source's page
	WhyRedirect Why = "redirect" // where the page's address led to
)

// send makes one request and tells of it. Every request to a site goes through here.
func (f *Colly) send(r *http.Request, why Why, attempt int) (*http.Response, error) {
	begun := f.pace.now()
	asked := Request{
		Method: r.Method, URL: r.URL.String(), Host: hostOf(r.URL), Why: why, Attempt: attempt,
		Started: f.options.Now().UTC(),
	}
	tell := func(bytes int64, err error) {
		asked.Duration, asked.Bytes = f.pace.now().Sub(begun), bytes
		if err != nil {
			asked.Error = err.Error()
		}
		if f.options.Requests != nil {
			f.options.Requests(asked)
		}
	}
	resp, err := f.transport.RoundTrip(r)
	if err != nil {
		tell(0, err)
		return nil, err
	}
	asked.Status = resp.StatusCode
	resp.Body = &toldBody{body: resp.Body, tell: tell}
	return resp, nil
}

// toldBody counts a body, and tells of it once, when it is closed.
type toldBody struct {
	body  io.ReadCloser
	bytes int64
	err   error
	tell  func(bytes int64, err error)
}

func (b *toldBody) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	b.bytes += int64(n)
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}

func (b *toldBody) Close() error {
	if b.tell != nil {
		b.tell(b.bytes, b.err)
		b.tell = nil
	}
	return b.body.Close()
}
