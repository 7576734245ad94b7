package pipeline

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"samling/cmd/samling/internal/store"
	"samling/publish"
	"samling/publish/citation"
	"samling/publish/jsonld"
	"samling/publish/site"
	"samling/publish/turtle"
)

// Live renders from the ledger the documents of records, and of the collections, harvests and
// snapshots of sources, where there are too many for each to be a file: byte for byte what
// the file would hold.
type Live struct {
	pipeline  *Pipeline
	documents []publish.Document
	resources []publish.ResourceForm
}

// Live returns what renders documents from the ledger.
func (p *Pipeline) Live() *Live {
	var citations []citation.Document // of any number of walks at a time
	for _, form := range citation.Forms() {
		citations = append(citations, citation.Document{Form: form})
	}
	return &Live{p, documents(citations), []publish.ResourceForm{site.Resource{}, turtle.Resource{}, jsonld.Resource{}}}
}

// Forms are the extensions of the documents of what has this path below the base, such as
// "item/rnwakemxnext": those of all records, or of all resources of sources.
func (l *Live) Forms(name string) (all []string) {
	switch id, isRecord := strings.CutPrefix(name, "item/"); {
	case isRecord && id != "":
		for _, d := range l.documents {
			all = append(all, strings.TrimPrefix(d.Path("x"), "item/x"))
		}
	case publish.IsOfSource(name):
		for _, f := range l.resources {
			all = append(all, extension(f))
		}
	}
	return all
}

func extension(f publish.ResourceForm) string { return strings.TrimPrefix(f.ResourcePath("x"), "x") }

// Document is the document at a path, or fs.ErrNotExist; gone says that it is a tombstone.
func (l *Live) Document(ctx context.Context, name string) (data []byte, mediaType string, gone bool, err error) {
	id, _, _ := strings.Cut(path.Base(name), ".")
	for _, d := range l.documents {
		if d.Path(id) == name {
			data, gone, err = l.record(ctx, d, id)
			return data, d.MediaType(), gone, err
		}
	}
	for _, f := range l.resources {
		if stem, ok := strings.CutSuffix(name, extension(f)); ok && len(l.Forms(stem)) > 0 {
			data, err = l.resource(ctx, f, stem)
			return data, f.MediaType(), false, err
		}
	}
	return nil, "", false, fs.ErrNotExist
}

func (l *Live) record(ctx context.Context, d publish.Document, id string) (data []byte, gone bool, err error) {
	var b bytes.Buffer
	err = l.view(ctx, func(e store.Edition) error {
		it, src, err := e.Record(ctx, id)
		if err != nil {
			return err
		}
		gone = it.Withdrawn
		groups, err := publish.ItemGroups(e.Info(), &it)
		if err != nil {
			return err
		}
		return d.Write(&b, e.Info(), src, it, groups)
	})
	return b.Bytes(), gone, err
}

func (l *Live) resource(ctx context.Context, f publish.ResourceForm, name string) ([]byte, error) {
	var b bytes.Buffer
	err := l.view(ctx, func(e store.Edition) error {
		r, err := find(ctx, e, name)
		if err != nil {
			return err
		}
		return f.WriteResource(&b, e.Info(), r)
	})
	return b.Bytes(), err
}

// find is the resource with a path, of those that sources have.
func find(ctx context.Context, e store.Edition, name string) (publish.Resource, error) {
	folder, key, _ := strings.Cut(name, "/")
	if folder == "snapshot" {
		received, err := e.Received(ctx, key)
		if err != nil {
			return publish.Resource{}, err
		}
		r, ok, err := publish.SnapshotResource(e.Info(), name, received)
		if err == nil && !ok {
			err = fs.ErrNotExist
		}
		return r, err
	}
	id, _, _ := strings.Cut(key, "/")
	src, err := e.Source(ctx, id)
	if err == nil {
		err = e.Fill(ctx, &src)
	}
	if err != nil {
		return publish.Resource{}, err
	}
	all, err := publish.SourceResources(e.Info(), src)
	if err != nil {
		return publish.Resource{}, err
	}
	at := slices.IndexFunc(all, func(r publish.Resource) bool { return r.Path == name })
	if at < 0 {
		return publish.Resource{}, fs.ErrNotExist
	}
	return all[at], nil
}

// view reads the newest edition. What it has not is fs.ErrNotExist.
func (l *Live) view(ctx context.Context, read func(store.Edition) error) (err error) {
	e, err := l.pipeline.Ledger.Edition(ctx, l.pipeline.edition())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	if err = read(e); errors.Is(err, store.ErrNoRecord) || errors.Is(err, store.ErrUnknown) {
		return fs.ErrNotExist
	}
	return err
}
