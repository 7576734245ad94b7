package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// said runs a command and returns its exit status and all that it says.
func said(t *testing.T, args ...string) (int, string) {
	var out bytes.Buffer
	m := &Main{Stdout: &out, Stderr: &out, Now: time.Now, Version: "0.0.0-test"}
	code := m.Run(t.Context(), args)
	return code, out.String()
}

// TestDamagedManifest: what is wrong with the publication keeps nobody from looking,
// nor a run from making it again.
func TestDamagedManifest(t *testing.T) {
	config := newSite(t, many(3)).config(t, "", "0 0 1 1 *")
	www := filepath.Join(filepath.Dir(config), "out", "www")
	once(t, config)
	whole := contents(t, filepath.Join(www, "manifest.json"))
	save(t, filepath.Join(www, "manifest.json"), "{\"x")
	if code, text := said(t, "status", "--config", config); code != exitDone || !strings.Contains(text, "is damaged") {
		t.Errorf("status: exit %d, %s", code, text)
	}
	serving(t, config, func(j *journal, address string) {
		await(t, address+"manifest.json", `"entries"`)
	})
	if got := contents(t, filepath.Join(www, "manifest.json")); got != whole {
		t.Errorf("%s, not %s", got, whole)
	}
}

// TestLostLedger: a ledger that is behind the publication was lost, or is an old one.
// What is published stays until a person says otherwise.
func TestLostLedger(t *testing.T) {
	s := newSite(t, many(3))
	config := s.config(t, "", "0 0 1 1 *")
	out := filepath.Join(filepath.Dir(config), "out")
	once(t, config)
	backup := filepath.Join(t.TempDir(), "backup")
	if code, text := said(t, "backup", "--config", config, backup); code != exitDone {
		t.Fatalf("backup: exit %d, %s", code, text)
	}
	s.set(many(4))
	once(t, config)
	before := contents(t, filepath.Join(out, "www", "SHA256SUMS"))
	for _, empty := range []func() error{
		func() error { return os.Truncate(filepath.Join(out, "state", "ledger.db"), 0) },
		func() error { return os.RemoveAll(filepath.Join(out, "state")) },
	} {
		if err := empty(); err != nil {
			t.Fatal(err)
		}
		if code, text := said(t, "run", "--config", config); code != exitUnwritten || !strings.Contains(text, "holds edition 2 and the ledger is only at 1") {
			t.Errorf("exit %d, %s", code, text)
		}
		if after := contents(t, filepath.Join(out, "www", "SHA256SUMS")); after != before {
			t.Error("it was published")
		}
	}
	if err := os.RemoveAll(filepath.Join(out, "state")); err != nil {
		t.Fatal(err)
	}
	if code, text := said(t, "restore", "--config", config, backup); code != exitDone {
		t.Errorf("restore of an older edition: exit %d, %s", code, text)
	}
	if code := once(t, config); code != exitDone {
		t.Errorf("after it: exit %d", code)
	}
}

// TestDamagedLedgerAtStart: samling serve finds it, says what to do, harvests nothing
// and goes on serving.
func TestDamagedLedgerAtStart(t *testing.T) {
	config := newSite(t, many(40)).config(t, "", "@every 1s")
	once(t, config)
	ledger := filepath.Join(filepath.Dir(config), "out", "state", "ledger.db")
	data := []byte(contents(t, ledger))
	for i := len(data) / 2; i < len(data)/2+3*4096; i++ {
		data[i] = 0xff
	}
	save(t, ledger, string(data))
	serving(t, config, func(j *journal, address string) {
		line := j.saying(t, "nothing is harvested or published until the ledger is restored")
		if !strings.Contains(fmt.Sprint(line["error"]), "from a backup") {
			t.Errorf("%v", line)
		}
		if text := get(t, address); !strings.Contains(text, "Samarbeid nummer 7") {
			t.Errorf("%s", text)
		}
		await(t, address+"readyz", "is damaged")
	})
}

// TestDamagedPage: the doctor sees that evidence was lost.
func TestDamagedPage(t *testing.T) {
	config := newSite(t, many(3)).config(t, "", "0 0 1 1 *")
	once(t, config)
	pages, err := filepath.Glob(filepath.Join(filepath.Dir(config), "out", "raw", strings.Repeat("?", 64)))
	if err != nil || len(pages) != 1 {
		t.Fatalf("%v, %v", pages, err)
	}
	if code, text := said(t, "doctor", "--offline", "--config", config); code != exitDone || strings.Contains(text, "damaged") {
		t.Errorf("exit %d, %s", code, text)
	}
	save(t, pages[0], "another page")
	if code, text := said(t, "doctor", "--offline", "--config", config); code != exitDone || !strings.Contains(text, "1 kept page is missing or damaged") {
		t.Errorf("exit %d, %s", code, text)
	}
}

// serving runs samling serve while f looks at it.
func serving(t *testing.T, config string, f func(j *journal, address string)) {
	t.Helper()
	j := &journal{lines: make(chan map[string]any, 1000)}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan int, 1)
	go func() {
		m := &Main{Stdout: io.Discard, Stderr: j, Now: time.Now, Version: "0.0.0-test"}
		done <- m.Run(ctx, []string{"serve", "--config", config, "--addr", "127.0.0.1:0"})
	}()
	f(j, j.saying(t, "serving")["address"].(string))
	stop()
	if code := <-done; code != exitDone {
		t.Errorf("serve: exit %d: %s", code, j.text.String())
	}
}

func contents(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
