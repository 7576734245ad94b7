package publish

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Join is how the segments of a dump make one file: the first without its tail, the others
// without head and tail, the last with its tail. A tail that is empty may be left in.
type Join struct {
	Path      string   `json:"path"`      // of the file: "dataset.nt.gz"
	MediaType string   `json:"mediaType"` // of its text
	Head      int64    `json:"head"`      // bytes of each segment's head
	Tail      int64    `json:"tail"`      // and tail
	Segments  []string `json:"segments"`  // their paths
}

func joinsOf(ds dumps, l Layout) (all []Join) {
	_ = ds.each(func(d *dump) error {
		all = append(all, Join{Path: d.Dump.Path() + packedSuffix, MediaType: d.MediaType(), Head: d.head, Tail: d.tail, Segments: l.Files(d.Dump.Path())})
		return nil
	})
	return all
}

// Piece is a stretch of a file of an edition.
type Piece struct {
	Path       string
	From, Size int64
}

// Pieces are what the file is joined of; size tells the size of a segment.
func (j Join) Pieces(size func(path string) int64) (all []Piece) {
	for i, path := range j.Segments {
		p := Piece{Path: path, Size: size(path)}
		if i > 0 {
			p.From, p.Size = j.Head, p.Size-j.Head
		}
		if i < len(j.Segments)-1 {
			p.Size -= j.Tail
		}
		all = append(all, p)
	}
	return all
}

// OpenDump opens the text of a dump with this path, whatever the files that it is published as.
func OpenDump(root fs.FS, m Manifest, dump string) (io.ReadCloser, error) {
	if f, err := root.Open(dump); !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	pieces := []Piece{{Path: dump + packedSuffix, Size: math.MaxInt64}}
	for _, j := range m.Joins {
		if j.Path == dump+packedSuffix {
			pieces = j.Pieces(m.size)
		}
	}
	r := &joined{root: root, left: pieces}
	zip, err := gzip.NewReader(bufio.NewReader(r))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("unpack %s: %w", dump, err), r.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{zip, r}, nil
}

// size is that of a file.
func (m Manifest) size(path string) int64 {
	i, found := slices.BinarySearchFunc(m.Files, path, func(f File, path string) int { return strings.Compare(f.Path, path) })
	if !found {
		return 0
	}
	return m.Files[i].Size
}

// joined reads pieces of files one after the other.
type joined struct {
	root fs.FS
	left []Piece
	now  io.Reader
	file fs.File
}

func (r *joined) Read(p []byte) (int, error) {
	for {
		if r.now == nil {
			if len(r.left) == 0 {
				return 0, io.EOF
			}
			if err := r.next(); err != nil {
				return 0, err
			}
		}
		n, err := r.now.Read(p)
		if err != io.EOF {
			return n, err
		}
		r.now = nil
		if n > 0 {
			return n, r.Close()
		}
	}
}

func (r *joined) next() error {
	if err := r.Close(); err != nil {
		return err
	}
	piece := r.left[0]
	r.left = r.left[1:]
	f, err := r.root.Open(piece.Path)
	if err != nil {
		return err
	}
	r.file = f
	if _, err := io.CopyN(io.Discard, f, piece.From); err != nil {
		return fmt.Errorf("%s: %w", piece.Path, err)
	}
	r.now = io.LimitReader(f, piece.Size)
	return nil
}

func (r *joined) Close() error {
	f := r.file
	r.file = nil
	if f == nil {
		return nil
	}
	return f.Close()
}
