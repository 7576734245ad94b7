package feed

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"time"

	"samling/publish"
	"samling/publish/internal/plain"
	"samling/vocab"
)

// scope is what one feed tells of.
type scope struct {
	kind   string // "" for the whole edition, or "source", "publisher", "type"
	folder string // in the web root: "" or "feeds/type/rapport/"
	name   string // for people; "" for the whole edition
	from   publish.Selection
	since  time.Time // when a source was read; zero for others
}

// address is where the feed's folder is served.
func (s scope) address(base string) string {
	return base + (&url.URL{Path: s.folder}).EscapedPath()
}

// scopesOf are the feeds of an edition but for those of its sources: first that of the whole,
// then those of the publishers and types that have entries.
func scopesOf(ctx context.Context, e publish.Edition) ([]scope, error) {
	all := []scope{{}}
	facets, err := e.Facets(ctx)
	if err != nil {
		return nil, err
	}
	names, err := bodyNames(ctx, e)
	if err != nil {
		return nil, err
	}
	for _, c := range facets.Publishers {
		all = append(all, scope{kind: "publisher", name: cmp.Or(names[c.Key], c.Key), from: publish.Selection{Publisher: c.Key}})
	}
	for _, c := range facets.Types {
		if kind, ok := vocab.TypeByKey(c.Key); ok {
			all = append(all, scope{kind: "type", name: kind.Label(language(e.Info())), from: publish.Selection{Type: c.Key}})
		}
	}
	return place(all)
}

// sourceScopes are the feeds of all sources, which pages name and people may follow before
// anything is in them.
func sourceScopes(ctx context.Context, e publish.Edition) iter.Seq2[scope, error] {
	return func(yield func(scope, error) bool) {
		for s, err := range e.Sources(ctx) {
			var at scope
			if err == nil {
				at, err = placed(sourceScope(s))
			}
			if err == nil && at.folder == "" {
				continue
			}
			if !yield(at, err) || err != nil {
				return
			}
		}
	}
}

func bodyNames(ctx context.Context, e publish.Edition) (map[string]string, error) {
	names := map[string]string{}
	for b, err := range e.Bodies(ctx) {
		if err != nil {
			return nil, err
		}
		names[b.Key] = plain.Line(b.Name)
	}
	return names, nil
}

func sourceScope(s publish.Source) scope {
	return scope{kind: "source", name: cmp.Or(plain.Line(s.Title.Value), s.ID), from: publish.Selection{Source: s.ID}, since: s.Snapshot.Fetched}
}

// place gives the scopes their folders; what has no key has no feed.
func place(all []scope) ([]scope, error) {
	in := all[:1]
	for _, s := range all[1:] {
		s, err := placed(s)
		if err != nil {
			return nil, err
		}
		if s.folder != "" {
			in = append(in, s)
		}
	}
	return in, nil
}

// placed is a scope with its folder, "" where it has no key.
func placed(s scope) (scope, error) {
	key := cmp.Or(s.from.Source, s.from.Publisher, s.from.Type)
	if strings.ContainsAny(key, `/\`) || strings.Trim(key, ".") == "" && key != "" {
		return s, fmt.Errorf("%s %q cannot name a folder; its key must be letters, digits and hyphens", s.kind, key)
	}
	if key != "" {
		s.folder = "feeds/" + s.kind + "/" + key + "/"
	}
	return s, nil
}
