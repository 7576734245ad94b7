package httpd

import (
	"bytes"
	"crypto/sha256"
	"io"
	"runtime"
	"sync"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/sync/singleflight"
)

// What is packed on the way out where no gzip stands beside it, in bytes: less is not
// worth it, and more should have one.
const (
	leastPacked = 1 << 10
	mostPacked  = 16 << 20
)

// mostKept is how much is kept of what was packed, in bytes.
const mostKept = 64 << 20

// packer makes the gzip of a document, once: it is kept by the digest of its text.
// So a packed answer is a finished text like another, with a length, a strong ETag
// of its own and ranges.
type packer struct {
	flight singleflight.Group
	places chan struct{} // to bound the work and the memory of packing

	mu   sync.Mutex
	kept map[[sha256.Size]byte]packedText
	size int
}

// packedText is a gzip and the digest of it.
type packedText struct {
	data   []byte
	digest [sha256.Size]byte
}

func newPacker() packer {
	return packer{places: make(chan struct{}, runtime.GOMAXPROCS(0)), kept: map[[sha256.Size]byte]packedText{}}
}

// pack is the gzip of the text with this digest, which is read from r if need be.
func (p *packer) pack(digest [sha256.Size]byte, r io.Reader) (packedText, error) {
	p.mu.Lock()
	text, ok := p.kept[digest]
	p.mu.Unlock()
	if ok {
		return text, nil
	}
	made, err, _ := p.flight.Do(string(digest[:]), func() (any, error) {
		p.places <- struct{}{}
		defer func() { <-p.places }()
		text, err := pack(r)
		if err == nil {
			p.keep(digest, text)
		}
		return text, err
	})
	if err != nil {
		return packedText{}, err
	}
	return made.(packedText), nil
}

func (p *packer) keep(digest [sha256.Size]byte, text packedText) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.size+len(text.data) > mostKept {
		clear(p.kept)
		p.size = 0
	}
	p.kept[digest] = text
	p.size += len(text.data)
}

func pack(r io.Reader) (packedText, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.Copy(z, r); err != nil {
		return packedText{}, err
	}
	if err := z.Close(); err != nil {
		return packedText{}, err
	}
	return packedText{b.Bytes(), sha256.Sum256(b.Bytes())}, nil
}
