package oaipmh_test

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"samling/publish/oaipmh"
)

// serve serves a repository over HTTP on the loopback interface.
func serve(t *testing.T, r oaipmh.Repository, pageSize int) string {
	t.Helper()
	s := httptest.NewServer(&oaipmh.Handler{
		Repository: r, Authority: "lit.example.org", AdminEmail: "post@example.org", PageSize: pageSize,
	})
	t.Cleanup(s.Close)
	return s.URL
}

// answer is what a harvester reads of an answer.
type answer struct {
	Date    string `xml:"responseDate"`
	Request struct {
		Attrs []xml.Attr `xml:",any,attr"`
		URL   string     `xml:",chardata"`
	} `xml:"request"`
	Errors []struct {
		Code string `xml:"code,attr"`
	} `xml:"error"`
	Headers []header `xml:"ListIdentifiers>header"`
	Records []struct {
		Header header `xml:"header"`
		Title  string `xml:"metadata>dc>title"`
	} `xml:"ListRecords>record"`
	Token *struct {
		Cursor string `xml:"cursor,attr"`
		Value  string `xml:",chardata"`
	} `xml:"ListRecords>resumptionToken"`
	TokenOfIdentifiers *struct {
		Value string `xml:",chardata"`
	} `xml:"ListIdentifiers>resumptionToken"`
}

type header struct {
	Status     string `xml:"status,attr"`
	Identifier string `xml:"identifier"`
	Datestamp  string `xml:"datestamp"`
}

// code is the error's, or "".
func (a answer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Code
}

// get asks over GET, and again over POST; both answers are to be the same and of legal
// structure.
func get(t *testing.T, base, query string) []byte {
	t.Helper()
	body := fetch(t, func() (*http.Response, error) { return http.Get(base + "?" + query) })
	posted := fetch(t, func() (*http.Response, error) {
		return http.Post(base, "application/x-www-form-urlencoded", strings.NewReader(query))
	})
	if string(body) != string(posted) {
		t.Errorf("%s: POST is answered otherwise than GET:\n%s\n%s", query, body, posted)
	}
	return body
}

func fetch(t *testing.T, ask func() (*http.Response, error)) []byte {
	t.Helper()
	r, err := ask()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "text/xml; charset=utf-8" {
		t.Fatal(r.Status, r.Header, err, string(body))
	}
	for _, fault := range faults(body) {
		t.Errorf("%s: %s", r.Request.URL, fault)
	}
	return body
}

func ask(t *testing.T, base, query string) (a answer) {
	t.Helper()
	if err := xml.Unmarshal(get(t, base, query), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func resume(verb, token string) string {
	return url.Values{"verb": {verb}, "resumptionToken": {token}}.Encode()
}

func getter(address string) func() (*http.Response, error) {
	return func() (*http.Response, error) { return http.Get(address) }
}

func decode(t *testing.T, document []byte, to any) {
	t.Helper()
	if err := xml.Unmarshal(document, to); err != nil {
		t.Fatal(err)
	}
}
