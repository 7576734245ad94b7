package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the data flow read backwards: which of our directories a directory
// may import. What is under a directory counts as that directory.
var mayImport = map[string][]string{
	"vocab":     {},
	"harvest":   {},
	"transform": {"harvest", "vocab"},
	"publish":   {"transform", "vocab"},
	"cmd":       {"harvest", "transform", "publish", "vocab"},
}

// knownBy says which directories alone may import a package of others.
var knownBy = map[string][]string{
	"github.com/gocolly/colly/v2":    {"harvest"},
	"github.com/PuerkitoBio/goquery": {"harvest"},
	"golang.org/x/net/html":          {"harvest", "publish/feed"}, // feed.Check reads the HTML in a feed
	"database/sql":                   {"cmd/samling/internal/store"},
	"modernc.org/sqlite":             {"cmd/samling/internal/store"},
	"github.com/jackc/pgx/v5":        {"cmd/samling/internal/store", "cmd/samling/internal/work"},
	"github.com/riverqueue/river":    {"cmd/samling/internal/work"},
	"github.com/robfig/cron/v3":      {"cmd/samling/internal/schedule"},

	"github.com/prometheus/client_golang": {"cmd/samling/internal/metrics"},
	"github.com/wneessen/go-mail":         {"cmd/samling/internal/notify"},
	"github.com/minio/minio-go/v7":        {"cmd/samling/internal/bucket"},
}

// TestImports holds every source file against the rule.
func TestImports(t *testing.T) {
	imports := map[string][]string{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return cmpErr(err, fs.SkipDir)
		}
		if d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(file))
		for _, spec := range parsed.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			imports[filepath.ToSlash(rel)] = append(imports[filepath.ToSlash(rel)], name)
		}
		return err
	})
	if err != nil || len(imports) < 15 {
		t.Fatal(len(imports), err)
	}
	for _, fault := range importFaults(imports) {
		t.Error(fault)
	}
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// TestImportsFaults plants one fault of each kind.
func TestImportsFaults(t *testing.T) {
	for from, imported := range map[string]string{
		"vocab":                         "samling/harvest",
		"harvest":                       "samling/vocab",
		"transform":                     "samling/publish",
		"publish":                       "samling/cmd/samling/internal/store",
		"publish/turtle":                "samling/publish/ntriples",
		"publish/feed":                  "database/sql",
		"transform/deep":                "golang.org/x/net/html/atom",
		"cmd/samling":                   "github.com/gocolly/colly/v2",
		"cmd/samling/internal/pipeline": "github.com/robfig/cron/v3",
	} {
		if faults := importFaults(map[string][]string{from: {"fmt", imported}}); len(faults) != 1 {
			t.Errorf("%s imports %s: %d faults", from, imported, len(faults))
		}
	}
}

// importFaults are the imports that the rule does not allow, by directory.
func importFaults(imports map[string][]string) []string {
	var faults []string
	for _, dir := range slices.Sorted(maps.Keys(imports)) {
		for _, name := range imports[dir] {
			if why := importFault(dir, name); why != "" {
				faults = append(faults, fmt.Sprintf("%s imports %s: %s", dir, name, why))
			}
		}
	}
	return faults
}

func importFault(dir, name string) string {
	top, _, _ := strings.Cut(dir, "/")
	for pkg, owners := range knownBy {
		if under(name, pkg) && !slices.ContainsFunc(owners, func(owner string) bool { return under(dir, owner) }) {
			return "only " + strings.Join(owners, " and ") + " may know it"
		}
	}
	ours, ok := strings.CutPrefix(name, "samling/")
	if !ok {
		return ""
	}
	target, _, _ := strings.Cut(ours, "/")
	switch {
	case target != top && !slices.Contains(mayImport[top], target):
		return "the data flows the other way"
	case top == "publish" && strings.HasPrefix(ours, "publish/") && !strings.HasPrefix(ours, "publish/internal/") && !under(ours, dir) && path.Dir(dir) != ".":
		return "one form of publication does not know another"
	}
	return ""
}

func under(dir, owner string) bool { return dir == owner || strings.HasPrefix(dir, owner+"/") }
