package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"samling/harvest/hostiletest"
)

// TestHostileSource (the words of each message are held in package harvest) takes each hostile page and server through the whole program, after
// a good harvest: the run fails or is held, as the case should, and every record
// that is published stays as it is.
func TestHostileSource(t *testing.T) {
	good := newSite(t, many(12))
	config := filepath.Join(t.TempDir(), "samling.yaml")
	write := func(fetch, timeout string) {
		save(t, config, fmt.Sprintf("base: https://lit.example.net/\nnetwork: {allow_private: true, min_delay: 0s, retries: 0, timeout: %s}\n"+
			"sources: [{id: liste, url: https://example.org/liste, fetch: '%s'}]\n", timeout, fetch))
	}
	write(good.URL+"/list", "60s")
	if code := once(t, config); code != exitDone {
		t.Fatalf("exit %d", code)
	}
	www := filepath.Join(filepath.Dir(config), "out", "www")
	// The dataset's own time is the edition's, and what is held is told on the status page.
	published := func() (all string) {
		for line := range strings.Lines(contents(t, filepath.Join(www, "dataset.nt"))) {
			if strings.Contains(line, "/item/") {
				all += line
			}
		}
		return all
	}
	before := published()
	for _, c := range hostiletest.Cases() {
		t.Run(c.Name, func(t *testing.T) {
			timeout := "60s"
			if c.Slow {
				timeout = "1s"
			}
			write(hostiletest.Serve(t, c).URL+c.Path, timeout)
			code, text := said(t, "run", "--config", config)
			want := exitHeld // where there is a list, it is far shorter
			if c.Stage == hostiletest.Refused || c.Again {
				want = exitNotFetched
			}
			if code != want {
				t.Errorf("exit %d, not %d: %s", code, want, text)
			}
			if !strings.Contains(text, "samling: ") {
				t.Errorf("no message: %s", text)
			}
			if after := published(); after != before {
				t.Errorf("the publication was changed: %s", firstChange(before, after))
			}
		})
	}
	if code, text := said(t, "validate", www); code != exitDone {
		t.Errorf("%s", text)
	}
}

// firstChange is the first line of b that is not as in a.
func firstChange(a, b string) string {
	was, is := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range is {
		if i >= len(was) || was[i] != is[i] {
			return is[i]
		}
	}
	return "cut"
}
