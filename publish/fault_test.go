package publish_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"samling/publish"
	"samling/publish/internal/editiontest"
	"samling/publish/jsonld"
	"samling/publish/ntriples"
	"samling/publish/turtle"
	"samling/transform"
)

func forms() publish.Forms {
	return publish.Forms{
		Dumps:        []publish.Dump{ntriples.Writer{File: "dataset.nt"}, jsonld.Writer{File: "dataset.jsonld"}},
		Facts:        []publish.Dump{ntriples.Writer{File: "facts.nt"}, jsonld.Writer{File: "facts.jsonld"}},
		Documents:    []publish.Document{turtle.Document{}, jsonld.Document{}},
		MaxDocuments: 100,
		Key:          "fault",
	}
}

// edition is the sample, or the one after it: a title corrected, an entry more.
func edition(number int) *editiontest.Edition {
	sample := editiontest.Sample()
	info := sample.Info()
	info.Number = number
	var sources []publish.Source
	var items []publish.Item
	for s, err := range sample.Sources(context.Background()) {
		if err != nil {
			panic(err)
		}
		changes := len(sources) == 0 // the others are taken over from the edition before
		s.Key = s.ID
		if changes {
			s.Key += fmt.Sprint(number)
		}
		sources = append(sources, s)
		for it, err := range sample.Items(context.Background(), s.ID) {
			if err != nil {
				panic(err)
			}
			it.Link = "" // the sample has keys and links that are no IRIs: pages and feeds take them
			it.Publishers = []transform.Publisher{{Key: "ks", Name: "KS"}}
			if changes && it.Position == 1 {
				it.Title.Value += fmt.Sprint(" ", number)
			}
			items = append(items, it)
		}
	}
	return editiontest.New(info, sources, items)
}

// whole returns the number of the edition in a web root, which must have every file
// with the sum that its manifest says, and none besides.
func whole(root string) (int, error) {
	m, err := publish.ReadManifest(root)
	if err != nil {
		return 0, err
	}
	left := map[string]bool{publish.ManifestPath: true, publish.SumsPath: true}
	for _, f := range m.Files {
		data, err := os.ReadFile(filepath.Join(root, f.Path))
		if err != nil {
			return 0, err
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 {
			return 0, fmt.Errorf("%s has not the sum of the manifest", f.Path)
		}
		left[f.Path] = true
	}
	dir, err := filepath.EvalSymlinks(root)
	if err != nil {
		return 0, err
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if rel, _ := filepath.Rel(dir, path); err == nil && !d.IsDir() && !left[filepath.ToSlash(rel)] {
			return fmt.Errorf("%s is in no manifest", rel)
		}
		return err
	})
	return m.Edition.Number, err
}

// TestEveryOperationFails lets each file operation of a commit fail in turn, as a broken
// and as a full disk do. Readers see the edition before, or the new one where the fault
// came after the swap; the next commit makes the new one, byte for byte as without a fault.
func TestEveryOperationFails(t *testing.T) {
	ctx := context.Background()
	clean := memory(t)
	var ops []string
	count := func(op, path string) error { ops = append(ops, op); return nil }
	for n := 1; n <= 3; n++ {
		ops = nil
		if _, err := publish.CommitOn(ctx, count, clean, edition(n), forms()); err != nil {
			t.Fatal(err)
		}
	}
	if all := strings.Join(ops, " "); len(ops) < 60 || !strings.Contains(all, "open") || !strings.Contains(all, "link") {
		t.Fatalf("%d operations: %v", len(ops), ops)
	}
	want := sums(t, publish.WebRoot(clean))
	kept, replaced := 0, 0
	for _, fault := range []error{syscall.EIO, syscall.ENOSPC} {
		for k := range ops {
			dir := memory(t)
			if _, err := publish.Commit(ctx, dir, edition(2), forms()); err != nil {
				t.Fatal(err)
			}
			at := 0
			_, err := publish.CommitOn(ctx, func(op, path string) error {
				if at++; at == k+1 {
					return fault
				}
				return nil
			}, dir, edition(3), forms())
			number, broken := whole(publish.WebRoot(dir))
			name := fmt.Sprintf("%v at operation %d (%s)", fault, k+1, ops[k])
			switch {
			case broken != nil:
				t.Fatalf("%s: the web root is broken: %v", name, broken)
			case err == nil && number != 3:
				t.Errorf("%s: no error, and edition %d", name, number)
			case err != nil && !errors.Is(err, fault):
				t.Errorf("%s: %v", name, err)
			case errors.Is(err, publish.ErrTidy) && number != 3:
				t.Errorf("%s: %v, but edition %d", name, err, number)
			case number == 2:
				kept++
			default:
				replaced++
			}
			if _, err := publish.Commit(ctx, dir, edition(3), forms()); err != nil {
				t.Fatalf("%s: the next commit: %v", name, err)
			}
			if got := sums(t, publish.WebRoot(dir)); got != want {
				t.Errorf("%s: the next commit made another edition", name)
			}
		}
	}
	if kept < len(ops) || replaced == 0 {
		t.Errorf("%d times the edition before, %d times the new one: the faults were not where they should be", kept, replaced)
	}
}

// memory is a folder in memory where there is one: hundreds of commits each sync their
// file system.
func memory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "samling-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func sums(t *testing.T, root string) string {
	t.Helper()
	if _, err := whole(root); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(root, publish.SumsPath))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
