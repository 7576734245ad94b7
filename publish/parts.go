package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"path/filepath"
)

// errStale: the edition before has not the bytes that its index tells of.
var errStale = errors.New("the edition before is not as it was written")

// part is what a source came to.
type part struct {
	Key       string // of the source; "" for what cannot be taken over
	Page      string // its address
	Example   string
	Tally     tally
	Snapshots []Snapshot         // that brought its items
	Stretches map[string]stretch // by joined file
	Files     []File             // that it alone decides
}

// stretch is the place of a part in a joined file.
type stretch struct {
	From int64
	Size int64
	Sum  uint32 // CRC-32C
}

// castagnoli is the polynomial of CRC-32C, which processors compute.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// partsKey is a key of all that decides the parts but their sources; "" where it is not
// known, so that nothing is taken over.
func partsKey(info Info, f Forms) string {
	if f.Key == "" {
		return ""
	}
	text := fmt.Sprintf("%q %q %q %q %q %q %q %v %t", f.Key, info.Base, info.Title, info.Publisher.Name, info.Publisher.Email,
		info.Language, info.Version, f.Layout, info.Entries > f.MaxDocuments)
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// earlier is what a source, or a snapshot, came to in the edition before, if it can be taken over.
func (t *tree) earlier(at place) (*part, error) {
	if t.old == nil {
		return nil, nil
	}
	p, err := t.old.part(at)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errStale, err)
	}
	if p == nil || p.Key == "" {
		return nil, nil
	}
	for _, f := range t.joined {
		if _, ok := p.Stretches[f.path]; !ok {
			return nil, nil
		}
	}
	for _, j := range t.joinings {
		if _, ok := p.Stretches[j.file().path]; !ok && !at.Shared {
			return nil, nil
		}
	}
	return p, nil
}

// unchanged is that, if it would come to the same.
func (t *tree) unchanged(at place, key string) (*part, error) {
	p, err := t.earlier(at)
	if p == nil || p.Key != key {
		return nil, err
	}
	return p, err
}

// takeOver writes a part as it was in the edition before.
func (t *tree) takeOver(p *part) (*part, error) {
	taken := *p
	taken.Stretches = maps.Clone(p.Stretches) // those in a segment that is linked stay
	for _, f := range t.joined {
		at, err := t.copyStretch(f, p.Stretches[f.path])
		if err != nil {
			return nil, err
		}
		taken.Stretches[f.path] = at
	}
	for _, j := range t.joinings {
		path := j.file().path
		from := p.Stretches[path]
		if err := j.again(from.Size); err != nil {
			return nil, err
		}
		at, err := t.copyStretch(j.file(), from)
		if err != nil {
			return nil, err
		}
		taken.Stretches[path] = at
	}
	return &taken, t.linkAll(p.Files)
}

// copyStretch appends a stretch of the file's namesake in the edition before. Its bytes are
// read for the sum of the whole file anyway, so their own is checked too.
func (t *tree) copyStretch(f *file, from stretch) (stretch, error) {
	if f.old == nil {
		old, err := t.disk.open(filepath.Join(t.before, filepath.FromSlash(f.path)))
		if err != nil {
			return stretch{}, fmt.Errorf("%w: %w", errStale, err)
		}
		f.old = old
	}
	if err := f.begin(); err != nil {
		return stretch{}, err
	}
	if t.block == nil {
		t.block = make([]byte, 256<<10)
	}
	for r := io.NewSectionReader(f.old, from.From, from.Size); ; {
		n, err := r.Read(t.block)
		if _, err := (sink{f}).Write(t.block[:n]); err != nil {
			return stretch{}, err
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return stretch{}, fmt.Errorf("%w: %w", errStale, err)
		}
	}
	at, err := f.end()
	if err == nil && (at.Size != from.Size || at.Sum != from.Sum) {
		err = fmt.Errorf("%w: %s", errStale, f.path)
	}
	return at, err
}

// again links a file that is decided by what it was decided by in the edition before.
func (t *tree) again(path, key string) (bool, error) {
	if t.old == nil || key == "" {
		return false, nil
	}
	before, ok := t.old.Keyed[path]
	if !ok || before.Key != key {
		return false, nil
	}
	t.now.Keyed[path] = before
	return true, t.linkAll([]File{before.File})
}

// linkAll links files of the edition before.
func (t *tree) linkAll(files []File) error {
	for _, f := range files {
		before, name := filepath.Join(t.before, filepath.FromSlash(f.Path)), filepath.Join(t.dir, filepath.FromSlash(f.Path))
		if err := t.mkdir(f.Path); err != nil {
			return err
		}
		fi, err := t.disk.lstat(before)
		if err == nil && fi.Size() != f.Size {
			err = fmt.Errorf("%s has another size", f.Path)
		}
		if err == nil {
			err = t.disk.link(before, name)
		}
		if err != nil {
			return fmt.Errorf("%w: %w", errStale, err)
		}
		t.note(f)
	}
	return nil
}

// begin begins a part of a joined file.
func (f *file) begin() error {
	err := f.buf.Flush()
	f.from, f.part = f.size, 0
	return err
}

// end ends it.
func (f *file) end() (stretch, error) {
	err := f.buf.Flush()
	return stretch{f.from, f.size - f.from, f.part}, err
}
