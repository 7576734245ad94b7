// Package bucket mirrors the publication to a bucket that speaks the S3 protocol.
//
//	b, err := bucket.Connect(cfg.Storage.S3, os.Getenv, time.Now)
//	report, err := b.Publish(ctx, publish.WebRoot(cfg.Out))
//
// The local files stay what they are; the bucket follows them. Below the prefix are
//
//	blobs/sha256/ab/abcd…        each file, named by its content; never replaced
//	editions/000012-abcd….json   what an edition is made of, see [Edition]; never replaced
//	current.json                 which edition is the current one, see [Pointer]
//	www/…                        the files by name, if asked for
//
// Blobs come first, then the edition's object, and last the pointer, under the condition
// that it is still the one that was read before (If-Match; If-None-Match for the first).
// So a reader that follows current.json to the edition to its blobs reads one whole edition
// at any moment, also while others are being published; of several writers the older edition
// never replaces the newer; and what is interrupted anywhere changes nothing for readers.
//
// A blob is as it is in the local folder: Content-Type says what it is, and there is no
// Content-Encoding, since a client would then hand on other bytes than its name promises.
//
// The cost follows change: what the current edition has is not sent again, what an
// interrupted attempt has sent is not sent again either, and when nothing has changed one
// request is all. See [Bucket.Prune] for what is deleted, and when. The tree under www/ is
// for hosting a plain website from the bucket; it is renewed file by file and is not whole
// while that goes on.
//
// The service must honour conditional writes, as Amazon S3, MinIO, Ceph, Cloudflare R2 and
// others do: [Bucket.Publish] tries it out once for each bucket.
package bucket

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"time"

	"github.com/minio/minio-go/v7"
)

// Bucket is a folder in a bucket. [Connect] makes one.
type Bucket struct {
	Client *minio.Client
	Name   string
	Prefix string // "" or ends in "/"
	Keep   int    // editions whose files are kept, the current one among them
	WWW    bool   // whether the files go under www/ by name, too
	Now    func() time.Time

	transport *http.Transport
}

// Grace is how long what is superseded stays for readers that are in the middle of it.
// A publication must come to its end within half of it. The clocks of writers and service
// may differ by [Skew].
const (
	Grace = 24 * time.Hour
	Skew  = time.Hour
)

// Errors that a caller tells apart.
var (
	// ErrNewer: the bucket has a newer edition, which stays.
	ErrNewer = errors.New("the bucket has a newer edition")
	// ErrOther: the bucket has an edition of the same number with other files.
	ErrOther = errors.New("the bucket has another edition of the same number")
)

// Report is what a publication did.
type Report struct {
	Edition int   `json:"edition"` // the number of the edition that is current in the bucket
	Changed bool  `json:"changed"` // whether the pointer was moved
	Objects int   `json:"objects"` // blobs that were sent
	Bytes   int64 `json:"bytes"`   // of them
}

// Publish makes the edition in a web root the current one of the bucket, whole or not at all.
// Where it is already, nothing is sent. The report tells what is there, also with [ErrNewer].
func (b *Bucket) Publish(ctx context.Context, root string) (Report, error) {
	ctx, cancel := context.WithTimeout(ctx, Grace/2)
	defer cancel()
	root, err := filepath.EvalSymlinks(root) // the folder of one edition, whatever is swapped meanwhile
	if err != nil {
		return Report{}, err
	}
	t, err := readTree(root)
	if err != nil {
		return Report{}, err
	}
	at, err := b.current(ctx)
	if err != nil {
		return Report{}, err
	}
	there, err := compare(at.Pointer, t)
	if err != nil {
		return Report{Edition: at.Number}, err
	}
	report := Report{Edition: t.manifest.Edition.Number}
	if !there {
		if at, err = b.advance(ctx, t, at, &report); err != nil {
			return report, err
		}
	}
	if b.WWW {
		err = b.mirrorWWW(ctx, at)
	}
	return report, err
}

// advance sends what is missing, and moves the pointer.
func (b *Bucket) advance(ctx context.Context, t tree, at versioned, report *Report) (versioned, error) {
	if at.Object == "" {
		if err := b.tryConditions(ctx); err != nil {
			return at, err
		}
	}
	files, err := b.upload(ctx, t, at.Pointer, report)
	if err != nil {
		return at, err
	}
	for {
		moved, err := b.move(ctx, t, files, at)
		if err == nil {
			report.Changed = true
			return moved, nil
		}
		if !refused(err) {
			return at, err
		}
		// Somebody else moved it, or we did and the answer was lost.
		if at, err = b.current(ctx); err != nil {
			return at, err
		}
		there, err := compare(at.Pointer, t)
		if there {
			report.Changed = true
		}
		if there || err != nil {
			report.Edition = at.Number
			return at, err
		}
	}
}

// compare says whether the edition that a pointer names is the one of the tree. It is an
// error where it must not be replaced by that.
func compare(at Pointer, t tree) (there bool, err error) {
	e := t.manifest.Edition
	switch {
	case at.Number == e.Number && at.Manifest == t.sum:
		return true, nil
	case at.Number > e.Number:
		return false, fmt.Errorf("%w: number %d, made %s; here is number %d", ErrNewer, at.Number, at.Made.Format(time.RFC3339), e.Number)
	case at.Number == e.Number:
		return false, fmt.Errorf("%w: number %d, made %s; here it was made %s; choose another prefix, or delete current.json there", ErrOther, at.Number, at.Made.Format(time.RFC3339), e.Made.Format(time.RFC3339))
	}
	return false, nil
}
