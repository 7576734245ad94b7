package feed

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"samling/publish/internal/plain"
)

// items checks each item, and what holds among them.
func (c *checker) items(ch *node) {
	guids, links := map[string]int{}, map[string]int{}
	var newest, before time.Time
	items := ch.all("item")
	for i, it := range items {
		c.where = fmt.Sprintf("item %d", i+1)
		c.names(it, inItem)
		c.forbidden(it)
		c.texts(it)
		c.once(2, it.value("guid"), "guid", guids, i+1)
		c.guid(it)
		c.once(5, it.value("link"), "link", links, i+1)
		if link := it.value("link"); link == "" || plain.Link(link) != link {
			c.fault(5, "link %q is no absolute http(s) address in ASCII", link)
		}
		published, updated := c.dates(it)
		if i > 0 && published.After(before) {
			c.fault(9, "it is newer than the item before it")
		}
		before = published
		for _, t := range []time.Time{published, updated} {
			if t.After(newest) {
				newest = t
			}
		}
	}
	c.where = "channel"
	if len(items) > most {
		c.fault(9, "%d items; %d are the most", len(items), most)
	}
	c.built(ch, newest)
}

// once faults a value that an earlier item has.
func (c *checker) once(rule int, value, name string, seen map[string]int, number int) {
	if first, twice := seen[value]; twice && value != "" {
		c.fault(rule, "%s %q is that of item %d", name, value, first)
		return
	}
	seen[value] = number
}

var (
	anyTag = regexp.MustCompile(`^tag:([a-z0-9._-]+@)?[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[0-9A-Za-z;/?:@&=+$._!~*'()%,-]+$`)
	anyURN = regexp.MustCompile(`^urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:([A-Za-z0-9()+,.:=@;$_!*'-]|%[0-9A-Fa-f]{2})+$`)
)

func (c *checker) guid(it *node) {
	all := it.all("guid")
	if len(all) != 1 {
		c.fault(2, "%d guids, not one", len(all))
		return
	}
	if v := it.value("guid"); !anyTag.MatchString(v) && !anyURN.MatchString(v) {
		c.fault(2, "guid %q is no tag: or urn: value", v)
	}
	if v := all[0].attrs["isPermaLink"]; v != "false" {
		c.fault(2, "guid has isPermaLink=%q, not \"false\"", v)
	}
}

// w3cYear is the one form of dcterms:issued that the Feed Validator finds plausible here.
var w3cYear = regexp.MustCompile(`^(199[1-9]|[2-9]\d{3})(-\d\d(-\d\d)?)?$`)

// dates checks pubDate, atom:updated and dcterms:issued.
func (c *checker) dates(it *node) (published, updated time.Time) {
	published, err := parseDate(it.value("pubDate"))
	if err != nil {
		c.fault(3, "pubDate %v", err)
	}
	updated, err = time.Parse("2006-01-02T15:04:05Z", it.value("atom:updated"))
	switch {
	case err != nil:
		c.fault(10, "atom:updated %q is no RFC 3339 time in UTC", it.value("atom:updated"))
	case updated.Before(published):
		c.fault(10, "atom:updated %s is before pubDate", it.value("atom:updated"))
	}
	if v := it.value("dcterms:issued"); v != "" && !w3cYear.MatchString(v) {
		c.fault(1, "dcterms:issued %q is no W3CDTF date after 1990; leave it to the citation", v)
	}
	return published, updated
}

func (c *checker) built(ch *node, newest time.Time) {
	v := ch.value("lastBuildDate")
	if v == "" {
		if !newest.IsZero() {
			c.fault(3, "no lastBuildDate")
		}
		return
	}
	built, err := parseDate(v)
	switch {
	case err != nil:
		c.fault(3, "lastBuildDate %v", err)
	case built.Before(newest):
		c.fault(3, "lastBuildDate %q is before the newest change of an item", v)
	}
}

// texts checks title, category and description.
func (c *checker) texts(it *node) {
	if it.value("title") == "" {
		c.fault(1, "no title")
	}
	for _, category := range it.all("category") {
		if strings.TrimSpace(category.text) == "" {
			c.fault(1, "a category is blank")
		}
	}
	for _, d := range it.all("description") {
		c.html(d.text)
	}
}

// What a description may hold (the rest is script, style, frames, forms and the like).
var (
	allowedTags = strings.Fields("a abbr b bdi blockquote br cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strong sub sup table tbody td th thead tr u ul var")
	addresses   = strings.Fields("href src cite poster longdesc background")
	allowedAttr = append(strings.Fields("lang dir title alt width height colspan rowspan datetime"), addresses...)
)

// html goes through a description tag by tag, as it stands: a parser would repair it.
func (c *checker) html(s string) {
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			c.tag(z.Token())
		case html.CommentToken, html.DoctypeToken:
			c.fault(7, "description holds a comment or a doctype: %.60q", z.Token().String())
		}
	}
}

func (c *checker) tag(t html.Token) {
	if !slices.Contains(allowedTags, t.Data) {
		c.fault(7, "description holds <%.40s>", t.Data)
	}
	for _, a := range t.Attr {
		switch {
		case !slices.Contains(allowedAttr, a.Key):
			c.fault(7, "description holds <%s> with the attribute %.40s", t.Data, a.Key)
		case slices.Contains(addresses, a.Key) && plain.Link(a.Val) == "" && !strings.HasPrefix(a.Val, "mailto:"):
			c.fault(7, "description holds the address %.60q, which is not absolute http(s)", a.Val)
		}
	}
}
