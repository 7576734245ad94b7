package validate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/piprate/json-gold/ld"
)

// batch is how many nodes are expanded at once, so that memory does not grow with
// the dump.
const batch = 500

// jsonLD reads a document {"@context": …, "@graph": […]}, or one node with its
// context, by the JSON-LD algorithms. No context is loaded from anywhere.
func jsonLD(r io.Reader, give func(statement)) error {
	dec := json.NewDecoder(r)
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("not a JSON object: %v", err)
	}
	var context any
	node := map[string]any{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		switch key {
		case "@context":
			err = dec.Decode(&context)
		case "@graph":
			err = graphNodes(dec, context, give)
		default:
			var v any
			err = dec.Decode(&v)
			node[key.(string)] = v
		}
		if err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return err
	}
	if dec.More() {
		return errors.New("something stands behind the document")
	}
	if len(node) > 0 {
		return expand(context, []any{node}, give)
	}
	return nil
}

func graphNodes(dec *json.Decoder, context any, give func(statement)) error {
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return fmt.Errorf("@graph is not an array: %v", err)
	}
	var nodes []any
	for dec.More() {
		var n any
		if err := dec.Decode(&n); err != nil {
			return err
		}
		if nodes = append(nodes, n); len(nodes) == batch {
			if err := expand(context, nodes, give); err != nil {
				return err
			}
			nodes = nil
		}
	}
	if err := expand(context, nodes, give); err != nil {
		return err
	}
	_, err := dec.Token()
	return err
}

func expand(context any, nodes []any, give func(statement)) error {
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = noLoader{}
	out, err := ld.NewJsonLdProcessor().ToRDF(map[string]any{"@context": context, "@graph": nodes}, options)
	if err != nil {
		return err
	}
	for _, quads := range out.(*ld.RDFDataset).Graphs {
		for _, q := range quads {
			s := statement{subject: q.Subject.GetValue(), predicate: q.Predicate.GetValue(), object: q.Object.GetValue()}
			if l, ok := q.Object.(ld.Literal); ok {
				s.datatype, s.lang = l.Datatype, l.Language
			}
			give(s)
		}
	}
	return nil
}

// noLoader refuses to load a context from an address: a document must bring its own.
type noLoader struct{}

func (noLoader) LoadDocument(u string) (*ld.RemoteDocument, error) {
	return nil, fmt.Errorf("the document needs %s; its context must be in it", u)
}
