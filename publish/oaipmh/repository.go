package oaipmh

import (
	"context"
	"errors"
	"time"

	"samling/publish"
)

// Errors of a [Repository] that are answers.
var (
	// ErrNoItem: no item was ever given that id.
	ErrNoItem = errors.New("no such item")
	// ErrNotReady: there is nothing to read yet. Harvesters are told to come back.
	ErrNotReady = errors.New("not ready")
)

// Repository is what the provider reads: the ledger.
type Repository interface {
	// View opens a view of one moment, or returns [ErrNotReady]. Close it.
	View(ctx context.Context) (View, error)
}

// View is all items as they are at one moment, the withdrawn ones too.
type View interface {
	// Date is the moment: no change that the view does not hold has or gets an earlier
	// datestamp. It is the responseDate of what is answered from the view.
	Date() time.Time
	// Earliest is a lower limit of all datestamps, now and later.
	Earliest(ctx context.Context) (time.Time, error)
	// Info and Sources are those of the edition as it would be made now; a source's
	// Items and Harvests are left out.
	Info() publish.Info
	Sources(ctx context.Context) ([]publish.Source, error)
	// Source is one of them.
	Source(ctx context.Context, id string) (publish.Source, error)
	// Facets are the counts by type and language, of the withdrawn items too: their
	// tombstones are in the sets that they were in.
	Facets(ctx context.Context) (publish.Facets, error)
	// Item returns an item, or [ErrNoItem].
	Item(ctx context.Context, id string) (Item, error)
	// List returns the first items of a query in the order of their keys.
	List(ctx context.Context, q Query) ([]Item, error)
	Close() error
}

// Item is an item with its datestamp.
type Item struct {
	publish.Item
	Key Key
}

// Key is a place in the order of change: by datestamp, then by number.
type Key struct {
	Stamp time.Time // whole seconds, UTC; it moves only forward
	N     int64     // of the item, in the ledger
}

// Query selects items by set and datestamp.
type Query struct {
	From, Until time.Time // both inclusive; zero for no bound
	Set         publish.Selection
	After       Key // only items after it; zero for all
	Limit       int
}
