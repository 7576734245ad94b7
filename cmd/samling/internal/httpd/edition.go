package httpd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Why a name is answered with something other than a file or 404.
var (
	errNoEdition = errors.New("no publication yet")
	errFolder    = errors.New("a folder with an index")
)

// site is a web root over time: the link, and what is known of the edition it last
// pointed to.
type site struct {
	root string
	now  func() time.Time

	mu       sync.Mutex
	manifest manifest       // of the edition that was asked for last
	sums     map[string]sum // of files that no manifest lists
}

// edition is the web root as one request sees it.
type edition struct {
	dir  string // resolved
	root *os.Root
}

func (e *edition) close() { _ = e.root.Close() } // opened to read: nothing can be lost

// file is an open regular file of an edition.
type file struct {
	*os.File
	name string
	info fs.FileInfo
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

// tries is how often a request looks again when the edition it looks into is
// replaced and removed meanwhile.
const tries = 10

// find opens the file of a name in the current edition.
func (s *site) find(name string) (e *edition, f *file, err error) {
	for range tries {
		if e, err = s.open(); err != nil {
			if _, there := os.Lstat(s.root); errors.Is(err, errNoEdition) && there == nil {
				continue // the link was swapped while it was followed, or points nowhere
			}
			return nil, nil, err
		}
		if f, err = e.find(name); err == nil {
			return e, f, nil
		}
		e.close()
		if now, gone := filepath.EvalSymlinks(s.root); gone == nil && now == e.dir {
			return nil, nil, err
		}
	}
	return nil, nil, err
}

// find opens the file itself, or the page of that name.
func (e *edition) find(name string) (*file, error) {
	f, err := e.file(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	page, pageErr := e.file(name + ".html")
	if !errors.Is(pageErr, fs.ErrNotExist) {
		return page, pageErr
	}
	if info, statErr := e.root.Stat(name + "/index.html"); statErr == nil && info.Mode().IsRegular() {
		return nil, errFolder
	}
	return nil, err
}

// beside opens the gzip of a file.
func (e *edition) beside(f *file) (*file, error) {
	if strings.HasSuffix(f.name, ".gz") {
		return nil, fs.ErrNotExist
	}
	return e.file(f.name + ".gz")
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
	return &file{f, name, info}, nil
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
