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

// items checks each item of RSS 2.0.
func (c *checker) items(ch *node) {
	for i, it := range ch.all("item") {
		c.where = fmt.Sprintf("item %d", i+1)
		c.names(it, inItem)
		c.forbidden(it)
		c.texts(it)
		c.guid(it)
		e := Seen{ID: it.value("guid"), link: it.value("link"), content: content(it, "guid", "link", "pubDate", "atom:updated")}
		for _, d := range it.all("description") {
			e.htmls = append(e.htmls, d.text)
		}
		e.Published, e.Updated = c.dates(it)
		c.entry(e)
	}
	c.where = "channel"
	c.built(ch.value("lastBuildDate"), "lastBuildDate", parseDate)
}

// entry checks what holds in every syntax for an entry, and for it among those before.
// Its id and times were looked at for their form.
func (c *checker) entry(e Seen) {
	if c.ids == nil {
		c.ids, c.links = map[string]int{}, map[string]int{}
	}
	number := len(c.Entries) + 1
	c.once(2, e.ID, "id", c.ids, number)
	c.once(5, e.link, "link", c.links, number)
	if e.link == "" || plain.Link(e.link) != e.link {
		c.fault(5, "link %q is no absolute http(s) address in ASCII", e.link)
	}
	for _, h := range e.htmls {
		c.html(h)
	}
	if !e.Updated.IsZero() && e.Updated.Before(e.Published) {
		c.fault(10, "its time of update, %s, is before it was published", stamp(e.Updated))
	}
	if n := len(c.Entries); n > 0 && e.Published.After(c.Entries[n-1].Published) {
		c.fault(9, "it is newer than the item before it")
	}
	c.Entries = append(c.Entries, e)
}

// opaque is rule 2.
func (c *checker) opaque(id, name string) {
	if !anyTag.MatchString(id) && !anyURN.MatchString(id) {
		c.fault(2, "%s %q is no tag: or urn: value", name, id)
	}
}

func (c *checker) atMost() {
	if len(c.Entries) > most {
		c.fault(9, "%d items; %d are the most", len(c.Entries), most)
	}
}

// built checks the feed's own time, after its entries.
func (c *checker) built(v, name string, parse func(string) (time.Time, error)) {
	c.atMost()
	var newest time.Time
	for _, e := range c.Entries {
		for _, t := range []time.Time{e.Published, e.Updated} {
			if t.After(newest) {
				newest = t
			}
		}
	}
	if v == "" {
		if !newest.IsZero() {
			c.fault(3, "no %s", name)
		}
		return
	}
	at, err := parse(v)
	switch {
	case err != nil:
		c.fault(3, "%s %v", name, err)
	case at.Before(newest):
		c.fault(3, "%s %q is before the newest change of an item", name, v)
	}
	c.Reading.built = at
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
	c.opaque(it.value("guid"), "guid")
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
	if updated, err = parseUTC(it.value("atom:updated")); err != nil {
		c.fault(10, "atom:updated %v", err)
	}
	if v := it.value("dcterms:issued"); v != "" && !w3cYear.MatchString(v) {
		c.fault(1, "dcterms:issued %q is no W3CDTF date after 1990; leave it to the citation", v)
	}
	return published, updated
}

// texts checks title and category.
func (c *checker) texts(it *node) {
	if it.value("title") == "" {
		c.fault(1, "no title")
	}
	for _, category := range it.all("category") {
		if strings.TrimSpace(category.text) == "" {
			c.fault(1, "a category is blank")
		}
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
