package bucket

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"samling/publish"
)

// Pointer is current.json.
type Pointer struct {
	Number   int       `json:"number"`
	Made     time.Time `json:"made"`
	Manifest string    `json:"manifest"` // the SHA-256 of the edition's manifest.json
	Object   string    `json:"object"`   // the edition's, below the prefix
	SHA256   string    `json:"sha256"`   // of that object
}

// Edition is the object of an edition: all its files, with manifest.json and SHA256SUMS.
type Edition struct {
	Edition publish.ManifestEdition `json:"edition"`
	Before  *Before                 `json:"before,omitempty"`
	Files   []File                  `json:"files"`
}

// Before is the edition that one took the place of.
type Before struct {
	Object string    `json:"object"`
	Until  time.Time `json:"until"` // when
}

// File is a file of an edition, and the object that holds it.
type File struct {
	publish.File
	Object string `json:"object"` // below the prefix
}

// tree is an edition as it is on the disk.
type tree struct {
	root     string
	manifest publish.Manifest
	sum      string // of manifest.json
	files    []publish.File
}

func readTree(root string) (tree, error) {
	m, err := publish.ReadManifest(root)
	if err != nil {
		return tree{}, err
	}
	t := tree{root: root, manifest: m, files: m.Files}
	for _, own := range []publish.File{
		{Path: publish.ManifestPath, MediaType: "application/json"}, {Path: publish.SumsPath, MediaType: "text/plain"},
	} {
		if own.SHA256, own.Size, err = sumFile(t.path(own.Path)); err != nil {
			return tree{}, err
		}
		t.files = append(t.files, own)
		if own.Path == publish.ManifestPath {
			t.sum = own.SHA256
		}
	}
	return t, nil
}

func (t tree) path(name string) string { return filepath.Join(t.root, filepath.FromSlash(name)) }

func sumFile(path string) (sum string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

// versioned is a pointer with the ETag it was read under; "" if there was none.
type versioned struct {
	Pointer
	etag string
}

const currentName = "current.json"

// current reads the pointer; the zero one where nothing was published yet.
func (b *Bucket) current(ctx context.Context) (versioned, error) {
	var at versioned
	data, etag, err := b.get(ctx, currentName)
	if absent(err) {
		return at, nil
	}
	if err != nil {
		return at, err
	}
	if err := json.Unmarshal(data, &at.Pointer); err != nil {
		return at, fmt.Errorf("%s is not the pointer of a publication (%w); choose another prefix, or delete it", b.key(currentName), err)
	}
	at.etag = etag
	return at, nil
}

// edition reads the object of an edition.
func (b *Bucket) edition(ctx context.Context, object string) (Edition, error) {
	var e Edition
	data, _, err := b.get(ctx, object)
	if err != nil {
		return e, err
	}
	if editionName(&e, data) != object {
		return e, fmt.Errorf("%s holds other bytes than its name says", b.key(object))
	}
	return e, nil
}

// editionName decodes the object of an edition and says what its name must be; "" for
// what is no such object.
func editionName(e *Edition, data []byte) string {
	if json.Unmarshal(data, e) != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return fmt.Sprintf("editions/%06d-%x.json", e.Edition.Number, sum)
}

// move writes the object of the edition, and points to it if the pointer is still the one given.
func (b *Bucket) move(ctx context.Context, t tree, files []File, from versioned) (versioned, error) {
	e := Edition{Edition: t.manifest.Edition, Files: files}
	if from.Object != "" {
		e.Before = &Before{Object: from.Object, Until: b.now()}
	}
	data, err := encode(e)
	if err != nil {
		return from, err
	}
	name := editionName(&Edition{}, data)
	if _, err := b.put(ctx, name, "application/json", immutable, bytes.NewReader(data), onlyNew); err != nil && !refused(err) {
		return from, err // the one that is there already has these bytes
	}
	to := Pointer{e.Edition.Number, e.Edition.Made, t.sum, name, fmt.Sprintf("%x", sha256.Sum256(data))}
	if data, err = encode(to); err != nil {
		return from, err
	}
	etag, err := b.put(ctx, currentName, "application/json", revalidate, bytes.NewReader(data), unchanged(from.etag))
	return versioned{to, etag}, err
}

func encode(v any) ([]byte, error) {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return text.Bytes(), err
}

func (b *Bucket) now() time.Time { return b.Now().UTC().Truncate(time.Second) }
