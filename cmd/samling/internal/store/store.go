// Package store is the ledger: what Samling remembers.
//
// It holds every version of every record, every snapshot's hash, every run, and the
// ids and keys that were ever given. Versions are appended, never edited: nothing
// that was once published is lost. The publication can be made again from it, byte
// for byte.
//
// [Open] opens the SQLite ledger in a directory, [OpenPostgres] one in a PostgreSQL database
// for several machines. Several processes may have it open: one
// commit is written at a time, and what is harvested from a source is accepted from the
// holder of its newest [Lease] only. Package storetest has the suite that every ledger
// passes.
package store

import (
	"context"
	"errors"
	"time"

	"samling/cmd/samling/internal/gate"
	"samling/harvest"
	"samling/publish"
	"samling/publish/oaipmh"
	"samling/transform"
	"samling/vocab"
)

var (
	// ErrUnknown: nothing was ever accepted from that source.
	ErrUnknown = errors.New("source is not in the ledger")
	// ErrLocked: another process reads the ledger in a way that nothing may be written meanwhile.
	ErrLocked = errors.New("the ledger is in use by another process")
	// ErrNoRecord: no record was ever given that id.
	ErrNoRecord = errors.New("no such record")
	// ErrOnPage: a record cannot be withdrawn while its entry is on the page.
	ErrOnPage = errors.New("its entry is still on the page")
	// ErrDone: what was harvested for this slot was accepted before.
	ErrDone = errors.New("what was due then was harvested before")
	// ErrNewer: a newer Samling wrote the ledger.
	ErrNewer = errors.New("the ledger was written by a newer version")
)

// Ledger is what the pipeline needs of a database.
type Ledger interface {
	// Source returns what was last accepted from a source, or [ErrUnknown].
	Source(ctx context.Context, id string) (Source, error)
	// Harvested are the ids of the sources that anything was ever accepted from.
	Harvested(ctx context.Context) (map[string]bool, error)
	// Known returns every record ever accepted from the source, by id.
	Known(ctx context.Context, source string) ([]Known, error)
	// Given are those of the ids that were ever given to a record of any source.
	Given(ctx context.Context, ids []string) (map[string]bool, error)

	// Lease gives the right to write a source for a time, or returns [ErrLeased].
	Lease(ctx context.Context, source string, ttl time.Duration) (Lease, error)
	// Release gives it back.
	Release(ctx context.Context, l Lease) error
	// Accept writes one harvest: all of it, or nothing. It returns [ErrLeaseLost] if
	// the lease is no longer the newest, and [ErrDone] if its slot was done before.
	Accept(ctx context.Context, a Acceptance) (Outcome, error)
	// Unchanged notes that the source was seen as it was, which is a healthy harvest:
	// entries that are missing become one harvest older, and may be withdrawn. Nothing
	// else that is published changes. Its line in the journal is written with it, and the
	// lease of the line given back: one commit, since most runs of most sources end so.
	Unchanged(ctx context.Context, u Sighting) (withdrawn []string, err error)
	// Withdraw makes tombstones of records, as a person decided. It returns
	// [ErrNoRecord] or [ErrOnPage], and then withdraws none.
	Withdraw(ctx context.Context, ids []string, at time.Time) error
	// Hold keeps a page that the gate did not let through, in place of the one held before.
	Hold(ctx context.Context, l Lease, h Held) error
	// Held are the pages that are held back, in the order of their sources.
	Held(ctx context.Context) ([]Held, error)
	// Pages are the hashes of the pages that a version came from, of those last accepted and
	// of those held back.
	Pages(ctx context.Context) (map[string]bool, error)
	// Life is every version of a record, oldest first, or [ErrNoRecord].
	Life(ctx context.Context, id string) ([]Event, error)
	// Seal makes a new edition of all that was accepted if anything was since the
	// last one, or if key (of the configuration, the authorities and the renderer)
	// is another; otherwise it returns the last one.
	Seal(ctx context.Context, at time.Time, key string) (number int, made time.Time, fresh bool, err error)
	// Publishing waits until no other process renders an edition of this ledger, and keeps
	// others waiting until release is called.
	Publishing(ctx context.Context) (release func() error, err error)
	// Edition reads the sealed edition in one consistent view. Close it.
	Edition(ctx context.Context, c EditionConfig) (Edition, error)

	// Repository is the ledger as OAI-PMH reads it: what was accepted, not what was sealed.
	Repository(c EditionConfig) oaipmh.Repository

	// Journal appends one line to the run journal, with what was asked of sites meanwhile,
	// and gives the run's lease back.
	Journal(ctx context.Context, r Run, requests ...harvest.Request) error
	// Requests are the last n requests that were sent to a host, or to all for "", newest first.
	Requests(ctx context.Context, host string, n int) ([]harvest.Request, error)
	// Runs are the last n lines of the journal, newest first.
	Runs(ctx context.Context, n int) ([]Run, error)
	// RunsOf are the last n lines about one source, newest first.
	RunsOf(ctx context.Context, source string, n int) ([]Run, error)
	// Tally counts the lines of the journal by source and outcome.
	Tally(ctx context.Context) (map[[2]string]int, error)

	// Freeze returns the value that was first given under a name: this one, if none was.
	Freeze(ctx context.Context, name, value string) (string, error)

	// Check reads the whole ledger and returns what is damaged in it.
	Check(ctx context.Context) error

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
	Missing   time.Time // since when its entry is not on the page; zero if it is
	Withdrawn bool
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
	// WithdrawAfter is how many healthy harvests in a row an entry must be missing from to be
	// withdrawn; 0 for never.
	WithdrawAfter int
	// Replay says that a kept page was read again, which is no harvest: the entries that it
	// does not have are no longer missing than they were, and the source was not checked.
	Replay bool
	Lease  Lease
}

// Sighting is a healthy harvest that found the source unchanged.
type Sighting struct {
	Source        string
	Validators    harvest.Validators // the zero value keeps those of before
	At            time.Time
	WithdrawAfter int
	Lease         Lease
	Line          *Line // nil for none
}

// Held is a page that the gate did not let through. Accept and Unchanged end it.
type Held struct {
	Source      string
	Since       time.Time // when the source was first held; set by Hold
	At          time.Time // when this page was fetched
	Snapshot    string    // its SHA-256; the bytes are in raw
	ContentType string
	PageBase    string
	Validators  harvest.Validators
	Reasons     []gate.Reason
}

// Event is one version in the life of a record.
type Event struct {
	publish.Item           // as it was then; without History
	Stamp        time.Time // when it was committed
	Missing      time.Time // in the newest event: since when its entry is not on the page
}

// Outcome lists ids, each by what Accept did; a record is in one of them.
type Outcome struct {
	Added, Changed, Unchanged, Returned, Missing []string
	Withdrawn                                    []string // of the missing: those that became tombstones
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

// Edition is a [publish.Edition] over a view of the ledger. It serves one goroutine at a time.
type Edition interface {
	publish.Edition
	// Record is one item with its source, without the source's items and harvests; or
	// [ErrNoRecord].
	Record(ctx context.Context, id string) (publish.Item, publish.Source, error)
	// Received are the sources, filled, that received a page whose SHA-256 begins with these
	// hexadecimal digits, in id order.
	Received(ctx context.Context, digits string) ([]publish.Source, error)
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
	Lease                                        Lease  // to be given back; it is not kept
}

// Line is a line of the run journal with what was asked of sites meanwhile.
type Line struct {
	Run      Run
	Requests []harvest.Request
}
