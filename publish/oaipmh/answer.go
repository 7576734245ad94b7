package oaipmh

import (
	"context"
	"errors"

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

// source is the source with this id. A page asks for few of them, of however many.
func (a *answerer) source(id string) (publish.Source, error) {
	if s, ok := a.sources[id]; ok {
		return s, nil
	}
	s, err := a.view.Source(a.ctx, id)
	if err != nil {
		return s, err
	}
	if a.sources == nil {
		a.sources = map[string]publish.Source{}
	}
	a.sources[id] = s
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
