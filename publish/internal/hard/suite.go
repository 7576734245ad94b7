package hard

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/knakk/rdf"

	"samling/publish"
)

// Reader is somebody else's parser of some syntax.
type Reader struct {
	Parse      func(data []byte) ([]rdf.Triple, error) // a whole file
	LowersTags bool                                    // language tags lose their case, as JSON-LD processors may do
}

// Write renders groups as one file with one part.
func Write(d publish.Dump, groups []publish.Group) ([]byte, error) {
	var b bytes.Buffer
	info, part := Info(), Part()
	if err := d.Head(&b, info); err != nil {
		return nil, err
	}
	if err := d.Begin(&b, part); err != nil {
		return nil, err
	}
	for _, g := range groups {
		if err := d.Group(&b, part, g); err != nil {
			return nil, err
		}
	}
	if err := d.End(&b, part); err != nil {
		return nil, err
	}
	err := d.Tail(&b, info)
	return b.Bytes(), err
}

// RoundTrip writes the hard cases and reads them back equal. If dir is not "", those of
// [ForPeers] are kept there for other parsers, under the writer's path.
func RoundTrip(t *testing.T, d publish.Dump, read Reader, dir string) {
	t.Helper()
	groups := Groups()
	for _, g := range groups { // one by one, so that a fault is seen by its name
		data, err := Write(d, []publish.Group{g})
		if err != nil {
			t.Errorf("<%s>: %v", g.Subject, err)
			continue
		}
		if err := equal(data, g.Triples, read); err != nil {
			t.Errorf("<%.200s>: %v\nwritten: %.2000s", g.Subject, err, data)
		}
	}
	data, err := Write(d, groups)
	if err != nil {
		t.Fatal(err)
	}
	if err := equal(data, Triples(groups), read); err != nil {
		t.Errorf("all: %v", err)
	}
	if dir == "" {
		return
	}
	if data, err = Write(d, ForPeers()); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, d.Path()), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// always is what a writer may say beside the groups: JSON-LD's head does.
const always = `rdf.IRI "` + Base + `dataset" rdf.IRI "` + rdfNS + `type" rdf.IRI "http://rdfs.org/ns/void#Dataset"`

// equal reads data and tells how its graph differs from the triples.
func equal(data []byte, triples []rdf.Triple, read Reader) error {
	got, err := read.Parse(data)
	if err != nil {
		return fmt.Errorf("not read back: %w", err)
	}
	if read.LowersTags {
		triples = lowered(triples)
	}
	want, have := Facts(triples), Facts(got)
	var diff []string
	for _, f := range want {
		if _, found := slices.BinarySearch(have, f); !found {
			diff = append(diff, fmt.Sprintf("lost  %.400s", f))
		}
	}
	for _, f := range have {
		if _, found := slices.BinarySearch(want, f); !found && f != always {
			diff = append(diff, fmt.Sprintf("added %.400s", f))
		}
	}
	if len(diff) > 0 {
		return fmt.Errorf("read back different:\n%s", strings.Join(diff[:min(len(diff), 12)], "\n"))
	}
	return nil
}

// Refuses holds a writer to refusing every group of [Refused], naming what the group is
// about and writing nothing of it.
func Refuses(t *testing.T, d publish.Dump) {
	t.Helper()
	for _, r := range Refused() {
		t.Run(r.Name, func(t *testing.T) {
			var b bytes.Buffer
			err := d.Group(&b, Part(), r.Group)
			if err == nil {
				t.Fatalf("written: %s", &b)
			}
			if s, ok := r.Group.Subject.(rdf.IRI); ok && !strings.Contains(err.Error(), strings.Trim(fmt.Sprintf("%q", s.String()), `"`)) {
				t.Errorf("error does not name the subject: %v", err)
			}
			if b.Len() > 0 {
				t.Errorf("wrote %q beside the error %v", &b, err)
			}
		})
	}
}

// Parts holds a writer to keeping no state: a call writes the same bytes whatever was
// written before and at the same time, each call on its own.
func Parts(t *testing.T, d publish.Dump) {
	t.Helper()
	groups := Generated(50)
	whole, err := Write(d, groups)
	if err != nil {
		t.Fatal(err)
	}
	errs := make(chan error)
	for range 4 {
		go func() { errs <- again(d, groups, whole) }()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if !bytes.HasSuffix(whole, []byte("\n")) || bytes.HasSuffix(whole, []byte("\n\n")) || bytes.HasPrefix(whole, []byte("\n")) {
		t.Error("the file does not end in one newline, or begins with one")
	}
}

// again writes the groups last to first, and wants the whole when they are put in order.
func again(d publish.Dump, groups []publish.Group, whole []byte) error {
	pieces := make([][]byte, len(groups))
	for i := len(groups) - 1; i >= 0; i-- {
		var b bytes.Buffer
		if err := d.Group(&b, Part(), groups[i]); err != nil {
			return err
		}
		pieces[i] = b.Bytes()
	}
	if !bytes.Contains(whole, bytes.Join(pieces, nil)) {
		return fmt.Errorf("groups written alone are not those of the whole file")
	}
	return nil
}
