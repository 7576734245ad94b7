package oaipmh

import "encoding/xml"

// The namespaces of an answer, and where their schemas are.
const (
	nsOAI    = "http://www.openarchives.org/OAI/2.0/"
	xsdOAI   = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
	nsOAIID  = "http://www.openarchives.org/OAI/2.0/oai-identifier"
	xsdOAIID = "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"
	nsXSI    = "http://www.w3.org/2001/XMLSchema-instance"
)

// root is what the root element of a schema carries. encoding/xml would declare a
// namespace on each element that has one; prefixes are declared once here, on the
// element that section 3.4 wants them on.
type root struct {
	NS     string `xml:"xmlns,attr"`
	XSI    string `xml:"xmlns:xsi,attr"`
	Schema string `xml:"xsi:schemaLocation,attr"`
}

func rootOf(ns, schema string) root { return root{ns, nsXSI, ns + " " + schema} }

// response is an answer as it goes over the wire (section 3.2): errors, or one of the rest.
type response struct {
	XMLName xml.Name `xml:"OAI-PMH"`
	root
	ResponseDate string             `xml:"responseDate"`
	Request      requestElement     `xml:"request"`
	Errors       []*protocolError   `xml:"error"`
	Identify     *identify          `xml:"Identify"`
	Formats      *[]metadataFormat  `xml:"ListMetadataFormats>metadataFormat"`
	Sets         *[]set             `xml:"ListSets>set"`
	GetRecord    *record            `xml:"GetRecord>record"`
	Identifiers  *listOfIdentifiers `xml:"ListIdentifiers"`
	Records      *listOfRecords     `xml:"ListRecords"`
}

type requestElement struct {
	Arguments []xml.Attr `xml:",any,attr"`
	BaseURL   string     `xml:",chardata"`
}

type identify struct {
	RepositoryName    string        `xml:"repositoryName"`
	BaseURL           string        `xml:"baseURL"`
	ProtocolVersion   string        `xml:"protocolVersion"`
	AdminEmail        string        `xml:"adminEmail"`
	EarliestDatestamp string        `xml:"earliestDatestamp"`
	DeletedRecord     string        `xml:"deletedRecord"`
	Granularity       string        `xml:"granularity"`
	Compression       string        `xml:"compression"`
	Descriptions      []description `xml:"description"`
}

// description holds an element of another schema.
type description struct{ Content any }

type oaiIdentifier struct {
	XMLName xml.Name `xml:"oai-identifier"`
	root
	Scheme               string `xml:"scheme"`
	RepositoryIdentifier string `xml:"repositoryIdentifier"`
	Delimiter            string `xml:"delimiter"`
	SampleIdentifier     string `xml:"sampleIdentifier"`
}

type metadataFormat struct {
	Prefix    string `xml:"metadataPrefix"`
	Schema    string `xml:"schema"`
	Namespace string `xml:"metadataNamespace"`
}

type set struct {
	Spec        string       `xml:"setSpec"`
	Name        string       `xml:"setName"`
	Description *description `xml:"setDescription"`
}

type record struct {
	Header   itemHeader   `xml:"header"`
	Metadata *description `xml:"metadata"`
}

type itemHeader struct {
	Status     string   `xml:"status,attr,omitempty"`
	Identifier string   `xml:"identifier"`
	Datestamp  string   `xml:"datestamp"`
	Sets       []string `xml:"setSpec"`
}

type listOfRecords struct {
	Records []record         `xml:"record"`
	Token   *resumptionToken `xml:"resumptionToken"`
}

type listOfIdentifiers struct {
	Headers []itemHeader     `xml:"header"`
	Token   *resumptionToken `xml:"resumptionToken"`
}

type resumptionToken struct {
	Cursor int    `xml:"cursor,attr"`
	Value  string `xml:",chardata"`
}

// langText is a text with its language.
type langText struct {
	Lang  string `xml:"xml:lang,attr,omitempty"`
	Value string `xml:",chardata"`
}
