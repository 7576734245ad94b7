package publish

import (
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
}

// ManifestEdition is what a manifest says of the edition.
type ManifestEdition struct {
	Number    int       `json:"number"`
	Made      time.Time `json:"made"`
	Base      string    `json:"base"`
	Title     string    `json:"title"`
	Entries   int       `json:"entries"`
	Generator string    `json:"generator"`
	Documents bool      `json:"documents"` // whether each record is a file of its own
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
		Edition: ManifestEdition{info.Number, info.Made.UTC(), info.Base, info.Title, info.Entries, "Samling " + info.Version, t.made[filepath.Join(t.dir, "item")]},
		Sources: []ManifestSource{},
		Joins:   t.joins,
		Files:   slices.Clip(t.files),
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

// Intact says whether the web root of dir, which has this manifest, is the edition with
// this number and time, with every file there in its size.
func Intact(dir string, m Manifest, number int, made time.Time) (bool, error) {
	root := WebRoot(dir)
	if m.Edition.Number != number || !m.Edition.Made.Equal(made) {
		return false, nil
	}
	for _, f := range m.Files {
		fi, err := os.Stat(filepath.Join(root, filepath.FromSlash(f.Path)))
		if errors.Is(err, fs.ErrNotExist) || err == nil && fi.Size() != f.Size {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	_, err := os.Stat(filepath.Join(root, SumsPath))
	return err == nil, nil
}
