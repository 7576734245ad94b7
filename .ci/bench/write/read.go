package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"github.com/knakk/rdf"

	"samling/publish"
)

// read gives the groups of a file, one after the other.
func read(path string, give func(publish.Group) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(bufio.NewReaderSize(f, 128<<10))
	lines.Buffer(nil, 16<<20)
	r := reader{iris: map[string]rdf.IRI{}}
	var g publish.Group
	subject := ""
	for n := 1; lines.Scan(); n++ {
		s, t, err := r.statement(lines.Text())
		if err != nil {
			return fmt.Errorf("%s: line %d: %w", path, n, err)
		}
		if s != subject && len(g.Triples) > 0 {
			if err := give(g); err != nil {
				return err
			}
			g = publish.Group{}
		}
		subject, g.Subject = s, t.Subj
		g.Triples = append(g.Triples, t)
	}
	if err := lines.Err(); err != nil || len(g.Triples) == 0 {
		return err
	}
	return give(g)
}

// reader reads the canonical form of N-Triples. It keeps IRIs that come again and again.
type reader struct{ iris map[string]rdf.IRI }

const kept = 10000

func (r *reader) iri(s string) (rdf.IRI, error) {
	if i, ok := r.iris[s]; ok {
		return i, nil
	}
	i, err := rdf.NewIRI(s)
	if err == nil && len(r.iris) < kept {
		r.iris[s] = i
	}
	return i, err
}

func (r *reader) statement(line string) (subject string, t rdf.Triple, err error) {
	s, rest, ok1 := strings.Cut(strings.TrimPrefix(line, "<"), "> <")
	p, rest, ok2 := strings.Cut(rest, "> ")
	object, ok3 := strings.CutSuffix(rest, " .")
	if !ok1 || !ok2 || !ok3 {
		return "", t, fmt.Errorf("not canonical N-Triples: %.60q", line)
	}
	subj, err := r.iri(s)
	if err != nil {
		return "", t, err
	}
	pred, err := r.iri(p)
	if err != nil {
		return "", t, err
	}
	obj, err := r.object(object)
	return s, rdf.Triple{Subj: subj, Pred: pred, Obj: obj}, err
}

func (r *reader) object(s string) (rdf.Object, error) {
	if iri, ok := strings.CutPrefix(s, "<"); ok {
		return r.iri(strings.TrimSuffix(iri, ">"))
	}
	end := strings.LastIndexByte(s, '"')
	if end < 1 {
		return nil, fmt.Errorf("no term: %.60q", s)
	}
	text := unescape.Replace(s[1:end])
	switch rest := s[end+1:]; {
	case rest == "":
		return rdf.NewLiteral(text)
	case rest[0] == '@':
		return rdf.NewLangLiteral(text, rest[1:])
	default:
		datatype, err := r.iri(strings.TrimSuffix(strings.TrimPrefix(rest, "^^<"), ">"))
		return rdf.NewTypedLiteral(text, datatype), err
	}
}

// unescape undoes ECHAR as far as the canonical form uses it.
var unescape = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n", `\r`, "\r")
