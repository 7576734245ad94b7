package httpd

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Why a name is answered with something other than a document or 404.
var (
	errNoEdition = errors.New("no publication yet")
	errFolder    = errors.New("a folder with an index")
)

// site is a web root over time: the link, and what is known of the edition it last
// pointed to.
type site struct {
	Options
	root   string
	now    func() time.Time
	packer packer

	mu       sync.Mutex
	manifest *manifest      // of the edition that was asked for last
	sums     map[string]sum // of files that no manifest lists
}

// edition is the web root as one request sees it.
type edition struct {
	dir  string // resolved
	root *os.Root
}

func (e *edition) close() { _ = e.root.Close() } // opened to read: nothing can be lost

// file is an open regular file of an edition, or a join of several.
type file struct {
	io.ReadSeekCloser
	name     string
	size     int64
	modified time.Time
	info     fs.FileInfo // nil for a join
}

// open resolves the link, once. os.Root then keeps every name, and every link met
// on the way, below the folder it pointed to.
func (s *site) open() (*edition, error) {
	dir, err := filepath.EvalSymlinks(s.root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoEdition
	}
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoEdition
	}
	if err != nil {
		return nil, err
	}
	return &edition{dir, root}, nil
}

// isCurrent says whether the link still points to e, or nowhere that can be told.
func (s *site) isCurrent(e *edition) bool {
	now, err := filepath.EvalSymlinks(s.root)
	return err == nil && now == e.dir
}

// tries is how often a request looks again when the edition it looks into is
// replaced and removed meanwhile.
const tries = 10

// within opens the current edition and looks into it. What look finds takes more than
// one step, so it counts only where the edition was current all the while: else a form,
// or a gzip, that is being removed would be taken for one that never was.
func (s *site) within(look func(*edition) (*document, error)) (e *edition, d *document, err error) {
	for range tries {
		if e, err = s.open(); err != nil {
			if _, there := os.Lstat(s.root); errors.Is(err, errNoEdition) && there == nil {
				continue // the link was swapped while it was followed, or points nowhere
			}
			return nil, nil, err
		}
		d, err = look(e)
		if s.isCurrent(e) {
			break
		}
		if d != nil {
			d.close()
		}
		e.close()
		e, d = nil, nil
	}
	switch {
	case d == nil && e != nil:
		e.close()
		return nil, nil, err
	case d == nil && err == nil:
		return nil, nil, errNoEdition // it never stood still
	}
	return e, d, err
}

// hasIndex says whether a name is a folder with a page.
func (e *edition) hasIndex(name string) bool {
	info, err := e.root.Stat(name + "/index.html")
	return err == nil && info.Mode().IsRegular()
}

// beside are the forms of a name that the edition has, as a file or as its gzip.
func (e *edition) beside(name string, m *manifest) (all []form) {
	for _, f := range forms() {
		if e.has(name+f.ext, m) || e.has(name+f.ext+".gz", m) {
			f.media = essence(m.mediaType(name + f.ext))
			all = append(all, f)
		}
	}
	return all
}

// has says whether the edition has a file: its manifest knows, where it has one.
func (e *edition) has(name string, m *manifest) bool {
	if len(m.files) > 0 {
		_, listed := m.files[name]
		return listed
	}
	info, err := e.root.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// fileOrJoin opens a file, or the segments that make it.
func (e *edition) fileOrJoin(m *manifest, name string) (*file, error) {
	f, err := e.file(name)
	if j, ok := m.joins[name]; ok && errors.Is(err, fs.ErrNotExist) {
		return e.join(m, j)
	}
	return f, err
}

// file opens a regular file. All that is not one, may not be read or lies outside
// is as if it were not there. The mode is looked at first: to open a pipe would wait.
func (e *edition) file(name string) (*file, error) {
	if info, err := e.root.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, absent(name, err)
	}
	f, err := e.root.Open(name)
	if err != nil {
		return nil, absent(name, err)
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		_ = f.Close()
		return nil, absent(name, err)
	}
	return &file{f, name, info.Size(), info.ModTime(), info}, nil
}

// absent makes "not there" of what a reader may not tell apart from it; faults of
// the machine (no more descriptors, a broken disk) stay what they are.
func absent(name string, err error) error {
	var fault *fs.PathError
	if errors.As(err, &fault) && isFault(fault.Err) {
		return fmt.Errorf("open %s: %w", name, err)
	}
	return fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

// isPacked says whether a name is that of a gzip to keep.
func isPacked(name string) bool { return strings.HasSuffix(name, ".gz") }
