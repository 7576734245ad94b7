// Package jsonld writes an edition as JSON-LD 1.1.
//
//	publish.Commit(ctx, dir, edition, jsonld.Writer{File: "dataset.jsonld"})
//
// A file is one object: @context first, the whole context inline, so that it expands
// without a network; then @graph with one node a line, each with @id and @type first.
// Keys are those of the context, and what stands behind a key always has one shape: an
// array, or for texts an object by language with arrays in it.
//
// It promises that nothing is lost or altered on the way back to RDF. A value that does not
// fit its key is written whole ({"@value": …, "@type": …} or {"@id": …}), a text whose
// language map has no room for it under the predicate's full IRI. Values are always strings,
// never JSON numbers. Language tags keep their case, though readers may lower it (JSON-LD 1.1
// API, section 5.1.2). "<", ">" and "&" are escaped, so that a file may stand in a script
// element of a page as it is. The errors are those of package turtle, and three more: a
// predicate that comes twice in a group, not side by side; an IRI whose scheme is a prefix
// of the context; a literal of rdf:JSON, whose text a reader may change.
package jsonld

import (
	stdcontext "context"
	"fmt"
	"io"
	"slices"
	"sync"

	"samling/publish"
	"samling/vocab"
)

const mediaType = "application/ld+json"

// Writer writes one JSON-LD file. The first part has to say that {base}dataset is a
// void:Dataset: the head says so too, to hold the node after which every other node
// begins with a comma. A part can then be made without knowing what stands before it.
type Writer struct {
	File string // its path in the web root, such as "dataset.jsonld"
}

var _ publish.Dump = Writer{}

// Path is the file's path in the web root.
func (w Writer) Path() string { return w.File }

// MediaType is the one registered for JSON-LD.
func (w Writer) MediaType() string { return mediaType }

// Head writes the context and the dataset's own node.
func (w Writer) Head(out io.Writer, info publish.Info) error {
	dataset := info.Base + "dataset"
	if err := publish.CheckIRI(dataset); err != nil {
		return fmt.Errorf("write %s: base: %w", w.File, err)
	}
	text := append(slices.Clone(begin()), `{"@id":`...)
	text = publish.AppendScriptText(text, dataset)
	text = append(text, `,"@type":[`...)
	text = context().appendClass(text, vocab.VoIDDataset)
	_, err := out.Write(append(text, "]}"...))
	return err
}

// Begin writes nothing.
func (w Writer) Begin(io.Writer, publish.Part) error { return nil }

// Group writes a comma and the node of one subject, on a line of its own.
func (w Writer) Group(out io.Writer, _ publish.Part, g publish.Group) error {
	if err := group(out, ",\n", g); err != nil {
		return fmt.Errorf("write %s: %w", w.File, err)
	}
	return nil
}

// End writes nothing.
func (w Writer) End(io.Writer, publish.Part) error { return nil }

// Tail closes what Head opened.
func (w Writer) Tail(out io.Writer, _ publish.Info) error {
	_, err := io.WriteString(out, end)
	return err
}

// Document writes one item as a JSON-LD file of its own.
type Document struct{}

var _ publish.Document = Document{}

// Path is item/{id}.jsonld.
func (Document) Path(id string) string { return "item/" + id + ".jsonld" }

// MediaType is the one registered for JSON-LD.
func (Document) MediaType() string { return mediaType }

// Write writes the context and the groups.
func (d Document) Write(out io.Writer, _ publish.Info, _ publish.Source, it publish.Item, groups []publish.Group) error {
	return document(out, d.Path(it.ID), groups)
}

// Resource writes one resource as a JSON-LD file of its own.
type Resource struct{}

var _ publish.ResourceForm = Resource{}

// ResourcePath is the resource's path with .jsonld.
func (Resource) ResourcePath(path string) string { return path + ".jsonld" }

// MediaType is the one registered for JSON-LD.
func (Resource) MediaType() string { return mediaType }

// WriteResource writes the context and the groups.
func (r Resource) WriteResource(out io.Writer, _ publish.Info, of publish.Resource) error {
	return document(out, r.ResourcePath(of.Path), of.Groups)
}

// Context writes the context that every document brings along as a file of its own, at
// an address with its version, for those who write documents of this kind themselves.
type Context struct{}

var _ publish.Writer = Context{}

// Path is context/1.0.jsonld.
func (Context) Path() string { return publish.Context }

// MediaType is the one registered for JSON-LD.
func (Context) MediaType() string { return mediaType }

// Write writes the context.
func (Context) Write(_ stdcontext.Context, out io.Writer, _ publish.Edition) error {
	_, err := out.Write(vocab.Context())
	return err
}

func document(out io.Writer, path string, groups []publish.Group) error {
	if _, err := out.Write(begin()); err != nil {
		return err
	}
	before := ""
	for _, g := range groups {
		if len(g.Triples) == 0 {
			continue
		}
		if err := group(out, before, g); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		before = ",\n"
	}
	_, err := io.WriteString(out, end)
	return err
}

// begin is a file up to its first node, end what follows the last. It is made once, for
// all the documents; it must not be changed.
var begin = sync.OnceValue(func() []byte {
	text := append([]byte(`{"@context":`), vocab.ContextObject()...)
	return append(text, ",\n\"@graph\":[\n"...)
})

const end = "\n]}\n"
