package harvest

import "net/http"

// roundTrip is one request on the wire; every one goes through here.
func (f *Colly) roundTrip(r *http.Request) (*http.Response, error) {
	resp, err := f.transport.RoundTrip(r)
	if f.options.Answered != nil {
		status := 0
		if err == nil {
			status = resp.StatusCode
		}
		f.options.Answered(r.URL.Host, status)
	}
	return resp, err
}
