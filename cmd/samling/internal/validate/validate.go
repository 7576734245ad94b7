// Package validate reads a publication back, as a stranger would, and checks it: the
// manifest and sums against the files, every RDF form for syntax, all forms for
// being one graph, absolute IRIs only, no blank nodes, lexical forms that are what
// their datatype says, a document for every IRI minted, catalogues whose sizes, sums
// and counts are true, and the rules of the feeds, each
// alone and all together.
//
// It reads with other people's parsers (knakk/rdf, json-gold), not with the code
// that wrote.
package validate

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"

	"samling/publish"
)

// Fault is something wrong with a publication.
type Fault struct {
	Path string `json:"path"` // in the web root
	What string `json:"what"`
}

func (f Fault) String() string { return f.Path + ": " + f.What }

// Result is what a check found.
type Result struct {
	Edition int            `json:"edition"`
	Files   int            `json:"files"`
	Triples map[string]int `json:"triples"` // by dump: "dataset", "facts"
	Faults  []Fault        `json:"faults"`
}

// Dir checks the publication in a web root. The error is for what kept it from
// being checked; what is wrong with the publication is in the result.
func Dir(ctx context.Context, root string) (Result, error) {
	if fi, err := os.Stat(root); err != nil {
		return Result{}, fmt.Errorf("validate: %w; run samling run first, or name the web root", err)
	} else if !fi.IsDir() {
		return Result{}, fmt.Errorf("validate %s: not a directory; name the web root, such as out/www", root)
	}
	// The link is followed once: an edition published meanwhile is not mixed in.
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return Result{}, err
	}
	c := &checker{root: root, result: Result{Triples: map[string]int{}, Faults: []Fault{}}, tally: newTally(), minted: newMinted()}
	if err := c.check(ctx); err != nil {
		return Result{}, err
	}
	return c.result, nil
}

type checker struct {
	root     string
	manifest publish.Manifest
	result   Result
	tally    *tally
	minted   minted
}

func (c *checker) fault(path, format string, args ...any) {
	c.result.Faults = append(c.result.Faults, Fault{path, fmt.Sprintf(format, args...)})
}

func (c *checker) check(ctx context.Context) error {
	m, err := publish.ReadManifest(c.root)
	if err != nil {
		c.fault(publish.ManifestPath, "can't be read: %v", err)
		return nil
	}
	c.manifest = m
	c.result.Edition, c.result.Files = m.Edition.Number, len(m.Files)
	c.files()
	c.sums()
	c.strangers()
	for _, step := range []func(context.Context) error{c.dumps, c.documents} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	c.catalogue()
	c.feeds()
	slices.SortStableFunc(c.result.Faults, func(a, b Fault) int { return cmp.Compare(a.Path, b.Path) })
	return ctx.Err()
}

// files holds every file against the manifest, and every .gz against its plain file.
func (c *checker) files() {
	plain, names := map[string]string{}, map[string]bool{}
	for _, f := range c.manifest.Files {
		plain[f.Path] = f.SHA256
		names[strings.TrimSuffix(f.Path, ".gz")] = true
	}
	for _, f := range c.manifest.Files {
		sum, size, err := c.hash(f.Path, false)
		switch {
		case err != nil:
			c.fault(f.Path, "can't be read: %v", err)
			continue
		case size != f.Size:
			c.fault(f.Path, "has %d bytes, the manifest says %d", size, f.Size)
		case sum != f.SHA256:
			c.fault(f.Path, "its SHA-256 is not the manifest's")
		}
		if base, packed := strings.CutSuffix(f.Path, ".gz"); packed {
			sum, _, err := c.hash(f.Path, true)
			if err != nil {
				c.fault(f.Path, "is not gzip: %v", err)
			} else if plain[base] != "" && sum != plain[base] {
				c.fault(f.Path, "does not unpack to %s", base)
			}
		}
	}
	for _, need := range []string{"dataset.ttl", "dataset.nt", "dataset.nq", "dataset.jsonld", "facts.ttl", "facts.nt", "facts.nq", "facts.jsonld", "feed.xml", "atom.xml", "feed.json", "feed.rdf", "feeds.opml"} {
		if !names[need] && !c.isJoin(need) {
			c.fault(need, "is not in the manifest")
		}
	}
}

// isJoin says whether a dump is split.
func (c *checker) isJoin(dump string) bool {
	return slices.ContainsFunc(c.manifest.Joins, func(j publish.Join) bool { return j.Path == dump+".gz" })
}

// dump opens the text of a dump, whatever files it is.
func (c *checker) dump(path string) (io.ReadCloser, error) {
	root := os.DirFS(c.root)
	return publish.OpenDump(root, c.manifest, path)
}

func (c *checker) open(path string) (*os.File, error) {
	if !filepath.IsLocal(filepath.FromSlash(path)) {
		return nil, fmt.Errorf("path %q is not inside the web root", path)
	}
	return os.Open(filepath.Join(c.root, filepath.FromSlash(path)))
}

func (c *checker) hash(path string, unpack bool) (sum string, size int64, err error) {
	f, err := c.open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	var r io.Reader = f
	if unpack {
		if r, err = gzip.NewReader(f); err != nil {
			return "", 0, err
		}
	}
	h := sha256.New()
	size, err = io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

// sums holds SHA256SUMS against the manifest: sha256sum -c reads it.
func (c *checker) sums() {
	data, err := os.ReadFile(filepath.Join(c.root, publish.SumsPath))
	if err != nil {
		c.fault(publish.SumsPath, "can't be read: %v", err)
		return
	}
	said := map[string]string{}
	for _, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		sum, path, ok := strings.Cut(line, "  ")
		if !ok || len(sum) != 64 {
			c.fault(publish.SumsPath, "the line %q is not a sum, two spaces and a path", line)
			continue
		}
		said[path] = sum
	}
	if sum, _, err := c.hash(publish.ManifestPath, false); err == nil && said[publish.ManifestPath] != sum {
		c.fault(publish.SumsPath, "the sum of %s is wrong or missing", publish.ManifestPath)
	}
	delete(said, publish.ManifestPath)
	for _, f := range c.manifest.Files {
		if said[f.Path] != f.SHA256 {
			c.fault(publish.SumsPath, "the sum of %s is wrong or missing", f.Path)
		}
		delete(said, f.Path)
	}
	for path := range said {
		c.fault(publish.SumsPath, "lists %s, which is not in the manifest", path)
	}
}

// strangers are files that the manifest does not know.
func (c *checker) strangers() {
	known := map[string]bool{publish.ManifestPath: true, publish.SumsPath: true}
	for _, f := range c.manifest.Files {
		known[f.Path] = true
	}
	err := filepath.WalkDir(c.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(c.root, path)
		if err == nil && !known[filepath.ToSlash(rel)] {
			c.fault(filepath.ToSlash(rel), "is in the web root but not in the manifest")
		}
		return err
	})
	if err != nil {
		c.fault(".", "%v", err)
	}
}
