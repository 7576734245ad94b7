package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"samling/.ci/bench/lists"
)

// program is one that is measured.
type program struct {
	name    string
	command func(j job) []string
	www     string // where under its directory the files are
	peer    bool   // it is written by others' means, and says less of an entry
	config  string // lines of samling.yaml that are not as they come
}

const (
	nameSamling = "Samling"
	nameLists   = "Samling, no file a record"
	nameFloor   = "Go floor"
	nameCheerio = "cheerio + n3 + jsonld"
	nameLxml    = "lxml + rdflib"
	nameScrapy  = "Scrapy + rdflib"
)

func programs() []program {
	return []program{
		{name: nameSamling, www: "out/www", command: func(j job) []string { return []string{j.ours("samling"), "run"} }},
		{name: nameLists, www: "out/www", config: "record_files: 0\n", command: func(j job) []string { return []string{j.ours("samling"), "run"} }},
		{name: nameFloor, command: func(j job) []string { return j.arguments(j.ours("floor")) }},
		{name: nameCheerio, peer: true, command: func(j job) []string { return j.arguments("node", j.other("cheerio_n3.mjs")) }},
		{name: nameLxml, peer: true, command: func(j job) []string { return j.arguments(python, j.other("lxml_rdflib.py")) }},
		{name: nameScrapy, peer: true, command: func(j job) []string { return j.arguments(python, j.other("scrapy_rdflib.py")) }},
	}
}

const (
	python = "/usr/bin/python3" // Debian's own, which has Debian's modules
	base   = "https://lit.example.org/"
)

// job is a list to be published, in a directory that is made anew for each program.
type job struct {
	*bench
	list  lists.List
	lists string // the address of its pages
	dir   string
}

func (b *bench) ours(name string) string  { return filepath.Join(b.bin, name) }
func (b *bench) other(name string) string { return filepath.Join(b.tools, name) }

// arguments are those that all programs but Samling take.
func (j job) arguments(command ...string) []string {
	return append(command, base, j.dir, filepath.Join(j.dir, "addresses"))
}

// run runs a program on the list, in a directory of its own. What it leaves is deleted when all is done: ext4 gives
// out no inode that was deleted in the last minutes, and searches past them all for each new file.
//
// What it has made is counted each time, and read back by
// others the first time.
func (j job) run(ctx context.Context, p program, first bool) (c cost, n counted, err error) {
	j.runs++
	j.dir = filepath.Join(j.dir, strconv.Itoa(j.runs))
	if err := errors.Join(os.MkdirAll(j.dir, 0o755), j.configure(p.config)); err != nil {
		return c, n, err
	}
	stdout, c, err := spawn(ctx, j.dir, p.command(j)...)
	if err != nil {
		return c, n, err
	}
	www := filepath.Join(j.dir, p.www)
	if err := unpackDumps(www); err != nil {
		return c, n, err
	}
	if n, err = j.count(www); err != nil {
		return c, n, err
	}
	if p.www == "" { // ours prints for people
		err = n.says(stdout)
	}
	if first {
		err = errors.Join(err, j.readBack(ctx, www, n))
		if p.name == nameSamling {
			err = errors.Join(err, os.Rename(filepath.Join(www, "dataset.nt"), j.published()))
		}
	}
	return c, n, err
}

// published is where what Samling published is kept, for the writers.
func (b *bench) published() string { return filepath.Join(b.work, "published.nt") }

// configure writes the addresses of the pages, one a line, and the same for Samling.
func (j job) configure(more string) error {
	var addresses, config strings.Builder
	fmt.Fprintf(&config, "base: %s\n%snetwork:\n  allow_private: true\n  max_body: 1GiB\n  min_delay: 0s\nsources:\n", base, more)
	for i, page := range j.list.Pages {
		fmt.Fprintln(&addresses, j.lists+page)
		fmt.Fprintf(&config, "  - id: list-%d\n    url: %s%s\n", i+1, j.lists, page)
	}
	return errors.Join(
		os.WriteFile(filepath.Join(j.dir, "addresses"), []byte(addresses.String()), 0o644),
		os.WriteFile(filepath.Join(j.dir, "samling.yaml"), []byte(config.String()), 0o644))
}
