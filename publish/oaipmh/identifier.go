package oaipmh

import (
	"regexp"
	"strings"
)

// identifier is the OAI identifier of an item (Guidelines: oai-identifier, section 2).
func (h *Handler) identifier(id string) string { return "oai:" + h.Authority + ":" + id }

// local is the id in an OAI identifier; ok is false for one that is not of this repository.
func (h *Handler) local(identifier string) (id string, ok bool) {
	id, ok = strings.CutPrefix(identifier, h.identifier(""))
	return id, ok && id != ""
}

// domainForm is repositoryIdentifierType of oai-identifier.xsd.
var domainForm = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+$`)
