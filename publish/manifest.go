package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
		Files:   slices.Clone(t.files),
	}
	for s, err := range e.Sources(ctx) {
		if err != nil {
			return Manifest{}, err
		}
		snap := ManifestSnapshot{s.Snapshot.SHA256, s.Snapshot.MediaType, s.Snapshot.Fetched.UTC()}
		m.Sources = append(m.Sources, ManifestSource{s.ID, s.URL, snap})
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return Manifest{}, err
	}
	if err := t.put(ManifestPath, "application/json", text.Bytes()); err != nil {
		return Manifest{}, err
	}
	var sums bytes.Buffer
	slices.SortFunc(t.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	for _, f := range t.files {
		fmt.Fprintf(&sums, "%s  %s\n", f.SHA256, f.Path)
	}
	return m, t.put(SumsPath, "text/plain", sums.Bytes())
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

// Intact says whether the web root of dir is the edition with this number and time,
// with every file there in its size. It reads no file but the manifest.
func Intact(dir string, number int, made time.Time) (bool, error) {
	root := WebRoot(dir)
	m, err := ReadManifest(root)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || m.Edition.Number != number || !m.Edition.Made.Equal(made) {
		return false, nil // a damaged manifest is made again, too
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
	_, err = os.Stat(filepath.Join(root, SumsPath))
	return err == nil, nil
}
