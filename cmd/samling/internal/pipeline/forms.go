package pipeline

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"samling/cmd/samling/internal/store"
	"samling/publish"
	"samling/publish/feed"
	"samling/publish/jsonld"
	"samling/publish/nquads"
	"samling/publish/ntriples"
	"samling/publish/site"
	"samling/publish/turtle"
)

// maxDocuments is up to how many entries each record is a file of its own.
const maxDocuments = 20000

// forms is every form that an edition is published in.
func (p *Pipeline) forms(ctx context.Context) (publish.Forms, error) {
	tag, err := p.Ledger.Freeze(ctx, "feed.tag", fmt.Sprintf("tag:%s,%d:", p.tagDomain(), p.now().Year()))
	if err != nil {
		return publish.Forms{}, err
	}
	base := p.Config.Base
	return publish.Forms{
		Dumps: []publish.Dump{
			turtle.Writer{File: "dataset.ttl", Base: base},
			ntriples.Writer{File: "dataset.nt"},
			nquads.Writer{File: "dataset.nq"},
			jsonld.Writer{File: "dataset.jsonld"},
		},
		Facts: []publish.Dump{
			turtle.Writer{File: "facts.ttl", Base: base},
			ntriples.Writer{File: "facts.nt"},
			nquads.Writer{File: "facts.nq"},
			jsonld.Writer{File: "facts.jsonld"},
		},
		Writers:      []publish.Writer{feed.Writer{Tag: tag}, site.Index{}, site.Stylesheet{}},
		Documents:    []publish.Document{site.Record{}, turtle.Document{}, jsonld.Document{}},
		MaxDocuments: maxDocuments,
	}, nil
}

// editionKey is a key of all but the records that decides what is published.
func (p *Pipeline) editionKey() string {
	c := p.Config
	return key(p.Version, c.Base, c.Title, c.Publisher.Name, c.Publisher.Email, fmt.Sprintf("%x", p.Bodies.Digest()))
}

// journal appends the line of one source to the run journal.
func (p *Pipeline) journal(ctx context.Context, started time.Time, r SourceReport) error {
	return p.Ledger.Journal(ctx, store.Run{
		Started: started, Ended: p.now(), Source: r.ID, Outcome: r.Outcome, Message: r.Message,
		Added: r.Added, Changed: r.Changed, Unchanged: r.Unchanged, Missing: r.Missing, Problems: len(r.Problems), Snapshot: r.Snapshot,
	})
}

// tagDomain names who mints the guids of the feed (RFC 4151): the host of the base
// when the ledger was begun. It is frozen there and does not follow the base.
func (p *Pipeline) tagDomain() string {
	u, err := url.Parse(p.Config.Base)
	if err != nil || !strings.Contains(u.Hostname(), ".") || net.ParseIP(u.Hostname()) != nil {
		return "samling.example.org" // a base on this machine is nobody's name
	}
	return u.Hostname()
}
