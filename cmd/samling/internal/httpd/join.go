package httpd

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"samling/publish"
)

// join is a dump that is split, as the one file that it makes: text to read from any
// place. All its segments are opened when the first byte is wanted, so that it can be read to
// its end also when its edition is removed meanwhile.
type join struct {
	root   *os.Root
	pieces []publish.Piece
	open   []*os.File
	at     int64
	size   int64
}

// join is the file that segments make.
func (e *edition) join(m *manifest, j publish.Join) (*file, error) {
	r := &join{root: e.root, pieces: m.pieces(j)}
	var modified time.Time
	for _, p := range r.pieces {
		info, err := e.root.Stat(p.Path)
		if err != nil {
			return nil, fmt.Errorf("open %s of %s: %w", p.Path, j.Path, err)
		}
		if info.ModTime().After(modified) {
			modified = info.ModTime()
		}
		r.size += p.Size
	}
	return &file{ReadSeekCloser: r, name: j.Path, size: r.size, modified: modified}, nil
}

// pieces are what a file is joined of.
func (m *manifest) pieces(j publish.Join) []publish.Piece {
	return j.Pieces(func(path string) int64 { return m.files[path].size })
}

// list adds the file that segments make to those that the manifest lists. Its digest is
// that of the digests of its segments, which tells it apart from every other.
func (m *manifest) list(j publish.Join) {
	h, size := sha256.New(), int64(0)
	for _, p := range m.pieces(j) {
		segment := m.files[p.Path]
		if !segment.known {
			return
		}
		h.Write(segment.digest[:])
		size += p.Size
	}
	m.joins[j.Path] = j
	m.files[j.Path] = listing{sum: sum{known: true, digest: [sha256.Size]byte(h.Sum(nil)), size: size}, mediaType: "application/gzip"}
}

// Read reads on from where the reader is.
func (r *join) Read(p []byte) (int, error) {
	if r.open == nil {
		for _, piece := range r.pieces {
			f, err := r.root.Open(piece.Path)
			if err != nil {
				return 0, err
			}
			r.open = append(r.open, f)
		}
	}
	from := r.at
	for i, piece := range r.pieces {
		if from >= piece.Size {
			from -= piece.Size
			continue
		}
		n, err := r.open[i].ReadAt(p[:min(int64(len(p)), piece.Size-from)], piece.From+from)
		r.at += int64(n)
		if n > 0 {
			return n, nil
		}
		if errors.Is(err, io.EOF) {
			err = fmt.Errorf("%s: %w", piece.Path, io.ErrUnexpectedEOF)
		}
		return 0, err
	}
	return 0, io.EOF
}

// Seek is as io.Seeker has it.
func (r *join) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errors.New("seek to before the beginning")
	}
	r.at = offset
	return offset, nil
}

// Close closes the segments.
func (r *join) Close() error {
	var errs []error
	for _, f := range r.open {
		errs = append(errs, f.Close())
	}
	r.open = nil
	return errors.Join(errs...)
}
