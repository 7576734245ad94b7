package oaipmh

import "fmt"

// The errors of section 3.6. noSetHierarchy is not among them, since there are sets.
const (
	badArgument             = "badArgument"
	badResumptionToken      = "badResumptionToken"
	badVerb                 = "badVerb"
	cannotDisseminateFormat = "cannotDisseminateFormat"
	idDoesNotExist          = "idDoesNotExist"
	noMetadataFormats       = "noMetadataFormats"
	noRecordsMatch          = "noRecordsMatch"
)

// protocolError is an error that is an answer, as it goes over the wire.
type protocolError struct {
	Code    string `xml:"code,attr"`
	Message string `xml:",chardata"`
}

func (e *protocolError) Error() string { return e.Code + ": " + e.Message }

func fail(code, format string, args ...any) *protocolError {
	return &protocolError{Code: code, Message: fmt.Sprintf(format, args...)}
}
