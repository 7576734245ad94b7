package feed

import (
	"bytes"
	"fmt"
	"io"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"samling/publish/internal/plain"
)

// Fault is something in a feed that breaks one of the rules that feed readers rely on:
//
//  1. It is RSS 2.0 without an error or warning in the W3C Feed Validator.
//  2. guid is an opaque tag: or urn: value, isPermaLink="false".
//  3. pubDate is when the item was first seen, UTC, never edited; lastBuildDate moves only with content.
//  4. No dc:date, no dc:title, no author with dc:creator, no category with dc:subject;
//     one dc:creator or dc:publisher holds all names.
//  5. Every item has an absolute, unique http(s) link in ASCII.
//  6. atom:link rel="self" is the address served.
//  7. Titles are text; HTML is escaped and sanitised; no relative address, style or script.
//  8. An unchanged source gives the same bytes.
//  9. At most 100 items, the newest first.
//  10. A correction keeps guid and pubDate, and atom:updated moves.
//  11. All feeds have the same ids and dates; no two entries of an Atom feed have the
//     same time of update.
//
// In the other syntaxes they hold for what stands in the same place: 1 is what RFC 4287,
// JSON Feed 1.1 and RSS 1.0 ask for, 2 is about atom:id, id and dc:identifier, 4 about
// RSS 2.0 alone.
type Fault struct {
	Rule  int    // 1 to 11
	Where string // "feed", "channel", or "item 3"
	What  string
}

func (f Fault) String() string {
	return fmt.Sprintf("%s: %s (feed rule %d)", f.Where, f.What, f.Rule)
}

// most is how many items rule 9 allows.
const most = 100

// Check reads a feed that is served at the address self, which says its syntax, and
// returns its faults in the order they stand. It sees one reading, so what takes two
// (8, "never edited" in 3, and "moves" in 10) is left to [Compare], and what takes two
// feeds (11) to [Agree].
func Check(r io.Reader, self string) []Fault { return Read(r, self).Faults }

type checker struct {
	Reading
	where string
	ids   map[string]int
	links map[string]int
}

func (c *checker) fault(rule int, format string, args ...any) {
	c.Faults = append(c.Faults, Fault{rule, c.where, fmt.Sprintf(format, args...)})
}

func (c *checker) xml(data []byte, check func(root *node)) {
	root, err := readTree(bytes.NewReader(data))
	if err != nil {
		c.fault(1, "not well-formed XML: %v", err)
		return
	}
	c.noBase(root)
	check(root)
}

func (c *checker) rss(root *node, self string) {
	channels := root.all("channel")
	if root.name != "rss" || root.attrs["version"] != "2.0" || len(channels) != 1 {
		c.fault(1, "not RSS 2.0 with one channel, but <%s version=%q>", root.name, root.attrs["version"])
		return
	}
	c.head = content(channels[0], "item", "lastBuildDate")
	c.channel(channels[0], self)
	c.items(channels[0])
}

// noBase faults xml:base: few readers know it, so it moves addresses for some.
func (c *checker) noBase(n *node) {
	if base, ok := n.attrs["xml:base"]; ok {
		c.fault(6, "<%s> has xml:base %q; addresses must be absolute as they stand", n.name, base)
	}
	for _, child := range n.children {
		c.noBase(child)
	}
}

// The elements of RSS 2.0; those of a namespace are free.
var (
	inChannel = strings.Fields("title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs cloud ttl image rating textInput skipHours skipDays item")
	inItem    = strings.Fields("title link description author category comments enclosure guid pubDate source")
	repeated  = strings.Fields("item category enclosure atom:link dc:creator dc:publisher dc:subject")
)

// names faults elements that RSS has not, and those that stand twice.
func (c *checker) names(n *node, known []string) {
	seen := map[string]bool{}
	for _, child := range n.children {
		if !strings.ContainsAny(child.name, ":}") && !slices.Contains(known, child.name) {
			c.fault(1, "<%s> is no element of RSS 2.0 here", child.name)
		}
		if seen[child.name] && !slices.Contains(repeated, child.name) {
			c.fault(1, "<%s> stands twice", child.name)
		}
		seen[child.name] = true
		if len(child.children) > 0 && textOnly(child.name) {
			c.fault(7, "<%s> holds elements; it must be text, with any markup escaped", child.name)
		}
	}
}

func textOnly(name string) bool {
	return !slices.Contains([]string{"item", "image", "textInput", "skipHours", "skipDays"}, name) && !strings.HasPrefix(name, "{")
}

func (c *checker) channel(ch *node, self string) {
	c.where = "channel"
	c.names(ch, inChannel)
	for _, name := range []string{"title", "link", "description"} {
		if ch.value(name) == "" {
			c.fault(1, "no <%s>", name)
		}
	}
	if lang := ch.value("language"); lang != "" && plain.Language(lang) == "" {
		c.fault(1, "language %q is no language tag", lang)
	}
	for _, name := range []string{"managingEditor", "webMaster"} {
		if v := ch.value(name); v != "" && !isMailbox(v) {
			c.fault(1, "<%s> is %q; it must be of the form mail@example.org (Name)", name, v)
		}
	}
	c.home(ch.value("link"))
	if v := ch.value("ttl"); v != "" && !positive.MatchString(v) {
		c.fault(1, "ttl %q is no number of minutes", v)
	}
	c.forbidden(ch)
	c.selfAndHub(ch.all("atom:link"), self)
	past := false
	for _, child := range ch.children {
		if past && child.name != "item" {
			c.fault(1, "<%s> stands after an item", child.name)
		}
		past = past || child.name == "item"
	}
}

var mailForm = regexp.MustCompile(`^(\S+@\S+) \([^()]+\)$`)

func isMailbox(s string) bool {
	m := mailForm.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	_, err := mail.ParseAddress(m[1])
	return err == nil
}

var positive = regexp.MustCompile(`^[1-9][0-9]*$`)

// home is the address of the page that the feed belongs to.
func (c *checker) home(link string) {
	if link != "" && plain.Link(link) != link {
		c.fault(6, "link %q is no absolute http(s) address in ASCII", link)
	}
}

// selfAndHub are the atom:links of RSS and Atom that are about the feed itself.
func (c *checker) selfAndHub(links []*node, self string) {
	var hrefs []string
	for _, link := range links {
		switch link.attrs["rel"] {
		case "self":
			hrefs = append(hrefs, link.attrs["href"])
		case "hub":
			c.hub(link.attrs["href"])
		}
	}
	if len(hrefs) != 1 {
		c.fault(6, "%d times atom:link rel=\"self\", not once", len(hrefs))
		return
	}
	c.self(hrefs[0], self)
}

func (c *checker) hub(address string) {
	if plain.Link(address) != address || address == "" {
		c.fault(6, "the hub %q is no absolute http(s) address in ASCII", address)
	}
}

func (c *checker) self(address, self string) {
	switch {
	case address != self:
		c.fault(6, "it says it is served at %q, but is at %q", address, self)
	case plain.Link(self) != self:
		c.fault(6, "its own address %q is no absolute http(s) address in ASCII", self)
	}
}

// forbidden is rule 4, in the channel and in each item.
func (c *checker) forbidden(n *node) {
	has := func(name string) bool { return len(n.all(name)) > 0 }
	for _, name := range []string{"dc:date", "dc:title"} {
		if has(name) {
			c.fault(4, "<%s> overrides what RSS says itself in some readers", name)
		}
	}
	if has("author") && has("dc:creator") {
		c.fault(4, "both <author> and <dc:creator>")
	}
	if has("category") && has("dc:subject") {
		c.fault(4, "both <category> and <dc:subject>")
	}
	if len(n.all("dc:creator"))+len(n.all("dc:publisher")) > 1 {
		c.fault(4, "more than one dc:creator or dc:publisher; one must hold all names")
	}
}

// parseDate reads a date of rule 3: RFC 822, a year of four digits, UTC, the right weekday.
func parseDate(s string) (time.Time, error) {
	stem, zone, _ := cutLast(s, " ")
	if !slices.Contains([]string{"GMT", "UT", "Z", "+0000"}, zone) {
		return time.Time{}, fmt.Errorf("%q is not in UTC", s)
	}
	t, err := time.Parse(rfc822, stem+" GMT")
	if err != nil {
		return t, fmt.Errorf("%q is no RFC 822 date with a year of four digits", s)
	}
	if t.Format(rfc822) != stem+" GMT" {
		return t, fmt.Errorf("%q has the wrong day of the week", s)
	}
	if t.Year() < 1990 {
		return t, fmt.Errorf("%q is before 1990; is it the year of issue?", s)
	}
	return t, nil
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
