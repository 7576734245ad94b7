package config

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// plainPath is a path that can stand in an IRI, in Turtle and in a feed unescaped:
// the pchar of RFC 3986, section 3.3.
var plainPath = regexp.MustCompile(`^(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*$`)

// baseAddress is what every IRI begins with: absolute, without query or fragment,
// in ASCII, and with a slash at its end, which is added.
func baseAddress(s string) (string, error) {
	u, err := webAddress(s)
	if err != nil {
		return "", err
	}
	if u.RawQuery != "" || u.ForceQuery {
		return "", fmt.Errorf("%q has a query; a base is only the beginning of addresses, so leave out ? and what follows", s)
	}
	if u.Fragment != "" || strings.Contains(s, "#") {
		return "", fmt.Errorf("%q has a fragment; leave out # and what follows", s)
	}
	path := u.EscapedPath()
	asWritten := strings.HasSuffix(s, path) // else url.Parse had to escape something
	if !strings.HasSuffix(path, "/") {
		path += "/"
	}
	if !asWritten || !plainPath.MatchString(path) {
		return "", fmt.Errorf("%q has a path that cannot stand in an IRI as it is; use letters a to z, digits, - and /", s)
	}
	for part := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if path != "/" && part == "" || part == "." || part == ".." {
			return "", fmt.Errorf("%q has an empty, . or .. part in its path; write the path out", s)
		}
	}
	return u.Scheme + "://" + u.Host + path, nil
}

// pageAddress is a page's address in the form it is sent: in ASCII, without fragment.
func pageAddress(s string) (string, error) {
	u, err := webAddress(s)
	if err != nil {
		return "", err
	}
	if u.Fragment != "" || strings.Contains(s, "#") {
		return "", fmt.Errorf("%q has a fragment, which is never sent; leave out # and what follows", s)
	}
	if u.Path == "" {
		u.Path = "/" // RFC 9110, section 4.2.3: the same, and one page has one name
	}
	u.RawQuery = escapeQuery(u.RawQuery)
	return u.String(), nil
}

// webAddress parses an absolute http(s) address; scheme and host come out in lower
// case, the host in ASCII, a default port left out (RFC 3986, section 6.2).
func webAddress(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil {
		reason := err
		if inner := new(url.Error); errors.As(err, &inner) {
			reason = inner.Err
		}
		return nil, fmt.Errorf("%q is not an address (%v); write for example https://example.org/lit/", s, reason)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Opaque != "" || u.Hostname() == "" {
		return nil, fmt.Errorf("%q is not an absolute http(s) address; write the whole of it, such as https://example.org/lit/", s)
	}
	if u.User != nil {
		return nil, fmt.Errorf("%q holds a user name or password, which would be published; leave it out", s)
	}
	if u.Host, err = host(u); err != nil {
		return nil, fmt.Errorf("%q has a wrong host (%v); write for example https://example.org/lit/", s, err)
	}
	return u, nil
}

func host(u *url.URL) (string, error) {
	name, port := u.Hostname(), u.Port()
	if strings.Contains(name, ":") { // an IPv6 address, which url.Parse does not look into
		if strings.Trim(name, "0123456789abcdefABCDEF:.") != "" {
			return "", errors.New("not an IPv6 address")
		}
		name = "[" + strings.ToLower(name) + "]"
	} else {
		ascii, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return "", err
		}
		name = ascii
	}
	if strings.HasSuffix(u.Host, ":") {
		return "", errors.New("a colon without a port")
	}
	if port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		return name, nil
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return "", fmt.Errorf("port %s is not between 1 and 65535", port)
	}
	return name + ":" + strconv.FormatUint(n, 10), nil
}

// escapeQuery percent-encodes what a query may not hold (RFC 3986, section 3.4).
// url.URL.String leaves a query as it is.
func escapeQuery(q string) string {
	const legal = "-._~!$&'()*+,;=:@/?%"
	var b strings.Builder
	for i := range len(q) {
		c := q[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte(legal, c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
