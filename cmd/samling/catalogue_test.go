package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"samling/cmd/samling/internal/validate"
)

// published is the web root of two lists with the same bytes, which are one snapshot of
// two pages, and a third.
func published(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "page.html"), generated(7))
	write(t, filepath.Join(dir, "other.html"), "<h1>Further reading</h1><h3>Small towns in transition</h3><p>Report – Nordregio 2010–2014</p><p>Lessons.</p>"+
		"<h3>Regionalt samarbeid</h3><p>Rapport – IRIS 2009</p><p>Om samarbeid.</p>")
	write(t, filepath.Join(dir, "samling.yaml"), "base: https://lit.example.org/lister/\ntitle: Lister\nsources:\n"+
		"  - id: ein\n    url: https://example.org/ein\n    fetch: page.html\n"+
		"  - id: to\n    url: https://example.org/to\n    fetch: page.html\n"+
		"  - id: tre\n    url: https://example.org/tre\n    fetch: other.html\n")
	var out, errs bytes.Buffer
	m := &Main{Stdout: &out, Stderr: &errs, Now: time.Now, Version: "test"}
	if code := m.Run(t.Context(), []string{"run", "--config", filepath.Join(dir, "samling.yaml")}); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	return filepath.Join(dir, "out", "www")
}

// TestEveryIRI: what was minted can be looked up, and what the catalogues say is so;
// validate finds nothing, and each planted fault.
func TestEveryIRI(t *testing.T) {
	root := published(t)
	result, err := validate.Dir(t.Context(), root)
	if err != nil || len(result.Faults) > 0 {
		t.Fatal(err, result.Faults)
	}
	snapshots, err := filepath.Glob(filepath.Join(root, "snapshot", "*.ttl"))
	if err != nil || len(snapshots) != 2 {
		t.Fatal(snapshots, err)
	}
	both := 0
	for _, path := range snapshots {
		text := string(read(t, path))
		if strings.Contains(text, "example.org/ein>") && strings.Contains(text, "example.org/to>") {
			both++
		}
	}
	if both != 1 {
		t.Errorf("%d snapshots are of both pages, want 1", both)
	}
	for _, f := range []struct{ file, find, put, says string }{
		{"catalog.ttl", `dcat:byteSize "\d`, `${0}9`, "bytes; it has"},
		{"catalog.ttl", `checksumValue> "....`, `checksumValue> "0000`, "another checksum of"},
		{"catalog.ttl", `dcat:downloadURL <https://lit.example.org/lister/facts.nt>`, `dcat:downloadURL <https://lit.example.org/lister/fakta.nt>`, "no file of the publication"},
		{"catalog.ttl", `#facts.nq> ,`, `#facts.nquads> ,`, "does not offer facts.nq"},
		{"void.ttl", `void:triples "\d`, `${0}1`, "triples; counted"},
		{"void.ttl", `void:distinctSubjects "\d`, `${0}1`, "distinctSubjects; counted"},
		{"void.ttl", `void:entities "\d+"`, `void:entities "4"`, "entities; counted"},
		{"void.ttl", `void:properties "\d+"`, `void:properties "4"`, "properties; counted"},
		{"void.ttl", `void:class bibo:Report`, `void:class bibo:Rapport`, "which the dataset does not have"},
		{"void.ttl", `void:property dcterms:title`, `void:property dcterms:alternative`, "dc/terms/title>; counted"},
		{"void.jsonld", `"triples":\["\d`, `${0}9`, "has a statement that other forms do not have"},
		{"org/iris.ttl", `org/iris#it>`, `org/iris#them>`, "org/iris#it>, which has no document"},
		{"types.ttl", `type:rapport a`, `type:report a`, "types#rapport>, which has no document"},
		{"operator.ttl", `operator>`, `operators>`, "/operator>, which has no document"},
		{"dataset.ttl", `<https://lit.example.org/lister/dataset> a`, `<https://lit.example.org/lister/datasets> a`, "/dataset>, which has no document"},
		{"profile/1.0.ttl", `shapes.ttl`, `shape.ttl`, "shape.ttl>, which has no document"},
	} {
		fault := filepath.Join(t.TempDir(), "www")
		if err := os.CopyFS(fault, os.DirFS(root)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(fault, filepath.FromSlash(f.file))
		text := string(read(t, file))
		at := regexp.MustCompile(f.find).FindStringSubmatchIndex(text)
		if at == nil {
			t.Errorf("%s has no %s", f.file, f.find)
			continue
		}
		put := regexp.MustCompile(f.find).ExpandString(nil, f.put, text, at)
		write(t, file, text[:at[0]]+string(put)+text[at[1]:])
		result, err := validate.Dir(t.Context(), fault)
		if err != nil {
			t.Fatal(err)
		}
		seen := ""
		for _, fault := range result.Faults {
			seen += fault.String() + "\n"
		}
		if !strings.Contains(seen, f.says) {
			t.Errorf("%s with %s: validate does not say %q:\n%s", f.file, f.put, f.says, seen)
		}
	}
}
