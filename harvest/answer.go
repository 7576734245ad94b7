package harvest

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// statusError says what a status means for the person whose source it is.
func statusError(status int, header http.Header) error {
	advice := "is the address right?"
	switch {
	case status == http.StatusNotModified:
		advice = "but nothing was said of an earlier version; the site is at fault, try again later"
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusProxyAuthRequired:
		advice = "the site does not let us read the page; ask its owner, or save the page and name the file as the source's fetch"
	case status == http.StatusNotFound, status == http.StatusGone:
		advice = "the page is not there; correct the source's url"
	case status == http.StatusTooManyRequests, status >= 500:
		advice = "try again later"
		if after := header.Get("Retry-After"); after != "" {
			advice = fmt.Sprintf("try again later (Retry-After: %.40q)", after)
		}
	case status >= 200 && status < 300:
		advice = "a page comes with status 200"
	case isRedirect(status):
		advice = "a redirect that names no address"
	}
	return fmt.Errorf("the answer is status %s; %s", strings.TrimSpace(fmt.Sprint(status, " ", http.StatusText(status))), advice)
}

// The types a page may have.
func isPageType(mediaType string) bool {
	return slices.Contains([]string{"text/html", "application/xhtml+xml", "text/plain"}, mediaType)
}

// mediaTypeOf is the type in a Content-Type header without its parameters; unlike
// [mime.ParseMediaType] it forgives broken ones.
func mediaTypeOf(contentType string) string {
	mediaType, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(mediaType))
}

// checkDeclaredType refuses, before the body has come, what says it is no page.
func checkDeclaredType(contentType string) error {
	mediaType := mediaTypeOf(contentType)
	if mediaType == "" || isPageType(mediaType) {
		return nil
	}
	return typeError(mediaType)
}

// pageType returns the declared type of a page, or what the body looks like when
// nothing was declared. Files of some well-known kinds are refused whatever they
// were declared as.
func pageType(declared string, body []byte) (string, error) {
	looks := sniff(body)
	if mediaTypeOf(declared) == "" {
		if !isPageType(looks) {
			return "", typeError(looks)
		}
		return looks, nil
	}
	kind, _, _ := strings.Cut(looks, "/") // of a bitmap the signature is but "BM"
	switch {
	case kind == "image" && looks != "image/bmp", kind == "audio", kind == "video", kind == "font",
		looks == "application/pdf", looks == "application/zip", looks == "application/x-gzip":
		return "", typeError(looks)
	case mediaTypeOf(declared) != "text/plain" && isJSON(body):
		return "", typeError("application/json")
	}
	return declared, nil
}

func typeError(mediaType string) error {
	return fmt.Errorf("what came is %.80q, not a page of HTML or plain text; give the address of the page itself", mediaType)
}

// sniff tells the type of a body by its first bytes. The charset that
// [http.DetectContentType] adds is a guess from 512 bytes, and is left out.
func sniff(body []byte) string {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	mediaType := mediaTypeOf(http.DetectContentType(body))
	start := bytes.TrimLeft(body, " \t\r\n\f")
	switch {
	case mediaType == "text/xml" && bytes.Contains(start, []byte("<html")):
		return "application/xhtml+xml"
	case mediaType == "text/plain" && bytes.HasPrefix(start, []byte("<")):
		return "text/html" // DetectContentType knows <p> and <div>, not <ul> or <h3>
	}
	return mediaType
}
