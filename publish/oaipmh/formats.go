package oaipmh

import "samling/publish"

// format is a way to disseminate a record (section 2.4).
type format struct {
	metadataFormat
	render func(w work) any
}

// work is a record with all that a format says of it.
type work struct {
	Item
	info       publish.Info
	source     publish.Source
	identifier string // OAI's
}

func formats() []format {
	return []format{
		{metadataFormat{"oai_dc", xsdOAIDC, nsOAIDC}, workDC},
		{metadataFormat{"mods", xsdMODS, nsMODS}, workMODS},
		{metadataFormat{"marc21", xsdMARC, nsMARC}, workMARC},
	}
}

func formatOf(prefix string) (format, bool) {
	for _, f := range formats() {
		if f.Prefix == prefix {
			return f, true
		}
	}
	return format{}, false
}

// listMetadataFormats answers ListMetadataFormats (section 4.4). A withdrawn item is
// disseminated in none.
func (a *answerer) listMetadataFormats(r request, to *response) error {
	if identifier, given := r.args["identifier"]; given {
		it, err := a.item(identifier)
		if err != nil {
			return err
		}
		if it.Withdrawn {
			return fail(noMetadataFormats, "%s is deleted", identifier)
		}
	}
	var all []metadataFormat
	for _, f := range formats() {
		all = append(all, f.metadataFormat)
	}
	to.Formats = &all
	return nil
}
