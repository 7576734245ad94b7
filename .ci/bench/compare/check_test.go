package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samling/.ci/bench/lists"
)

const (
	line = "<https://lit.example.org/item/a#it> <http://purl.org/dc/terms/title> \"Tittel\"@nb .\n"
	org  = "<https://lit.example.org/org/nibr#it> <http://xmlns.com/foaf/0.1/name> \"NIBR\"@nb .\n"
	feed = "<rss><channel><item></item></channel></rss>"
	node = `{"@graph":[{"@id":"https://lit.example.org/item/a#it","dcterms:title":[{"@value":"Tittel"}]}]}`
)

// TestChecks plants each fault that a program's result may have.
func TestChecks(t *testing.T) {
	for name, c := range map[string]struct {
		nt, ttl, ld, feed, said string
		fault                   string
	}{
		"right":           {nt: line + org + "\n", ttl: line + org, ld: node, feed: feed, said: `{"records":1,"triples":2}`},
		"record missing":  {nt: org, ttl: org, ld: node, feed: feed, said: `{}`, fault: "0 records of 1"},
		"feed empty":      {nt: line, ttl: line, ld: node, feed: "<rss/>", said: `{}`, fault: "0 items"},
		"says more":       {nt: line, ttl: line, ld: node, feed: feed, said: `{"records":1,"triples":2}`, fault: "it says"},
		"says nothing":    {nt: line, ttl: line, ld: node, feed: feed, said: "", fault: "it printed"},
		"Turtle lacks":    {nt: line + org, ttl: line, ld: node, feed: feed, said: `{"records":1,"triples":2}`, fault: "in the Turtle"},
		"Turtle broken":   {nt: line, ttl: line + "<", ld: node, feed: feed, said: `{"records":1,"triples":1}`, fault: "serdi"},
		"JSON-LD lacks":   {nt: line, ttl: line, ld: "{}", feed: feed, said: `{"records":1,"triples":1}`, fault: "in the JSON-LD"},
		"JSON-LD cut off": {nt: line, ttl: line, ld: node[:len(node)-1], feed: feed, said: `{"records":1,"triples":1}`, fault: "dataset.jsonld"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range map[string]string{"dataset.nt": c.nt, "dataset.ttl": c.ttl, "dataset.jsonld": c.ld, "feed.xml": c.feed} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			j := job{list: lists.List{Entries: 1}}
			n, err := j.count(dir)
			if err == nil {
				err = n.says([]byte(c.said))
			}
			if err == nil {
				err = j.readBack(t.Context(), dir, n)
			}
			if c.fault == "" && err != nil || c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)) {
				t.Errorf("%v, not %q", err, c.fault)
			}
		})
	}
}

func TestAgree(t *testing.T) {
	results := func(ours, floor, one, two int) result {
		return result{programs: []measured{
			{program: program{name: nameSamling}, counted: counted{ofRecords: ours}},
			{program: program{name: nameFloor}, counted: counted{ofRecords: floor}},
			{program: program{name: nameLxml, peer: true}, counted: counted{triples: one}},
			{program: program{name: nameScrapy, peer: true}, counted: counted{triples: two}},
		}}
	}
	if err := agree(results(5, 5, 3, 3)); err != nil {
		t.Error(err)
	}
	if agree(results(5, 4, 3, 3)) == nil || agree(results(5, 5, 3, 2)) == nil {
		t.Error("programs that do not agree pass")
	}
}

func TestMedian(t *testing.T) {
	got := median([]cost{{CPU: 3, Peak: 10}, {CPU: 1, Peak: 30}, {CPU: 2, Peak: 20}})
	if got.CPU != 2 || got.Peak != 20 {
		t.Error(got)
	}
	if got := median([]cost{{Wall: time.Second}, {Wall: 3 * time.Second}}).Wall; got != 2*time.Second {
		t.Error(got)
	}
}

// TestSpawn measures a command, and fails where the command does.
func TestSpawn(t *testing.T) {
	out, c, err := spawn(t.Context(), t.TempDir(), "sh", "-c", "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done; echo done")
	if err != nil || string(out) != "done\n" || c.CPU <= 0 || c.Wall <= 0 || c.Peak < 1<<20 {
		t.Error(string(out), c, err)
	}
	if _, _, err := spawn(t.Context(), t.TempDir(), "sh", "-c", "echo why >&2; exit 3"); err == nil || !strings.Contains(err.Error(), "why") {
		t.Error(err)
	}
}

// TestMain lets the test binary be the process in between, as the program is.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "spawn" {
		os.Exit(spawned(os.Args[2:]))
	}
	os.Exit(m.Run())
}
