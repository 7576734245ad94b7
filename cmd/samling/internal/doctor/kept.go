package doctor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"samling/cmd/samling/internal/store"
	"samling/publish"
)

func (e *examination) ledger(ctx context.Context) {
	e.area = "ledger"
	file := filepath.Join(e.Config.Out, "state")
	if e.Ledger == nil {
		do := "see what it says; restore the folder from a backup if it is damaged"
		if errors.Is(e.NoOpen, store.ErrNewer) {
			do = "use the newer samling that wrote it"
		}
		e.find(Fail, do, "the ledger in %s cannot be opened: %v", file, e.NoOpen)
		return
	}
	if err := e.Ledger.Check(ctx); err != nil {
		e.find(Fail, "stop samling and restore the folder from a backup; what is published stays as it is", "%v", err)
		return
	}
	runs, err := e.Ledger.Runs(ctx, 1)
	switch {
	case err != nil:
		e.find(Fail, "restore the folder from a backup", "the run journal cannot be read: %v", err)
	case len(runs) == 0:
		e.find(Warn, "run samling run", "the ledger in %s is new: nothing was harvested yet", file)
	default:
		e.ok("the ledger in %s is whole", file)
	}
	e.pages(ctx)
}

// pages holds every kept page that the ledger refers to against its hash.
func (e *examination) pages(ctx context.Context) {
	needed, err := e.Ledger.Pages(ctx)
	if err != nil {
		e.find(Fail, "restore the folder from a backup", "which pages are kept cannot be read: %v", err)
		return
	}
	raw := filepath.Join(e.Config.Out, "raw")
	var bad []string
	for sum := range needed {
		if got, err := sumOf(filepath.Join(raw, sum)); err != nil || got != sum {
			bad = append(bad, sum)
		}
	}
	slices.Sort(bad)
	switch {
	case len(bad) > 0:
		e.find(Warn, "restore them from a backup: without them samling rebuild and samling history have no evidence",
			"%s missing or damaged in %s: %s", are(len(bad), "kept page"), raw, strings.Join(bad[:min(len(bad), 3)], ", "))
	case len(needed) > 0:
		e.ok("all %s in %s are what their names say", count(len(needed), "kept page"), raw)
	}
}

// publication holds every file of the web root against the manifest, and the manifest against the ledger.
func (e *examination) publication(ctx context.Context) {
	e.area = "publication"
	const do = "delete %s and run samling run: it is made again from the ledger"
	root := e.root()
	m, err := publish.ReadManifest(root)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.find(Warn, "run samling run", "there is no publication in %s", root)
		return
	case err != nil:
		e.find(Fail, fmt.Sprintf(do, root), "%s: %v", root, err)
		return
	}
	if bad := damaged(root, m); len(bad) > 0 {
		e.find(Fail, fmt.Sprintf(do, root), "%s not what the manifest says: %s", are(len(bad), "file"), strings.Join(bad[:min(len(bad), 3)], ", "))
	} else {
		e.ok("edition %d: all %d files are what the manifest says", m.Edition.Number, len(m.Files))
	}
	if m.Edition.Base != e.Config.Base {
		e.find(Warn, "run samling run, and then keep the base: identifiers must not change",
			"it was made for the base %s, and the configuration says %s", m.Edition.Base, e.Config.Base)
	}
	e.sealed(ctx, m)
}

// sealed compares the publication with the edition that the ledger has sealed.
func (e *examination) sealed(ctx context.Context, m publish.Manifest) {
	if e.Ledger == nil {
		return
	}
	c := e.Config
	edition, err := e.Ledger.Edition(ctx, store.EditionConfig{
		Base: c.Base, Title: c.Title, Language: c.Language, Bodies: e.Bodies, Version: e.Version,
		Publisher: publish.Publisher{Name: c.Publisher.Name, Email: c.Publisher.Email},
	})
	if err != nil {
		e.find(Fail, "restore the ledger that it was made from, or delete it and run samling run", "the ledger has no edition to compare it with: %v", err)
		return
	}
	defer edition.Close()
	if i := edition.Info(); i.Number != m.Edition.Number || !i.Made.Equal(m.Edition.Made) {
		e.find(Fail, "run samling run; if that does not mend it, the log says why the newest edition was not published",
			"it is edition %d, and the ledger's is %d", m.Edition.Number, i.Number)
		return
	}
	e.ok("it is the ledger's newest edition")
}

// damaged are the files that are not what a manifest says.
func damaged(root string, m publish.Manifest) (bad []string) {
	for _, f := range m.Files {
		if sum, err := sumOf(filepath.Join(root, filepath.FromSlash(f.Path))); err != nil || sum != f.SHA256 {
			bad = append(bad, f.Path)
		}
	}
	if _, err := os.Stat(filepath.Join(root, publish.SumsPath)); err != nil {
		bad = append(bad, publish.SumsPath)
	}
	return bad
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// size is what the current edition takes, in bytes; 0 when there is none.
func (e *examination) size() (n uint64) {
	m, err := publish.ReadManifest(e.root())
	if err != nil {
		return 0
	}
	for _, f := range m.Files {
		n += uint64(max(f.Size, 0))
	}
	return n
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func are(n int, what string) string {
	if n == 1 {
		return count(n, what) + " is"
	}
	return count(n, what) + " are"
}

func mib(n uint64) string { return fmt.Sprintf("%d MiB", n>>20) }
