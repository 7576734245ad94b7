package harvest

import (
	"errors"
	"fmt"
	"net/url"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// parseAddress reads the address of a page as a browser does (the WHATWG URL
// standard, by the parser that colly uses): a host in other letters becomes its
// IDNA form, "." and ".." are taken out of the path, a port that goes without saying
// is dropped, and so is the fragment. What robots.txt is asked about is thereby the
// very address that is sent.
func parseAddress(address string) (*url.URL, error) {
	plain, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, fmt.Errorf("not an address: %w", errors.Unwrap(err))
	case plain.Scheme != "http" && plain.Scheme != "https":
		return nil, errors.New("only http:// and https:// addresses can be fetched")
	case plain.User != nil:
		return nil, errors.New("a user name or password in an address is not sent; leave it out")
	case plain.Hostname() == "":
		return nil, errors.New("the address has no host")
	}
	parser := whatwg.NewParser(whatwg.WithPercentEncodeSinglePercentSign())
	browsers, err := parser.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("not an address: %w", err)
	}
	const withoutFragment = true
	return url.Parse(browsers.Href(withoutFragment))
}

// parseReference reads a Location header, which may be relative to the address
// that sent it (RFC 9110, section 10.2.2).
func parseReference(base *url.URL, location string) (*url.URL, error) {
	absolute, err := base.Parse(location)
	if err != nil {
		return nil, err
	}
	return parseAddress(absolute.String())
}

// originOf is the part of an address that one robots.txt is for.
func originOf(address *url.URL) string {
	return address.Scheme + "://" + address.Host
}
