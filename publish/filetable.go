package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"iter"
	"slices"
)

// fileTable is what is known of the files of an edition. There may be hundreds of thousands:
// they are kept as bytes, and a [File] is made of them when it is asked for.
type fileTable struct {
	blocks [][]byte
	rows   []row
	types  []string // media types
}

// row is where a file is kept: the length of its path, the path, its size, its SHA-256 and the
// number of its media type.
type row struct{ block, from uint32 }

// tableBlock is how large a block is, unless one file needs more.
const tableBlock = 64 << 10

func (t *fileTable) add(f File) {
	need := 2*binary.MaxVarintLen64 + len(f.Path) + sha256.Size + binary.MaxVarintLen64
	last := len(t.blocks) - 1
	if last < 0 || cap(t.blocks[last])-len(t.blocks[last]) < need {
		t.blocks = append(t.blocks, make([]byte, 0, max(tableBlock, need)))
		last++
	}
	b := t.blocks[last]
	t.rows = append(t.rows, row{uint32(last), uint32(len(b))})
	b = binary.AppendUvarint(b, uint64(len(f.Path)))
	b = append(b, f.Path...)
	b = binary.AppendUvarint(b, uint64(f.Size))
	b, _ = hex.AppendDecode(b, []byte(f.SHA256)) // we encoded it
	t.blocks[last] = binary.AppendUvarint(b, t.typeOf(f.MediaType))
}

func (t *fileTable) typeOf(mediaType string) uint64 {
	i := slices.Index(t.types, mediaType)
	if i < 0 {
		i = len(t.types)
		t.types = append(t.types, mediaType)
	}
	return uint64(i)
}

// path is that of a file, and what is kept after it.
func (t *fileTable) path(r row) (path, rest []byte) {
	b := t.blocks[r.block][r.from:]
	n, used := binary.Uvarint(b)
	b = b[used:]
	return b[:n], b[n:]
}

// all are the files, from the first one that is asked for: in the order in which they were
// added, or once sort was called by path.
func (t *fileTable) all(first int) iter.Seq[File] {
	return func(yield func(File) bool) {
		for _, r := range t.rows[first:] {
			path, rest := t.path(r)
			size, used := binary.Uvarint(rest)
			rest = rest[used:]
			mediaType, _ := binary.Uvarint(rest[sha256.Size:])
			if !yield(File{string(path), int64(size), hex.EncodeToString(rest[:sha256.Size]), t.types[mediaType]}) {
				return
			}
		}
	}
}

func (t *fileTable) len() int { return len(t.rows) }

// sort sorts the files by path.
func (t *fileTable) sort() {
	slices.SortFunc(t.rows, func(a, b row) int {
		one, _ := t.path(a)
		two, _ := t.path(b)
		return bytes.Compare(one, two)
	})
}
