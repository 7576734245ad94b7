package publish

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Files that tell what an edition is made of.
const (
	ManifestPath = "manifest.json"
	SumsPath     = "SHA256SUMS"
)

// Manifest is manifest.json: the edition, the pages it was made from, and every
// file of it but the manifest itself and SHA256SUMS.
type Manifest struct {
	Edition ManifestEdition  `json:"edition"`
	Sources []ManifestSource `json:"sources"`
	Joins   []Join           `json:"joins,omitempty"` // dumps that are split, as a server may join them
	Files   []File           `json:"files"`
}

// ManifestEdition is what a manifest says of the edition.
type ManifestEdition struct {
	Number    int       `json:"number"`
	Made      time.Time `json:"made"`
	Base      string    `json:"base"`
	Title     string    `json:"title"`
	Entries   int       `json:"entries"`
	Generator string    `json:"generator"`
	Documents bool      `json:"documents"` // whether each record, collection, harvest and snapshot is a file of its own
}

// ManifestSource is a source with the snapshot that its records come from.
type ManifestSource struct {
	ID       string           `json:"id"`
	URL      string           `json:"url"`
	Snapshot ManifestSnapshot `json:"snapshot"`
}

// ManifestSnapshot is a page as it was received.
type ManifestSnapshot struct {
	SHA256    string    `json:"sha256"`
	MediaType string    `json:"mediaType"`
	Fetched   time.Time `json:"fetched"`
}

// File is one file of an edition.
type File struct {
	Path      string `json:"path"`
	Size      int64  `json:"size"` // bytes
	SHA256    string `json:"sha256"`
	MediaType string `json:"mediaType"`
}

// Published is what [Commit] did.
type Published struct {
	Edition ManifestEdition
	Files   int // with the manifest and the sums
	// Renewed are the paths of files that have other bytes than in the edition before, or are new: of
	// those that [Forms] has it tell of, but for dumps and others that are joined.
	Renewed []string
}

// manifest writes manifest.json and SHA256SUMS, the last files of an edition.
func (t *tree) manifest(ctx context.Context, e Edition) (Published, error) {
	info := e.Info()
	is := ManifestEdition{info.Number, info.Made.UTC(), info.Base, info.Title, info.Entries, "Samling " + info.Version, t.documented}
	t.files.sort()
	err := t.write(ManifestPath, "application/json", func(w io.Writer) error { return t.writeManifest(ctx, w, is, e) })
	if err != nil {
		return Published{}, err
	}
	t.files.sort() // the manifest is in the sums
	err = t.write(SumsPath, "text/plain", func(w io.Writer) error {
		for f := range t.files.all(0) {
			if _, err := fmt.Fprintf(w, "%s  %s\n", f.SHA256, f.Path); err != nil {
				return err
			}
		}
		return nil
	})
	return Published{is, t.files.len(), t.renewed}, err
}

// writeManifest writes a [Manifest] as JSON, with one source and one file a line.
func (t *tree) writeManifest(ctx context.Context, to io.Writer, is ManifestEdition, e Edition) error {
	w := &lineWriter{w: to}
	w.text("{\n \"edition\": ")
	w.value(is)
	w.text(",\n \"sources\": [")
	writeLines(w, func(yield func(ManifestSource) bool) {
		for s, err := range e.Sources(ctx) {
			if err != nil {
				w.err = errors.Join(w.err, err)
				return
			}
			if !yield(ManifestSource{s.ID, s.URL, ManifestSnapshot{s.Snapshot.SHA256, s.Snapshot.MediaType, s.Snapshot.Fetched.UTC()}}) {
				return
			}
		}
	})
	if len(t.joins) > 0 {
		w.text(",\n \"joins\": [")
		writeLines(w, slices.Values(t.joins))
	}
	w.text(",\n \"files\": [")
	writeLines(w, t.files.all(0))
	w.text("\n}\n")
	return w.err
}

// lineWriter writes JSON until something fails.
type lineWriter struct {
	w   io.Writer
	buf bytes.Buffer
	err error
}

func (w *lineWriter) text(s string) {
	if w.err == nil {
		_, w.err = io.WriteString(w.w, s)
	}
}

func (w *lineWriter) value(v any) {
	w.buf.Reset()
	enc := json.NewEncoder(&w.buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		w.err = errors.Join(w.err, err)
	}
	if w.err == nil {
		_, w.err = w.w.Write(bytes.TrimSuffix(w.buf.Bytes(), []byte("\n")))
	}
}

// writeLines writes the values of an array, and its end.
func writeLines[T any](w *lineWriter, all iter.Seq[T]) {
	before := "\n  "
	for v := range all {
		w.text(before)
		w.value(&v)
		before = ",\n  "
	}
	w.text("\n ]")
}

// ReadManifest reads the manifest of a web root.
func ReadManifest(root string) (Manifest, error) {
	var m Manifest
	data, err := os.ReadFile(filepath.Join(root, ManifestPath))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("%s: %w", ManifestPath, err)
	}
	return m, nil
}

// Current is what the manifest in the web root of dir says of its edition.
func Current(dir string) (e ManifestEdition, err error) {
	err = scanManifest(WebRoot(dir), func(found ManifestEdition) bool { e = found; return false }, nil)
	return e, err
}

// Paths are the paths of all files in the web root of dir, in their order, with those that the
// manifest does not list: itself and the sums.
func Paths(dir string) (all []string, err error) {
	err = scanManifest(WebRoot(dir), func(ManifestEdition) bool { return true }, func(f File) bool { all = append(all, f.Path); return true })
	return append(all, ManifestPath, SumsPath), err
}

// Intact says whether the web root of dir is the edition with this number and time, with every
// file there in its size. A manifest that cannot be read is not intact.
func Intact(dir string, number int, made time.Time) (bool, error) {
	root := WebRoot(dir)
	intact := false
	var err error
	damaged := scanManifest(root, func(e ManifestEdition) bool {
		intact = e.Number == number && e.Made.Equal(made)
		return intact
	}, func(f File) bool {
		intact, err = isThere(root, f.Path, f.Size)
		return intact && err == nil
	})
	if damaged != nil || !intact || err != nil {
		return false, err
	}
	return isThere(root, SumsPath, -1)
}

// isThere says whether a file is in the web root in its size, -1 for any.
func isThere(root, path string, size int64) (bool, error) {
	fi, err := os.Stat(filepath.Join(root, filepath.FromSlash(path)))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && (size < 0 || fi.Size() == size), err
}

// scanManifest reads a manifest and holds no more than one file of it: it may have hundreds of
// thousands. It stops where it is told to by false.
func scanManifest(root string, edition func(ManifestEdition) bool, file func(File) bool) error {
	f, err := os.Open(filepath.Join(root, ManifestPath))
	if err != nil {
		return err
	}
	defer f.Close()
	in := json.NewDecoder(bufio.NewReader(f))
	if _, err := in.Token(); err != nil { // {
		return err
	}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return err
		}
		switch key {
		case "edition":
			var e ManifestEdition
			if err := in.Decode(&e); err != nil || !edition(e) {
				return err
			}
		case "files":
			if more, err := scanFiles(in, file); err != nil || !more {
				return err
			}
		default:
			if err := in.Decode(new(json.RawMessage)); err != nil {
				return err
			}
		}
	}
	_, err = in.Token() // }
	return err
}

func scanFiles(in *json.Decoder, file func(File) bool) (more bool, err error) {
	if _, err := in.Token(); err != nil { // [
		return false, err
	}
	for in.More() {
		var f File
		if err := in.Decode(&f); err != nil || !file(f) {
			return false, err
		}
	}
	_, err = in.Token() // ]
	return true, err
}
