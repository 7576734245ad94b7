package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"samling/cmd/samling/internal/validate"
	"samling/publish"
)

// TestKilledAnywhere kills samling run with SIGKILL at random moments, over and over,
// while the page changes under it and a reader watches. The reader sees one whole
// edition in every form, the one before or the one after; the next run goes on as if
// nothing had been; nothing is lost. SAMLING_KILLS sets how many times (60).
func TestKilledAnywhere(t *testing.T) {
	kills := 60
	if n, err := strconv.Atoi(os.Getenv("SAMLING_KILLS")); err == nil {
		kills = n
	}
	dir := t.TempDir()
	binary := filepath.Join(dir, "samling")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	save(t, filepath.Join(dir, "samling.yaml"), "base: https://lit.example.org/\nsources:\n  - {id: liste, url: 'https://example.org/liste', fetch: page.html}\n")
	run := func(round int) *exec.Cmd {
		save(t, filepath.Join(dir, "page.html"), strings.ReplaceAll(generated(150), "oppgave 77<", fmt.Sprintf("oppgave 77, utgave %d<", round)))
		return exec.Command(binary, "run", "--config", filepath.Join(dir, "samling.yaml"))
	}
	if out, err := run(0).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}

	root := filepath.Join(dir, "out", "www")
	stop, watched := make(chan struct{}), watch(root)
	var faults []string
	var wg sync.WaitGroup
	wg.Go(func() { faults = watched(stop) })
	rng := rand.New(rand.NewPCG(1, 2))
	killed := 0
	for round := 1; round <= kills; round++ {
		cmd := run(round)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(rng.IntN(150))*time.Millisecond, func() { cmd.Process.Kill() })
		if cmd.Wait() != nil {
			killed++
		}
		timer.Stop()
	}
	if out, err := run(kills + 1).CombinedOutput(); err != nil {
		t.Errorf("after %d kills: %v: %s", killed, err, out)
	}
	close(stop)
	wg.Wait()
	for _, f := range faults {
		t.Error(f)
	}
	if killed < kills/4 {
		t.Errorf("only %d of %d runs were killed before they were done", killed, kills)
	}
	result, err := validate.Dir(t.Context(), root)
	if err != nil || len(result.Faults) > 0 {
		t.Errorf("the last edition: %v %v", err, result.Faults)
	}
	nt := string(read(t, filepath.Join(root, "dataset.nt")))
	if n := strings.Count(nt, "<http://www.w3.org/ns/dcat#CatalogRecord>"); n != 150 {
		t.Errorf("%d records, want 150: the corrected entry is to keep its id", n)
	}
	if !strings.Contains(nt, fmt.Sprintf("utgave %d\"", kills+1)) {
		t.Error("the last page is not what is published")
	}
}

func save(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// watch returns a reader of the web root that tells every edition it found torn.
func watch(root string) func(stop <-chan struct{}) []string {
	return func(stop <-chan struct{}) (faults []string) {
		for {
			select {
			case <-stop:
				return faults
			default:
			}
			dir, err := filepath.EvalSymlinks(root)
			if err != nil {
				return append(faults, fmt.Sprintf("the web root is gone: %v", err))
			}
			err = whole(dir)
			if now, nowErr := filepath.EvalSymlinks(root); errors.Is(err, fs.ErrNotExist) && (nowErr != nil || now != dir) {
				continue // the reader was slower than two editions
			}
			if err != nil {
				faults = append(faults, err.Error())
			}
		}
	}
}

// whole checks that a folder is one edition: every file as its manifest says.
func whole(dir string) error {
	m, err := publish.ReadManifest(dir)
	if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	for i, f := range m.Files {
		if strings.HasPrefix(f.Path, "item/") && i%20 != 0 {
			continue // one of twenty is enough, and keeps the reader quick
		}
		data, err := os.ReadFile(filepath.Join(dir, f.Path))
		if err != nil {
			return fmt.Errorf("edition %d: %w", m.Edition.Number, err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 {
			return fmt.Errorf("edition %d is torn: %s is not what its manifest says", m.Edition.Number, f.Path)
		}
	}
	return nil
}

// TestTornEditionIsSeen is the control: the same check, of a web root that is
// written in place, one file after the other.
func TestTornEditionIsSeen(t *testing.T) {
	dir := t.TempDir()
	old, next := map[string]string{}, map[string]string{}
	for _, name := range []string{"a.nt", "b.ttl", "feed.xml"} {
		old[name], next[name] = "old "+name, "next "+name
	}
	manifest := func(files map[string]string) string {
		var list []string
		for name, text := range files {
			sum := sha256.Sum256([]byte(text))
			list = append(list, fmt.Sprintf(`{"path":%q,"size":%d,"sha256":"%x"}`, name, len(text), sum))
		}
		return `{"edition":{"number":1},"files":[` + strings.Join(list, ",") + `]}`
	}
	for name, text := range old {
		save(t, filepath.Join(dir, name), text)
	}
	save(t, filepath.Join(dir, publish.ManifestPath), manifest(old))
	if err := whole(dir); err != nil {
		t.Fatal(err)
	}
	save(t, filepath.Join(dir, "b.ttl"), next["b.ttl"]) // … and here the writer is killed
	if whole(dir) == nil {
		t.Error("an edition that was written in place and torn was not seen")
	}
}
