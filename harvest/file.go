package harvest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// FileFetcher is the [Fetcher] for a page saved as a file; its address is the file's
// path. Such a page has no URL and no Base. Its ETag is the digest of its bytes.
type FileFetcher struct {
	MaxBody int64            // largest file in bytes; 16 MiB if 0
	Now     func() time.Time // the clock; time.Now if nil
}

var _ Fetcher = FileFetcher{}

// Fetch implements [Fetcher].
func (f FileFetcher) Fetch(ctx context.Context, path string, v Validators) (*Page, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read %q: %w", path, err)
	}
	body, err := f.read(path)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", path, err)
	}
	contentType, err := pageType(typeByName(path), body)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", path, err)
	}
	etag := fmt.Sprintf(`"sha256-%x"`, sha256.Sum256(body))
	if v.ETag == etag {
		return nil, fmt.Errorf("read %q: %w", path, ErrNotModified)
	}
	now := time.Now
	if f.Now != nil {
		now = f.Now
	}
	return &Page{
		FetchedAt:   now().UTC().Truncate(time.Second),
		ContentType: contentType,
		Validators:  Validators{ETag: etag},
		Body:        body,
	}, nil
}

// read returns the whole file. What is not a regular file is not opened: reading a
// named pipe would wait for ever.
func (f FileFetcher) read(path string) ([]byte, error) {
	limit := cmp.Or(f.MaxBody, defaultMaxBody)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w; is the path right?", fs.ErrNotExist)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("it is a directory; name the page in it")
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a regular file; save the page to one")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(body)) > limit {
		err = tooLarge(limit)
	}
	return body, err
}

// typeByName is the type that a file's name tells, or "".
func typeByName(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm", ".xhtml":
		return "text/html"
	case ".txt":
		return "text/plain"
	}
	return ""
}
