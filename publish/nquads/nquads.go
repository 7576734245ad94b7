// Package nquads writes an edition as N-Quads, each part in its named graph.
//
//	publish.Commit(ctx, dir, edition, nquads.Writer{File: "dataset.nq"})
//
// It promises what package ntriples promises, with the part's graph name after each
// statement; there is no statement in the default graph. Without their graph names the
// statements are the same graph as in every other form.
package nquads

import (
	"fmt"
	"io"

	"samling/publish"
)

// Writer writes one N-Quads file.
type Writer struct {
	File string // its path in the web root, such as "dataset.nq"
}

var _ publish.Dump = Writer{}

// Path is the file's path in the web root.
func (w Writer) Path() string { return w.File }

// MediaType is the one registered for N-Quads.
func (w Writer) MediaType() string { return "application/n-quads" }

// Head writes nothing: N-Quads has no prefixes.
func (w Writer) Head(io.Writer, publish.Info) error { return nil }

// Begin writes nothing; a part whose graph is no absolute IRI is an error.
func (w Writer) Begin(_ io.Writer, p publish.Part) error {
	if err := publish.CheckIRI(p.Graph); err != nil {
		return fmt.Errorf("write %s: graph of part %q: %w", w.File, p.Source, err)
	}
	return nil
}

// Group writes the statements about one subject.
func (w Writer) Group(out io.Writer, p publish.Part, g publish.Group) error {
	if err := publish.WriteLines(out, g, p.Graph); err != nil {
		return fmt.Errorf("write %s: %w", w.File, err)
	}
	return nil
}

// End writes nothing.
func (w Writer) End(io.Writer, publish.Part) error { return nil }

// Tail writes nothing.
func (w Writer) Tail(io.Writer, publish.Info) error { return nil }
