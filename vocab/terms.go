// Code generated from terms.ttl by internal/gen; DO NOT EDIT.

package vocab

// Terms of <http://www.w3.org/1999/02/22-rdf-syntax-ns#>.
const (
	// RDFType is rdf:type, “type”.
	RDFType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
	// RDFLangString is rdf:langString, “langString”.
	RDFLangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

// Terms of <http://www.w3.org/2000/01/rdf-schema#>.
const (
	// RDFSLabel is rdfs:label, “label”.
	RDFSLabel = "http://www.w3.org/2000/01/rdf-schema#label"
	// RDFSSeeAlso is rdfs:seeAlso, “seeAlso”.
	RDFSSeeAlso = "http://www.w3.org/2000/01/rdf-schema#seeAlso"
)

// Terms of <http://www.w3.org/2001/XMLSchema#>.
const (
	// XSDString is xsd:string, “string”.
	XSDString = "http://www.w3.org/2001/XMLSchema#string"
	// XSDBoolean is xsd:boolean, “boolean”.
	XSDBoolean = "http://www.w3.org/2001/XMLSchema#boolean"
	// XSDInteger is xsd:integer, “integer”.
	XSDInteger = "http://www.w3.org/2001/XMLSchema#integer"
	// XSDNonNegativeInteger is xsd:nonNegativeInteger, “nonNegativeInteger”.
	XSDNonNegativeInteger = "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"
	// XSDHexBinary is xsd:hexBinary, “hexBinary”.
	XSDHexBinary = "http://www.w3.org/2001/XMLSchema#hexBinary"
	// XSDDate is xsd:date, “date”.
	XSDDate = "http://www.w3.org/2001/XMLSchema#date"
	// XSDDateTime is xsd:dateTime, “dateTime”.
	XSDDateTime = "http://www.w3.org/2001/XMLSchema#dateTime"
	// XSDGYear is xsd:gYear, “gYear”.
	XSDGYear = "http://www.w3.org/2001/XMLSchema#gYear"
	// XSDGYearMonth is xsd:gYearMonth, “gYearMonth”.
	XSDGYearMonth = "http://www.w3.org/2001/XMLSchema#gYearMonth"
)

// Terms of <http://purl.org/dc/terms/>.
const (
	// DCTermsBibliographicResource is dcterms:BibliographicResource, “Bibliographic Resource”.
	DCTermsBibliographicResource = "http://purl.org/dc/terms/BibliographicResource"
	// DCTermsProvenanceStatement is dcterms:ProvenanceStatement, “Provenance Statement”.
	DCTermsProvenanceStatement = "http://purl.org/dc/terms/ProvenanceStatement"
	// DCTermsRightsStatement is dcterms:RightsStatement, “Rights Statement”.
	DCTermsRightsStatement = "http://purl.org/dc/terms/RightsStatement"
	// DCTermsStandard is dcterms:Standard, “Standard”.
	DCTermsStandard = "http://purl.org/dc/terms/Standard"
	// DCTermsAccessRights is dcterms:accessRights, “Access Rights”.
	DCTermsAccessRights = "http://purl.org/dc/terms/accessRights"
	// DCTermsAlternative is dcterms:alternative, “Alternative Title”.
	DCTermsAlternative = "http://purl.org/dc/terms/alternative"
	// DCTermsBibliographicCitation is dcterms:bibliographicCitation, “Bibliographic Citation”.
	DCTermsBibliographicCitation = "http://purl.org/dc/terms/bibliographicCitation"
	// DCTermsConformsTo is dcterms:conformsTo, “Conforms To”.
	DCTermsConformsTo = "http://purl.org/dc/terms/conformsTo"
	// DCTermsCreated is dcterms:created, “Date Created”.
	DCTermsCreated = "http://purl.org/dc/terms/created"
	// DCTermsCreator is dcterms:creator, “Creator”.
	DCTermsCreator = "http://purl.org/dc/terms/creator"
	// DCTermsDate is dcterms:date, “Date”.
	DCTermsDate = "http://purl.org/dc/terms/date"
	// DCTermsDescription is dcterms:description, “Description”.
	DCTermsDescription = "http://purl.org/dc/terms/description"
	// DCTermsFormat is dcterms:format, “Format”.
	DCTermsFormat = "http://purl.org/dc/terms/format"
	// DCTermsHasPart is dcterms:hasPart, “Has Part”.
	DCTermsHasPart = "http://purl.org/dc/terms/hasPart"
	// DCTermsIdentifier is dcterms:identifier, “Identifier”.
	DCTermsIdentifier = "http://purl.org/dc/terms/identifier"
	// DCTermsIsPartOf is dcterms:isPartOf, “Is Part Of”.
	DCTermsIsPartOf = "http://purl.org/dc/terms/isPartOf"
	// DCTermsIsReferencedBy is dcterms:isReferencedBy, “Is Referenced By”.
	DCTermsIsReferencedBy = "http://purl.org/dc/terms/isReferencedBy"
	// DCTermsIsReplacedBy is dcterms:isReplacedBy, “Is Replaced By”.
	DCTermsIsReplacedBy = "http://purl.org/dc/terms/isReplacedBy"
	// DCTermsIssued is dcterms:issued, “Date Issued”.
	DCTermsIssued = "http://purl.org/dc/terms/issued"
	// DCTermsLanguage is dcterms:language, “Language”.
	DCTermsLanguage = "http://purl.org/dc/terms/language"
	// DCTermsLicense is dcterms:license, “License”.
	DCTermsLicense = "http://purl.org/dc/terms/license"
	// DCTermsModified is dcterms:modified, “Date Modified”.
	DCTermsModified = "http://purl.org/dc/terms/modified"
	// DCTermsProvenance is dcterms:provenance, “Provenance”.
	DCTermsProvenance = "http://purl.org/dc/terms/provenance"
	// DCTermsPublisher is dcterms:publisher, “Publisher”.
	DCTermsPublisher = "http://purl.org/dc/terms/publisher"
	// DCTermsReferences is dcterms:references, “References”.
	DCTermsReferences = "http://purl.org/dc/terms/references"
	// DCTermsRights is dcterms:rights, “Rights”.
	DCTermsRights = "http://purl.org/dc/terms/rights"
	// DCTermsSource is dcterms:source, “Source”.
	DCTermsSource = "http://purl.org/dc/terms/source"
	// DCTermsSubject is dcterms:subject, “Subject”.
	DCTermsSubject = "http://purl.org/dc/terms/subject"
	// DCTermsTitle is dcterms:title, “Title”.
	DCTermsTitle = "http://purl.org/dc/terms/title"
	// DCTermsType is dcterms:type, “Type”.
	DCTermsType = "http://purl.org/dc/terms/type"
)

// Terms of <http://purl.org/dc/elements/1.1/>.
const (
	// DCDate is dc:date, “Date”.
	DCDate = "http://purl.org/dc/elements/1.1/date"
	// DCPublisher is dc:publisher, “Publisher”.
	DCPublisher = "http://purl.org/dc/elements/1.1/publisher"
	// DCTitle is dc:title, “Title”.
	DCTitle = "http://purl.org/dc/elements/1.1/title"
	// DCType is dc:type, “Type”.
	DCType = "http://purl.org/dc/elements/1.1/type"
)

// Terms of <http://purl.org/dc/dcmitype/>.
const (
	// DCMITypeCollection is dcmitype:Collection, “Collection”.
	DCMITypeCollection = "http://purl.org/dc/dcmitype/Collection"
	// DCMITypeDataset is dcmitype:Dataset, “Dataset”.
	DCMITypeDataset = "http://purl.org/dc/dcmitype/Dataset"
	// DCMITypeEvent is dcmitype:Event, “Event”.
	DCMITypeEvent = "http://purl.org/dc/dcmitype/Event"
	// DCMITypeInteractiveResource is dcmitype:InteractiveResource, “Interactive Resource”.
	DCMITypeInteractiveResource = "http://purl.org/dc/dcmitype/InteractiveResource"
	// DCMITypeMovingImage is dcmitype:MovingImage, “Moving Image”.
	DCMITypeMovingImage = "http://purl.org/dc/dcmitype/MovingImage"
	// DCMITypeSoftware is dcmitype:Software, “Software”.
	DCMITypeSoftware = "http://purl.org/dc/dcmitype/Software"
	// DCMITypeSound is dcmitype:Sound, “Sound”.
	DCMITypeSound = "http://purl.org/dc/dcmitype/Sound"
	// DCMITypeText is dcmitype:Text, “Text”.
	DCMITypeText = "http://purl.org/dc/dcmitype/Text"
)

// Terms of <http://purl.org/ontology/bibo/>.
const (
	// BIBOArticle is bibo:Article, “Article”.
	BIBOArticle = "http://purl.org/ontology/bibo/Article"
	// BIBOBook is bibo:Book, “Book”.
	BIBOBook = "http://purl.org/ontology/bibo/Book"
	// BIBODocument is bibo:Document, “Document”.
	BIBODocument = "http://purl.org/ontology/bibo/Document"
	// BIBOFilm is bibo:Film, “Film”.
	BIBOFilm = "http://purl.org/ontology/bibo/Film"
	// BIBOManual is bibo:Manual, “Manual”.
	BIBOManual = "http://purl.org/ontology/bibo/Manual"
	// BIBOReport is bibo:Report, “Report”.
	BIBOReport = "http://purl.org/ontology/bibo/Report"
	// BIBOThesis is bibo:Thesis, “Thesis”.
	BIBOThesis = "http://purl.org/ontology/bibo/Thesis"
	// BIBOWebpage is bibo:Webpage, “Webpage”.
	BIBOWebpage = "http://purl.org/ontology/bibo/Webpage"
	// BIBOUri is bibo:uri, “uri”.
	BIBOUri = "http://purl.org/ontology/bibo/uri"
)

// Terms of <http://xmlns.com/foaf/0.1/>.
const (
	// FOAFAgent is foaf:Agent, “Agent”.
	FOAFAgent = "http://xmlns.com/foaf/0.1/Agent"
	// FOAFDocument is foaf:Document, “Document”.
	FOAFDocument = "http://xmlns.com/foaf/0.1/Document"
	// FOAFOrganization is foaf:Organization, “Organization”.
	FOAFOrganization = "http://xmlns.com/foaf/0.1/Organization"
	// FOAFHomepage is foaf:homepage, “homepage”.
	FOAFHomepage = "http://xmlns.com/foaf/0.1/homepage"
	// FOAFIsPrimaryTopicOf is foaf:isPrimaryTopicOf, “is primary topic of”.
	FOAFIsPrimaryTopicOf = "http://xmlns.com/foaf/0.1/isPrimaryTopicOf"
	// FOAFName is foaf:name, “name”.
	FOAFName = "http://xmlns.com/foaf/0.1/name"
	// FOAFPage is foaf:page, “page”.
	FOAFPage = "http://xmlns.com/foaf/0.1/page"
	// FOAFPrimaryTopic is foaf:primaryTopic, “primary topic”.
	FOAFPrimaryTopic = "http://xmlns.com/foaf/0.1/primaryTopic"
)

// Terms of <http://www.w3.org/ns/org#>.
const (
	// ORGUnitOf is org:unitOf, “unit Of”.
	ORGUnitOf = "http://www.w3.org/ns/org#unitOf"
)

// Terms of <http://www.w3.org/2004/02/skos/core#>.
const (
	// SKOSConcept is skos:Concept, “Concept”.
	SKOSConcept = "http://www.w3.org/2004/02/skos/core#Concept"
	// SKOSConceptScheme is skos:ConceptScheme, “Concept Scheme”.
	SKOSConceptScheme = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
	// SKOSAltLabel is skos:altLabel, “alternative label”.
	SKOSAltLabel = "http://www.w3.org/2004/02/skos/core#altLabel"
	// SKOSBroadMatch is skos:broadMatch, “has broader match”.
	SKOSBroadMatch = "http://www.w3.org/2004/02/skos/core#broadMatch"
	// SKOSBroader is skos:broader, “has broader”.
	SKOSBroader = "http://www.w3.org/2004/02/skos/core#broader"
	// SKOSCloseMatch is skos:closeMatch, “has close match”.
	SKOSCloseMatch = "http://www.w3.org/2004/02/skos/core#closeMatch"
	// SKOSExactMatch is skos:exactMatch, “has exact match”.
	SKOSExactMatch = "http://www.w3.org/2004/02/skos/core#exactMatch"
	// SKOSHiddenLabel is skos:hiddenLabel, “hidden label”.
	SKOSHiddenLabel = "http://www.w3.org/2004/02/skos/core#hiddenLabel"
	// SKOSInScheme is skos:inScheme, “is in scheme”.
	SKOSInScheme = "http://www.w3.org/2004/02/skos/core#inScheme"
	// SKOSPrefLabel is skos:prefLabel, “preferred label”.
	SKOSPrefLabel = "http://www.w3.org/2004/02/skos/core#prefLabel"
	// SKOSScopeNote is skos:scopeNote, “scope note”.
	SKOSScopeNote = "http://www.w3.org/2004/02/skos/core#scopeNote"
)

// Terms of <http://www.w3.org/ns/prov#>.
const (
	// PROVActivity is prov:Activity, “Activity”.
	PROVActivity = "http://www.w3.org/ns/prov#Activity"
	// PROVEntity is prov:Entity, “Entity”.
	PROVEntity = "http://www.w3.org/ns/prov#Entity"
	// PROVSoftwareAgent is prov:SoftwareAgent, “SoftwareAgent”.
	PROVSoftwareAgent = "http://www.w3.org/ns/prov#SoftwareAgent"
	// PROVEndedAtTime is prov:endedAtTime, “endedAtTime”.
	PROVEndedAtTime = "http://www.w3.org/ns/prov#endedAtTime"
	// PROVGeneratedAtTime is prov:generatedAtTime, “generatedAtTime”.
	PROVGeneratedAtTime = "http://www.w3.org/ns/prov#generatedAtTime"
	// PROVInvalidatedAtTime is prov:invalidatedAtTime, “invalidatedAtTime”.
	PROVInvalidatedAtTime = "http://www.w3.org/ns/prov#invalidatedAtTime"
	// PROVSpecializationOf is prov:specializationOf, “specializationOf”.
	PROVSpecializationOf = "http://www.w3.org/ns/prov#specializationOf"
	// PROVStartedAtTime is prov:startedAtTime, “startedAtTime”.
	PROVStartedAtTime = "http://www.w3.org/ns/prov#startedAtTime"
	// PROVUsed is prov:used, “used”.
	PROVUsed = "http://www.w3.org/ns/prov#used"
	// PROVWasAssociatedWith is prov:wasAssociatedWith, “wasAssociatedWith”.
	PROVWasAssociatedWith = "http://www.w3.org/ns/prov#wasAssociatedWith"
	// PROVWasDerivedFrom is prov:wasDerivedFrom, “wasDerivedFrom”.
	PROVWasDerivedFrom = "http://www.w3.org/ns/prov#wasDerivedFrom"
	// PROVWasGeneratedBy is prov:wasGeneratedBy, “wasGeneratedBy”.
	PROVWasGeneratedBy = "http://www.w3.org/ns/prov#wasGeneratedBy"
)

// Terms of <http://www.w3.org/ns/dcat#>.
const (
	// DCATCatalog is dcat:Catalog, “Catalog”.
	DCATCatalog = "http://www.w3.org/ns/dcat#Catalog"
	// DCATCatalogRecord is dcat:CatalogRecord, “Catalog Record”.
	DCATCatalogRecord = "http://www.w3.org/ns/dcat#CatalogRecord"
	// DCATDataService is dcat:DataService, “Data service”.
	DCATDataService = "http://www.w3.org/ns/dcat#DataService"
	// DCATDataset is dcat:Dataset, “Dataset”.
	DCATDataset = "http://www.w3.org/ns/dcat#Dataset"
	// DCATDistribution is dcat:Distribution, “Distribution”.
	DCATDistribution = "http://www.w3.org/ns/dcat#Distribution"
	// DCATAccessURL is dcat:accessURL, “access address”.
	DCATAccessURL = "http://www.w3.org/ns/dcat#accessURL"
	// DCATByteSize is dcat:byteSize, “byte size”.
	DCATByteSize = "http://www.w3.org/ns/dcat#byteSize"
	// DCATCompressFormat is dcat:compressFormat, “compression format”.
	DCATCompressFormat = "http://www.w3.org/ns/dcat#compressFormat"
	// DCATContactPoint is dcat:contactPoint, “contact point”.
	DCATContactPoint = "http://www.w3.org/ns/dcat#contactPoint"
	// DCATDatasetProperty is dcat:dataset, “dataset”.
	DCATDatasetProperty = "http://www.w3.org/ns/dcat#dataset"
	// DCATDistributionProperty is dcat:distribution, “distribution”.
	DCATDistributionProperty = "http://www.w3.org/ns/dcat#distribution"
	// DCATDownloadURL is dcat:downloadURL, “download URL”.
	DCATDownloadURL = "http://www.w3.org/ns/dcat#downloadURL"
	// DCATEndpointURL is dcat:endpointURL, “service end-point”.
	DCATEndpointURL = "http://www.w3.org/ns/dcat#endpointURL"
	// DCATKeyword is dcat:keyword, “keyword”.
	DCATKeyword = "http://www.w3.org/ns/dcat#keyword"
	// DCATLandingPage is dcat:landingPage, “landing page”.
	DCATLandingPage = "http://www.w3.org/ns/dcat#landingPage"
	// DCATMediaType is dcat:mediaType, “media type”.
	DCATMediaType = "http://www.w3.org/ns/dcat#mediaType"
	// DCATServesDataset is dcat:servesDataset, “serves dataset”.
	DCATServesDataset = "http://www.w3.org/ns/dcat#servesDataset"
	// DCATService is dcat:service, “service”.
	DCATService = "http://www.w3.org/ns/dcat#service"
	// DCATTheme is dcat:theme, “theme”.
	DCATTheme = "http://www.w3.org/ns/dcat#theme"
)

// Terms of <http://rdfs.org/ns/void#>.
const (
	// VoIDDataset is void:Dataset, “dataset”.
	VoIDDataset = "http://rdfs.org/ns/void#Dataset"
	// VoIDDatasetDescription is void:DatasetDescription, “dataset description”.
	VoIDDatasetDescription = "http://rdfs.org/ns/void#DatasetDescription"
	// VoIDClass is void:class, “class”.
	VoIDClass = "http://rdfs.org/ns/void#class"
	// VoIDClassPartition is void:classPartition, “class partition”.
	VoIDClassPartition = "http://rdfs.org/ns/void#classPartition"
	// VoIDClasses is void:classes, “classes”.
	VoIDClasses = "http://rdfs.org/ns/void#classes"
	// VoIDDataDump is void:dataDump, “Data Dump”.
	VoIDDataDump = "http://rdfs.org/ns/void#dataDump"
	// VoIDDistinctSubjects is void:distinctSubjects, “distinct subjects”.
	VoIDDistinctSubjects = "http://rdfs.org/ns/void#distinctSubjects"
	// VoIDEntities is void:entities, “number of entities”.
	VoIDEntities = "http://rdfs.org/ns/void#entities"
	// VoIDExampleResource is void:exampleResource, “example resource of dataset”.
	VoIDExampleResource = "http://rdfs.org/ns/void#exampleResource"
	// VoIDFeature is void:feature, “feature”.
	VoIDFeature = "http://rdfs.org/ns/void#feature"
	// VoIDInDataset is void:inDataset, “in dataset”.
	VoIDInDataset = "http://rdfs.org/ns/void#inDataset"
	// VoIDProperties is void:properties, “number of properties”.
	VoIDProperties = "http://rdfs.org/ns/void#properties"
	// VoIDProperty is void:property, “property”.
	VoIDProperty = "http://rdfs.org/ns/void#property"
	// VoIDPropertyPartition is void:propertyPartition, “property partition”.
	VoIDPropertyPartition = "http://rdfs.org/ns/void#propertyPartition"
	// VoIDSubset is void:subset, “has subset”.
	VoIDSubset = "http://rdfs.org/ns/void#subset"
	// VoIDTriples is void:triples, “number of triples”.
	VoIDTriples = "http://rdfs.org/ns/void#triples"
	// VoIDUriSpace is void:uriSpace, “URI space”.
	VoIDUriSpace = "http://rdfs.org/ns/void#uriSpace"
	// VoIDVocabulary is void:vocabulary, “vocabulary”.
	VoIDVocabulary = "http://rdfs.org/ns/void#vocabulary"
)

// Terms of <http://www.w3.org/2006/vcard/ns#>.
const (
	// VCardOrganization is vcard:Organization, “Organization”.
	VCardOrganization = "http://www.w3.org/2006/vcard/ns#Organization"
	// VCardFn is vcard:fn, “formatted name”.
	VCardFn = "http://www.w3.org/2006/vcard/ns#fn"
	// VCardHasEmail is vcard:hasEmail, “has email”.
	VCardHasEmail = "http://www.w3.org/2006/vcard/ns#hasEmail"
	// VCardHasURL is vcard:hasURL, “has url”.
	VCardHasURL = "http://www.w3.org/2006/vcard/ns#hasURL"
)

// Terms of <http://spdx.org/rdf/terms#>.
const (
	// SPDXChecksum is spdx:Checksum, “Checksum”.
	SPDXChecksum = "http://spdx.org/rdf/terms#Checksum"
	// SPDXChecksumProperty is spdx:checksum, “checksum”.
	SPDXChecksumProperty = "http://spdx.org/rdf/terms#checksum"
	// SPDXChecksumAlgorithm is spdx:checksumAlgorithm, “checksum algorithm”.
	SPDXChecksumAlgorithm = "http://spdx.org/rdf/terms#checksumAlgorithm"
	// SPDXChecksumAlgorithmSha256 is spdx:checksumAlgorithm_sha256, “SHA-256”.
	SPDXChecksumAlgorithmSha256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
	// SPDXChecksumValue is spdx:checksumValue, “checksum value”.
	SPDXChecksumValue = "http://spdx.org/rdf/terms#checksumValue"
)

// Terms of <http://www.w3.org/2002/07/owl#>.
const (
	// OWLSameAs is owl:sameAs, “sameAs”.
	OWLSameAs = "http://www.w3.org/2002/07/owl#sameAs"
)

// Terms of <http://purl.org/coar/resource_type/>.
const (
	// COARJournal is coar:c_0640, “journal”.
	COARJournal = "http://purl.org/coar/resource_type/c_0640"
	// COARVideo is coar:c_12ce, “video”.
	COARVideo = "http://purl.org/coar/resource_type/c_12ce"
	// COAROther is coar:c_1843, “other”.
	COAROther = "http://purl.org/coar/resource_type/c_1843"
	// COARPolicyReport is coar:c_186u, “policy report”.
	COARPolicyReport = "http://purl.org/coar/resource_type/c_186u"
	// COARSound is coar:c_18cc, “sound”.
	COARSound = "http://purl.org/coar/resource_type/c_18cc"
	// COARText is coar:c_18cf, “text”.
	COARText = "http://purl.org/coar/resource_type/c_18cf"
	// COARResearchReport is coar:c_18ws, “research report”.
	COARResearchReport = "http://purl.org/coar/resource_type/c_18ws"
	// COARBook is coar:c_2f33, “book”.
	COARBook = "http://purl.org/coar/resource_type/c_2f33"
	// COARBookPart is coar:c_3248, “book part”.
	COARBookPart = "http://purl.org/coar/resource_type/c_3248"
	// COARThesis is coar:c_46ec, “thesis”.
	COARThesis = "http://purl.org/coar/resource_type/c_46ec"
	// COARSoftware is coar:c_5ce6, “software”.
	COARSoftware = "http://purl.org/coar/resource_type/c_5ce6"
	// COARConferencePaper is coar:c_5794, “conference paper”.
	COARConferencePaper = "http://purl.org/coar/resource_type/c_5794"
	// COARJournalArticle is coar:c_6501, “journal article”.
	COARJournalArticle = "http://purl.org/coar/resource_type/c_6501"
	// COARBlogPost is coar:c_6947, “blog post”.
	COARBlogPost = "http://purl.org/coar/resource_type/c_6947"
	// COARBachelorThesis is coar:c_7a1f, “bachelor thesis”.
	COARBachelorThesis = "http://purl.org/coar/resource_type/c_7a1f"
	// COARWebsite is coar:c_7ad9, “website”.
	COARWebsite = "http://purl.org/coar/resource_type/c_7ad9"
	// COARWorkingPaper is coar:c_8042, “working paper”.
	COARWorkingPaper = "http://purl.org/coar/resource_type/c_8042"
	// COARLecture is coar:c_8544, “lecture”.
	COARLecture = "http://purl.org/coar/resource_type/c_8544"
	// COARReport is coar:c_93fc, “report”.
	COARReport = "http://purl.org/coar/resource_type/c_93fc"
	// COARNewspaperArticle is coar:c_998f, “newspaper article”.
	COARNewspaperArticle = "http://purl.org/coar/resource_type/c_998f"
	// COARMasterThesis is coar:c_bdcc, “master thesis”.
	COARMasterThesis = "http://purl.org/coar/resource_type/c_bdcc"
	// COARDoctoralThesis is coar:c_db06, “doctoral thesis”.
	COARDoctoralThesis = "http://purl.org/coar/resource_type/c_db06"
	// COARDataset is coar:c_ddb1, “dataset”.
	COARDataset = "http://purl.org/coar/resource_type/c_ddb1"
	// COARLearningObject is coar:c_e059, “learning object”.
	COARLearningObject = "http://purl.org/coar/resource_type/c_e059"
	// COARInteractiveResource is coar:c_e9a0, “interactive resource”.
	COARInteractiveResource = "http://purl.org/coar/resource_type/c_e9a0"
)

// Terms of <http://publications.europa.eu/resource/authority/language/>.
const (
	// LangDAN is lang:DAN, “Danish”.
	LangDAN = "http://publications.europa.eu/resource/authority/language/DAN"
	// LangENG is lang:ENG, “English”.
	LangENG = "http://publications.europa.eu/resource/authority/language/ENG"
	// LangNNO is lang:NNO, “Norwegian Nynorsk”.
	LangNNO = "http://publications.europa.eu/resource/authority/language/NNO"
	// LangNOB is lang:NOB, “Norwegian Bokmål”.
	LangNOB = "http://publications.europa.eu/resource/authority/language/NOB"
	// LangNOR is lang:NOR, “Norwegian”.
	LangNOR = "http://publications.europa.eu/resource/authority/language/NOR"
	// LangSME is lang:SME, “Northern Sami”.
	LangSME = "http://publications.europa.eu/resource/authority/language/SME"
	// LangSWE is lang:SWE, “Swedish”.
	LangSWE = "http://publications.europa.eu/resource/authority/language/SWE"
)

// Terms of <http://publications.europa.eu/resource/authority/data-theme/>.
const (
	// ThemeEDUC is theme:EDUC, “Education, culture and sport”.
	ThemeEDUC = "http://publications.europa.eu/resource/authority/data-theme/EDUC"
	// ThemeGOVE is theme:GOVE, “Government and public sector”.
	ThemeGOVE = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
)

// Terms of <http://www.w3.org/ns/shacl#>.
const (
	// SHIRI is sh:IRI, “IRI”.
	SHIRI = "http://www.w3.org/ns/shacl#IRI"
	// SHNodeShape is sh:NodeShape, “Node shape”.
	SHNodeShape = "http://www.w3.org/ns/shacl#NodeShape"
	// SHWarning is sh:Warning, “Warning”.
	SHWarning = "http://www.w3.org/ns/shacl#Warning"
	// SHClass is sh:class, “class”.
	SHClass = "http://www.w3.org/ns/shacl#class"
	// SHDatatype is sh:datatype, “datatype”.
	SHDatatype = "http://www.w3.org/ns/shacl#datatype"
	// SHHasValue is sh:hasValue, “has value”.
	SHHasValue = "http://www.w3.org/ns/shacl#hasValue"
	// SHIn is sh:in, “in”.
	SHIn = "http://www.w3.org/ns/shacl#in"
	// SHLanguageIn is sh:languageIn, “language in”.
	SHLanguageIn = "http://www.w3.org/ns/shacl#languageIn"
	// SHLessThanOrEquals is sh:lessThanOrEquals, “less than or equals”.
	SHLessThanOrEquals = "http://www.w3.org/ns/shacl#lessThanOrEquals"
	// SHMaxCount is sh:maxCount, “max count”.
	SHMaxCount = "http://www.w3.org/ns/shacl#maxCount"
	// SHMessage is sh:message, “message”.
	SHMessage = "http://www.w3.org/ns/shacl#message"
	// SHMinCount is sh:minCount, “min count”.
	SHMinCount = "http://www.w3.org/ns/shacl#minCount"
	// SHNodeKind is sh:nodeKind, “node kind”.
	SHNodeKind = "http://www.w3.org/ns/shacl#nodeKind"
	// SHOr is sh:or, “or”.
	SHOr = "http://www.w3.org/ns/shacl#or"
	// SHPath is sh:path, “path”.
	SHPath = "http://www.w3.org/ns/shacl#path"
	// SHPattern is sh:pattern, “pattern”.
	SHPattern = "http://www.w3.org/ns/shacl#pattern"
	// SHProperty is sh:property, “property”.
	SHProperty = "http://www.w3.org/ns/shacl#property"
	// SHQualifiedMaxCount is sh:qualifiedMaxCount, “qualified max count”.
	SHQualifiedMaxCount = "http://www.w3.org/ns/shacl#qualifiedMaxCount"
	// SHQualifiedMinCount is sh:qualifiedMinCount, “qualified min count”.
	SHQualifiedMinCount = "http://www.w3.org/ns/shacl#qualifiedMinCount"
	// SHQualifiedValueShape is sh:qualifiedValueShape, “qualified value shape”.
	SHQualifiedValueShape = "http://www.w3.org/ns/shacl#qualifiedValueShape"
	// SHSeverity is sh:severity, “severity”.
	SHSeverity = "http://www.w3.org/ns/shacl#severity"
	// SHTargetClass is sh:targetClass, “target class”.
	SHTargetClass = "http://www.w3.org/ns/shacl#targetClass"
	// SHTargetObjectsOf is sh:targetObjectsOf, “target objects of”.
	SHTargetObjectsOf = "http://www.w3.org/ns/shacl#targetObjectsOf"
	// SHUniqueLang is sh:uniqueLang, “unique languages”.
	SHUniqueLang = "http://www.w3.org/ns/shacl#uniqueLang"
)
