package httpd

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"

	"samling/publish"
)

// manifest is what an edition's manifest.json says. It is read once an edition; the
// edition's folder is never changed once it has its name.
type manifest struct {
	dir          string      // since an inode may come back within one tick of the file system's clock
	info         fs.FileInfo // of manifest.json, nil where there is none
	base         string      // of the IRIs, "" where it is not said
	number       int         // of the edition
	undocumented bool        // it says that records are no files
	files        map[string]listing
	joins        map[string]publish.Join // files that segments make, by path
}

// listing is what a manifest says of one file.
type listing struct {
	sum
	mediaType string // "" where there is none
}

// mediaType is the manifest's, else the table's.
func (m *manifest) mediaType(name string) string {
	if t := m.files[name].mediaType; t != "" {
		return t
	}
	return mediaType(name)
}

// sum is the digest of one file, and what to know it by.
type sum struct {
	known  bool
	digest [sha256.Size]byte
	size   int64
	info   fs.FileInfo // nil for what a manifest says
}

// mostSums is how many digests of unlisted files are kept.
const mostSums = 1024

// digest is the SHA-256 of a file: the manifest's where it lists the file in this
// size, else computed, and remembered as long as the file stays the same.
func (s *site) digest(e *edition, f *file) ([sha256.Size]byte, error) {
	if listed := s.listed(e).files[f.name]; listed.known && listed.size == f.size {
		return listed.digest, nil
	}
	key := e.dir + "\x00" + f.name
	s.mu.Lock()
	known, ok := s.sums[key]
	s.mu.Unlock()
	if ok && same(known.info, f.info) {
		return known.digest, nil
	}
	digest, err := compute(f)
	if err != nil {
		return digest, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.sums) >= mostSums {
		clear(s.sums)
	}
	s.sums[key] = sum{true, digest, f.size, f.info}
	return digest, nil
}

// compute reads a file whole and goes back to its beginning.
func compute(f *file) (digest [sha256.Size]byte, err error) {
	h := sha256.New()
	if _, err = io.Copy(h, f); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return digest, fmt.Errorf("read %s: %w", f.name, err)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// same says whether a file is still the one that was looked at.
func same(a, b fs.FileInfo) bool {
	return a != nil && b != nil && os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// listed is the manifest of an edition; one that cannot be read says nothing.
func (s *site) listed(e *edition) *manifest {
	info, err := e.root.Stat(publish.ManifestPath)
	if err != nil {
		return &manifest{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.manifest == nil || s.manifest.dir != e.dir || !same(s.manifest.info, info) {
		s.manifest = readManifest(e.root)
		s.manifest.dir, s.manifest.info = e.dir, info
	}
	return s.manifest
}

// readManifest reads manifest.json (publish.Manifest).
func readManifest(root *os.Root) *manifest {
	f, err := root.Open(publish.ManifestPath)
	if err != nil {
		return &manifest{}
	}
	defer f.Close()
	var said struct {
		Edition struct {
			Number    int    `json:"number"`
			Base      string `json:"base"`
			Documents *bool  `json:"documents"` // nil in the manifest of an older version, which always had them
		} `json:"edition"`
		Files []publish.File `json:"files"`
		Joins []publish.Join `json:"joins"`
	}
	if json.NewDecoder(f).Decode(&said) != nil {
		return &manifest{}
	}
	m := &manifest{base: said.Edition.Base, number: said.Edition.Number, files: make(map[string]listing, len(said.Files)), joins: map[string]publish.Join{}}
	m.undocumented = said.Edition.Documents != nil && !*said.Edition.Documents
	for _, f := range said.Files {
		l := listing{mediaType: declared(f.MediaType)}
		if digest, err := hex.DecodeString(f.SHA256); err == nil && len(digest) == sha256.Size {
			l.sum = sum{known: true, digest: [sha256.Size]byte(digest), size: f.Size}
		}
		m.files[f.Path] = l
	}
	for _, j := range said.Joins {
		m.list(j)
	}
	return m
}
