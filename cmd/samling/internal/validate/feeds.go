package validate

import (
	"net/url"
	"path"

	"samling/publish/feed"
)

// feedTypes are the files of a feed, by the names they have in every folder.
var feedTypes = map[string]string{
	"feed.xml": "application/rss+xml", "atom.xml": "application/atom+xml",
	"feed.json": "application/feed+json", "feed.rdf": "application/rdf+xml",
}

const listOfFeeds = "feeds.opml"

// feeds checks every feed there is, then that all of them agree and are listed.
func (c *checker) feeds() {
	read := map[string]feed.Reading{}
	var paths, served []string
	folders := map[string]int{}
	for _, f := range c.manifest.Files {
		mediaType, isFeed := feedTypes[path.Base(f.Path)]
		if !isFeed {
			continue
		}
		if f.MediaType != mediaType {
			c.fault(f.Path, "is %s in the manifest, not %s", f.MediaType, mediaType)
		}
		address := c.manifest.Edition.Base + (&url.URL{Path: f.Path}).EscapedPath()
		file, err := c.open(f.Path)
		if err != nil {
			continue // files said so
		}
		read[f.Path] = feed.Read(file, address)
		file.Close()
		paths = append(paths, f.Path)
		folders[path.Dir(f.Path)]++
		if path.Base(f.Path) == "feed.xml" {
			served = append(served, address)
		}
		for _, fault := range read[f.Path].Faults {
			c.fault(f.Path, "%s", fault)
		}
	}
	for folder, n := range folders {
		if n != len(feedTypes) {
			c.fault(path.Join(folder, "feed.xml"), "its feed is there in %d of %d forms", n, len(feedTypes))
		}
	}
	for _, fault := range feed.Agree(paths, read) {
		c.fault(fault.Where, "%s (feed rule %d)", fault.What, fault.Rule)
	}
	c.list(served)
}

func (c *checker) list(served []string) {
	file, err := c.open(listOfFeeds)
	if err != nil {
		return // files said so
	}
	defer file.Close()
	for _, fault := range feed.CheckList(file, served) {
		c.fault(listOfFeeds, "%s", fault)
	}
}
