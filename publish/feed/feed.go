// Package feed writes the news of an edition: RSS 2.0, the entries first seen last.
//
// Start with [Writer]:
//
//	feed.Writer{Tag: "tag:samling.example.org,2026:"}.Write(ctx, w, edition)
//
// and read any feed back with [Check], which knows the rules below; [Compare] knows
// those that take two readings.
//
// It promises what feed readers rely on, each learnt from one that breaks otherwise:
//
//   - A guid is a tag: URI (RFC 4151) of the record's id. Nothing that can be corrected
//     or moved (title, link, host, scheme) is in it, so nothing comes up as new twice.
//   - pubDate is when the entry was first seen and never moves. The year of issue is
//     never in pubDate or dc:date: readers would sort and hide by it. It stands in
//     dcterms:issued and in the citation.
//   - atom:updated moves when the entry is corrected; lastBuildDate is the newest of them,
//     so the feed's bytes change only when its content does.
//   - A link is absolute ASCII, and no two items share one.
//   - A title is text. A description is escaped HTML of paragraphs and line breaks only.
//   - A withdrawn entry is not listed.
package feed

import (
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"samling/publish"
	"samling/publish/internal/plain"
)

// DefaultMax is how many items a feed lists when [Writer.Max] is 0, so that a first
// run does not flood its readers.
const DefaultMax = 50

// Writer writes feed.xml.
type Writer struct {
	// Tag begins every guid: "tag:" authority "," date ":". It is chosen once and
	// never follows the base address: a changed tag makes every entry new.
	Tag      string
	Max      int    // items at most; 0 means [DefaultMax]
	Language string // of the channel (BCP 47); "" means nb
}

var _ publish.Writer = Writer{}

// Path is where the feed is in the web root.
func (Writer) Path() string { return "feed.xml" }

// MediaType is that of RSS.
func (Writer) MediaType() string { return "application/rss+xml" }

// Write writes the feed of e. It holds the listed items, never more.
func (f Writer) Write(ctx context.Context, w io.Writer, e publish.Edition) error {
	info := e.Info()
	if err := f.check(info); err != nil {
		return fmt.Errorf("write %s: %w", f.Path(), err)
	}
	items, changed, err := f.latest(ctx, e)
	if err != nil {
		return fmt.Errorf("write %s: %w", f.Path(), err)
	}
	links := uniqueLinks(info.Base, items)
	doc := rss{Version: "2.0", Atom: nsAtom, DC: nsDC, DCTerms: nsDCTerms, Channel: f.channel(info, changed)}
	for i, it := range items {
		doc.Channel.Items = append(doc.Channel.Items, f.item(info, it, links[i]))
	}
	if err := encode(w, doc); err != nil {
		return fmt.Errorf("write %s: %w", f.Path(), err)
	}
	return nil
}

// tagURI is RFC 4151, section 2.1, up to the specific part; lower case only, since
// tags are compared byte by byte (section 2.4).
var tagURI = regexp.MustCompile(`^tag:([a-z0-9._-]+@)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?,\d{4}(-\d\d(-\d\d)?)?:$`)

func (f Writer) check(info publish.Info) error {
	if !tagURI.MatchString(f.Tag) {
		return fmt.Errorf("%q cannot begin a guid; give a tag such as %q", f.Tag, "tag:samling.example.org,2026:")
	}
	if plain.Link(info.Base) != info.Base || !strings.HasSuffix(info.Base, "/") {
		return fmt.Errorf("base %q is not an http(s) address in ASCII that ends in a slash; a feed needs one", info.Base)
	}
	return nil
}

// latest are the items to list, and when the newest change of them came. A withdrawn
// item in the window is a change too, though it is not listed. What leaves the window
// does so because something newer came, so the time never goes back.
func (f Writer) latest(ctx context.Context, e publish.Edition) (items []publish.Item, changed time.Time, err error) {
	limit := f.Max
	if limit <= 0 {
		limit = DefaultMax
	}
	for it, err := range e.Latest(ctx, publish.Selection{}, limit) {
		if err != nil {
			return nil, changed, err
		}
		for _, t := range []time.Time{it.Created, it.Modified} {
			if t.After(changed) {
				changed = t
			}
		}
		if !it.Withdrawn {
			items = append(items, it)
		}
	}
	return items, changed, nil
}

// uniqueLinks are the links of the items: the entry's own, unless it is none that can
// be followed or another item claims it too; then its record page.
func uniqueLinks(base string, items []publish.Item) []string {
	claims := map[string]int{}
	own := make([]string, len(items))
	for i, it := range items {
		own[i] = plain.Link(it.Link)
		claims[own[i]]++
		claims[recordPage(base, it.ID)]++
	}
	for i, it := range items {
		if own[i] == "" || claims[own[i]] > 1 {
			own[i] = recordPage(base, it.ID)
		}
	}
	return own
}

func recordPage(base, id string) string { return base + "item/" + id }

func encode(w io.Writer, doc rss) error {
	b := bufio.NewWriter(w)
	if _, err := b.WriteString(xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(b)
	enc.Indent("", "  ")
	if err := errors.Join(enc.Encode(doc), enc.Close()); err != nil {
		return err
	}
	if err := b.WriteByte('\n'); err != nil {
		return err
	}
	return b.Flush()
}
