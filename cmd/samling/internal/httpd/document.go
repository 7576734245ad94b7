package httpd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"samling/publish"
)

// Live has the documents of an edition that is too large for a file a record and a
// resource of a source: they are rendered from the ledger, and are the same bytes. It is
// asked where the manifest says "documents": false and no file has the name.
type Live interface {
	// Forms are the extensions, such as ".html", of the documents of what has this path below
	// the base, such as "item/rnwakemxnext", if there is such a thing; none for paths of nothing.
	Forms(name string) []string
	// Document is the document at a path below the base, such as "item/rnwakemxnext.ttl";
	// gone says that it is a tombstone. The error is fs.ErrNotExist where there is none.
	Document(ctx context.Context, path string) (data []byte, mediaType string, gone bool, err error)
}

// document is what a path leads to, before its encoding is chosen: a file, the gzip
// beside it, or both; or the text of a live one.
type document struct {
	name       string // of the form, below the web root: "item/abc.ttl", also where it is gone
	mediaType  string
	plain      *file // nil where there is only a gzip
	packed     *file // nil where there is no gzip beside
	text       []byte
	gone       bool   // it is a tombstone
	negotiated []form // what there was to choose from; nil where the path named the form
	location   string // the address of the form that was negotiated
	base       string // what its links begin with; "" where they are relative to the request
}

func (d *document) close() {
	for _, f := range []*file{d.plain, d.packed} {
		if f != nil {
			_ = f.Close()
		}
	}
}

// isLive says whether the document is no file.
func (d *document) isLive() bool { return d.plain == nil && d.packed == nil }

// size is that of the plain text, -1 where it is not known.
func (d *document) size() int64 {
	switch {
	case d.plain != nil:
		return d.plain.size
	case d.isLive():
		return int64(len(d.text))
	}
	return -1
}

// question is what a request asks for.
type question struct {
	name   string
	ranges []mediaRange
}

// notAcceptable is the error where no form is one that the client takes.
type notAcceptable struct{ all []form }

func (notAcceptable) Error() string { return "no form that is accepted" }

// look finds what a question leads to in an edition: the file of that name, the form
// of it that the client likes best, its tombstone, a live document.
func (s *site) look(ctx context.Context, e *edition, q question) (*document, error) {
	if strings.HasPrefix(q.name+"/", publish.Gone) {
		return nil, fs.ErrNotExist // tombstones have the addresses of what they stand for
	}
	m := s.listed(e)
	for _, folder := range []string{"", publish.Gone} {
		d, err := e.stored(m, folder, q)
		if !errors.Is(err, fs.ErrNotExist) {
			return d, err
		}
	}
	if s.Live != nil && m.undocumented {
		d, err := s.live(ctx, q)
		if !errors.Is(err, fs.ErrNotExist) {
			return d, err
		}
	}
	if e.hasIndex(q.name) {
		return nil, errFolder
	}
	return nil, fs.ErrNotExist
}

// stored finds what a question leads to in one folder.
func (e *edition) stored(m *manifest, folder string, q question) (*document, error) {
	d, err := e.document(m, folder, q.name)
	if !errors.Is(err, fs.ErrNotExist) {
		return d, err
	}
	all := e.beside(folder+q.name, m)
	if len(all) == 0 {
		return nil, fs.ErrNotExist
	}
	chosen := choose(all, q.ranges)
	if chosen < 0 && folder != publish.Gone {
		return nil, notAcceptable{all}
	}
	// That it is gone matters more than the form in which this is said.
	d, err = e.document(m, folder, q.name+all[max(chosen, 0)].ext)
	if err == nil {
		d.negotiated, d.location = all, relative(d.name)
	}
	return d, err
}

// document opens the file of a name and the gzip beside it, which may stand alone.
func (e *edition) document(m *manifest, folder, name string) (*document, error) {
	d := &document{name: name, mediaType: m.mediaType(folder + name), gone: folder == publish.Gone}
	var err error
	if d.plain, err = e.fileOrJoin(m, folder+name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if isPacked(name) {
		return d, err
	}
	var packedErr error
	if d.packed, packedErr = e.fileOrJoin(m, folder+name+".gz"); packedErr != nil && err != nil {
		return nil, packedErr
	}
	return d, nil
}

// live asks for a document that is no file.
func (s *site) live(ctx context.Context, q question) (*document, error) {
	d, err := s.rendered(ctx, q.name)
	if !errors.Is(err, fs.ErrNotExist) {
		return d, err
	}
	var all []form
	for _, ext := range s.Live.Forms(q.name) {
		all = append(all, formOf(ext))
	}
	if len(all) == 0 {
		return nil, fs.ErrNotExist
	}
	chosen := choose(all, q.ranges)
	d, err = s.rendered(ctx, q.name+all[max(chosen, 0)].ext)
	if err != nil {
		return nil, err
	}
	if chosen < 0 && !d.gone {
		return nil, notAcceptable{all}
	}
	d.negotiated, d.location = all, relative(d.name)
	return d, nil
}

func (s *site) rendered(ctx context.Context, name string) (*document, error) {
	text, media, gone, err := s.Live.Document(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	d := &document{name: name, mediaType: declared(media), text: text, gone: gone}
	if d.mediaType == "" {
		d.mediaType = mediaType(name)
	}
	return d, nil
}

// formOf is the form with an extension.
func formOf(ext string) form {
	for _, f := range forms() {
		if f.ext == ext {
			return f
		}
	}
	return form{ext: ext, media: essence(mediaType(ext))}
}

// modified is when the document was written, the zero time where that is not known.
// It is never in the future (RFC 9110, section 8.8.2.1).
func (d *document) modified(now time.Time) time.Time {
	f := d.plain
	if f == nil {
		f = d.packed
	}
	if f == nil {
		return time.Time{}
	}
	if at := f.modified; at.Before(now) {
		return at
	}
	return now
}
