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
	"os"
	"path/filepath"
	"slices"
	"strings"
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

	// Renewed are the paths of the files, but for dumps and others that are joined, which have other
	// bytes than in the edition before, or are new. [Commit] knows them, and no file tells.
	Renewed []string `json:"-"`
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

// manifest writes manifest.json and SHA256SUMS, the last files of an edition.
func (t *tree) manifest(ctx context.Context, e Edition) (Manifest, error) {
	info := e.Info()
	slices.SortFunc(t.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	m := Manifest{
		Edition: ManifestEdition{info.Number, info.Made.UTC(), info.Base, info.Title, info.Entries, "Samling " + info.Version, t.documented},
		Sources: []ManifestSource{},
		Joins:   t.joins,
		Files:   slices.Clip(t.files),
		Renewed: t.renewed,
	}
	for s, err := range e.Sources(ctx) {
		if err != nil {
			return Manifest{}, err
		}
		snap := ManifestSnapshot{s.Snapshot.SHA256, s.Snapshot.MediaType, s.Snapshot.Fetched.UTC()}
		m.Sources = append(m.Sources, ManifestSource{s.ID, s.URL, snap})
	}
	if err := t.write(ManifestPath, "application/json", m.write); err != nil {
		return Manifest{}, err
	}
	own := t.files[len(t.files)-1]
	return m, t.write(SumsPath, "text/plain", func(w io.Writer) error {
		at, _ := slices.BinarySearchFunc(m.Files, own, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
		for _, some := range [][]File{m.Files[:at], {own}, m.Files[at:]} {
			for _, f := range some {
				if _, err := fmt.Fprintf(w, "%s  %s\n", f.SHA256, f.Path); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// write writes a manifest as JSON with one file a line. It may have hundreds of thousands.
func (m Manifest) write(to io.Writer) error {
	w := &lineWriter{w: to}
	w.text("{\n \"edition\": ")
	w.value(m.Edition)
	w.text(",\n \"sources\": [")
	writeLines(w, m.Sources)
	if len(m.Joins) > 0 {
		w.text(",\n \"joins\": [")
		writeLines(w, m.Joins)
	}
	w.text(",\n \"files\": [")
	writeLines(w, m.Files)
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
func writeLines[T any](w *lineWriter, all []T) {
	before := "\n  "
	for i := range all {
		w.text(before)
		w.value(&all[i])
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
