package httpd

import (
	"mime"
	"path"
	"strings"
)

// Media types are the manifest's, and this table's for what it does not list; never
// Go's nor the system's: those lack .ttl, .nt, .nq and .jsonld, and differ from
// machine to machine.

// utf8 is added to textual types: all that is published is UTF-8.
const utf8 = "; charset=utf-8"

// declared is a manifest's media type as it is sent; "" where it is none.
func declared(mediaType string) string {
	kind, params, err := mime.ParseMediaType(mediaType)
	if err != nil {
		return ""
	}
	if _, has := params["charset"]; !has && (strings.HasPrefix(kind, "text/") || bibliographic(kind)) {
		params["charset"] = "utf-8"
	}
	return mime.FormatMediaType(kind, params)
}

// bibliographic says whether a type is a text in some encoding for programs that
// would else guess the system's.
func bibliographic(kind string) bool {
	return kind == "application/x-bibtex" || kind == "application/x-research-info-systems"
}

// essence is a media type without its parameters.
func essence(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, ";")
	return strings.TrimSpace(kind)
}

// mediaType is the type of a file by its name.
func mediaType(name string) string {
	base := strings.ToLower(path.Base(name))
	switch base {
	case "feed.xml":
		return "application/rss+xml"
	case "atom.xml":
		return "application/atom+xml"
	case "feed.json":
		return "application/feed+json"
	case "sha256sums":
		return "text/plain" + utf8
	}
	if strings.HasSuffix(base, ".csl.json") {
		return "application/vnd.citationstyles.csl+json"
	}
	ext := path.Ext(base)
	if t := dataType(ext); t != "" {
		return t
	}
	return webType(ext)
}

// dataType is the type of a form of the data; "" for others.
func dataType(ext string) string {
	switch ext {
	case ".ttl":
		return "text/turtle" + utf8
	case ".nt":
		return "application/n-triples"
	case ".nq":
		return "application/n-quads"
	case ".rdf":
		return "application/rdf+xml"
	case ".jsonld":
		return "application/ld+json"
	case ".json":
		return "application/json"
	case ".jsonl":
		return "application/x-ndjson"
	case ".csv":
		return "text/csv" + utf8
	case ".bib":
		return "application/x-bibtex" + utf8
	case ".ris":
		return "application/x-research-info-systems" + utf8
	case ".ru":
		return "application/sparql-update"
	case ".atom":
		return "application/atom+xml"
	case ".opml":
		return "text/x-opml" + utf8
	}
	return ""
}

// webType is the type of what pages are made of.
func webType(ext string) string {
	switch ext {
	case ".html":
		return "text/html" + utf8
	case ".css":
		return "text/css" + utf8
	case ".js", ".mjs":
		return "text/javascript" + utf8 // RFC 9239
	case ".txt", ".graph":
		return "text/plain" + utf8
	case ".xml":
		return "application/xml"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/vnd.microsoft.icon"
	case ".woff2":
		return "font/woff2"
	case ".webmanifest":
		return "application/manifest+json"
	case ".gz":
		return "application/gzip" // a file to keep, not an encoding of another
	}
	return "application/octet-stream"
}

// compressible says whether gzip makes a type smaller.
func compressible(mediaType string) bool {
	kind := essence(mediaType)
	switch kind {
	case "application/json", "application/xml", "application/n-triples", "application/n-quads", "application/sparql-update",
		"application/x-ndjson", "text/javascript":
		return true
	}
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "+json") || strings.HasSuffix(kind, "+xml") || bibliographic(kind)
}
