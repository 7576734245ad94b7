package site

import (
	"context"
	_ "embed"
	"fmt"
	"io"

	"samling/publish"
	"samling/publish/internal/place"
)

//go:embed page/site.js
var js string

// Script writes site.js, the one script of all pages: it searches and filters the lists
// and copies citations. Without it everything is there, but for that.
type Script struct{}

var _ publish.Writer = Script{}

// Path is where the script is in the web root.
func (Script) Path() string { return place.Script }

// MediaType is that of JavaScript (RFC 9239).
func (Script) MediaType() string { return "text/javascript" }

// Write writes the script. It is the same for every edition.
func (s Script) Write(_ context.Context, w io.Writer, _ publish.Edition) error {
	if _, err := io.WriteString(w, js); err != nil {
		return fmt.Errorf("write %s: %w", s.Path(), err)
	}
	return nil
}
