// Floor is the least that a program in Go can do with a literature list: it fetches the
// pages, reads them with the tokenizer of x/net/html, and appends N-Triples, Turtle,
// JSON-LD and an RSS feed to four files. It says as much of each entry as Samling does.
//
//	floor BASE DIR ADDRESSES
//
// It checks nothing, knows no bodies, remembers nothing, packs nothing, and makes no page for
// a record. What Samling costs above it is what those cost.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/net/html"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: floor BASE DIR ADDRESSES")
		os.Exit(2)
	}
	records, triples, err := run(os.Args[1], os.Args[2], os.Args[3])
	if err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(map[string]int{"records": records, "triples": triples})
}

func run(base, dir, addresses string) (records, triples int, err error) {
	list, err := os.ReadFile(addresses)
	if err != nil {
		return 0, 0, err
	}
	o, err := newOutput(base, dir)
	if err != nil {
		return 0, 0, err
	}
	now := time.Now().UTC().Format("2006-01-02T15:04:05Z")
	for _, address := range strings.Fields(string(list)) {
		entries, sum, err := read(address)
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w", address, err)
		}
		for i, e := range entries {
			o.entry(e, place{page: address, snapshot: sum, when: now, position: i + 1, of: len(entries)})
		}
	}
	return o.records, o.triples, o.close()
}

// entry is an entry as it stands on the page.
type entry struct{ title, kind, bodies, year, description, link string }

func read(address string) (entries []entry, sum string, err error) {
	base, err := url.Parse(address)
	if err != nil {
		return nil, "", err
	}
	resp, err := http.Get(address)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("status %s", resp.Status)
	}
	h := sha256.New()
	r := reader{z: html.NewTokenizer(bufio.NewReaderSize(io.TeeReader(resp.Body, h), 64<<10)), base: base}
	entries, err = r.read()
	return entries, fmt.Sprintf("%x", h.Sum(nil)[:6]), err
}

// reader collects the text of h3 and p within article.
type reader struct {
	z       *html.Tokenizer
	base    *url.URL
	inside  bool
	entries []entry
	block   int // how many blocks of the entry have begun
	text    []byte
}

func (r *reader) read() ([]entry, error) {
	for {
		switch r.z.Next() {
		case html.ErrorToken:
			if err := r.z.Err(); err != io.EOF {
				return nil, err
			}
			return r.entries, nil
		case html.TextToken:
			if r.inside {
				r.text = append(r.text, r.z.Text()...)
			}
		case html.StartTagToken:
			r.start()
		case html.EndTagToken:
			r.end()
		}
	}
}

func (r *reader) start() {
	name, more := r.z.TagName()
	switch string(name) {
	case "article":
		r.inside, r.block = true, 0
		r.entries = append(r.entries, entry{})
	case "h3", "p":
		r.text = r.text[:0]
	case "a":
		for more && r.inside {
			var key, value []byte
			key, value, more = r.z.TagAttr()
			if string(key) == "href" {
				if u, err := r.base.Parse(string(value)); err == nil {
					r.entries[len(r.entries)-1].link = u.String()
				}
			}
		}
	}
}

func (r *reader) end() {
	name, _ := r.z.TagName()
	switch string(name) {
	case "article":
		r.inside = false
	case "h3", "p":
		if r.inside {
			r.take(strings.Join(strings.Fields(string(r.text)), " "))
		}
	}
}

func (r *reader) take(text string) {
	e := &r.entries[len(r.entries)-1]
	switch r.block++; {
	case r.block == 1:
		e.title = text
	case r.block == 2:
		rest := ""
		if e.kind, rest, _ = strings.Cut(text, " – "); rest == "" {
			e.kind, rest, _ = strings.Cut(text, " - ")
		}
		cut := strings.LastIndexByte(rest, ' ')
		e.bodies, e.year = rest[:cut], rest[cut+1:]
	case r.block > 3:
		e.description += "\n" + text
	default:
		e.description = text
	}
}

var base32lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

func id(p place, e entry) string {
	sum := sha256.Sum256([]byte(p.page + "\n" + e.title + "\n" + e.kind + e.bodies + e.year))
	return base32lower.EncodeToString(sum[:])[:12]
}

// slug is a body's key.
func slug(name string) string {
	out := make([]byte, 0, len(name))
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			out = append(out, byte(r))
		case r == 'æ':
			out = append(out, "ae"...)
		case r == 'ø':
			out = append(out, 'o')
		case r == 'å':
			out = append(out, 'a')
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	return strings.Trim(string(out), "-")
}

func create(dir, name string) (*os.File, *bufio.Writer, error) {
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return nil, nil, err
	}
	return f, bufio.NewWriterSize(f, 128<<10), nil
}
