package feed

import (
	"bytes"
	"fmt"
	"slices"
)

// Compare returns what an edition's feed at the address self may not do to the one
// before it: edit the time an entry was published (rule 3), turn its own time back or
// move it without content (3), change a byte without content (8), correct an entry
// without moving its time of update, or move that without a correction (10). Both must
// pass [Check].
func Compare(before, after []byte, self string) []Fault {
	c := &checker{where: "feed"}
	old, now := Read(bytes.NewReader(before), self), Read(bytes.NewReader(after), self)
	if old.head == "" || now.head == "" {
		c.fault(1, "one of them is no feed that can be read")
		return c.Faults
	}
	same := c.sameEntries(old, now) && old.head == now.head
	c.where = "channel"
	switch {
	case same && !old.built.Equal(now.built):
		c.fault(3, "its time moved from %s to %s without a change", stamp(old.built), stamp(now.built))
	case !now.built.IsZero() && now.built.Before(old.built):
		c.fault(3, "its time went back from %s to %s", stamp(old.built), stamp(now.built))
	case same && len(c.Faults) == 0 && !bytes.Equal(before, after):
		c.where = "feed"
		c.fault(8, "its bytes changed, its content did not")
	}
	return c.Faults
}

// sameEntries compares the entries that both have, and tells whether they are the same
// entries in the same order with the same content.
func (c *checker) sameEntries(old, now Reading) bool {
	byID := map[string]Seen{}
	for _, e := range old.Entries {
		byID[e.ID] = e
	}
	same := len(old.Entries) == len(now.Entries)
	for i, e := range now.Entries {
		c.where = fmt.Sprintf("item %d", i+1)
		same = same && old.Entries[i].ID == e.ID && old.Entries[i].link == e.link
		before, ok := byID[e.ID]
		if !ok {
			continue
		}
		if !before.Published.Equal(e.Published) {
			c.fault(3, "it was published %s and is now published %s; that is never edited", stamp(before.Published), stamp(e.Published))
		}
		corrected := before.content != e.content
		same = same && !corrected
		switch moved := !before.Updated.Equal(e.Updated); {
		case corrected && !moved:
			c.fault(10, "corrected, but its time of update is still %s", stamp(e.Updated))
		case moved && !corrected:
			c.fault(10, "its time of update moved to %s without a correction", stamp(e.Updated))
		}
	}
	return same
}

// content is what a reader sees of an element, without the children named. The link of
// an entry is to be left out: it turns to the record page when another entry claims the
// same address.
func content(n *node, without ...string) string {
	var b bytes.Buffer
	for _, child := range n.children {
		if slices.Contains(without, child.name) {
			continue
		}
		fmt.Fprintf(&b, "%s %q", child.name, child.text)
		for _, name := range []string{"href", "rel", "term", "type"} {
			if v := child.attrs[name]; v != "" {
				fmt.Fprintf(&b, " %s=%q", name, v)
			}
		}
		if len(child.children) > 0 {
			fmt.Fprintf(&b, " (%s)", content(child))
		}
		b.WriteByte('\n')
	}
	return b.String()
}
