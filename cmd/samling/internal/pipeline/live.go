package pipeline

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"

	"samling/cmd/samling/internal/store"
	"samling/publish"
	"samling/publish/citation"
)

// Live renders the documents of single records from the ledger, where there are too many
// for each to be a file: byte for byte what the file would hold.
type Live struct {
	pipeline  *Pipeline
	documents []publish.Document
}

// Live returns what renders the documents of records.
func (p *Pipeline) Live() *Live {
	var citations []citation.Document // of any number of walks at a time
	for _, form := range citation.Forms() {
		citations = append(citations, citation.Document{Form: form})
	}
	return &Live{p, documents(citations)}
}

// Forms are the extensions of the documents that each record has.
func (l *Live) Forms() []string {
	var all []string
	for _, d := range l.documents {
		all = append(all, strings.TrimPrefix(d.Path("x"), "item/x"))
	}
	return all
}

// Document is the document at a path, or fs.ErrNotExist; gone says that it is a tombstone.
func (l *Live) Document(ctx context.Context, name string) (data []byte, mediaType string, gone bool, err error) {
	id, _, _ := strings.Cut(path.Base(name), ".")
	for _, d := range l.documents {
		if d.Path(id) != name {
			continue
		}
		data, gone, err = l.render(ctx, d, id)
		return data, d.MediaType(), gone, err
	}
	return nil, "", false, fs.ErrNotExist
}

func (l *Live) render(ctx context.Context, d publish.Document, id string) (data []byte, gone bool, err error) {
	e, err := l.pipeline.Ledger.Edition(ctx, l.pipeline.edition())
	if err != nil {
		return nil, false, err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	it, src, err := e.Record(ctx, id)
	if errors.Is(err, store.ErrNoRecord) {
		return nil, false, fs.ErrNotExist
	}
	if err != nil {
		return nil, false, err
	}
	groups, err := publish.ItemGroups(e.Info(), &it)
	if err != nil {
		return nil, false, err
	}
	var b bytes.Buffer
	err = d.Write(&b, e.Info(), src, it, groups)
	return b.Bytes(), it.Withdrawn, err
}
