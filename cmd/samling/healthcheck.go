package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

type healthcheckCommand struct {
	URL string `name:"url" default:"http://127.0.0.1:8080/healthz" placeholder:"ADDRESS" help:"What to ask (http://127.0.0.1:8080/healthz)."`
}

func (healthcheckCommand) Help() string {
	return `For containers that have no other program: the exit status is 0 when the answer is 200 within
three seconds, and 1 otherwise.

` + exitStatus
}

// Run asks once.
func (c healthcheckCommand) Run(ctx context.Context, m *Main) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL, nil)
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("healthcheck: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("healthcheck: %s answers %s", c.URL, resp.Status)
	}
	_, err = fmt.Fprintln(m.Stdout, "ok")
	return err
}
