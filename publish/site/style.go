package site

import (
	"context"
	_ "embed"
	"fmt"
	"io"

	"samling/publish"
	"samling/publish/internal/place"
)

//go:embed page/style.css
var css string

// Stylesheet writes style.css, the one stylesheet of all pages.
type Stylesheet struct{}

var _ publish.Writer = Stylesheet{}

// Path is where the stylesheet is in the web root.
func (Stylesheet) Path() string { return place.Style }

// MediaType is that of CSS.
func (Stylesheet) MediaType() string { return "text/css" }

// Write writes the stylesheet. It is the same for every edition.
func (s Stylesheet) Write(_ context.Context, w io.Writer, _ publish.Edition) error {
	if _, err := io.WriteString(w, css); err != nil {
		return fmt.Errorf("write %s: %w", s.Path(), err)
	}
	return nil
}
