package httpd

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// manifest is what an edition's manifest.json says of its files. It is read once
// an edition; the edition's folder is never changed once it has its name.
type manifest struct {
	dir   string      // since an inode may come back within one tick of the file system's clock
	info  fs.FileInfo // of manifest.json, nil where there is none
	files map[string]sum
}

// sum is the digest of one file, and what to know it by.
type sum struct {
	digest [sha256.Size]byte
	size   int64
	info   fs.FileInfo // nil for what a manifest says
}

// mostSums is how many digests of unlisted files are kept.
const mostSums = 1024

// digest is the SHA-256 of a file: the manifest's where it lists the file in this
// size, else computed, and remembered as long as the file stays the same.
func (s *site) digest(e *edition, f *file) ([sha256.Size]byte, error) {
	if listed, ok := s.listed(e)[f.name]; ok && listed.size == f.info.Size() {
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
	s.sums[key] = sum{digest, f.info.Size(), f.info}
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

// listed is the manifest of an edition; one that cannot be read lists nothing.
func (s *site) listed(e *edition) map[string]sum {
	info, err := e.root.Stat("manifest.json")
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.manifest.dir != e.dir || !same(s.manifest.info, info) {
		s.manifest = manifest{e.dir, info, readManifest(e.root)}
	}
	return s.manifest.files
}

// readManifest takes the digests from manifest.json (publish.Manifest).
func readManifest(root *os.Root) map[string]sum {
	f, err := root.Open("manifest.json")
	if err != nil {
		return nil
	}
	defer f.Close()
	var m struct {
		Files []struct {
			Path   string `json:"path"`
			Size   int64  `json:"size"`
			SHA256 string `json:"sha256"`
		} `json:"files"`
	}
	if json.NewDecoder(f).Decode(&m) != nil {
		return nil
	}
	files := make(map[string]sum, len(m.Files))
	for _, f := range m.Files {
		digest, err := hex.DecodeString(f.SHA256)
		if err == nil && len(digest) == sha256.Size {
			files[f.Path] = sum{digest: [sha256.Size]byte(digest), size: f.Size}
		}
	}
	return files
}
