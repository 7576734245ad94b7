package feed

import (
	"fmt"

	"samling/publish/internal/plain"
)

// rdf checks RSS 1.0 (web.resource.org/rss/1.0/spec): a channel whose rdf:Seq names the
// items that follow it, in their order.
func (c *checker) rdf(root *node, self string) {
	channels := root.all("rss:channel")
	if root.name != "rdf:RDF" || len(channels) != 1 {
		c.fault(1, "not RSS 1.0 with one channel, but <%s>", root.name)
		return
	}
	ch := channels[0]
	c.where = "channel"
	c.head = content(ch, "dc:date", "rss:items")
	c.self(ch.attrs["rdf:about"], self)
	for _, name := range []string{"rss:title", "rss:link", "rss:description"} {
		if ch.value(name) == "" {
			c.fault(1, "no <%s>", name)
		}
	}
	c.home(ch.value("rss:link"))
	listed := c.sequence(ch)
	items := root.all("rss:item")
	if len(items) != len(listed) {
		c.fault(1, "%d items, but %d in its rdf:Seq", len(items), len(listed))
	}
	for i, it := range items {
		c.where = fmt.Sprintf("item %d", i+1)
		if about := it.attrs["rdf:about"]; i < len(listed) && about != listed[i] {
			c.fault(1, "it is about %q, but %q is in that place of rdf:Seq", about, listed[i])
		}
		c.rdfItem(it)
	}
	c.where = "channel"
	c.built(ch.value("dc:date"), "dc:date", parseUTC)
}

// sequence is what the channel says its items are.
func (c *checker) sequence(ch *node) []string {
	var listed []string
	seen := map[string]bool{}
	for _, items := range ch.all("rss:items") {
		for _, seq := range items.all("rdf:Seq") {
			for _, li := range seq.all("rdf:li") {
				about := li.attrs["rdf:resource"]
				if about == "" || plain.Link(about) != about || seen[about] {
					c.fault(1, "rdf:li %q is no address, or stands twice", about)
				}
				seen[about] = true
				listed = append(listed, about)
			}
		}
	}
	if len(ch.all("rss:items")) != 1 {
		c.fault(1, "no <items>")
	}
	return listed
}

func (c *checker) rdfItem(n *node) {
	for _, name := range []string{"rss:title", "rss:link", "dc:identifier", "dc:date"} {
		if all := n.all(name); len(all) != 1 || n.value(name) == "" {
			c.fault(1, "%d times <%s>, not once", len(all), name)
		}
	}
	for _, child := range n.children {
		if len(child.children) > 0 {
			c.fault(7, "<%s> holds elements; it must be text, with any markup escaped", child.name)
		}
	}
	e := Seen{
		ID: n.value("dc:identifier"), link: n.value("rss:link"),
		content: content(n, "dc:identifier", "rss:link", "dc:date", "dcterms:created", "dcterms:modified"),
	}
	c.opaque(e.ID, "dc:identifier")
	for _, d := range n.all("content:encoded") {
		e.htmls = append(e.htmls, d.text)
	}
	var err error
	if e.Published, err = parseUTC(n.value("dc:date")); err != nil {
		c.fault(3, "dc:date %v", err)
	}
	if created := n.value("dcterms:created"); created != n.value("dc:date") {
		c.fault(3, "dcterms:created is %q, dc:date %q", created, n.value("dc:date"))
	}
	if e.Updated, err = parseUTC(n.value("dcterms:modified")); err != nil {
		c.fault(10, "dcterms:modified %v", err)
	}
	c.entry(e)
}
