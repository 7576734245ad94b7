package store_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samling/cmd/samling/internal/store"
	"samling/harvest"
)

func start(round int) time.Time {
	return time.Date(2026, 11, 2, 6, 0, 0, 0, time.UTC).Add(time.Duration(round) * time.Second)
}

// process is a second process that has the ledger open for writing.
type process struct {
	*exec.Cmd
	lines *bufio.Scanner
}

// begin starts it and returns when it has written for the first time.
func begin(t *testing.T, task, dir string) process {
	t.Helper()
	p := process{Cmd: exec.Command(os.Args[0], dir)}
	p.Env = append(os.Environ(), second+"="+task)
	p.Stderr = os.Stderr
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.lines = bufio.NewScanner(out)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	p.wait(t)
	return p
}

// wait returns when the process has done one more round.
func (p process) wait(t *testing.T) {
	t.Helper()
	if !p.lines.Scan() {
		t.Fatal("the second process ended early")
	}
}

// kill sends SIGKILL, which no process can prepare for.
func (p process) kill() {
	p.Process.Kill()
	p.Cmd.Wait()
}

// Two processes write to one ledger; only a source is one's alone.
func TestSecondProcess(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	p := begin(t, "hold", dir)
	l := open(t, dir)
	defer close(t, l)
	_, err := l.Lease(ctx, "s", time.Hour)
	if !errors.Is(err, store.ErrLeased) || !strings.Contains(err.Error(), fmt.Sprintf("process %d on ", p.Process.Pid)) {
		t.Fatalf("a source that another process harvests: %v", err)
	}
	if _, err := l.Lease(ctx, "other", time.Hour); err != nil {
		t.Error(err)
	}
	if err := l.Journal(ctx, store.Run{Source: "other"}); err != nil {
		t.Error(err)
	}
	p.kill()
	lease, err := l.Lease(ctx, "s", time.Hour) // its holder is gone
	if err != nil || lease.Epoch != 2 {
		t.Errorf("%+v, %v", lease, err)
	}
	check(t, l, 1)
}

// A dry run may leave no trace, and so no writer beside it.
func TestDryRunAlone(t *testing.T) {
	dir := t.TempDir()
	close(t, open(t, dir))
	r := openReadOnly(t, dir)
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err := store.Open(ctx, dir)
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), "dry run") {
		t.Errorf("opened beside a dry run: %v", err)
	}
	close(t, r)
	close(t, open(t, dir))
}

// A process that is killed while it writes leaves the state before a harvest or the
// one after it, whole; a reader that comes before the next writer sees the same.
func TestKilledWhileWriting(t *testing.T) {
	dir := t.TempDir()
	last := 0
	for i := range 6 {
		p := begin(t, "fill", dir)
		for range i {
			p.wait(t)
		}
		time.Sleep(time.Duration(i) * time.Millisecond)
		p.kill()

		before := files(t, dir)
		r := openReadOnly(t, dir)
		read := check(t, r, 0)
		close(t, r)
		if after := files(t, dir); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("reading changed files:\n got %v\nwant %v", after, before)
		}
		l := open(t, dir)
		if last = check(t, l, 0); last != read {
			t.Errorf("read round %d, then %d", read, last)
		}
		close(t, l)
	}
	if last == 0 {
		t.Error("nothing was written")
	}
}

func TestReadingBesideAWriter(t *testing.T) {
	dir := t.TempDir()
	p := begin(t, "fill", dir)
	for range 5 {
		p.wait(t)
		r := openReadOnly(t, dir)
		check(t, r, 0)
		close(t, r)
	}
}

// check returns the round of a ledger that the second process filled; want is the
// round that it must be, if not 0.
func check(t *testing.T, l *store.SQLite, want int) (round int) {
	t.Helper()
	known, err := l.Known(context.Background(), "s")
	if err != nil {
		t.Fatal(err)
	}
	if len(known) != pageSize {
		t.Fatalf("%d records", len(known))
	}
	for _, k := range known {
		if k.Issued != known[0].Issued {
			t.Fatalf("half a harvest: rounds %s and %s", known[0].Issued, k.Issued)
		}
	}
	fmt.Sscan(known[0].Issued, &round)
	if want != 0 && round != want {
		t.Errorf("round %d, want %d", round, want)
	}
	return round
}

func TestReadOnlyWritesNothing(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	l := open(t, dir)
	if err := fill(ctx, l, 1); err != nil {
		t.Fatal(err)
	}
	close(t, l)
	for name, dir := range map[string]string{"ledger": dir, "empty folder": t.TempDir(), "no folder": filepath.Join(t.TempDir(), "out/state")} {
		before := files(t, dir)
		r := openReadOnly(t, dir)
		known, err := r.Known(ctx, "s")
		if want := map[bool]int{true: pageSize}[name == "ledger"]; err != nil || len(known) != want {
			t.Errorf("%s: %d known, %v", name, len(known), err)
		}
		e, err := r.Edition(ctx, store.EditionConfig{})
		switch {
		case name == "ledger" && err == nil:
			if e.Info().Entries != pageSize {
				t.Errorf("edition of %d entries", e.Info().Entries)
			}
			err = e.Close()
			fallthrough
		case name == "ledger":
			if err != nil {
				t.Error(err)
			}
		case !errors.Is(err, store.ErrNoEdition):
			t.Errorf("%s: edition: %v", name, err)
		}
		refuses(t, name, r)
		if after := files(t, dir); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("%s:\n got %v\nwant %v", name, after, before)
		}
		close(t, r)
		if after := files(t, dir); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("%s, closed:\n got %v\nwant %v", name, after, before)
		}
	}
}

// refuses checks that nothing can be written, and that robots.txt files are kept for
// the run only.
func refuses(t *testing.T, name string, r *store.SQLite) {
	t.Helper()
	ctx := context.Background()
	_, _, _, sealed := r.Seal(ctx, start(9), "other")
	_, unchanged := r.Unchanged(ctx, store.Sighting{Source: "s", At: start(9)})
	_, leased := r.Lease(ctx, "s", time.Minute)
	for what, err := range map[string]error{
		"accept": fill(ctx, r, 9), "seal": sealed,
		"journal":   r.Journal(ctx, store.Run{}),
		"unchanged": unchanged, "lease": leased, "hold": r.Hold(ctx, store.Lease{}, store.Held{Source: "s"}),
		"withdraw": r.Withdraw(ctx, []string{"id00"}, start(9)),
	} {
		if err == nil || !strings.Contains(err.Error(), "reading only") {
			t.Errorf("%s: %s: %v", name, what, err)
		}
	}
	if err := r.PutRobots(ctx, harvest.Robots{Origin: "https://o", Status: 404}); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if got, ok, err := r.Robots(ctx, "https://o"); !ok || got.Status != 404 || err != nil {
		t.Errorf("%s: robots %+v %t %v", name, got, ok, err)
	}
}

// files are the files under a folder, with their hashes and times.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		info, err := d.Info()
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all[d.Name()] = fmt.Sprintf("%x %d %v", sha256.Sum256(text), len(text), info.ModTime())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func openReadOnly(t *testing.T, dir string) *store.SQLite {
	t.Helper()
	l, err := store.OpenReadOnly(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func close(t testing.TB, l *store.SQLite) {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}
