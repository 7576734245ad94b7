package feed

import (
	"errors"
	"fmt"
	"io"
	"path"
	"time"
)

// Reading is what a feed says, whatever its syntax.
type Reading struct {
	Entries []Seen
	Faults  []Fault // in the order they stand

	head  string    // what a reader sees of the feed itself
	built time.Time // when the feed says it changed last; zero if it does not say
}

// Seen is one entry of a feed as it was read. A time that could not be read is zero.
type Seen struct {
	ID        string
	Published time.Time
	Updated   time.Time

	link    string
	htmls   []string // its descriptions in HTML
	content string   // all that a reader sees of it but its id, link and times
}

// Read reads and checks a feed that is served at the address self, whose last part
// says which syntax it must be: feed.xml, atom.xml, feed.json or feed.rdf.
func Read(r io.Reader, self string) Reading {
	c := &checker{where: "feed"}
	data, err := io.ReadAll(r)
	if err != nil {
		c.fault(1, "%v", err)
		return c.Reading
	}
	switch path.Base(self) {
	case "feed.json":
		c.json(data, self)
	case "atom.xml":
		c.xml(data, func(root *node) { c.atom(root, self) })
	case "feed.rdf":
		c.xml(data, func(root *node) { c.rdf(root, self) })
	default:
		c.xml(data, func(root *node) { c.rss(root, self) })
	}
	return c.Reading
}

// Agree returns where feeds of one edition, by their paths, do not agree (rule 11):
// those of one folder must list the same ids in the same order, and an entry must have
// the same dates in all of them, to the second.
func Agree(paths []string, read map[string]Reading) []Fault {
	c := &checker{}
	folders, dates := map[string]string{}, map[string]Seen{}
	for _, p := range paths {
		c.where = p
		folder := path.Dir(p)
		if first, ok := folders[folder]; !ok {
			folders[folder] = p
		} else if err := sameIDs(read[first].Entries, read[p].Entries); err != nil {
			c.fault(11, "not the entries of %s: %v", first, err)
		}
		for _, e := range read[p].Entries {
			other, known := dates[e.ID]
			if !known {
				dates[e.ID] = e
				continue
			}
			if !other.Published.Equal(e.Published) {
				c.fault(11, "%s was published %s here, %s in another feed", e.ID, stamp(e.Published), stamp(other.Published))
			}
			if !other.Updated.Truncate(time.Second).Equal(e.Updated.Truncate(time.Second)) {
				c.fault(11, "%s was updated %s here, %s in another feed", e.ID, stamp(e.Updated), stamp(other.Updated))
			}
		}
	}
	return c.Faults
}

func sameIDs(a, b []Seen) error {
	if len(a) != len(b) {
		return fmt.Errorf("%d, not %d", len(b), len(a))
	}
	for i := range a {
		if a[i].ID != b[i].ID {
			return fmt.Errorf("%s in place %d, not %s", b[i].ID, i+1, a[i].ID)
		}
	}
	return nil
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// parseUTC reads an RFC 3339 time in UTC that can be when something was first seen.
func parseUTC(s string) (time.Time, error) {
	t, err := time.Parse("2006-01-02T15:04:05Z", s) // takes a part of a second too
	if err != nil {
		return t, fmt.Errorf("%q is no RFC 3339 time in UTC", s)
	}
	if t.Year() < 1990 {
		return t, errors.New(s + " is before 1990; is it the year of issue?")
	}
	return t, nil
}
