// Package ntriples writes an edition as N-Triples.
//
//	publish.Commit(ctx, dir, edition, ntriples.Writer{File: "dataset.nt"})
//
// It promises the canonical form of RDF 1.1 N-Triples, section 4: UTF-8, no escapes
// but the four that are needed, one space between terms, one statement a line, a final
// newline, no comments. The lines of a group are sorted by their bytes, and so are those
// of a part whose groups come in the order of [publish.CompareSubjects].
package ntriples

import (
	"fmt"
	"io"

	"samling/publish"
)

// Writer writes one N-Triples file.
type Writer struct {
	File string // its path in the web root, such as "dataset.nt"
}

var _ publish.Dump = Writer{}

// Path is the file's path in the web root.
func (w Writer) Path() string { return w.File }

// MediaType is the one registered for N-Triples.
func (w Writer) MediaType() string { return "application/n-triples" }

// Head writes nothing: N-Triples has no prefixes.
func (w Writer) Head(io.Writer, publish.Info) error { return nil }

// Begin writes nothing.
func (w Writer) Begin(io.Writer, publish.Part) error { return nil }

// Group writes the statements about one subject.
func (w Writer) Group(out io.Writer, _ publish.Part, g publish.Group) error {
	if err := publish.WriteLines(out, g, ""); err != nil {
		return fmt.Errorf("write %s: %w", w.File, err)
	}
	return nil
}

// End writes nothing.
func (w Writer) End(io.Writer, publish.Part) error { return nil }

// Tail writes nothing.
func (w Writer) Tail(io.Writer, publish.Info) error { return nil }
