package transform

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/knakk/rdf"

	"samling/vocab"
)

// languageIRI is the EU's authority code for a language, as DCAT-AP wants it.
var languageIRI = map[string]string{
	"nb": "http://publications.europa.eu/resource/authority/language/NOB",
	"nn": "http://publications.europa.eu/resource/authority/language/NNO",
	"no": "http://publications.europa.eu/resource/authority/language/NOR",
	"en": "http://publications.europa.eu/resource/authority/language/ENG",
}

// LanguageIRI returns the IRI of a language that [Language] can return.
func LanguageIRI(lang string) string { return languageIRI[lang] }

// RecordIRI is the IRI of the metadata record with this id.
func RecordIRI(base, id string) string { return base + "item/" + id }

// ItemIRI is the IRI of the publication that the record describes.
func ItemIRI(base, id string) string { return base + "item/" + id + "#it" }

// BodyIRI is the IRI of a body.
func BodyIRI(base, key string) string { return base + "org/" + key + "#it" }

// Graph says the record in RDF: all triples about the publication it describes, in
// canonical order, without duplicates or blank nodes. What is said of the record
// itself (when, from where) belongs to its edition; see publish.ItemGroups.
func (r Record) Graph(base string) ([]rdf.Triple, error) {
	t, ok := vocab.TypeByKey(r.Type)
	if !ok {
		return nil, fmt.Errorf("record %s: type %q is not in the type scheme", r.ID, r.Type)
	}
	s := vocab.About(ItemIRI(base, r.ID)).
		IRIs(vocab.RDFType, vocab.DCTermsBibliographicResource, t.Class).
		Literal(vocab.DCTermsIdentifier, RecordIRI(base, r.ID), vocab.XSDString).
		Text(vocab.DCTermsTitle, r.Title.Value, r.Title.Language).
		IRIs(vocab.DCTermsType, base+"types#"+t.Key, t.DCMI, t.COAR)
	publishers := make([]string, len(r.Publishers))
	for i, p := range r.Publishers {
		publishers[i] = BodyIRI(base, p.Key)
	}
	s.IRIs(vocab.DCTermsPublisher, publishers...)
	if strings.Contains(r.Issued, "/") {
		s.Literal(vocab.DCTermsDate, r.Issued, vocab.XSDString)
	} else {
		s.Literal(vocab.DCTermsIssued, r.Issued, vocab.XSDGYear)
	}
	s.IRIs(vocab.DCTermsLanguage, languageIRI[r.Title.Language]).
		Text(vocab.DCTermsDescription, r.Description.Value, r.Description.Language).
		Text(vocab.DCTermsBibliographicCitation, r.Citation, r.Title.Language).
		IRIs(vocab.DCTermsIsReferencedBy, r.Page).
		IRIs(vocab.FOAFPage, r.Link).
		IRIs(vocab.FOAFIsPrimaryTopicOf, RecordIRI(base, r.ID))
	triples, err := s.Triples()
	if err != nil {
		return nil, fmt.Errorf("record %s: %w", r.ID, err)
	}
	return triples, nil
}

// SiteOf is the address of the site that a page is on.
func SiteOf(page string) string {
	u, err := url.Parse(page)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host + "/"
}
