package publish

import (
	"io/fs"
	"os"
)

// disk is every file operation that a commit does. Where fail is set it is asked before
// each of them, and what it returns is what the operation returns: tests let each fail in turn.
type disk struct {
	fail func(op, path string) error
}

func (d disk) check(op, path string) error {
	if d.fail == nil {
		return nil
	}
	if err := d.fail(op, path); err != nil {
		return &fs.PathError{Op: op, Path: path, Err: err}
	}
	return nil
}

func (d disk) mkdirAll(path string) error {
	if err := d.check("mkdir", path); err != nil {
		return err
	}
	return os.MkdirAll(path, 0o755)
}

func (d disk) removeAll(path string) error {
	if err := d.check("removeall", path); err != nil {
		return err
	}
	return os.RemoveAll(path)
}

func (d disk) remove(path string) error {
	if err := d.check("remove", path); err != nil {
		return err
	}
	return os.Remove(path)
}

func (d disk) rename(from, to string) error {
	if err := d.check("rename", to); err != nil {
		return err
	}
	return os.Rename(from, to)
}

func (d disk) link(from, to string) error {
	if err := d.check("link", to); err != nil {
		return err
	}
	return os.Link(from, to)
}

func (d disk) symlink(target, path string) error {
	if err := d.check("symlink", path); err != nil {
		return err
	}
	return os.Symlink(target, path)
}

func (d disk) lstat(path string) (fs.FileInfo, error) {
	if err := d.check("lstat", path); err != nil {
		return nil, err
	}
	return os.Lstat(path)
}

func (d disk) readDir(path string) ([]fs.DirEntry, error) {
	if err := d.check("readdir", path); err != nil {
		return nil, err
	}
	return os.ReadDir(path)
}

func (d disk) readFile(path string) ([]byte, error) {
	if err := d.check("read", path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// open opens a file for reading.
func (d disk) open(path string) (*os.File, error) {
	if err := d.check("open", path); err != nil {
		return nil, err
	}
	return os.Open(path)
}

// create makes a file that must not be there.
func (d disk) create(path string) (*os.File, error) {
	if err := d.check("create", path); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// write writes to a file; a write that fails has written half.
func (d disk) write(f *os.File, p []byte) (int, error) {
	if err := d.check("write", f.Name()); err != nil {
		n, _ := f.Write(p[:len(p)/2])
		return n, err
	}
	return f.Write(p)
}

func (d disk) close(f *os.File) error {
	if err := d.check("close", f.Name()); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

// writeFile makes a file that must not be there.
func (d disk) writeFile(path string, data []byte) error {
	if d.fail == nil {
		return writeNew(path, data)
	}
	f, err := d.create(path)
	if err != nil {
		return err
	}
	if _, err := d.write(f, data); err != nil {
		_ = f.Close()
		return err
	}
	return d.close(f)
}

func (d disk) syncTree(path string) error {
	if err := d.check("sync", path); err != nil {
		return err
	}
	return syncTree(path)
}

func (d disk) syncDir(path string) error {
	if err := d.check("sync", path); err != nil {
		return err
	}
	return syncDir(path)
}
