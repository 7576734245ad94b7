package catalog

import (
	"context"
	"io"

	"samling/publish"
	"samling/vocab"
)

// Table writes the application profile as a DCTAP table.
type Table struct{}

var _ publish.Writer = Table{}

// Path is profile/1.0.csv.
func (Table) Path() string { return publish.ProfileTable }

// MediaType is that of CSV.
func (Table) MediaType() string { return "text/csv" }

// Write writes the table.
func (Table) Write(_ context.Context, w io.Writer, e publish.Edition) error {
	_, err := w.Write(vocab.Profile(e.Info().Base))
	return err
}

// Shapes writes the SHACL shapes of the application profile.
type Shapes struct{}

var _ publish.Writer = Shapes{}

// Path is profile/1.0/shapes.ttl.
func (Shapes) Path() string { return publish.ProfileShapes }

// MediaType is that of Turtle.
func (Shapes) MediaType() string { return "text/turtle" }

// Write writes the shapes.
func (Shapes) Write(_ context.Context, w io.Writer, e publish.Edition) error {
	_, err := w.Write(vocab.Shapes(e.Info().Base))
	return err
}

// Graph writes FILE.graph beside a dump: Virtuoso's bulk loader loads FILE into the
// graph that is named there. N-Quads name their graphs themselves.
type Graph struct {
	File  string // the dump
	Facts bool   // it has no descriptions
}

var _ publish.Writer = Graph{}

// Path is the dump's with .graph.
func (g Graph) Path() string { return g.File + ".graph" }

// MediaType is that of plain text.
func (Graph) MediaType() string { return "text/plain" }

// Write writes the graph's IRI.
func (g Graph) Write(_ context.Context, w io.Writer, e publish.Edition) error {
	iri := publish.DatasetIRI(e.Info().Base)
	if g.Facts {
		iri = FactsIRI(e.Info().Base)
	}
	_, err := io.WriteString(w, iri+"\n")
	return err
}
