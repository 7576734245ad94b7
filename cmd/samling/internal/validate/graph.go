package validate

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/knakk/rdf"

	"samling/vocab"
)

// statement is a triple as all parsers agree on it.
type statement struct {
	subject, predicate, object string // IRIs without brackets; the object's value
	datatype, lang             string // of a literal; both "" for an IRI
	graph                      string // that N-Quads name
}

func (s statement) String() string {
	switch {
	case s.lang != "":
		return fmt.Sprintf("<%s> <%s> %q@%s", s.subject, s.predicate, clip(s.object), s.lang)
	case s.datatype != "":
		return fmt.Sprintf("<%s> <%s> %q^^<%s>", s.subject, s.predicate, clip(s.object), s.datatype)
	}
	return fmt.Sprintf("<%s> <%s> <%s>", s.subject, s.predicate, s.object)
}

func clip(s string) string {
	if len(s) > 80 {
		return s[:80] + "…"
	}
	return s
}

// key is a hash of the statement: a whole graph is compared in 32 bytes a triple.
func (s statement) key() [32]byte {
	return sha256.Sum256([]byte(strings.Join([]string{s.subject, s.predicate, s.object, s.datatype, strings.ToLower(s.lang)}, "\x00")))
}

// each reader calls give with every statement of a document.
type reader func(r io.Reader, give func(statement)) error

var readers = map[string]reader{
	".ttl":    triplesOf(rdf.Turtle),
	".nt":     triplesOf(rdf.NTriples),
	".nq":     quads,
	".jsonld": jsonLD,
}

// forms are in the order in which they are read; the first is what others are held against.
var forms = [...]string{".nt", ".ttl", ".nq", ".jsonld"}

// dumps reads every form of the dataset and of the facts.
func (c *checker) dumps(ctx context.Context) error {
	var dataset map[[32]byte]bool
	for _, name := range []string{"dataset", "facts"} {
		first, ok := map[[32]byte]bool(nil), false
		for _, ext := range forms {
			if err := ctx.Err(); err != nil {
				return err
			}
			graph, read := c.graph(name+ext, readers[ext], first, c.counted(name, ext))
			if !ok && read {
				first, ok = graph, true
				c.result.Triples[name] = len(graph)
			}
		}
		if name == "dataset" {
			dataset = first
		}
		for k := range first {
			if dataset != nil && !dataset[k] {
				c.fault(name+".nt", "has a statement that the dataset does not have")
				break
			}
		}
	}
	return nil
}

// graph reads one file, checks each statement, and holds all of them against the
// graph of another form. See is given each statement when it is first met.
func (c *checker) graph(name string, read reader, other map[[32]byte]bool, see func(statement)) (graph map[[32]byte]bool, ok bool) {
	f, err := c.dump(name)
	if err != nil {
		return nil, false // said already, with the manifest
	}
	defer f.Close()
	graph = map[[32]byte]bool{}
	extra := 0
	err = read(f, func(s statement) {
		for _, what := range faultsOf(s) {
			c.fault(name, "%s", what)
		}
		if strings.HasPrefix(name, "facts") && s.predicate == vocab.DCTermsDescription {
			c.fault(name, "has a description of <%s>: facts have none", s.subject)
		}
		k := s.key()
		if !graph[k] {
			see(s)
		}
		graph[k] = true
		if other != nil && !other[k] {
			if extra++; extra <= 3 {
				c.fault(name, "has a statement that other forms do not have: %s", s)
			}
		}
	})
	if err != nil {
		c.fault(name, "syntax: %v", err)
		return graph, false
	}
	if missing := len(other) - (len(graph) - extra); other != nil && missing > 0 {
		c.fault(name, "lacks %d statements that other forms have", missing)
	}
	return graph, true
}

var (
	gYear    = regexp.MustCompile(`^(1[5-9]|20)\d\d$`)
	integer  = regexp.MustCompile(`^[+-]?\d+$`)
	language = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`)
)

// faultsOf are what is wrong with one statement by itself.
func faultsOf(s statement) []string {
	var out []string
	iris := []string{s.subject, s.predicate}
	if s.datatype == "" {
		iris = append(iris, s.object)
	} else {
		iris = append(iris, s.datatype)
	}
	for _, iri := range iris {
		if strings.HasPrefix(iri, "_:") {
			out = append(out, "has a blank node: "+iri)
		} else if u, err := url.Parse(iri); err != nil || !u.IsAbs() || strings.ContainsAny(iri, " <>\"{}|\\^`") {
			out = append(out, fmt.Sprintf("has an IRI that is not absolute or not valid: <%s>", iri))
		}
	}
	if s.lang != "" && !language.MatchString(s.lang) {
		out = append(out, "has a language tag that is none: "+s.lang)
	}
	if !lexical(s) {
		out = append(out, fmt.Sprintf("has %q where a %s is said to be", clip(s.object), s.datatype))
	}
	return out
}

// lexical checks a literal's form against its datatype (XML Schema 1.1, part 2).
func lexical(s statement) bool {
	switch s.datatype {
	case vocab.XSDGYear:
		return gYear.MatchString(s.object)
	case vocab.XSDDateTime:
		_, err := time.Parse("2006-01-02T15:04:05Z", s.object)
		return err == nil
	case vocab.XSDDate:
		_, err := time.Parse("2006-01-02", s.object)
		return err == nil
	case vocab.XSDInteger:
		return integer.MatchString(s.object)
	}
	return true
}

func triplesOf(format rdf.Format) reader {
	return func(r io.Reader, give func(statement)) (err error) {
		defer recovered(&err)
		dec := rdf.NewTripleDecoder(r, format)
		for {
			t, err := dec.Decode()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			give(stated(t))
		}
	}
}

func quads(r io.Reader, give func(statement)) (err error) {
	defer recovered(&err)
	dec := rdf.NewQuadDecoder(r, rdf.NQuads)
	for {
		q, err := dec.Decode()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		s := stated(q.Triple)
		s.graph = q.Ctx.String()
		give(s)
	}
}

// recovered turns a parser's panic into its error.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the parser gave up: %v", r)
	}
}

func stated(t rdf.Triple) statement {
	s := statement{subject: node(t.Subj), predicate: node(t.Pred)}
	if l, ok := t.Obj.(rdf.Literal); ok {
		s.object, s.datatype, s.lang = l.String(), l.DataType.String(), l.Lang()
	} else {
		s.object = node(t.Obj)
	}
	return s
}

func node(t rdf.Term) string {
	if t.Type() == rdf.TermBlank {
		return "_:" + strings.TrimPrefix(t.String(), "_:")
	}
	return t.String()
}
