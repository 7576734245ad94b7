package config

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// serviceAddress is where an S3 service answers: a scheme, a host and perhaps a port. A
// path would not be signed as the service expects.
func serviceAddress(s string) (string, error) {
	address, err := pageAddress(s)
	if err != nil {
		return "", err
	}
	if u, err := url.Parse(address); err != nil || u.Path != "/" || u.RawQuery != "" {
		return "", fmt.Errorf("%q is more than the service's address; write bucket and prefix under keys of their own", s)
	}
	return strings.TrimSuffix(address, "/"), nil
}

// bucketForm is what S3 allows in the name of a bucket.
var bucketForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

func bucketName(s string) (string, error) {
	if !bucketForm.MatchString(s) {
		return "", fmt.Errorf("%q is no name of a bucket; it has 3 to 63 of a-z, 0-9, - and ., such as my-bucket", s)
	}
	return s, nil
}

// prefixForm keeps a prefix to what stands in an address as it is.
var prefixForm = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?$`)

// keyPrefix is what the names of all objects begin with, a folder.
func keyPrefix(s string) (string, error) {
	if !prefixForm.MatchString(s) {
		return "", fmt.Errorf("%q is no folder in a bucket; write names of A-Z, a-z, 0-9, -, _ and . parted by /, such as lit/", s)
	}
	return strings.TrimSuffix(s, "/") + "/", nil
}

var regionForm = regexp.MustCompile(`^[A-Za-z0-9-]+$`)

func region(s string) (string, error) {
	if !regionForm.MatchString(s) {
		return "", fmt.Errorf("%q is no region; write for example eu-north-1", s)
	}
	return s, nil
}
