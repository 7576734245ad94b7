package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
)

// counted is what a program has published.
type counted struct {
	records, triples, ofRecords int // the last: triples about records and what they describe
}

var (
	ofRecord = regexp.MustCompile(`^<[^>]*/item/[^>]*> `)
	ofTitle  = regexp.MustCompile(`^<[^>]*/item/[^>]*> <http://purl.org/dc/terms/title> `)
)

// newest is how many items a feed has, at most.
const newest = 50

// unpackDumps unpacks what stands as .gz only, for those who count.
func unpackDumps(www string) error {
	for _, name := range []string{"dataset.nt", "dataset.ttl", "dataset.jsonld"} {
		path := filepath.Join(www, name)
		if _, err := os.Stat(path); err == nil {
			continue
		}
		if err := unpack(path+".gz", path); err != nil {
			return fmt.Errorf("unpack %s: %w", name, err)
		}
	}
	return nil
}

func unpack(from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, zip)
	return errors.Join(err, out.Close())
}

// count counts what is in dataset.nt and feed.xml, and holds it against the list.
func (j job) count(www string) (n counted, err error) {
	err = eachLine(filepath.Join(www, "dataset.nt"), func(line []byte) {
		n.triples++
		if ofRecord.Match(line) {
			n.ofRecords++
		}
		if ofTitle.Match(line) {
			n.records++
		}
	})
	if err != nil {
		return n, err
	}
	if n.records != j.list.Entries {
		return n, fmt.Errorf("%d records of %d entries", n.records, j.list.Entries)
	}
	feed, err := os.ReadFile(filepath.Join(www, "feed.xml"))
	if items := bytes.Count(feed, []byte("<item>")); err == nil && items != min(newest, j.list.Entries) {
		err = fmt.Errorf("%d items in the feed", items)
	}
	return n, err
}

// says holds what a program says it has done against what there is.
func (n counted) says(stdout []byte) error {
	var said struct{ Records, Triples int }
	if err := json.Unmarshal(stdout, &said); err != nil {
		return fmt.Errorf("it printed %.200q: %w", stdout, err)
	}
	if said.Records != n.records || said.Triples != n.triples {
		return fmt.Errorf("it says %d records and %d triples, and there are %d and %d", said.Records, said.Triples, n.records, n.triples)
	}
	return nil
}

// readBack reads the Turtle with serdi and the JSON-LD with encoding/json.
func (j job) readBack(ctx context.Context, www string, n counted) error {
	triples, err := turtleTriples(ctx, filepath.Join(www, "dataset.ttl"))
	if err == nil && triples != n.triples {
		err = fmt.Errorf("%d triples in the Turtle, %d in the N-Triples", triples, n.triples)
	}
	if err != nil {
		return err
	}
	titles, err := titlesInJSON(filepath.Join(www, "dataset.jsonld"))
	if err == nil && titles < n.records {
		err = fmt.Errorf("%d titles in the JSON-LD, %d records", titles, n.records)
	}
	return err
}

func turtleTriples(ctx context.Context, path string) (n int, err error) {
	cmd := exec.CommandContext(ctx, "serdi", "-i", "turtle", "-o", "ntriples", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	err = lines(out, func([]byte) { n++ })
	if err := errors.Join(err, cmd.Wait()); err != nil {
		return n, fmt.Errorf("serdi %s: %w", filepath.Base(path), err)
	}
	return n, nil
}

// titleKeys is how title is written, compact or not.
var titleKeys = []string{"title", "dcterms:title", "http://purl.org/dc/terms/title"}

func titlesInJSON(path string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	dec := json.NewDecoder(bufio.NewReaderSize(f, 128<<10))
	for open := 0; ; {
		t, err := dec.Token()
		if errors.Is(err, io.EOF) && open == 0 {
			return n, nil
		}
		if err != nil {
			return n, fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		switch t := t.(type) {
		case string:
			if slices.Contains(titleKeys, t) {
				n++
			}
		case json.Delim:
			if t == '{' || t == '[' {
				open++
			} else {
				open--
			}
		}
	}
}

// agree holds the programs against each other: those of others say the same, and the floor says
// as much of records as Samling does.
func agree(r result) error {
	var ours, floor, others []int
	for _, m := range r.programs {
		switch {
		case m.peer:
			others = append(others, m.triples)
		case m.name == nameFloor:
			floor = append(floor, m.ofRecords)
		case m.config == "":
			ours = append(ours, m.ofRecords)
		}
	}
	if len(slices.Compact(others)) != 1 {
		return fmt.Errorf("the programs of others have written different numbers of triples: %d", others)
	}
	if !slices.Equal(ours, floor) {
		return fmt.Errorf("Samling says %d triples of records, the floor %d", ours, floor)
	}
	return nil
}

func eachLine(path string, do func([]byte)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return lines(f, do)
}

// lines gives each line that is not empty.
func lines(r io.Reader, do func([]byte)) error {
	s := bufio.NewScanner(bufio.NewReaderSize(r, 128<<10))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if len(s.Bytes()) > 0 { // rdflib ends with an empty line
			do(s.Bytes())
		}
	}
	return s.Err()
}
