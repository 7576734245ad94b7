package feed

import (
	"cmp"
	"context"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"samling/publish"
	"samling/publish/internal/plain"
)

// news is one feed, before it is written in any syntax. All its texts are fit to be
// shown, all its links to be followed.
type news struct {
	id          string // a tag: URI
	base        string // of the edition: the page that the feed belongs to
	address     string // of the feed's folder; ends in a slash
	title       string
	description string
	language    string
	publisher   string // never ""
	email       string // "" for none
	version     string // of Samling
	rights      string
	hub         string
	ttl         time.Duration
	updated     time.Time // zero while nothing was ever seen
	made        time.Time // the source was read, or the edition made
	entries     []entry
	paper       *[]byte // to write them on; it is used again and again
}

// news reads one feed from the edition.
func (f Writer) news(ctx context.Context, e publish.Edition, s scope, paper *[]byte) (*news, error) {
	info := e.Info()
	items, changed, err := f.latest(ctx, e, s.from)
	if err != nil {
		return nil, err
	}
	texts := wordsOf(language(info))
	title := cmp.Or(plain.Line(info.Title), info.Base)
	if s.name != "" {
		title += ": " + s.name
	}
	publisher := plain.Line(info.Publisher.Name)
	n := &news{
		id: f.Tag + "feed", base: info.Base, address: s.address(info.Base),
		title: title, description: fmt.Sprintf(texts.about, title), language: language(info),
		publisher: cmp.Or(publisher, title), email: address(info.Publisher.Email),
		version: plain.Line(info.Version), rights: texts.rights, hub: f.Hub, ttl: f.TTL, updated: changed.UTC(), made: info.Made.UTC(), paper: paper,
	}
	if !s.since.IsZero() { // so that an empty feed stays as it is while its source does
		n.made = s.since.UTC()
	}
	if s.folder != "" {
		n.id = f.Tag + strings.TrimPrefix(n.address, info.Base)
		n.id = strings.TrimSuffix(n.id, "/")
	}
	if publisher != "" {
		n.description += fmt.Sprintf(texts.publishedBy, strings.TrimSuffix(publisher, "."))
	}
	links := uniqueLinks(info.Base, items)
	n.entries = make([]entry, len(items))
	for i := range items {
		n.entries[i] = f.entry(info, &items[i], links[i])
	}
	return n, nil
}

// limit is how many entries a feed has at most.
func (f Writer) limit() int {
	if f.Max <= 0 {
		return DefaultMax
	}
	return f.Max
}

// key is a key of all that a feed says but what the Writer says, "" where it is not known: an
// empty feed tells when the edition was made.
func (f Writer) key(ctx context.Context, e publish.Edition, s scope) (string, error) {
	if s.from == (publish.Selection{}) || s.from.Source != "" { // these are only written where something changed
		return "", nil
	}
	key, err := e.LatestKey(ctx, s.from, f.limit())
	if key != "" {
		key += s.name
	}
	return key, err
}

// latest are the items to list, and when the newest change of them came. A withdrawn
// item in the window is a change too, though it is not listed. What leaves the window
// does so because something newer came, so the time never goes back.
func (f Writer) latest(ctx context.Context, e publish.Edition, from publish.Selection) (items []publish.Item, changed time.Time, err error) {
	items = make([]publish.Item, 0, f.limit())
	for it, err := range e.Latest(ctx, from, f.limit()) {
		if err != nil {
			return nil, changed, err
		}
		if it.Created.After(changed) {
			changed = it.Created
		}
		if it.Modified.After(changed) {
			changed = it.Modified
		}
		if !it.Withdrawn {
			items = append(items, it)
		}
	}
	return items, changed.Truncate(time.Second), nil
}

// uniqueLinks are the links of the items: the entry's own, unless it is none that can
// be followed or another item claims it too; then its record page.
func uniqueLinks(base string, items []publish.Item) []string {
	claims := map[string]int{}
	own := make([]string, len(items))
	for i := range items {
		own[i] = plain.Link(items[i].Link)
		claims[own[i]]++
		claims[recordPage(base, items[i].ID)]++
	}
	for i := range items {
		if own[i] == "" || claims[own[i]] > 1 {
			own[i] = recordPage(base, items[i].ID)
		}
	}
	return own
}

func recordPage(base, id string) string { return base + "item/" + id }

// address is an e-mail address that every reader understands, or "".
func address(email string) string {
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || strings.ContainsFunc(email, func(r rune) bool { return r > '~' || r <= ' ' }) {
		return ""
	}
	return email
}

func language(info publish.Info) string { return cmp.Or(plain.Language(info.Language), "nb") }
