// Package turtle writes an edition as Turtle (RDF 1.1 Turtle).
//
//	publish.Commit(ctx, dir, edition, turtle.Writer{File: "dataset.ttl", Base: base})
//
// A page of it is meant to be read: one fixed block of prefixes, a line of comment
// before each part, one block for each subject with an empty line before it, its class
// first (a), the objects of a predicate side by side while they are few and short, each
// on a line of its own otherwise.
//
// It promises that equal groups give equal bytes, whatever stands around them; that what
// is written is read back equal; and what fast and simple parsers ask for: prefixes before
// all else, no text over several lines, a statement's final dot before a line end, a final
// newline. Texts are always quoted and typed in full ("2012"^^xsd:gYear), so that no
// lexical form is read as something else. What shows as nothing, such as bidirectional
// controls, is written \uXXXX. A blank node, an IRI that is relative or not legal, and a
// text that is not UTF-8 are errors that name the subject, and nothing is written of its group.
package turtle

import (
	"fmt"
	"io"
	"strings"

	"samling/publish"
)

// Writer writes one Turtle file.
type Writer struct {
	File string // its path in the web root, such as "dataset.ttl"
	// Base is the edition's, for the prefixes under it. Without it groups are written
	// with the other prefixes alone.
	Base string
}

var _ publish.Dump = Writer{}

// Path is the file's path in the web root.
func (w Writer) Path() string { return w.File }

// MediaType is the one registered for Turtle.
func (w Writer) MediaType() string { return "text/turtle" }

// Head writes the block of prefixes.
func (w Writer) Head(out io.Writer, info publish.Info) error {
	if w.Base != "" && w.Base != info.Base {
		return fmt.Errorf("write %s: base is %q, the edition's is %q; give the writer the edition's", w.File, w.Base, info.Base)
	}
	if err := head(out, info.Base); err != nil {
		return fmt.Errorf("write %s: %w", w.File, err)
	}
	return nil
}

// Begin writes the part's line of comment.
func (w Writer) Begin(out io.Writer, p publish.Part) error {
	name := p.Source
	if name == "" {
		name = "dataset"
	}
	_, err := fmt.Fprintf(out, "\n# ---------- %s ----------\n", oneLine(name))
	return err
}

// Group writes the block of one subject.
func (w Writer) Group(out io.Writer, _ publish.Part, g publish.Group) error {
	if err := group(out, w.Base, g); err != nil {
		return fmt.Errorf("write %s: %w", w.File, err)
	}
	return nil
}

// End writes nothing.
func (w Writer) End(io.Writer, publish.Part) error { return nil }

// Tail writes nothing.
func (w Writer) Tail(io.Writer, publish.Info) error { return nil }

// Document writes one item as a Turtle file of its own.
type Document struct{}

var _ publish.Document = Document{}

// Path is item/{id}.ttl.
func (Document) Path(id string) string { return "item/" + id + ".ttl" }

// MediaType is the one registered for Turtle.
func (Document) MediaType() string { return "text/turtle" }

// Write writes the block of prefixes and the groups.
func (d Document) Write(out io.Writer, info publish.Info, _ publish.Source, it publish.Item, groups []publish.Group) error {
	return document(out, d.Path(it.ID), info.Base, groups)
}

// Resource writes one resource as a Turtle file of its own.
type Resource struct{}

var _ publish.ResourceForm = Resource{}

// ResourcePath is the resource's path with .ttl.
func (Resource) ResourcePath(path string) string { return path + ".ttl" }

// MediaType is the one registered for Turtle.
func (Resource) MediaType() string { return "text/turtle" }

// WriteResource writes the block of prefixes and the groups.
func (r Resource) WriteResource(out io.Writer, info publish.Info, of publish.Resource) error {
	return document(out, r.ResourcePath(of.Path), info.Base, of.Groups)
}

func document(out io.Writer, path, base string, groups []publish.Group) error {
	if err := head(out, base); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	for _, g := range groups {
		if err := group(out, base, g); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	return nil
}

// oneLine keeps a comment on its line.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if publish.Hidden(r) {
			return ' '
		}
		return r
	}, s)
}

func head(out io.Writer, base string) error {
	if err := publish.CheckIRI(base); err != nil {
		return fmt.Errorf("base: %w", err)
	}
	b := blockUnder(base)
	defer blockPool.Put(b)
	if b.head == nil {
		for _, n := range b.names {
			b.head = fmt.Appendf(b.head, "@prefix %s: <%s> .\n", n.Prefix, n.IRI)
		}
	}
	_, err := out.Write(b.head)
	return err
}
