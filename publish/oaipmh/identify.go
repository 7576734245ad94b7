package oaipmh

import (
	"cmp"

	"samling/publish/internal/plain"
)

// identify answers Identify (section 4.2).
func (a *answerer) identify(_ request, to *response) error {
	earliest, err := a.view.Earliest(a.ctx)
	if err != nil {
		return err
	}
	info := a.view.Info()
	to.Identify = &identify{
		RepositoryName: cmp.Or(plain.Line(info.Title), info.Base), BaseURL: info.Base + Path, ProtocolVersion: "2.0",
		AdminEmail:        a.AdminEmail,
		EarliestDatestamp: earliest.UTC().Format(seconds),
		DeletedRecord:     "persistent",
		Granularity:       "YYYY-MM-DDThh:mm:ssZ",
		Compression:       "gzip",
	}
	sample, err := a.sample()
	if err != nil {
		return err
	}
	if domainForm.MatchString(a.Authority) {
		to.Identify.Descriptions = append(to.Identify.Descriptions, description{&oaiIdentifier{
			root: rootOf(nsOAIID, xsdOAIID), Scheme: "oai", RepositoryIdentifier: a.Authority, Delimiter: ":",
			SampleIdentifier: a.identifier(sample),
		}})
	}
	to.Identify.Descriptions = append(to.Identify.Descriptions, description{repositoryDC(info)})
	return nil
}

// sample is the id of an item, or one as ids are.
func (a *answerer) sample() (string, error) {
	some, err := a.view.List(a.ctx, Query{Limit: 1})
	if err != nil || len(some) == 0 {
		return "rnwakemxnext", err
	}
	return some[0].ID, nil
}
