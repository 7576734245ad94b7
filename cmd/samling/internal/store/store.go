// Package store is the ledger: what Samling remembers.
//
// It holds every version of every record, every snapshot's hash, every run, and the
// ids and keys that were ever given. Versions are appended, never edited: nothing
// that was once published is lost. The publication can be made again from it, byte
// for byte.
//
// [Open] opens the SQLite ledger in a directory. One process writes at a time; a
// second one is told which holds it ([ErrLocked]). Package storetest has the suite
// that every ledger passes.
package store

import (
	"context"
	"errors"
	"time"

	"samling/harvest"
	"samling/publish"
	"samling/transform"
	"samling/vocab"
)

var (
	// ErrUnknown: nothing was ever accepted from that source.
	ErrUnknown = errors.New("source is not in the ledger")
	// ErrLocked: another process has the ledger open for writing.
	ErrLocked = errors.New("the ledger is in use by another process")
	// ErrNewer: a newer Samling wrote the ledger.
	ErrNewer = errors.New("the ledger was written by a newer version")
)

// Ledger is what the pipeline needs of a database.
type Ledger interface {
	// Source returns what was last accepted from a source, or [ErrUnknown].
	Source(ctx context.Context, id string) (Source, error)
	// Known returns every record ever accepted from the source, by id.
	Known(ctx context.Context, source string) ([]Known, error)
	// Given says whether an id was ever given to a record of any source.
	Given(ctx context.Context, id string) (bool, error)

	// Accept writes one harvest: all of it, or nothing.
	Accept(ctx context.Context, a Acceptance) (Outcome, error)
	// Unchanged notes that the source was seen as it was: validators and the time
	// of the check, no version. It is part of the run journal.
	Unchanged(ctx context.Context, source string, v harvest.Validators, at time.Time) error
	// Seal makes a new edition of all that was accepted if anything was since the
	// last one, or if key (of the configuration, the authorities and the renderer)
	// is another; otherwise it returns the last one.
	Seal(ctx context.Context, at time.Time, key string) (number int, made time.Time, fresh bool, err error)
	// Edition reads the sealed edition in one consistent view. Close it.
	Edition(ctx context.Context, c EditionConfig) (Edition, error)

	// Journal appends one line to the run journal.
	Journal(ctx context.Context, r Run) error
	// Runs are the last n lines of the journal, newest first.
	Runs(ctx context.Context, n int) ([]Run, error)
	// RunsOf are the last n lines about one source, newest first.
	RunsOf(ctx context.Context, source string, n int) ([]Run, error)
	// Tally counts the lines of the journal by source and outcome.
	Tally(ctx context.Context) (map[[2]string]int, error)

	// Freeze returns the value that was first given under a name: this one, if none was.
	Freeze(ctx context.Context, name, value string) (string, error)

	harvest.RobotsCache
	Close() error
}

// Source is a source as last accepted.
type Source struct {
	ID          string
	URL         string
	Title       transform.Text
	Description transform.Text
	Publisher   string             // a body's key, or ""
	Validators  harvest.Validators // of the newest accepted or unchanged fetch
	Snapshot    publish.Snapshot   // the newest accepted, also if it changed no record
	Rules       string             // key of the rules and authorities it was read with
	ContentType string             // the page's Content-Type, whole: what reading the kept bytes again needs
	PageBase    string             // what links on the page are resolved against
	Entries     int                // on the page then
	Checked     time.Time          // last healthy harvest
}

// Known is a record with the state of its entry.
type Known struct {
	transform.Record
	Missing time.Time // since when its entry is not on the page; zero if it is
}

// Acceptance is one healthy harvest of one source.
type Acceptance struct {
	Source  Source          // Entries and Checked are set by Accept
	Harvest publish.Harvest // its snapshot is the page that was read
	// Records are all entries of the page, in page order, each with its id. A
	// publisher without a key gets the one that was ever given to its name, or a
	// new one minted from it.
	Records []transform.Record
	// Taken says whether a key belongs to the authority list and can't be minted.
	Taken func(key string) bool
}

// Outcome lists ids, each by what Accept did; a record is in one of them.
type Outcome struct {
	Added, Changed, Unchanged, Returned, Missing []string
	// Published says whether anything that is published changed.
	Published bool
}

// EditionConfig is what an edition takes from outside the ledger.
type EditionConfig struct {
	Base, Title string
	Language    string
	Publisher   publish.Publisher
	Version     string
	Bodies      *vocab.Bodies // for the bodies of the authority list
}

// Edition is a [publish.Edition] over a view of the ledger.
type Edition interface {
	publish.Edition
	Close() error
}

// Run is one line of the run journal: one source, one attempt.
type Run struct {
	Started, Ended                               time.Time
	Source                                       string
	Outcome                                      string // "accepted", "unchanged", "held", "failed"
	Message                                      string // what a person should know; "" if nothing
	Added, Changed, Unchanged, Missing, Problems int
	Snapshot                                     string // SHA-256 of the page, "" if none was received
}
