// Package place says where things are in the web root, for the forms that link to each
// other. Paths are relative to the root.
package place

import "strings"

// The pages and files there is one of.
const (
	Index  = "index.html"
	Status = "status.html"
	Style  = "style.css"
	Script = "site.js"

	RSS      = "feed.xml"
	Atom     = "atom.xml"
	JSONFeed = "feed.json"
)

// Feeds of a part of the publication, in the forms of the feeds of all:
// feeds/publisher/nibr.xml (RSS), .atom and .json.
const (
	FeedOfSource    = "feeds/source/"
	FeedOfPublisher = "feeds/publisher/"
	FeedOfType      = "feeds/type/"

	ExtRSS      = ".xml"
	ExtAtom     = ".atom"
	ExtJSONFeed = ".json"
)

// IsKey tells whether a key or id can stand in a path and a query as it is. Those that
// the ledger mints and the configuration allows can.
func IsKey(key string) bool {
	return key != "" && key[0] != '.' && strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == ""
}
