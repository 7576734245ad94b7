package bucket

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
)

// What caches may do with an object.
const (
	immutable  = "public, max-age=31536000, immutable" // RFC 8246: its name says what it holds
	revalidate = "no-cache"                            // RFC 9111, section 5.2.2.4: ask each time
)

// condition is under which an object is written.
type condition func(*minio.PutObjectOptions)

// onlyNew: there must be none of that name (RFC 9110, section 13.1.2).
func onlyNew(o *minio.PutObjectOptions) { o.SetMatchETagExcept("*") }

// unchanged: it must still be the one with this ETag (RFC 9110, section 13.1.1); "" for none.
func unchanged(etag string) condition {
	if etag == "" {
		return onlyNew
	}
	return func(o *minio.PutObjectOptions) { o.SetMatchETag(etag) }
}

// conflicts is how often a write is tried again that met another one of the same object.
const conflicts = 5

// put writes an object in one request. It is retried by the library where a fault may go
// away by itself, and here where Amazon says to: ConditionalRequestConflict, 409.
func (b *Bucket) put(ctx context.Context, name, mediaType, cache string, body *bytes.Reader, when condition) (etag string, err error) {
	for n := range conflicts {
		options := minio.PutObjectOptions{
			ContentType: mediaType, CacheControl: cache, DisableMultipart: true,
			SendContentMd5: true, DisableContentSha256: true, // the sum is in a signed header; signed chunks leave Content-Encoding: aws-chunked with some services
		}
		when(&options)
		var info minio.UploadInfo
		info, err = b.Client.PutObject(ctx, b.Name, b.key(name), body, body.Size(), options)
		if err == nil {
			return info.ETag, nil
		}
		if minio.ToErrorResponse(err).StatusCode != http.StatusConflict {
			break
		}
		if _, err := body.Seek(0, io.SeekStart); err != nil {
			return "", err
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(time.Duration(n+1) * 100 * time.Millisecond):
		}
	}
	return "", fmt.Errorf("write %s: %w", b.key(name), err)
}

// maxObject is the largest object that is read into memory, in bytes.
const maxObject = 1 << 30

func (b *Bucket) get(ctx context.Context, name string) (data []byte, etag string, err error) {
	o, err := b.Client.GetObject(ctx, b.Name, b.key(name), minio.GetObjectOptions{})
	if err == nil {
		defer o.Close()
		data, err = io.ReadAll(io.LimitReader(o, maxObject+1))
	}
	if err == nil && len(data) > maxObject {
		err = errors.New("over 1 GiB; is it the right prefix?")
	}
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", b.key(name), err)
	}
	info, err := o.Stat()
	return data, info.ETag, err
}

func (b *Bucket) key(name string) string { return b.Prefix + name }

// refused says whether a condition did not hold.
func refused(err error) bool {
	var r minio.ErrorResponse
	return errors.As(err, &r) && r.StatusCode == http.StatusPreconditionFailed
}

// absent says whether there is no object of that name. A bucket that is not there is an error.
func absent(err error) bool {
	var r minio.ErrorResponse
	return errors.As(err, &r) && r.StatusCode == http.StatusNotFound && r.Code != "NoSuchBucket"
}

// tryConditions finds out whether the service honours conditions: one that does not would
// let an older edition replace a newer one.
func (b *Bucket) tryConditions(ctx context.Context) error {
	name := "blobs/conditions-" + rand.Text() // others may be trying, too; Prune finds what is left behind
	text := []byte("Whether this service honours If-None-Match and If-Match.\n")
	if _, err := b.put(ctx, name, "text/plain", revalidate, bytes.NewReader(text), func(*minio.PutObjectOptions) {}); err != nil {
		return err
	}
	for _, c := range []condition{onlyNew, unchanged("00000000000000000000000000000000")} {
		_, err := b.put(ctx, name, "text/plain", revalidate, bytes.NewReader(text), c)
		if err == nil {
			return errors.New("the service does not honour conditional writes (If-None-Match, If-Match), so that an older edition " +
				"could replace a newer one; use one that does")
		}
		if !refused(err) {
			return err
		}
	}
	return b.remove(ctx, name)
}

func (b *Bucket) remove(ctx context.Context, name string) error {
	if err := b.Client.RemoveObject(ctx, b.Name, b.key(name), minio.RemoveObjectOptions{}); err != nil {
		return fmt.Errorf("delete %s: %w", b.key(name), err)
	}
	return nil
}
