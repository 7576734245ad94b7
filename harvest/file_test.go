package harvest_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"samling/harvest"
)

func write(t *testing.T, name, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFileIsAPage(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a.html":    {page, "text/html"},
		"a.HTM":     {"bare tekst", "text/html"},
		"a.xhtml":   {page, "text/html"},
		"a.txt":     {"<p>bl\xe5b\xe6r\r\n", "text/plain"},
		"a.page":    {page, "text/html"},
		"sampling":  {"Rapport – NIBR 2014\r\n", "text/plain"},
		"empty.txt": {"", "text/plain"},
	} {
		now := time.Date(2026, 11, 24, 5, 30, 1, 999, time.FixedZone("Oslo", 3600))
		got, err := harvest.FileFetcher{Now: func() time.Time { return now }}.Fetch(t.Context(), write(t, name, c.text), harvest.Validators{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.ContentType != c.want || string(got.Body) != c.text || got.URL != "" || got.Base != "" {
			t.Errorf("%s: %+v", name, got)
		}
		if want := time.Date(2026, 11, 24, 4, 30, 1, 0, time.UTC); got.FetchedAt != want {
			t.Errorf("%s: fetched at %s", name, got.FetchedAt)
		}
	}
}

func TestUnchangedFileIsNotModified(t *testing.T) {
	path := write(t, "a.txt", "abc")
	var f harvest.FileFetcher
	first, err := f.Fetch(t.Context(), path, harvest.Validators{})
	if err != nil {
		t.Fatal(err)
	}
	if want := `"sha256-ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"`; first.ETag != want || first.LastModified != "" {
		t.Errorf("validators %+v", first.Validators)
	}
	if _, err := f.Fetch(t.Context(), path, first.Validators); !errors.Is(err, harvest.ErrNotModified) {
		t.Errorf("unchanged: %v", err)
	}
	if err := os.WriteFile(path, []byte("abd"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := f.Fetch(t.Context(), path, first.Validators); err != nil || string(got.Body) != "abd" {
		t.Errorf("changed: %+v, %v", got, err)
	}
}

func TestFilesThatAreNoPage(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.html")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		dir:                             "directory",
		pipe:                            "not a regular file",
		filepath.Join(dir, "none.html"): "is the path right?",
		write(t, "a.pdf", "%PDF-1.7"):   "application/pdf",
		write(t, "b.html", "%PDF-1.7"):  "application/pdf",
	} {
		if _, err := (harvest.FileFetcher{}).Fetch(t.Context(), path, harvest.Validators{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := (harvest.FileFetcher{}).Fetch(t.Context(), filepath.Join(dir, "none.html"), harvest.Validators{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}

func TestFileCap(t *testing.T) {
	path := write(t, "a.txt", "12345")
	if _, err := (harvest.FileFetcher{MaxBody: 5}).Fetch(t.Context(), path, harvest.Validators{}); err != nil {
		t.Errorf("exactly: %v", err)
	}
	if _, err := (harvest.FileFetcher{MaxBody: 4}).Fetch(t.Context(), path, harvest.Validators{}); !errors.Is(err, harvest.ErrTooLarge) {
		t.Errorf("over: %v", err)
	}
	large := write(t, "b.txt", "")
	if err := os.Truncate(large, 16<<20+1); err != nil {
		t.Fatal(err)
	}
	if _, err := (harvest.FileFetcher{}).Fetch(t.Context(), large, harvest.Validators{}); !errors.Is(err, harvest.ErrTooLarge) {
		t.Errorf("over the default: %v", err)
	}
}

func TestFileOfACancelledFetch(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (harvest.FileFetcher{}).Fetch(ctx, write(t, "a.txt", "x"), harvest.Validators{}); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}
