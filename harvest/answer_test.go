package harvest_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"samling/harvest"
)

func TestStatusesThatAreNoPage(t *testing.T) {
	for status, want := range map[int]string{
		201: "status 201 Created", 202: "status 202", 204: "status 204", 205: "status 205",
		206: "status 206 Partial Content", 226: "status 226", 300: "status 300", 302: "names no address", 305: "status 305",
		400: "is the address right", 401: "ask its owner", 403: "ask its owner", 404: "not there", 410: "not there",
		412: "status 412", 418: "status 418", 429: "try again later", 451: "status 451",
		500: "try again later", 503: `Retry-After: "120"`, 599: "status 599;",
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				w.Header().Set("Retry-After", "120")
				w.WriteHeader(status)
				if status != 204 && status != 205 {
					fmt.Fprint(w, page)
				}
			})
			got, err := fetch(t, newFetcher(t), s.URL)
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), fmt.Sprint(status)) {
				t.Errorf("%+v, %v", got, err)
			}
			for _, sentinel := range []error{harvest.ErrNotModified, harvest.ErrTooLarge, harvest.ErrDisallowed, harvest.ErrPrivate} {
				if errors.Is(err, sentinel) {
					t.Errorf("%v wraps %q", err, sentinel)
				}
			}
		})
	}
}

func TestNonAuthoritativeAnswerIsAPage(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(203); fmt.Fprint(w, page) })
	if got, err := fetch(t, newFetcher(t), s.URL); err != nil || string(got.Body) != page {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestTypes(t *testing.T) {
	const none = "" // no Content-Type
	for name, c := range map[string]struct{ declared, body, want, refused string }{
		"html":               {"text/html; charset=utf-8", page, "text/html; charset=utf-8", ""},
		"html, in capitals":  {"TEXT/HTML;Charset=UTF-8", page, "TEXT/HTML;Charset=UTF-8", ""},
		"html, badly put":    {"text/html; charset", page, "text/html; charset", ""},
		"xhtml":              {"application/xhtml+xml", page, "application/xhtml+xml", ""},
		"plain":              {"text/plain", "BMW i Norge", "text/plain", ""},
		"unsaid html":        {none, page, "text/html", ""},
		"unsaid html, bom":   {none, "\xef\xbb\xbf\n" + page, "text/html", ""},
		"unsaid, a heading":  {none, "<h3>Utvikling</h3>", "text/html", ""},
		"unsaid xhtml":       {none, "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"/>", "application/xhtml+xml", ""},
		"unsaid plain":       {none, "Rapport – NIBR 2014", "text/plain", ""},
		"unsaid latin1":      {none, "Bl\xe5b\xe6r", "text/plain", ""},
		"pdf":                {"application/pdf", "%PDF-1.7", "", "application/pdf"},
		"pdf, said html":     {"text/html", "%PDF-1.7", "", "application/pdf"},
		"pdf, unsaid":        {none, "%PDF-1.7", "", "application/pdf"},
		"gzip, said html":    {"text/html", string(gzipped(page)), "", "application/x-gzip"},
		"zip, said plain":    {"text/plain", "PK\x03\x04xxxx", "", "application/zip"},
		"png":                {"image/png", "\x89PNG\r\n\x1a\n", "", "image/png"},
		"png, unsaid":        {none, "\x89PNG\r\n\x1a\n", "", "image/png"},
		"json":               {"application/json; charset=utf-8", "{}", "", "application/json"},
		"xml, no page":       {"application/xml", "<rss/>", "", "application/xml"},
		"xml, unsaid":        {none, "<?xml version=\"1.0\"?><rss/>", "", "text/xml"},
		"bytes":              {"application/octet-stream", page, "", "application/octet-stream"},
		"bytes, unsaid":      {none, "\x00\x01\x02\x03", "", "application/octet-stream"},
		"multipart of pages": {"multipart/mixed; boundary=x", page, "", "multipart/mixed"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = nil
				if c.declared != none {
					w.Header().Set("Content-Type", c.declared)
				}
				fmt.Fprint(w, c.body)
			})
			got, err := fetch(t, newFetcher(t), s.URL)
			switch {
			case c.refused != "":
				if err == nil || !strings.Contains(err.Error(), c.refused) {
					t.Errorf("%+v, %v", got, err)
				}
			case err != nil:
				t.Error(err)
			case got.ContentType != c.want || string(got.Body) != c.body:
				t.Errorf("%q with %q", got.ContentType, got.Body)
			}
		})
	}
}
