package feed

import (
	"bytes"
	"fmt"
	"time"
)

// Compare returns what an edition's feed may not do to the one before it: edit a
// pubDate (rule 3), turn lastBuildDate back or move it without content (3), change a
// byte without content (8), correct an item without moving atom:updated, or move that
// without a correction (10). Both must pass [Check].
func Compare(before, after []byte) []Fault {
	c := &checker{where: "feed"}
	old, err := channelOf(before)
	if err != nil {
		c.fault(1, "the feed before: %v", err)
		return c.faults
	}
	now, err := channelOf(after)
	if err != nil {
		c.fault(1, "%v", err)
		return c.faults
	}
	same := c.sameItems(old, now)
	c.where = "channel"
	was, is := old.value("lastBuildDate"), now.value("lastBuildDate")
	if same {
		same = content(old) == content(now)
	}
	switch {
	case same && was != is:
		c.fault(3, "lastBuildDate moved from %q to %q without a change", was, is)
	case earlier(is, was):
		c.fault(3, "lastBuildDate went back from %q to %q", was, is)
	case same && len(c.faults) == 0 && !bytes.Equal(before, after):
		c.where = "feed"
		c.fault(8, "its bytes changed, its content did not")
	}
	return c.faults
}

func channelOf(doc []byte) (*node, error) {
	root, err := readTree(bytes.NewReader(doc))
	if err != nil {
		return nil, err
	}
	channels := root.all("channel")
	if len(channels) != 1 {
		return nil, fmt.Errorf("%d channels, not one", len(channels))
	}
	return channels[0], nil
}

// sameItems compares the items that both have, and tells whether they are the same
// items in the same order with the same content.
func (c *checker) sameItems(old, now *node) bool {
	byGUID := map[string]*node{}
	was := old.all("item")
	for _, it := range was {
		byGUID[it.value("guid")] = it
	}
	is := now.all("item")
	same := len(was) == len(is)
	for i, it := range is {
		c.where = fmt.Sprintf("item %d", i+1)
		same = same && was[i].value("guid") == it.value("guid") && was[i].value("link") == it.value("link")
		before, ok := byGUID[it.value("guid")]
		if !ok {
			continue
		}
		if a, b := before.value("pubDate"), it.value("pubDate"); a != b {
			c.fault(3, "pubDate was %q and is %q; it is never edited", a, b)
		}
		corrected := content(before) != content(it)
		same = same && !corrected
		switch moved := before.value("atom:updated") != it.value("atom:updated"); {
		case corrected && !moved:
			c.fault(10, "corrected, but atom:updated is still %s", it.value("atom:updated"))
		case moved && !corrected:
			c.fault(10, "atom:updated moved to %s without a correction", it.value("atom:updated"))
		}
	}
	return same
}

// content is what a reader sees of a channel's head or of an item. An item's link is
// not in it: it turns to the record page when another item claims the same address.
func content(n *node) string {
	var b bytes.Buffer
	for _, child := range n.children {
		switch child.name {
		case "item", "lastBuildDate", "pubDate", "guid", "atom:updated":
		case "link":
			if n.name == "channel" {
				fmt.Fprintf(&b, "link %q\n", child.text)
			}
		default:
			fmt.Fprintf(&b, "%s %q\n", child.name, child.text)
		}
	}
	return b.String()
}

func earlier(a, b string) bool {
	x, errX := time.Parse(rfc822, a)
	y, errY := time.Parse(rfc822, b)
	return errX == nil && errY == nil && x.Before(y)
}
