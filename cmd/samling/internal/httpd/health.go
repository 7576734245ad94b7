package httpd

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// Problem is something that an operator should know.
type Problem struct {
	Name    string `json:"name"` // for programs, such as "stale"
	Message string `json:"message"`
	// Warning says that what is published can be served all the same: a publication that
	// is out of date is better than none, and a balancer should not take it away.
	Warning bool `json:"warning,omitempty"`
}

// readiness is the answer of /readyz.
type readiness struct {
	Ready    bool      `json:"ready"`
	Edition  int       `json:"edition,omitempty"`
	Problems []Problem `json:"problems"`
}

// readyTime is how long the checks of a caller may take.
const readyTime = 10 * time.Second

// ready says whether there is a publication, and what else is wrong: 200, or 503 with
// the reasons.
func (s *site) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTime)
	defer cancel()
	is := readiness{Ready: true, Problems: []Problem{}}
	if e, err := s.open(); err != nil {
		is.Problems = append(is.Problems, Problem{Name: "publication", Message: "nothing has been published yet"})
	} else {
		is.Edition = s.listed(e).number
		e.close()
	}
	if s.Ready != nil {
		is.Problems = append(is.Problems, s.Ready(ctx)...)
	}
	for _, p := range is.Problems {
		is.Ready = is.Ready && p.Warning
	}
	status := http.StatusOK
	if !is.Ready {
		status = http.StatusServiceUnavailable
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(is) // the reader may be gone, which is no fault of ours
}

// health answers /healthz and hands on everything else.
func health(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			plain(w, http.StatusMethodNotAllowed, "only GET and HEAD are answered here")
			return
		}
		plain(w, http.StatusOK, "ok")
	})
}
