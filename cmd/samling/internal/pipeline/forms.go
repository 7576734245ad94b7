package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"samling/cmd/samling/internal/schedule"
	"samling/publish"
	"samling/publish/catalog"
	"samling/publish/citation"
	"samling/publish/feed"
	"samling/publish/jsonld"
	"samling/publish/nquads"
	"samling/publish/ntriples"
	"samling/publish/site"
	"samling/publish/turtle"
)

// forms is every form that an edition is published in.
func (p *Pipeline) forms(ctx context.Context, e publish.Edition) (publish.Forms, error) {
	authority, err := p.authority(ctx)
	if err != nil {
		return publish.Forms{}, err
	}
	tag, err := p.Ledger.Freeze(ctx, "feed.tag", fmt.Sprintf("tag:%s,%d:", authority, p.now().Year()))
	if err != nil {
		return publish.Forms{}, err
	}
	ttl, err := p.interval()
	if err != nil {
		return publish.Forms{}, err
	}
	facets, err := e.Facets(ctx)
	if err != nil {
		return publish.Forms{}, err
	}
	key, err := p.formsKey(tag, site.Long(e.Info()))
	if err != nil {
		return publish.Forms{}, err
	}
	base := p.Config.Base
	dumps := []publish.Dump{
		turtle.Writer{File: "dataset.ttl", Base: base},
		ntriples.Writer{File: "dataset.nt"},
		nquads.Writer{File: "dataset.nq"},
		jsonld.Writer{File: "dataset.jsonld"},
	}
	facts := []publish.Dump{
		turtle.Writer{File: "facts.ttl", Base: base},
		ntriples.Writer{File: "facts.nt"},
		nquads.Writer{File: "facts.nq"},
		jsonld.Writer{File: "facts.jsonld"},
	}
	layout := p.layout(e.Info())
	lists, citations := citation.All()
	feeds := feed.Writer{Tag: tag, Max: p.Config.Feeds.Max, TTL: ttl, Hub: p.Config.Feeds.Hub}
	forms := publish.Forms{
		Dumps:        dumps,
		Facts:        facts,
		Writers:      []publish.Writer{site.Index{Downloads: downloads(layout, dumps, facts), Layout: layout}, site.Stylesheet{}},
		Sources:      []publish.SourceForm{site.Lists{}, feeds},
		Sets:         []publish.Set{feeds},
		Resources:    []publish.ResourceForm{site.NewResource(facets, layout), turtle.Resource{}, jsonld.Resource{}},
		Catalogues:   []publish.Catalogue{catalog.DCAT{OAI: "oai"}.Describe, catalog.VoID},
		Documents:    documents(citations),
		MaxDocuments: p.Config.RecordFiles,
		Layout:       layout,
		Key:          key,
	}
	if p.FeedsChanged != nil {
		forms.Tell = feed.IsFeed
	}
	forms.Writers = append(forms.Writers, site.Status{Layout: layout}, site.Script{})
	forms.Writers = append(forms.Writers, profile(layout)...)
	for _, list := range lists {
		forms.Writers = append(forms.Writers, list)
	}
	return forms, nil
}

// documents are the forms of each record.
func documents(citations []citation.Document) []publish.Document {
	all := []publish.Document{site.Record{}, turtle.Document{}, jsonld.Document{}}
	for _, c := range citations {
		all = append(all, c)
	}
	return all
}

// interval is how often anything new can come: the shortest time between two harvests
// of a source.
func (p *Pipeline) interval() (time.Duration, error) {
	var shortest time.Duration
	seen := map[string]bool{} // a thousand sources may share one schedule
	for _, src := range p.Config.Sources {
		if seen[src.Schedule] {
			continue
		}
		seen[src.Schedule] = true
		d, err := schedule.Interval(src.Schedule)
		if err != nil {
			return 0, fmt.Errorf("source %s: %w", src.ID, err)
		}
		if shortest == 0 || d < shortest {
			shortest = d
		}
	}
	return shortest, nil
}

// changedFeeds are the addresses of the feeds whose bytes are not those of the edition
// before.
func changedFeeds(m publish.Published) []string {
	var changed []string
	for _, path := range m.Renewed {
		changed = append(changed, m.Edition.Base+(&url.URL{Path: path}).EscapedPath())
	}
	return changed
}

// profile is what goes with the data to those who load and check it.
func profile(l publish.Layout) []publish.Writer {
	all := []publish.Writer{catalog.Table{}, catalog.Shapes{}, jsonld.Context{}}
	for _, dump := range []string{"dataset.ttl", "dataset.nt", "facts.ttl", "facts.nt"} {
		files := l.Files(dump)
		if !l.Packed {
			files = files[:1] // the .gz is the same
		}
		for _, f := range files {
			all = append(all, catalog.Graph{File: f, Facts: strings.HasPrefix(dump, "facts")})
		}
	}
	return all
}

// downloads are the dumps, as pages tell search engines of them: of those that are split
// the N-Triples, whose segments are hundreds already.
func downloads(l publish.Layout, dumps, facts []publish.Dump) (all []publish.Download) {
	for i, d := range slices.Concat(dumps, facts) {
		files, mediaType := l.Files(d.Path()), d.MediaType()
		switch {
		case !l.Packed:
			files = files[:1] // the .gz is the same
		case l.Segments > 0 && path.Ext(d.Path()) != ".nt":
			continue
		default:
			mediaType = "application/gzip"
		}
		for _, f := range files {
			all = append(all, publish.Download{Path: f, MediaType: mediaType, Facts: i >= len(dumps)})
		}
	}
	return all
}

// layout is how the dumps of an edition become files.
func (p *Pipeline) layout(info publish.Info) publish.Layout {
	return publish.LayoutOf(info.Entries, p.Config.Dumps.Plain, p.Config.Dumps.Whole)
}

// editionKey is a key of all but the records that decides what is published: a source
// that is held back, or no longer, is told on the page.
func (p *Pipeline) editionKey(ctx context.Context) (string, error) {
	parts, err := p.decided()
	if err != nil {
		return "", err
	}
	held, err := p.Ledger.Held(ctx)
	for _, h := range held {
		parts = append(parts, h.Source, h.Since.Format(time.RFC3339))
	}
	return key(parts...), err
}

// decided is all of the program and the configuration that decides what is published.
func (p *Pipeline) decided() ([]string, error) {
	c := p.Config
	interval, err := p.interval()
	return []string{interval.String(), p.Version, c.Base, c.Title, c.Publisher.Name, c.Publisher.Email, c.Language, c.Feeds.Hub, fmt.Sprint(c.Feeds.Max, c.RecordFiles, c.Dumps),
		fmt.Sprintf("%x", p.Bodies.Digest())}, err
}

// formsKey is a key of all that decides what is rendered of a source, but for the source
// itself. A program that was built anew renders anew, whatever its version.
func (p *Pipeline) formsKey(tag string, long bool) (string, error) {
	parts, err := p.decided()
	if err != nil {
		return "", err
	}
	program, err := os.Executable()
	if err != nil {
		return "", nil // then nothing is taken over
	}
	built, err := os.Stat(program)
	if err != nil {
		return "", nil
	}
	return key(append(parts, tag, fmt.Sprint(long), fmt.Sprint(built.Size(), built.ModTime().UnixNano()))...), nil
}

// ErrAuthority: the configuration names another authority than the ledger was begun with.
var ErrAuthority = errors.New("the authority cannot be changed")

// authority names who mints the guids of the feeds (RFC 4151) and the OAI identifiers:
// as configured, or the host of the base, when it is first asked for. It is frozen
// in the ledger and does not follow the base.
func (p *Pipeline) authority(ctx context.Context) (string, error) {
	wanted := p.Config.Authority
	frozen, err := p.Ledger.Freeze(ctx, "authority", cmp.Or(wanted, hostOf(p.Config.Base)))
	if err == nil && wanted != "" && wanted != frozen {
		err = fmt.Errorf("%w: it is %s in the ledger, %s in the configuration; write authority: %s, "+
			"or every feed entry and OAI record would come up as new", ErrAuthority, frozen, wanted, frozen)
	}
	return frozen, err
}

// keepsAuthority fails, before anything is harvested, where the authority was changed
// after a first harvest. Until there is one it can be mended, so it is not frozen here.
func (p *Pipeline) keepsAuthority(ctx context.Context, o Options) error {
	never, err := p.NeverHarvested(ctx)
	if err != nil || o.DryRun || len(never) == len(p.Config.Sources) {
		return err
	}
	_, err = p.authority(ctx)
	return err
}

// hostOf is the host of the base, where it is a name that can be somebody's.
func hostOf(base string) string {
	u, err := url.Parse(base)
	if err != nil || !strings.Contains(u.Hostname(), ".") || net.ParseIP(u.Hostname()) != nil {
		return "samling.example.org" // a base on this machine is nobody's name
	}
	return u.Hostname()
}
