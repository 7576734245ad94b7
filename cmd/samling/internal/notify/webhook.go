package notify

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

// webhook posts a notice. Its address is often a secret and is in no error.
func (n *Notifier) webhook(ctx context.Context, v Notice) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, n.Config.Webhook, bytes.NewReader(body))
	if err != nil {
		return errors.New("the address of the webhook is wrong")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", n.Agent)
	// As the receivers of Standard Webhooks know them.
	req.Header.Set("Webhook-Id", v.ID)
	req.Header.Set("Webhook-Timestamp", strconv.FormatInt(n.Now().Unix(), 10))
	client := *cmp.Or(n.HTTP, http.DefaultClient)
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Do(req)
	if err != nil {
		if inner := new(url.Error); errors.As(err, &inner) {
			err = inner.Err
		}
		return fmt.Errorf("post to %s: %w", req.URL.Host, err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection can be used again
	return answer(req.URL.Host, resp.StatusCode)
}

// answer says what a status means.
func answer(host string, status int) error {
	err := fmt.Errorf("post to %s: the answer is status %d %s", host, status, http.StatusText(status))
	switch {
	case status >= 200 && status < 300:
		return nil
	case status >= 300 && status < 400:
		return fmt.Errorf("%w; write the address it leads to as notify.webhook (%w)", err, errPermanent)
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly, status == http.StatusTooManyRequests, status >= 500:
		return err
	}
	return fmt.Errorf("%w; is notify.webhook right? (%w)", err, errPermanent)
}
