package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path/filepath"
)

// partsSuffix ends the name of the index of an edition's parts, beside its folder: which
// bytes of the dumps and which files each source came to. What did not change is taken
// over from there, so that an edition costs what changed.
const partsSuffix = ".parts"

// errStale: the edition before has not the bytes that its index tells of.
var errStale = errors.New("the edition before is not as it was written")

// parts is the index. It is only ever a way to do less: where there is none, or it is
// damaged, or was written for other forms, everything is rendered.
type parts struct {
	Number  int              `json:"number"` // of the edition
	Key     string           `json:"key"`    // of all that decides a part but its source
	Sources map[string]*part `json:"sources"`
	Shared  map[string]*part `json:"shared"` // documents that several sources decide, by path
	// Segments are those of the dumps, where they are split.
	Segments map[int]segment `json:"segments,omitempty"`
}

// segment is what the sources of one segment came to.
type segment struct {
	Key   string `json:"key"` // of all its sources
	Files []File `json:"files"`
}

// part is what a source came to.
type part struct {
	Key       string             `json:"key"` // of the source; "" for what cannot be taken over
	Example   string             `json:"example,omitempty"`
	Tally     tally              `json:"tally,omitzero"`
	Snapshots []Snapshot         `json:"snapshots,omitempty"` // that brought its items
	Stretches map[string]stretch `json:"stretches,omitempty"` // by joined file
	Files     []File             `json:"files,omitempty"`     // documents
	Made      []File             `json:"made,omitempty"`      // others that it alone decides: feeds, lists

	made map[string]File // of the edition before, by path; nil where it is not taken over
}

// stretch is the place of a part in a joined file.
type stretch struct {
	From int64  `json:"from"`
	Size int64  `json:"size"`
	Sum  uint32 `json:"sum"` // CRC-32C
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

func newParts(info Info, f Forms) *parts {
	return &parts{Number: info.Number, Key: partsKey(info, f), Sources: map[string]*part{}, Shared: map[string]*part{}, Segments: map[int]segment{}}
}

// readParts reads the index of the edition in a folder, or returns nil.
func (d disk) readParts(dir string) *parts {
	data, err := d.readFile(dir + partsSuffix)
	if err != nil {
		return nil
	}
	sum, text, _ := bytes.Cut(data, []byte("\n"))
	if own := sha256.Sum256(text); hex.EncodeToString(own[:]) != string(sum) {
		return nil
	}
	p := &parts{}
	if json.Unmarshal(text, p) != nil {
		return nil
	}
	return p
}

func (d disk) writeParts(dir string, p *parts) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	if err := d.remove(dir + partsSuffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return d.writeFile(dir+partsSuffix, append(append([]byte(hex.EncodeToString(sum[:])), '\n'), text...))
}

// unchanged is what a source came to in the edition before, if it would come to the same.
func (t *tree) unchanged(s Source) *part {
	if t.old == nil || s.Key == "" {
		return nil
	}
	p := t.old.Sources[s.ID]
	if p == nil || p.Key != s.Key {
		return nil
	}
	for _, f := range t.joined {
		if _, ok := p.Stretches[f.path]; !ok {
			return nil
		}
	}
	for _, j := range t.joinings {
		if _, ok := p.Stretches[j.file().path]; !ok {
			return nil
		}
	}
	return p
}

// shared is the part of a document that several sources decide, in the same way.
func (t *tree) shared(path, key string) *part {
	if t.old == nil {
		return nil
	}
	if p := t.old.Shared[path]; p != nil && p.Key == key && key != "" {
		return p
	}
	return nil
}

// takeOver writes a part as it was in the edition before.
func (t *tree) takeOver(p *part) (*part, error) {
	taken := *p
	if len(t.joined) > 0 || len(t.joinings) > 0 { // else they stand where they stood
		taken.Stretches = map[string]stretch{}
	}
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
	taken.made = map[string]File{}
	for _, f := range p.Made {
		taken.made[f.Path] = f
	}
	taken.Made = nil
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

// again links what a writer is to write of one source, if the source and the file were in
// the edition before.
func (t *tree) again(path, of string) (bool, error) {
	p := t.now.Sources[of]
	if p == nil {
		return false, nil
	}
	f, ok := p.made[path]
	if !ok {
		return false, nil
	}
	p.Made = append(p.Made, f)
	return true, t.linkAll([]File{f})
}

// linkAll links files of the edition before.
func (t *tree) linkAll(files []File) error {
	for _, f := range files {
		before, name := filepath.Join(t.before, filepath.FromSlash(f.Path)), filepath.Join(t.dir, filepath.FromSlash(f.Path))
		if err := t.mkdir(filepath.Dir(name)); err != nil {
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
		t.files = append(t.files, f)
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
