package publish

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
)

// partsSuffix ends the name of the index of an edition's parts, beside its folder: which
// bytes of the dumps and which files each source came to. What did not change is taken
// over from there, so that an edition costs what changed.
//
// The index is read and written a part at a time, in the order in which an edition is
// rendered: the sources by segment and id, then the snapshots by path. After them come the
// rest of what is known ([partsHead]), its place in eight bytes, and the SHA-256 of all that.
// It is only ever a way to do less: where there is none, or it is damaged, or was written for
// other forms, everything is rendered.
const partsSuffix = ".parts"

// partsHead is what an index has besides the parts.
type partsHead struct {
	Number   int    // of the edition
	Key      string // of all that decides a part but its source
	Segments map[int]segment
	Keyed    map[string]keyed // files that have a key, by path
}

// segment is what the sources of one segment came to in the dumps.
type segment struct {
	Key   string // of all its sources
	Files []File
}

// keyed is a file with the key of all that decides it.
type keyed struct {
	Key  string
	File File
}

// place is where a part stands in the index.
type place struct {
	Shared  bool // it is a snapshot's, which several sources may decide
	Segment int
	ID      string // of the source; the path of the snapshot
}

func (p place) before(o place) bool {
	if p.Shared != o.Shared {
		return o.Shared
	}
	if p.Segment != o.Segment {
		return p.Segment < o.Segment
	}
	return p.ID < o.ID
}

// placed is a part in its place.
type placed struct {
	Place place
	Part  part
}

// partsWriter writes an index.
type partsWriter struct {
	partsHead
	disk disk
	file *os.File
	sum  hash.Hash
	size int64
	buf  *bufio.Writer
	gob  *gob.Encoder
}

func (d disk) createParts(path string, head partsHead) (*partsWriter, error) {
	if err := d.remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := d.create(path)
	if err != nil {
		return nil, err
	}
	w := &partsWriter{partsHead: head, disk: d, file: f, sum: sha256.New()}
	w.buf = bufio.NewWriterSize(partsSink{w}, 64<<10)
	w.gob = gob.NewEncoder(w.buf)
	return w, nil
}

// partsSink hashes and writes.
type partsSink struct{ *partsWriter }

func (s partsSink) Write(p []byte) (int, error) {
	s.sum.Write(p)
	n, err := s.disk.write(s.file, p)
	s.size += int64(n)
	return n, err
}

// add adds the next part.
func (w *partsWriter) add(at place, p *part) error { return w.gob.Encode(placed{at, *p}) }

func (w *partsWriter) close() error {
	if err := w.buf.Flush(); err != nil {
		return err
	}
	at := binary.BigEndian.AppendUint64(nil, uint64(w.size))
	if err := gob.NewEncoder(w.buf).Encode(w.partsHead); err != nil {
		return err
	}
	if _, err := w.buf.Write(at); err != nil {
		return err
	}
	if err := w.buf.Flush(); err != nil {
		return err
	}
	if _, err := w.disk.write(w.file, w.sum.Sum(nil)); err != nil {
		return err
	}
	f := w.file
	w.file = nil
	return w.disk.close(f)
}

func (w *partsWriter) discard() {
	if w.file != nil {
		_ = w.file.Close()
		w.file = nil
	}
}

// partsReader reads an index.
type partsReader struct {
	partsHead
	file *os.File
	gob  *gob.Decoder
	next *placed // read already; nil at the end
}

// openParts opens the index of the edition in a folder, or returns nil.
func (d disk) openParts(dir string) *partsReader {
	f, err := d.open(dir + partsSuffix)
	if err != nil {
		return nil
	}
	r := &partsReader{file: f}
	if r.open() != nil {
		r.close()
		return nil
	}
	return r
}

func (r *partsReader) open() error {
	info, err := r.file.Stat()
	if err != nil {
		return err
	}
	size := info.Size() - sha256.Size - 8
	if size < 0 {
		return io.ErrUnexpectedEOF
	}
	h, sum := sha256.New(), make([]byte, sha256.Size)
	if _, err := io.Copy(h, io.NewSectionReader(r.file, 0, size+8)); err != nil {
		return err
	}
	if _, err := r.file.ReadAt(sum, size+8); err != nil {
		return err
	}
	if !bytes.Equal(h.Sum(nil), sum) {
		return errStale
	}
	at := make([]byte, 8)
	if _, err := r.file.ReadAt(at, size); err != nil {
		return err
	}
	from := int64(binary.BigEndian.Uint64(at))
	if err := gob.NewDecoder(bufio.NewReader(io.NewSectionReader(r.file, from, size-from))).Decode(&r.partsHead); err != nil {
		return err
	}
	r.gob = gob.NewDecoder(bufio.NewReaderSize(io.NewSectionReader(r.file, 0, from), 64<<10))
	return r.advance()
}

// advance reads the next part.
func (r *partsReader) advance() error {
	r.next = &placed{}
	err := r.gob.Decode(r.next)
	if errors.Is(err, io.EOF) {
		r.next = nil
		return nil
	}
	return err
}

// part is the part in a place, or nil. Places are asked for in their order.
func (r *partsReader) part(at place) (*part, error) {
	for r.next != nil && r.next.Place.before(at) {
		if err := r.advance(); err != nil {
			return nil, err
		}
	}
	if r.next == nil || r.next.Place != at {
		return nil, nil
	}
	return &r.next.Part, nil
}

func (r *partsReader) close() { _ = r.file.Close() } // it was only read
