// Package harvest fetches a page and reads the literature list on it.
//
// The two never meet. Fetching ([Fetcher]) is all the network there is: it returns
// a [Page], the bytes exactly as received. Reading ([Read]) does no I/O: equal bytes
// and an equal [Profile] give an equal [List], so that every edition can be made
// again from the kept pages.
//
// What is read is what the source wrote. Nothing is corrected or interpreted here;
// that is the work of package transform.
package harvest

import (
	"context"
	"errors"
	"time"
)

// Validators are what a server said of a page's version (RFC 9110, section 8.8);
// sent back, they let an unchanged page cost one short answer.
type Validators struct {
	ETag         string
	LastModified string // as received, an HTTP-date
}

// Page is one page as it was received. It is evidence and is never edited.
type Page struct {
	URL         string // the page's address, its identity; "" when it has none (a file)
	Base        string // what relative links on it are resolved against; "" for none
	FetchedAt   time.Time
	ContentType string // the Content-Type header, or what the file's name tells
	Validators
	Body []byte
}

// Fetcher fetches one page.
type Fetcher interface {
	// Fetch returns the page at address. If v is not empty and the page has not
	// changed since, the error wraps [ErrNotModified]. An answer that is no page
	// (an error status, a body over the cap, a type that is not text) is an error
	// and never a Page.
	Fetch(ctx context.Context, address string, v Validators) (*Page, error)
}

// What a caller branches on; every error of a Fetcher that is none of these means
// that the source could not be fetched.
var (
	// ErrNotModified: the page is as it was when the validators were received.
	ErrNotModified = errors.New("not modified")
	// ErrTooLarge: the body, as sent or unpacked, is over the cap.
	ErrTooLarge = errors.New("page is larger than the cap")
	// ErrDisallowed: the site's robots.txt does not let us read the page (RFC 9309).
	ErrDisallowed = errors.New("robots.txt does not allow it")
	// ErrPrivate: the address is a private or loopback one, and those were not allowed.
	ErrPrivate = errors.New("private address refused")
)

// List is a page as read: its entries in page order, and what was in none of them.
type List struct {
	Title       string
	Description string // the first paragraph under the title
	Language    string // as the page declares it (the lang attribute), or ""
	Entries     []Entry
	// Instead says, of a page without entries, what it seems to be and what to do about
	// it: a login, an error page, one that shows its list with JavaScript; "" when
	// nothing can be told.
	Instead string
	Unread  []string // text of the page that no entry holds, block by block
}

// Entry is one entry of the list, as the source wrote it: white space folded and
// invisible characters dropped, nothing else.
type Entry struct {
	Position    int // on the page, from 1
	Title       string
	TypeLine    TypeLine
	Description []Block
	Link        Link // the entry's own link; zero when it has none
}

// Block is one run of text of a description.
type Block struct {
	Text string
	Kind BlockKind
	// Broken says that only a line break (<br>, or the end of a line of plain
	// text) parts the block from the one before it.
	Broken bool
}

// BlockKind says what a block is in its description.
type BlockKind int

const (
	Paragraph BlockKind = iota
	ListItem            // an li, or a line that begins with "1)", "a.", "-", "•" …
)

// Link is a link as the source wrote it.
type Link struct {
	Text string
	Href string // as written
	URL  string // absolute; "" when Href could not be made so
}
