// Package feed writes the news of an edition: the entries first seen last, as RSS 2.0,
// Atom 1.0 (RFC 4287), JSON Feed 1.1 and RSS 1.0, for the whole edition, for each source
// and for each publisher and type that has entries, with an OPML 2.0 list of them.
//
// Start with [Writer]:
//
//	feed.Writer{Tag: "tag:samling.example.org,2026:"}.WriteFiles(ctx, edition, create)
//
// and read any of them back with [Check], which knows the rules below; [Compare] knows
// those that take two readings, [Agree] those that take two feeds.
//
// A feed is made once, from the edition, as one list of entries; each syntax only says
// what is in it. So all of them have the same ids and the same dates:
//
//	feed.xml  atom.xml  feed.json  feed.rdf       the whole edition
//	feeds/source/{id}/feed.xml …                  the entries of a source
//	feeds/publisher/{key}/feed.xml …              … of a body
//	feeds/type/{key}/feed.xml …                   … of a type
//	feeds.opml                                    all of these, each once, as RSS 2.0
//
// It promises what feed readers rely on, each learnt from one that breaks otherwise:
//
//   - An id is a tag: URI (RFC 4151) of the record's id, the same in every feed. Nothing
//     that can be corrected or moved (title, link, host, scheme) is in it, so nothing
//     comes up as new twice.
//   - pubDate is when the entry was first seen and never moves. The year of issue is
//     never in pubDate or dc:date: readers would sort and hide by it. It stands in
//     dcterms:issued and in the citation.
//   - The time of update moves when the entry is corrected; that of the feed is the newest
//     of them, so the feed's bytes change only when its content does.
//   - A link is absolute ASCII, and no two entries of a feed share one.
//   - A title is text. A description is escaped HTML of paragraphs and line breaks only.
//   - A withdrawn entry is not listed, and nothing else moves.
package feed

import (
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"samling/publish"
	"samling/publish/internal/plain"
)

// DefaultMax is how many entries a feed lists when [Writer.Max] is 0, so that a first
// run does not flood its readers.
const DefaultMax = 50

// Writer writes the feeds of an edition.
type Writer struct {
	// Tag begins every id: "tag:" authority "," date ":". It is chosen once and
	// never follows the base address: a changed tag makes every entry new.
	Tag string
	Max int           // entries in a feed at most; 0 means [DefaultMax]
	TTL time.Duration // how often the sources are harvested; 0 means not said
	Hub string        // the WebSub hub that is told of changes; "" for none
}

var (
	_ publish.Set        = Writer{}
	_ publish.SourceForm = Writer{}
)

// syntax is one way to write a feed.
type syntax struct {
	name      string // in the feed's folder
	mediaType string
	write     func(io.Writer, *news) error
}

// RSS 2.0 is the first: it is the one that the list of feeds names.
func syntaxes() []syntax {
	return []syntax{
		{"feed.xml", "application/rss+xml", writeRSS},
		{"atom.xml", "application/atom+xml", writeAtom},
		{"feed.json", "application/feed+json", writeJSON},
		{"feed.rdf", "application/rdf+xml", writeRDF},
	}
}

// IsFeed tells whether a file in the web root is a feed, by its path.
func IsFeed(name string) bool {
	return slices.ContainsFunc(syntaxes(), func(s syntax) bool { return s.name == path.Base(name) })
}

// WriteSource writes the feeds of a source.
func (f Writer) WriteSource(ctx context.Context, e publish.Edition, of publish.Source, create publish.Create) error {
	s, err := placed(sourceScope(of))
	if err == nil {
		_, err = f.write(ctx, e, s, new([]byte), create)
	}
	if err != nil {
		return fmt.Errorf("write feeds of a source: %w", err)
	}
	return nil
}

// WriteFiles writes all other feeds of e, and the list of all. It holds the entries of one
// feed, never more.
func (f Writer) WriteFiles(ctx context.Context, e publish.Edition, create publish.Create) error {
	if err := f.writeFiles(ctx, e, create); err != nil {
		return fmt.Errorf("write feeds: %w", err)
	}
	return nil
}

func (f Writer) writeFiles(ctx context.Context, e publish.Edition, create publish.Create) error {
	if err := f.check(e.Info()); err != nil {
		return err
	}
	scopes, err := scopesOf(ctx, e)
	if err != nil {
		return err
	}
	var whole *news
	var paper []byte
	for _, s := range scopes { // for those of sources see WriteSource
		n, err := f.write(ctx, e, s, &paper, create)
		if err != nil {
			return err
		}
		if whole == nil {
			if whole, err = n(); err != nil {
				return err
			}
		}
	}
	return create("feeds.opml", "text/x-opml", "", func(w io.Writer) error { return encode(w, opmlOf(whole, scopes, sourceScopes(ctx, e))) })
}

// write writes one feed in all syntaxes. It returns a function that reads what is in it.
func (f Writer) write(ctx context.Context, e publish.Edition, s scope, paper *[]byte, create publish.Create) (func() (*news, error), error) {
	if err := f.check(e.Info()); err != nil {
		return nil, err
	}
	n := sync.OnceValues(func() (*news, error) {
		n, err := f.news(ctx, e, s, paper)
		if err != nil {
			err = fmt.Errorf("%sfeed.xml: %w", s.folder, err)
		}
		return n, err
	})
	key, err := f.key(ctx, e, s)
	if err != nil {
		return nil, fmt.Errorf("%sfeed.xml: %w", s.folder, err)
	}
	for _, syn := range syntaxes() {
		err := create(s.folder+syn.name, syn.mediaType, key, func(w io.Writer) error {
			news, err := n()
			if err != nil {
				return err
			}
			return syn.write(w, news)
		})
		if err != nil {
			return nil, err
		}
	}
	return n, nil
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
	if f.Hub != "" && plain.Link(f.Hub) != f.Hub {
		return fmt.Errorf("hub %q is not an http(s) address in ASCII; give one, or none", f.Hub)
	}
	return nil
}

func encode(w io.Writer, doc any) error {
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
