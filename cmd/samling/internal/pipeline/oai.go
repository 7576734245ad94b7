package pipeline

import (
	"context"

	"samling/publish/oaipmh"
)

// OAI is the ledger as an OAI-PMH provider. It answers from what was accepted, not from
// what was published.
func (p *Pipeline) OAI(ctx context.Context) (*oaipmh.Handler, error) {
	authority, err := p.authority(ctx)
	if err != nil {
		return nil, err
	}
	return &oaipmh.Handler{
		Repository: p.Ledger.Repository(p.edition()), Authority: authority,
		AdminEmail: p.Config.AdminEmail(authority), PageSize: p.Config.OAI.PageSize,
	}, nil
}
