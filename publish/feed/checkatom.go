package feed

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"samling/publish/internal/plain"
)

// The elements of Atom (RFC 4287, sections 4.1.1 and 4.1.2) that we expect in a feed
// and in an entry; those of other namespaces are free (section 6).
var (
	inFeed  = strings.Fields("atom:author atom:category atom:contributor atom:generator atom:icon atom:id atom:link atom:logo atom:rights atom:subtitle atom:title atom:updated atom:entry")
	inEntry = strings.Fields("atom:author atom:category atom:content atom:contributor atom:id atom:link atom:published atom:rights atom:source atom:summary atom:title atom:updated")
	manyOf  = strings.Fields("atom:author atom:category atom:contributor atom:link atom:entry")
)

func (c *checker) atom(root *node, self string) {
	if root.name != "atom:feed" {
		c.fault(1, "not an Atom feed, but <%s>", root.name)
		return
	}
	c.head = content(root, "atom:entry", "atom:updated")
	c.atomNames(root, inFeed, "atom:id", "atom:title", "atom:updated")
	c.opaque(root.value("atom:id"), "atom:id")
	c.atomLanguage(root)
	for _, link := range root.all("atom:link") {
		if link.attrs["rel"] == "alternate" {
			c.home(link.attrs["href"])
		}
	}
	c.selfAndHub(root.all("atom:link"), self)
	updated := map[time.Time]int{}
	for i, e := range root.all("atom:entry") {
		c.where = fmt.Sprintf("item %d", i+1)
		c.atomEntry(e, len(root.all("atom:author")) > 0)
		at := c.Entries[i].Updated
		if first, twice := updated[at]; twice && !at.IsZero() {
			c.fault(11, "atom:updated is that of item %d", first)
		} else {
			updated[at] = i + 1
		}
	}
	c.where = "feed"
	c.built(root.value("atom:updated"), "atom:updated", parseUTC)
}

func (c *checker) atomEntry(n *node, authored bool) {
	c.atomNames(n, inEntry, "atom:id", "atom:title", "atom:updated", "atom:published")
	c.atomLanguage(n)
	if !authored && len(n.all("atom:author")) == 0 {
		c.fault(1, "no atom:author, in it or in the feed")
	}
	e := Seen{ID: n.value("atom:id"), content: content(n, "atom:id", "atom:link", "atom:published", "atom:updated")}
	c.opaque(e.ID, "atom:id")
	alternates := 0
	for _, link := range n.all("atom:link") {
		if rel := link.attrs["rel"]; rel == "alternate" || rel == "" {
			alternates++
			e.link = link.attrs["href"]
		} else if href := link.attrs["href"]; plain.Link(href) != href {
			c.fault(5, "link %q is no absolute http(s) address in ASCII", href)
		}
	}
	if alternates > 1 {
		c.fault(1, "%d alternate links", alternates)
	}
	for _, name := range []string{"atom:title", "atom:summary", "atom:content"} {
		for _, text := range n.all(name) {
			e.htmls = append(e.htmls, c.atomText(text)...)
		}
	}
	var err error
	if e.Published, err = parseUTC(n.value("atom:published")); err != nil {
		c.fault(3, "atom:published %v", err)
	}
	if e.Updated, err = parseUTC(n.value("atom:updated")); err != nil {
		c.fault(10, "atom:updated %v", err)
	}
	c.entry(e)
}

// atomText checks a text construct (section 3.1) and returns its HTML, if it is that.
func (c *checker) atomText(n *node) []string {
	if len(n.children) > 0 {
		c.fault(7, "<%s> holds elements; it must be text, with any markup escaped", n.name)
	}
	switch kind := n.attrs["type"]; {
	case kind == "" || kind == "text":
		return nil
	case kind == "html" && n.name != "atom:title":
		return []string{n.text}
	default:
		c.fault(7, "<%s> is of type %q", n.name, kind)
		return nil
	}
}

// atomNames faults elements that Atom has not there, those that stand twice, and those
// that must be there and are not.
func (c *checker) atomNames(n *node, known []string, needed ...string) {
	seen := map[string]bool{}
	for _, child := range n.children {
		ours := strings.HasPrefix(child.name, "atom:") || !strings.ContainsAny(child.name, ":}")
		if ours && !slices.Contains(known, child.name) {
			c.fault(1, "<%s> is no element of Atom here", child.name)
		}
		if seen[child.name] && ours && !slices.Contains(manyOf, child.name) {
			c.fault(1, "<%s> stands twice", child.name)
		}
		seen[child.name] = true
		if child.name == "atom:author" && child.value("atom:name") == "" {
			c.fault(1, "an author without a name")
		}
	}
	for _, name := range needed {
		if n.value(name) == "" {
			c.fault(1, "no <%s>", name)
		}
	}
}

func (c *checker) atomLanguage(n *node) {
	if lang, ok := n.attrs["xml:lang"]; ok && plain.Language(lang) == "" {
		c.fault(1, "xml:lang %q is no language tag", lang)
	}
	for _, child := range n.children {
		if child.name != "atom:entry" {
			c.atomLanguage(child)
		}
	}
}
