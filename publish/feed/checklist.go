package feed

import (
	"io"
	"slices"

	"samling/publish/internal/plain"
)

// CheckList reads the OPML list of feeds and returns its faults: it must be OPML 2.0
// (opml.org/spec2.opml), and name each of the feeds served at these addresses once.
func CheckList(r io.Reader, served []string) []Fault {
	c := &checker{where: "list"}
	root, err := readTree(r)
	if err != nil {
		c.fault(1, "not well-formed XML: %v", err)
		return c.Faults
	}
	heads, bodies := root.all("head"), root.all("body")
	if root.name != "opml" || root.attrs["version"] != "2.0" || len(heads) != 1 || len(bodies) != 1 {
		c.fault(1, "not OPML 2.0 with a head and a body, but <%s version=%q>", root.name, root.attrs["version"])
		return c.Faults
	}
	if heads[0].value("title") == "" {
		c.fault(1, "no title")
	}
	listed := c.outlines(bodies[0])
	for _, address := range served {
		if !slices.Contains(listed, address) {
			c.fault(11, "%s is not listed", address)
		}
	}
	slices.Sort(listed)
	for i, address := range listed {
		if i > 0 && listed[i-1] == address {
			c.fault(11, "%s is listed twice", address)
		}
		if !slices.Contains(served, address) {
			c.fault(11, "%s is listed, but no such feed is there", address)
		}
	}
	return c.Faults
}

// outlines are the addresses of the feeds under n.
func (c *checker) outlines(n *node) (listed []string) {
	for _, o := range n.all("outline") {
		if o.attrs["text"] == "" {
			c.fault(1, "an outline without text")
		}
		address, isFeed := o.attrs["xmlUrl"]
		if isFeed {
			listed = append(listed, address)
		}
		if isFeed != (o.attrs["type"] == "rss") {
			c.fault(1, "the outline %q is of type %q", o.attrs["text"], o.attrs["type"])
		}
		for _, name := range []string{"xmlUrl", "htmlUrl"} {
			if v, ok := o.attrs[name]; ok && plain.Link(v) != v {
				c.fault(6, "%s %q is no absolute http(s) address in ASCII", name, v)
			}
		}
		listed = append(listed, c.outlines(o)...)
	}
	return listed
}
