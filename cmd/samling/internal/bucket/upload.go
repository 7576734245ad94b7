package bucket

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"
	"golang.org/x/sync/errgroup"

	"samling/publish"
)

const (
	parallel  = 8        // uploads at once
	large     = 16 << 20 // bytes; from there on a file goes up in parts, and is looked for first
	listFirst = 1000     // missing blobs; a list tells of as many in one request
)

// blobName is the name of a blob. The nth is for the case that the ones before it are too old
// to build upon: they may be deleted at any moment.
func blobName(sum string, n int) string {
	name := "blobs/sha256/" + sum[:2] + "/" + sum
	if n > 1 {
		name += fmt.Sprintf(".%d", n)
	}
	return name
}

// upload sends the blobs that are missing, and returns the files with their objects.
func (b *Bucket) upload(ctx context.Context, t tree, at Pointer, report *Report) ([]File, error) {
	known, err := b.known(ctx, at)
	if err != nil {
		return nil, err
	}
	missing := map[string]publish.File{}
	for _, f := range t.files {
		if known[f.SHA256] == "" {
			missing[f.SHA256] = f
		}
	}
	u := uploading{b: b, t: t, report: report, known: known}
	if len(missing) > listFirst {
		if u.listed, err = b.list(ctx, "blobs/"); err != nil {
			return nil, err
		}
	}
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for _, f := range missing {
		if gctx.Err() != nil {
			break
		}
		group.Go(func() error { return u.file(gctx, f) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	files := make([]File, len(t.files))
	for i, f := range t.files {
		files[i] = File{f, known[f.SHA256]}
	}
	return files, ctx.Err()
}

// known are the objects of the current edition by their hash: they stay as long as it is
// the current one, and [Grace] beyond.
func (b *Bucket) known(ctx context.Context, at Pointer) (map[string]string, error) {
	known := map[string]string{}
	if at.Object == "" {
		return known, nil
	}
	e, err := b.edition(ctx, at.Object)
	if err != nil {
		return nil, err
	}
	for _, f := range e.Files {
		known[f.SHA256] = f.Object
	}
	return known, nil
}

// uploading is the files of an edition on their way.
type uploading struct {
	b      *Bucket
	t      tree
	listed map[string]minio.ObjectInfo // nil if nothing was listed

	mu     sync.Mutex // guards the following
	report *Report
	known  map[string]string
}

// file finds or makes the blob of a file.
func (u *uploading) file(ctx context.Context, f publish.File) error {
	for n := 1; ; n++ {
		name := blobName(f.SHA256, n)
		there, err := u.there(ctx, f, name)
		if err != nil {
			return err
		}
		if there == nil {
			if there, err = u.send(ctx, f, name); err != nil {
				return err
			}
		}
		if there == nil || there.Size == f.Size && u.b.lasts(*there) {
			u.mu.Lock()
			defer u.mu.Unlock()
			u.known[f.SHA256] = name
			return nil
		}
	}
}

// lasts says whether a blob that no current edition has can be built upon: it came so
// lately that nobody may delete it before this publication has come to its end.
func (b *Bucket) lasts(o minio.ObjectInfo) bool {
	return o.LastModified.After(b.Now().Add(-Grace/2 + Skew))
}

// there looks for a blob before it is sent, where that is cheap: among those listed, or if
// it is large. It is nil where there is none or that is not known.
func (u *uploading) there(ctx context.Context, f publish.File, name string) (*minio.ObjectInfo, error) {
	if u.listed == nil && f.Size < large {
		return nil, nil
	}
	if o, ok := u.listed[name]; ok {
		return &o, nil
	}
	if f.Size < large {
		return nil, nil
	}
	return u.b.stat(ctx, name)
}

func (b *Bucket) stat(ctx context.Context, name string) (*minio.ObjectInfo, error) {
	o, err := b.Client.StatObject(ctx, b.Name, b.key(name), minio.StatObjectOptions{})
	if err == nil {
		return &o, nil
	}
	if err = fmt.Errorf("look for %s: %w", b.key(name), err); absent(err) {
		return nil, nil
	}
	return nil, err
}

// send makes a blob, or returns the one that was there.
func (u *uploading) send(ctx context.Context, f publish.File, name string) (*minio.ObjectInfo, error) {
	send := u.sendSmall
	if f.Size >= large {
		send = u.sendLarge
	}
	err := send(ctx, f, name)
	if refused(err) {
		return u.b.stat(ctx, name)
	}
	if err != nil {
		return nil, err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.report.Objects++
	u.report.Bytes += f.Size
	return nil, nil
}

func (u *uploading) sendSmall(ctx context.Context, f publish.File, name string) error {
	data, err := os.ReadFile(u.t.path(f.Path))
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 {
		return altered(u.t.path(f.Path))
	}
	_, err = u.b.put(ctx, name, f.MediaType, immutable, bytes.NewReader(data), onlyNew)
	return err
}

// sendLarge sends a file in parts. It is without condition, which services do not agree on
// for parts: whoever else writes that object writes the same bytes.
func (u *uploading) sendLarge(ctx context.Context, f publish.File, name string) error {
	file, err := os.Open(u.t.path(f.Path))
	if err != nil {
		return err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != f.SHA256 {
		return altered(u.t.path(f.Path))
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	options := minio.PutObjectOptions{ContentType: f.MediaType, CacheControl: immutable, DisableContentSha256: true}
	_, err = u.b.Client.PutObject(ctx, u.b.Name, u.b.key(name), file, f.Size, options)
	if err != nil {
		return fmt.Errorf("write %s: %w", u.b.key(name), err)
	}
	return nil
}

func altered(path string) error {
	return fmt.Errorf("%s is not what %s says; delete the web root and run again, which makes it anew", path, publish.ManifestPath)
}

// list returns the objects whose names begin with a prefix, by name.
func (b *Bucket) list(ctx context.Context, prefix string) (map[string]minio.ObjectInfo, error) {
	found := map[string]minio.ObjectInfo{}
	for o := range b.Client.ListObjectsIter(ctx, b.Name, minio.ListObjectsOptions{Prefix: b.key(prefix), Recursive: true}) {
		if o.Err != nil {
			return nil, fmt.Errorf("list %s: %w", b.key(prefix), o.Err)
		}
		found[o.Key[len(b.Prefix):]] = o
	}
	return found, ctx.Err()
}

// since is a time before which nothing is needed any more.
func (b *Bucket) since() time.Time { return b.Now().Add(-Grace - Skew) }
