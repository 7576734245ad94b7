package oaipmh

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
)

// maxForm is the longest request taken, in bytes: a query string, or the body of a POST.
// The longest one that means anything is a token with its verb, some 300 bytes.
const maxForm = 8 << 10

// form is the arguments of a request as they came.
type form struct {
	values url.Values
	err    error // they could not be read as arguments
}

// refusal is a request that is not answered in XML.
type refusal struct {
	status  int
	message string
}

// readForm reads the arguments of a GET or a POST (section 3.1.1).
func readForm(w http.ResponseWriter, r *http.Request) (form, *refusal) {
	if len(r.URL.RawQuery) > maxForm {
		return form{}, &refusal{http.StatusRequestURITooLong, "the query is too long for any request of OAI-PMH"}
	}
	query := r.URL.RawQuery
	if r.Method == http.MethodPost {
		body, fault := readBody(w, r)
		if fault != nil {
			return form{}, fault
		}
		if query != "" { // then both count, so that an argument in each is one repeated
			query += "&"
		}
		query += body
	}
	values, err := url.ParseQuery(query)
	return form{values, err}, nil
}

func readBody(w http.ResponseWriter, r *http.Request) (string, *refusal) {
	const formType = "application/x-www-form-urlencoded"
	if given := r.Header.Get("Content-Type"); given != "" {
		if kind, _, err := mime.ParseMediaType(given); err != nil || kind != formType {
			return "", &refusal{http.StatusUnsupportedMediaType, "send the arguments as " + formType}
		}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return "", &refusal{http.StatusRequestEntityTooLarge, "the body is too long for any request of OAI-PMH"}
	case err != nil:
		return "", &refusal{http.StatusBadRequest, "the body could not be read"}
	}
	return string(body), nil
}
