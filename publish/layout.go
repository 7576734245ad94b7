package publish

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"
	"path"
	"strings"
)

// Layout is which files the dumps of an edition are, and its lists of citations. Each text
// stands as it is with its .gz beside it; in a large edition as .gz only; and in a very
// large one each dump is split, so that a source that changed costs the writing of one
// segment and not of everything there is.
type Layout struct {
	Packed   bool // as .gz only
	Segments int  // how many the sources are spread over; 0 where a dump is one file
}

// LayoutOf is the layout for so many entries: with dumps as they are for up to plain
// entries, and in one file for up to whole.
func LayoutOf(entries, plain, whole int) Layout {
	if entries <= whole {
		return Layout{Packed: entries > plain}
	}
	return Layout{Packed: true, Segments: 2 << bits.Len(uint(max(0, entries-1)/segmentEntries))}
}

// segmentEntries is about how many entries a segment holds at the most. The number of segments is a
// power of two: where it changes, everything is rendered anew.
const segmentEntries = 16 << 10

// split says whether a dump is several files.
func (l Layout) split() bool { return l.Segments > 0 }

// Files are the files that a dump with this path comes to, in the order in which they join
// to it.
func (l Layout) Files(dump string) []string {
	switch {
	case l.split():
		var all []string
		for n := range l.Segments + 1 {
			all = append(all, l.segment(dump, n)+packedSuffix)
		}
		return all
	case l.Packed:
		return []string{dump + packedSuffix}
	}
	return []string{dump, dump + packedSuffix}
}

// packedSuffix ends the name of a file's gzip.
const packedSuffix = ".gz"

// segmentFolder has the segments of all dumps.
const segmentFolder = "dumps/"

// segment is the path of a segment without .gz: "dumps/dataset-07.nt". Number 0 is the part
// of the dataset itself, which every edition changes.
func (l Layout) segment(dump string, n int) string {
	ext := path.Ext(dump)
	return fmt.Sprintf("%s%s-%0*d%s", segmentFolder, strings.TrimSuffix(dump, ext), len(fmt.Sprint(l.Segments)), n, ext)
}

// SegmentOf is the path of the dump that a file is a segment of, with its .gz.
func SegmentOf(file string) (dump string, ok bool) {
	name, ok := strings.CutPrefix(file, segmentFolder)
	if !ok {
		return "", false
	}
	cut := strings.LastIndexByte(name, '-')
	if cut < 0 {
		return "", false
	}
	rest := strings.TrimLeft(name[cut+1:], "0123456789")
	return name[:cut] + rest, strings.HasPrefix(rest, ".")
}

// of is the segment that a source is in. It depends on nothing else, so that a source that
// comes or goes moves no other.
func (l Layout) of(source string) int {
	if !l.split() {
		return 0
	}
	sum := sha256.Sum256([]byte(source))
	return 1 + int(binary.BigEndian.Uint32(sum[:])%uint32(l.Segments))
}
