package publish

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc32"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/klauspost/compress/gzip"
)

// tree is the folder of an edition that is being made.
type tree struct {
	disk    disk
	dir     string
	before  string // the folder of the edition before, "" for none
	files   fileTable
	last    File // that was noted
	renewed []string
	tell    func(path string) bool
	made    map[string]bool // folders
	open    []*file
	free    []*bufio.Writer // of files that were closed
	buf     bytes.Buffer

	documented bool // each record and each resource of a source has files of its own
	counts     *counts
	received   map[string][]received // by the path of the snapshot

	joined   []*file         // that parts are joined in, while they are open: dumps
	zippers  []*gzip.Writer  // that are free
	named    map[string]bool // the keys of the bodies that items name
	dumps    map[string]bool // the paths of all dumps, whether files or segments
	joins    []Join          // how segments make dumps
	joinings []*joining
	old      *partsReader // of the edition before; nil where all is to be rendered
	now      *partsWriter
	part     *part // what is being rendered comes to it; nil where it belongs to no source
	block    []byte
}

// file is one file being written; its size and hash are known when it is closed.
type file struct {
	t         *tree
	path      string
	mediaType string
	f         *os.File
	buf       *bufio.Writer
	sum       hash.Hash
	size      int64

	old  *os.File // the same file in the edition before, while it is copied from
	from int64    // where the part begins that is being written
	part uint32   // the CRC-32C of what is written of it
}

func (t *tree) create(path, mediaType string) (*file, error) {
	if err := safePath(path); err != nil {
		return nil, err
	}
	name := filepath.Join(t.dir, filepath.FromSlash(path))
	if err := t.mkdir(path); err != nil {
		return nil, err
	}
	f, err := t.disk.create(name)
	if err != nil {
		return nil, err
	}
	out := &file{t: t, path: path, mediaType: mediaType, f: f, sum: sha256.New()}
	if n := len(t.free); n > 0 {
		out.buf, t.free = t.free[n-1], t.free[:n-1]
		out.buf.Reset(sink{out})
	} else {
		out.buf = bufio.NewWriterSize(sink{out}, 32<<10)
	}
	t.open = append(t.open, out)
	return out, nil
}

// sink hashes and writes what the buffer hands on.
type sink struct{ f *file }

func (s sink) Write(p []byte) (int, error) {
	s.f.sum.Write(p)
	s.f.part = crc32.Update(s.f.part, castagnoli(), p)
	n, err := s.f.t.disk.write(s.f.f, p)
	s.f.size += int64(n)
	return n, err
}

// flushed is how much was written, once all of it is.
func (f *file) flushed() (int64, error) {
	err := f.buf.Flush()
	return f.size, err
}

func (f *file) Write(p []byte) (int, error) { return f.buf.Write(p) }

// WriteString spares writers a copy.
func (f *file) WriteString(s string) (int, error) { return f.buf.WriteString(s) }

func (f *file) close() error {
	if err := f.buf.Flush(); err != nil {
		f.discard()
		return err
	}
	err := f.t.disk.close(f.f)
	f.f = nil
	f.discard()
	if err != nil {
		return err
	}
	f.t.note(File{Path: f.path, Size: f.size, SHA256: hex.EncodeToString(f.sum.Sum(nil)), MediaType: f.mediaType})
	return nil
}

func (f *file) discard() {
	f.t.open = slices.DeleteFunc(f.t.open, func(o *file) bool { return o == f })
	if f.buf != nil {
		f.t.free, f.buf = append(f.t.free, f.buf), nil
	}
	if f.old != nil {
		f.old.Close()
		f.old = nil
	}
	if f.f != nil {
		f.f.Close()
		f.f = nil
	}
}

// abandon closes what is still open after an error.
func (t *tree) abandon() {
	for _, f := range slices.Clone(t.open) {
		f.discard()
	}
	if t.now != nil {
		t.now.discard()
	}
}

// mkdir makes the folder of a file.
func (t *tree) mkdir(file string) error {
	dir := path.Dir(file)
	if t.made[dir] {
		return nil
	}
	if t.made == nil {
		t.made = map[string]bool{}
	}
	t.made[dir] = true
	return t.disk.mkdirAll(filepath.Join(t.dir, filepath.FromSlash(dir)))
}

func (t *tree) add(path, mediaType string, data []byte) {
	sum := sha256.Sum256(data)
	t.note(File{Path: path, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:]), MediaType: mediaType})
}

// note notes a file that is written.
func (t *tree) note(f File) {
	t.files.add(f)
	t.last = f
	if t.part != nil {
		t.part.Files = append(t.part.Files, f)
	}
}

// copies is a text being written: as it is, as its .gz, or as both.
type copies struct {
	plain, packed *file // nil for what is not written
	zip           *gzip.Writer
	buf           []byte // what is still to be written to them
	written       bool   // something, since the last member ended
}

// block is how much text is handed on at once: so much that a file does not keep it for later.
const block = 64 << 10

// Each part's text is a gzip member of its own (RFC 1952, section 2.2), so that it
// can be taken over as it is. The fastest level: a dump is written on every
// change, and NTriples shrink to a tenth at any level.
const gzipLevel = gzip.BestSpeed

// createCopies begins a text that its source's parts are joined in.
func (t *tree) createCopies(path, mediaType string, plain, packed bool) (*copies, error) {
	c := &copies{buf: make([]byte, 0, block+16<<10)}
	var err error
	if plain {
		if c.plain, err = t.create(path, mediaType); err != nil {
			return nil, err
		}
	}
	if packed {
		if c.packed, err = t.create(path+packedSuffix, "application/gzip"); err != nil {
			return nil, err
		}
		if c.zip, err = t.zipper(c.packed); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// zipper is a gzip writer, one that was used before if there is one: each holds tables of
// a megabyte.
func (t *tree) zipper(to *file) (*gzip.Writer, error) {
	if n := len(t.zippers); n > 0 {
		z := t.zippers[n-1]
		t.zippers = t.zippers[:n-1]
		z.Reset(to)
		return z, nil
	}
	return gzip.NewWriterLevel(to, gzipLevel)
}

func (c *copies) files() (all []*file) {
	for _, f := range []*file{c.plain, c.packed} {
		if f != nil {
			all = append(all, f)
		}
	}
	return all
}

func (c *copies) Write(p []byte) (int, error) {
	c.written = c.written || len(p) > 0
	c.buf = append(c.buf, p...)
	if len(c.buf) < block {
		return len(p), nil
	}
	return len(p), c.handOn()
}

// handOn writes what is in the buffer.
func (c *copies) handOn() error {
	text := c.buf
	c.buf = c.buf[:0]
	if len(text) == 0 {
		return nil // or the gzip would begin
	}
	if c.plain != nil {
		if _, err := c.plain.Write(text); err != nil {
			return err
		}
	}
	if c.packed == nil {
		return nil
	}
	_, err := c.zip.Write(text)
	return err
}

// endMember ends the gzip member of what was written.
func (c *copies) endMember() error {
	c.written = false
	if err := c.handOn(); err != nil || c.packed == nil {
		return err
	}
	if err := c.zip.Close(); err != nil {
		return err
	}
	c.zip.Reset(c.packed)
	return nil
}

func (c *copies) close() error {
	for _, f := range c.files() {
		if err := f.close(); err != nil {
			return err
		}
	}
	if c.zip != nil {
		t := c.packed.t
		t.zippers = append(t.zippers, c.zip)
	}
	return nil
}

// dump is one dump being written.
type dump struct {
	Dump
	*copies
	head, tail int64 // of the .gz: how many bytes stand before the first part, and after the last
}

// pair is a dump and its facts, to which one group is rendered at once.
type pair struct {
	all, facts *dump // facts is nil where there are none
	described  bool  // the group at hand has descriptions, which are to be left out of the facts
	left       bool  // and were
}

type dumps []*pair

// openDumps begins the dumps; name is the path of a dump's file.
func (t *tree) openDumps(f Forms, info Info, name func(Dump) string) (dumps, error) {
	all, facts := f.Dumps, f.Facts
	if len(facts) > 0 && len(facts) != len(all) {
		return nil, fmt.Errorf("%d dumps and %d of facts", len(all), len(facts))
	}
	ds := dumps{} // nil means that they are linked
	for i := range all {
		p := &pair{}
		var err error
		if p.all, err = t.openDump(all[i], info, name(all[i]), f.Layout); err != nil {
			return nil, err
		}
		if len(facts) > 0 {
			if p.facts, err = t.openDump(facts[i], info, name(facts[i]), f.Layout); err != nil {
				return nil, err
			}
		}
		ds = append(ds, p)
	}
	return ds, nil
}

func (t *tree) openDump(form Dump, info Info, path string, l Layout) (*dump, error) {
	c, err := t.createCopies(path, form.MediaType(), !l.Packed, true)
	if err != nil {
		return nil, err
	}
	t.joined = append(t.joined, c.files()...)
	d := &dump{Dump: form, copies: c}
	if err := d.Head(d, info); err != nil {
		return nil, err
	}
	if err := d.endMember(); err != nil {
		return nil, err
	}
	d.head, err = d.packed.flushed()
	return d, err
}

// group writes one group to the dump and to its facts. It is rendered again for the facts only
// where that has left out no descriptions.
func (p *pair) group(part Part, g Group, described bool) error {
	if p.facts == nil {
		return p.all.Group(p.all, part, g)
	}
	p.described, p.left = described, false
	if err := p.all.Group(p, part, g); err != nil || p.left == described {
		return err
	}
	return p.facts.Group(p.facts, part, withoutDescriptions(g))
}

// Write writes to both, or where there are descriptions to the dump alone.
func (p *pair) Write(text []byte) (int, error) {
	if n, err := p.all.Write(text); err != nil || p.described {
		return n, err
	}
	return p.facts.Write(text)
}

// WriteWithout is [WriteWithout].
func (p *pair) WriteWithout(text []byte, left Stretch) error {
	if _, err := p.all.Write(text); err != nil {
		return err
	}
	p.left = p.described
	if _, err := p.facts.Write(text[:left.From]); err != nil {
		return err
	}
	_, err := p.facts.Write(text[left.To:])
	return err
}

// each calls do with every dump.
func (ds dumps) each(do func(*dump) error) error {
	for _, p := range ds {
		if err := do(p.all); err != nil {
			return err
		}
		if p.facts != nil {
			if err := do(p.facts); err != nil {
				return err
			}
		}
	}
	return nil
}

// part hands one part to all dumps at once.
func (ds dumps) part(p Part, groups func(give func(Group) error) error) error {
	if err := ds.each(func(d *dump) error { return d.Begin(d, p) }); err != nil {
		return err
	}
	err := groups(func(g Group) error {
		described := hasDescription(g)
		for _, pair := range ds {
			if err := pair.group(p, g, described); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return ds.each(func(d *dump) error {
		if err := d.End(d, p); err != nil {
			return err
		}
		return d.endMember()
	})
}

func (ds dumps) close(info Info) error {
	return ds.each(func(d *dump) error {
		before, err := d.packed.flushed()
		if err != nil {
			return err
		}
		if err := d.Tail(d, info); err != nil {
			return err
		}
		if err := d.endMember(); err != nil {
			return err
		}
		if err := d.copies.close(); err != nil {
			return err
		}
		d.tail = d.packed.size - before
		return nil
	})
}
