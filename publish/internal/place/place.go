// Package place says where things are in the web root, for the forms that link to each
// other. Paths are relative to the root.
package place

import "strings"

// The pages and files there is one of.
const (
	Index  = "index.html"
	Status = "status.html"
	VoID   = "void.html"
	Style  = "style.css"
	Script = "site.js"

	RSS      = "feed.xml"
	Atom     = "atom.xml"
	JSONFeed = "feed.json"
)

// Feeds of a part of the publication, named as the feeds of all:
// feeds/publisher/nibr/feed.xml.
const (
	FeedOfSource    = "feeds/source/"
	FeedOfPublisher = "feeds/publisher/"
	FeedOfType      = "feeds/type/"
)

// IsKey tells whether a key or id can stand in a path and a query as it is. Those that
// the ledger mints and the configuration allows can.
func IsKey(key string) bool {
	return key != "" && key[0] != '.' && strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == ""
}

// Feed is the feed in RSS of one source, publisher or type: of is FeedOfSource …
func Feed(of, key string) string { return of + key + "/" + RSS }
