// Package publish turns an edition into files that other people's tools read.
//
// An [Edition] is everything published at one moment. A [Writer] renders one form
// of it (Turtle, JSON-LD, RSS …) and lives in a package of its own under this one;
// [Commit] gives every writer the edition, once, and makes the new web root appear
// whole or not at all.
//
// Writers see nothing but the edition, hold no more than one part of it in memory,
// and write equal bytes for equal editions: no clock, no map order, no chance.
package publish

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/knakk/rdf"

	"samling/transform"
	"samling/vocab"
)

// Info is what an edition says of itself.
type Info struct {
	Number    int       // 1, 2, 3 …
	Made      time.Time // UTC, whole seconds
	Base      string    // absolute, ends in "/"
	Title     string
	Publisher Publisher
	Language  string // of the pages' own texts: nb, nn or en
	Version   string // of Samling, for the feed's generator element
	Entries   int    // items that are not withdrawn
}

// Publisher is who publishes the edition.
type Publisher struct {
	Name  string
	Email string // "" for none
}

// Source is one harvested list: its page, and what was taken from it.
type Source struct {
	ID          string // as configured; names the collection
	URL         string // the page's address
	Title       transform.Text
	Description transform.Text
	Publisher   string    // a body's key, or ""
	Snapshot    Snapshot  // the newest accepted
	Held        time.Time // since when what the page reads as is held back; zero if it is not
	Entries     int       // items that are not withdrawn
	Withdrawn   int       // items that are
	// Key is a key of all this and of its items with their lives: where an edition has the
	// key of the edition before, nothing of the source is another. "" for not known.
	Key string

	// What [Edition.Fill] fills in.
	Harvests []Harvest // those that brought anything, by time
	Items    []string  // the ids of all its items that are not withdrawn, sorted
}

// Snapshot is a page as it was received, known by its hash.
type Snapshot struct {
	SHA256    string // lower-case hexadecimal
	MediaType string // without parameters
	Fetched   time.Time
}

// Harvest is a harvest that brought a new version of at least one item.
type Harvest struct {
	Started  time.Time
	Ended    time.Time
	Snapshot Snapshot
}

// Item is one published record with its life so far.
type Item struct {
	transform.Record
	Source    string // the source's id
	Digest    [32]byte
	Created   time.Time // first seen
	Modified  time.Time // last real change
	Harvest   Harvest   // the one that brought this version
	Withdrawn bool      // it is a tombstone: since Modified, with the record as it was last
	History   []Version // its earlier versions, oldest first; most items have none
}

// Version is an earlier version of an item.
type Version struct {
	transform.Record
	At        time.Time // when it came
	Withdrawn bool
}

// Selection is a part of the items: those that have each value that is not "".
type Selection struct {
	Source    string // an id
	Publisher string // a body's key
	Type      string // a key of the type scheme
	Language  string // of the title
}

// Facets count the items that are not withdrawn, by the values they have, in order of
// their keys. An item with two publishers counts for both.
type Facets struct {
	Publishers, Types, Languages, Years []Count // years of issue; an item with a range or none is in no year
}

// Count is how many items have a value.
type Count struct {
	Key     string
	Entries int
}

// Edition is everything published at one moment. Iterators stop at the first error.
type Edition interface {
	Info() Info
	// Bodies are the bodies that the items name or ever named, with their successors and
	// parents, by key.
	Bodies(ctx context.Context) iter.Seq2[vocab.Body, error]
	// Sources are the sources in id order, without the harvests and the ids of their items.
	Sources(ctx context.Context) iter.Seq2[Source, error]
	// Source is one of them.
	Source(ctx context.Context, id string) (Source, error)
	// Fill fills these in.
	Fill(ctx context.Context, s *Source) error
	// Items are the items of one source in id order, the withdrawn ones too.
	Items(ctx context.Context, source string) iter.Seq2[Item, error]
	// Latest are the n items of a selection first seen last, newest first, the withdrawn
	// ones too; those of one harvest in page order.
	Latest(ctx context.Context, from Selection, n int) iter.Seq2[Item, error]
	// LatestKey is a key of the items that Latest gives: where it is the same in two editions,
	// so are they; where it is another they may be the same all the same. It is "" where that is not known, and cheaper than the items.
	LatestKey(ctx context.Context, from Selection, n int) (string, error)
	// Facets are the counts of the whole edition.
	Facets(ctx context.Context) (Facets, error)
}

// Group is all that the graph says of one subject. Its triples are in canonical
// order: predicates as [vocab.PredicateRank] has them, objects by their N-Triples form.
type Group struct {
	Subject rdf.Subject
	Triples []rdf.Triple

	checked []rdf.Triple // these were: see Check
	kept    *kept        // nil where nothing is
}

// Part is a piece of a dump that changes by itself: the first is about the dataset
// with its bodies and types, the others hold one source each.
type Part struct {
	Source string // the source's id; "" in the first part
	Graph  string // the IRI of the part's named graph (N-Quads)
}

// Dump renders the graph of an edition as one file, in parts. [Commit] calls
//
//	Head (Begin Group* End)+ Tail
//
// with the groups of a part in the order of their subjects ([CompareSubjects]), and
// joins what the calls write. Head, each part and Tail are gzip members of their own in
// the file's .gz (RFC 1952, section 2.2), so no call may depend on another part.
// A Dump keeps no state between editions.
type Dump interface {
	Path() string      // in the web root, such as "dataset.ttl"
	MediaType() string // such as "text/turtle"
	Head(w io.Writer, info Info) error
	Begin(w io.Writer, p Part) error
	Group(w io.Writer, p Part, g Group) error
	End(w io.Writer, p Part) error
	Tail(w io.Writer, info Info) error
}

// Stretch is a part of a text.
type Stretch struct{ From, To int }

// WriteWithout writes the text of a group. What is left of it without the stretch is the
// group's text without its descriptions, as facts have it; where none is so w is written to like any other.
// A [Dump] that knows the stretch of a group spares rendering it twice.
func WriteWithout(w io.Writer, text []byte, descriptions Stretch) error {
	if to, ok := w.(interface {
		WriteWithout(text []byte, left Stretch) error
	}); ok && descriptions.From < descriptions.To {
		return to.WriteWithout(text, descriptions)
	}
	_, err := w.Write(text)
	return err
}

// Writer renders one form of an edition that is no dump (a feed, a page) as one file.
type Writer interface {
	Path() string
	MediaType() string
	Write(ctx context.Context, w io.Writer, e Edition) error
}

// Set renders a form of an edition that is several files; which ones may depend on the
// edition: a feed for each publisher. It hands them to create one after the other.
type Set interface {
	WriteFiles(ctx context.Context, e Edition, create Create) error
}

// SourceForm renders what one source alone decides: the pages of its list, its feeds.
// For a source that did not change it is not called: its files are links to those of the
// edition before. It may say nothing of the edition but its base, title, publisher and language.
type SourceForm interface {
	WriteSource(ctx context.Context, e Edition, s Source, create Create) error
}

// Create makes one file of what write writes. Where the edition before has the same
// bytes under that path, the file is a link to it. key is a key of all that decides the file but
// the forms, or "": where the edition before has a file with the same, write is not called.
type Create func(path, mediaType, key string, write func(w io.Writer) error) error

// Document renders each item of an edition as a file of its own. That of a withdrawn
// item is its tombstone, and stands under [Gone].
type Document interface {
	Path(id string) string // such as "item/rnwakemxnext.ttl"
	MediaType() string
	Write(w io.Writer, info Info, s Source, it Item, groups []Group) error
}

// Gone is the folder of the tombstones: gone/item/{id}.html is what a server answers
// with 410 where item/{id}.html was.
const Gone = "gone/"

// Resource is what an edition mints an IRI for that is no record: a body, a collection,
// the dataset, the profile …
type Resource struct {
	Path   string // of its IRI, below the base, without fragment: "org/nibr"
	Title  transform.Text
	Groups []Group // what its documents say: first of the resource itself
}

// ResourceForm renders each resource of an edition as a file of its own.
type ResourceForm interface {
	ResourcePath(path string) string // such as "org/nibr.ttl"
	MediaType() string
	WriteResource(w io.Writer, info Info, r Resource) error
}

// Rendered is what is known of an edition once its dumps, pages and feeds are written.
// The counts are of the graph that the full dump holds: a triple that two sources both
// state is one triple in it.
type Rendered struct {
	Files      iter.Seq[File] // in the order they were written
	Triples    int            // of the full dump
	Facts      int            // those of them that the dump without descriptions has
	Subjects   int            // different ones
	Predicates map[string]int // triples by predicate
	Classes    map[string]int // subjects by class
	Languages  map[string]int // items by the language of their titles
	Examples   []string       // the ids of a few items
	Parts      []Counted      // one a source, in id order; none where the dumps are split, for there may be very many
}

// Counted is one source with the counts of its part of the graph.
type Counted struct {
	Source            Source // without its items and harvests
	Entries           int
	Triples, Subjects int
}

// Catalogue describes the finished files as a resource: what there is to download,
// with sizes and sums, and what is in it. Its documents are written last, in the forms
// of all resources.
type Catalogue func(ctx context.Context, e Edition, r Rendered) (Resource, error)
