package httpd

import (
	"path"
	"strings"
)

// Media types are this table's, never Go's nor the system's: those lack .ttl, .nt,
// .nq and .jsonld, and differ from machine to machine.

// mediaType is the type of a file by its name.
func mediaType(name string) string {
	base := path.Base(name)
	switch base {
	case "feed.xml":
		return "application/rss+xml"
	case "atom.xml":
		return "application/atom+xml"
	case "feed.json":
		return "application/feed+json"
	case "SHA256SUMS":
		return "text/plain; charset=utf-8"
	}
	switch strings.ToLower(path.Ext(base)) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8" // RFC 9239
	case ".txt", ".graph":
		return "text/plain; charset=utf-8"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".ttl":
		return "text/turtle; charset=utf-8"
	case ".nt":
		return "application/n-triples"
	case ".nq":
		return "application/n-quads"
	case ".rdf":
		return "application/rdf+xml"
	}
	return otherType(base)
}

// otherType is what mediaType goes on with.
func otherType(base string) string {
	switch strings.ToLower(path.Ext(base)) {
	case ".jsonld":
		return "application/ld+json"
	case ".json":
		return "application/json"
	case ".xml":
		return "application/xml"
	case ".opml":
		return "text/x-opml; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/vnd.microsoft.icon"
	case ".woff2":
		return "font/woff2"
	case ".gz":
		return "application/gzip" // a file to keep, not an encoding of another
	case ".bib":
		return "application/x-bibtex; charset=utf-8"
	case ".ris":
		return "application/x-research-info-systems; charset=utf-8"
	}
	return "application/octet-stream"
}
