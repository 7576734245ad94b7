package httpd

import (
	"net/http"
	"time"
)

// patient gives each write its own time, in place of one limit for the whole
// answer: a large file may take an hour on a thin line, a reader that takes nothing
// for the stall time is cut. The server's WriteTimeout is the time for what net/http
// writes by itself.
func patient(next http.Handler, stall time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		next.ServeHTTP(&patientWriter{w, control, stall}, r)
	})
}

// patientWriter has no ReadFrom, so that a file is copied in pieces that each move
// the deadline on.
type patientWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	stall   time.Duration
}

func (w *patientWriter) Write(p []byte) (int, error) {
	// A writer that knows no deadlines (a test's recorder) needs none.
	_ = w.control.SetWriteDeadline(time.Now().Add(w.stall))
	return w.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (w *patientWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
