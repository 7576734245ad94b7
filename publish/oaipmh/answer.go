package oaipmh

import (
	"context"
	"errors"
	"fmt"

	"samling/publish"
)

// answerer answers one request from one view.
type answerer struct {
	*Handler
	ctx     context.Context
	view    View
	sources map[string]publish.Source // read when they are first needed
}

// document is the answer: what was asked for, or a protocol error. An error is one of
// the repository.
func (a *answerer) document(f form) (*response, error) {
	doc := &response{root: rootOf(nsOAI, xsdOAI), ResponseDate: a.view.Date().UTC().Format(seconds)}
	doc.Request.BaseURL = a.view.Info().Base + Path
	r, v, fault := parse(f)
	if fault == nil {
		// Badly formed requests have no attributes (section 3.2); one that is well formed
		// has them, whatever comes of it.
		doc.Request.Arguments = r.attributes()
		err := v.answer(a, r, doc)
		if err != nil && !errors.As(err, &fault) {
			return nil, err
		}
	}
	if fault != nil {
		if fault.Code == badArgument {
			doc.Request.Arguments = nil
		}
		doc.Errors = []*protocolError{fault}
	}
	return doc, nil
}

// source is the source with this id.
func (a *answerer) source(id string) (publish.Source, error) {
	if a.sources == nil {
		all, err := a.view.Sources(a.ctx)
		if err != nil {
			return publish.Source{}, err
		}
		a.sources = map[string]publish.Source{}
		for _, s := range all {
			a.sources[s.ID] = s
		}
	}
	s, ok := a.sources[id]
	if !ok {
		return s, fmt.Errorf("source %q of an item is not in the repository", id)
	}
	return s, nil
}

// item is the item with an OAI identifier.
func (a *answerer) item(identifier string) (Item, error) {
	unknown := fail(idDoesNotExist, "there is no item %s here; identifiers begin with %s", quoted(identifier), a.identifier(""))
	id, ok := a.local(identifier)
	if !ok {
		return Item{}, unknown
	}
	it, err := a.view.Item(a.ctx, id)
	if errors.Is(err, ErrNoItem) {
		return Item{}, unknown
	}
	return it, err
}
