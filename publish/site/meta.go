package site

import (
	"strings"

	"samling/publish/internal/reference"
)

// meta is a meta element in the head of a record's page.
type meta struct{ Name, Content, Lang string }

// metaOf is what Zotero and Google Scholar read on a page: Highwire Press tags (Google
// Scholar, inclusion guidelines) and Dublin Core (DCMI, DC-HTML).
func metaOf(r *reference.Reference, record string) []meta {
	all := make([]meta, 0, 20)
	add := func(name, content, lang string) {
		if content != "" {
			all = append(all, meta{name, content, lang})
		}
	}
	date := r.From
	if r.To != "" {
		date += "/" + r.To
	}
	add("citation_title", r.Title, r.Language)
	for _, name := range r.Bodies {
		add("citation_author", name, "")
	}
	add("citation_publication_date", date, "")
	add(institution(r.Kind), strings.Join(r.Bodies, "; "), "")
	add("citation_language", r.Language, "")
	add("citation_abstract_html_url", record, "")
	if r.Link != r.Record {
		if strings.HasSuffix(strings.ToLower(strings.SplitN(r.Link, "?", 2)[0]), ".pdf") {
			add("citation_pdf_url", r.Link, "")
		} else {
			add("citation_fulltext_html_url", r.Link, "")
		}
	}
	add("DC.title", r.Title, r.Language)
	for _, name := range r.Bodies {
		add("DC.publisher", name, "")
	}
	add("DC.date", date, "")
	add("DC.type", r.Genre, "")
	add("DC.language", r.Language, "")
	add("DC.identifier", record, "")
	return all
}

// institution is the tag that says who stands behind the publication, and what kind of
// publication it is.
func institution(k reference.Kind) string {
	switch k.CSL {
	case "report":
		return "citation_technical_report_institution"
	case "thesis":
		return "citation_dissertation_institution"
	}
	return "citation_publisher"
}
