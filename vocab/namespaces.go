package vocab

import (
	"sync"

	"github.com/knakk/rdf"
)

// Namespace is a prefix and what it stands for.
type Namespace struct{ Prefix, IRI string }

// Namespaces returns the prefixes of the published graph, in the order in which
// they are written. The list is fixed, so that a document can be joined from parts
// (RDF 1.1 Turtle, section 6.5, lets a prefix be used only after it was declared).
//
// The bare base has no prefix: the local names under it contain "/", which Turtle
// allows only escaped (PN_LOCAL_ESC), and that reads worse than the whole IRI.
func Namespaces(base string) []Namespace {
	return []Namespace{
		{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
		{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
		{"xsd", "http://www.w3.org/2001/XMLSchema#"},
		{"dcterms", "http://purl.org/dc/terms/"},
		{"dcmitype", "http://purl.org/dc/dcmitype/"},
		{"bibo", "http://purl.org/ontology/bibo/"},
		{"foaf", "http://xmlns.com/foaf/0.1/"},
		{"org", "http://www.w3.org/ns/org#"},
		{"skos", "http://www.w3.org/2004/02/skos/core#"},
		{"prov", "http://www.w3.org/ns/prov#"},
		{"dcat", "http://www.w3.org/ns/dcat#"},
		{"void", "http://rdfs.org/ns/void#"},
		{"vcard", "http://www.w3.org/2006/vcard/ns#"},
		{"owl", "http://www.w3.org/2002/07/owl#"},
		{"coar", "http://purl.org/coar/resource_type/"},
		{"lang", "http://publications.europa.eu/resource/authority/language/"},
		{"type", base + "types#"},
	}
}

// PredicateRank gives the order in which the statements about one subject are
// written: rdf:type first, then as a person would describe the thing. Predicates
// that are not known rank equal, after all others.
func PredicateRank(iri string) int {
	return rankOf(iri).rank
}

// ranked is a predicate as a term, with its rank.
type ranked struct {
	rank int
	term rdf.Predicate // nil for one that is not known
}

func rankOf(iri string) ranked {
	if r, ok := ranks()[iri]; ok {
		return r
	}
	return ranked{rank: len(predicates)}
}

var ranks = sync.OnceValue(func() map[string]ranked {
	m := make(map[string]ranked, len(predicates))
	for i, p := range predicates {
		m[p] = ranked{i, iri(p)}
	}
	return m
})

// predicates are all predicates of the published graph in the order of the model.
// One that several kinds of subject have stands where the first of them has it.
var predicates = [...]string{
	RDFType,
	// The publication.
	DCTermsIdentifier, DCTermsTitle, DCTermsAlternative, DCTermsType,
	DCTermsPublisher, DCTermsCreator, DCTermsIssued, DCTermsDate, DCTermsLanguage,
	DCTermsDescription, DCTermsSubject, DCTermsBibliographicCitation,
	DCTermsIsReferencedBy, FOAFPage, BIBOUri, FOAFIsPrimaryTopicOf,
	// The record about it.
	FOAFPrimaryTopic, DCTermsIsPartOf, VoIDInDataset, DCTermsConformsTo,
	DCTermsCreated, DCTermsModified, DCTermsLicense, DCTermsRights,
	PROVWasDerivedFrom, PROVWasGeneratedBy, PROVGeneratedAtTime, PROVInvalidatedAtTime, DCTermsProvenance,
	RDFSLabel,
	// Provenance.
	PROVSpecializationOf, DCTermsFormat, PROVUsed, PROVStartedAtTime,
	PROVEndedAtTime, PROVWasAssociatedWith,
	// The page and the collection.
	DCTermsSource, DCTermsReferences, DCTermsHasPart,
	// Bodies.
	FOAFName, SKOSAltLabel, FOAFHomepage, ORGUnitOf, DCTermsIsReplacedBy,
	OWLSameAs, RDFSSeeAlso,
	// The type scheme.
	SKOSInScheme, SKOSPrefLabel, SKOSHiddenLabel, SKOSBroader, SKOSExactMatch,
	SKOSCloseMatch, SKOSBroadMatch, SKOSScopeNote,
	// The dataset.
	DCATContactPoint, DCATLandingPage, DCATDatasetProperty, DCATService, DCATTheme, DCATKeyword,
	DCTermsAccessRights, DCATDistributionProperty, DCATAccessURL, DCATDownloadURL,
	DCATMediaType, DCATCompressFormat, DCATByteSize, SPDXChecksumProperty,
	SPDXChecksumAlgorithm, SPDXChecksumValue, DCATEndpointURL, DCATServesDataset,
	VoIDUriSpace, VoIDExampleResource, VoIDDataDump, VoIDFeature, VoIDEntities,
	VoIDTriples, VoIDDistinctSubjects, VoIDProperties, VoIDClasses, VoIDVocabulary,
	VoIDSubset, VoIDClassPartition, VoIDClass, VoIDPropertyPartition, VoIDProperty,
	VCardFn, VCardHasEmail, VCardHasURL,
}
