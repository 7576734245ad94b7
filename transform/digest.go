package transform

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// Digest is a hash of all that a record says and of the source's words behind it,
// without its id and its place on the page: a list that is reordered changes no record.
func (r Record) Digest() [32]byte {
	d := digester{h: sha256.New()}
	d.text(r.Page, r.Title.Value, r.Title.Language, r.TitleProper, r.Subtitle, r.Type)
	d.count(len(r.Publishers))
	for _, p := range r.Publishers {
		d.text(p.Key, p.Name)
	}
	d.text(r.Issued, r.Description.Value, r.Description.Language, r.Link, r.Citation)
	d.text(r.TitleSource, r.TypeLineSource, r.TypeSource, r.PublisherSource, r.IssuedSource, r.DescriptionSource, r.LinkSource)
	d.count(len(r.Repairs))
	d.text(r.Repairs...)
	return [32]byte(d.h.Sum(nil))
}

// digester hashes values with their lengths, so that no two records run together.
type digester struct {
	h   hash.Hash
	buf []byte
}

func (d *digester) count(n int) {
	d.buf = binary.AppendUvarint(d.buf[:0], uint64(n))
	d.h.Write(d.buf)
}

func (d *digester) text(values ...string) {
	for _, v := range values {
		d.buf = binary.AppendUvarint(d.buf[:0], uint64(len(v)))
		d.buf = append(d.buf, v...)
		d.h.Write(d.buf)
	}
}
