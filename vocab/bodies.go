package vocab

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/knakk/rdf"
)

//go:embed bodies.ttl
var bodiesTTL []byte

// Body is a body that publishes: an institute, a ministry, a consultancy. A former
// name is a body of its own, with what replaced it.
type Body struct {
	Key        string // such as "ostlandsforskning"
	Name       string // the preferred name
	NameLang   string
	Alt        []Label // short, full and other spellings
	Hidden     []Label // names it is found by only; the graph does not have them
	Homepage   string
	Identifier string   // the organisation number, if it was verified
	SeeAlso    []string // IRIs
	SameAs     []string // IRIs, verified
	ReplacedBy []string // keys
	UnitOf     []string // keys
}

// IRI returns the body's IRI under base.
func (b Body) IRI(base string) string { return bodyIRI(base, b.Key) }

func bodyIRI(base, key string) string { return base + "org/" + key + "#it" }

// Triples returns what the graph says of the body, in canonical order. It is for
// bodies that were loaded, or made with a key by [Slug] and absolute IRIs, and a
// base that is an IRI; it panics on others.
func (b Body) Triples(base string) []rdf.Triple {
	s := iri(b.IRI(base))
	var ts []rdf.Triple
	add := func(pred string, obj rdf.Object) {
		ts = append(ts, rdf.Triple{Subj: s, Pred: iri(pred), Obj: obj})
	}
	add(RDFType, iri(FOAFOrganization))
	add(FOAFName, literal(Label{b.Name, b.NameLang}))
	for _, l := range b.Alt {
		add(SKOSAltLabel, literal(l))
	}
	if b.Homepage != "" {
		add(FOAFHomepage, iri(b.Homepage))
	}
	if b.Identifier != "" {
		add(DCTermsIdentifier, rdf.NewTypedLiteral(b.Identifier, iri(XSDString)))
	}
	for _, v := range b.SeeAlso {
		add(RDFSSeeAlso, iri(v))
	}
	for _, v := range b.SameAs {
		add(OWLSameAs, iri(v))
	}
	for _, key := range b.ReplacedBy {
		add(DCTermsIsReplacedBy, iri(bodyIRI(base, key)))
	}
	for _, key := range b.UnitOf {
		add(ORGUnitOf, iri(bodyIRI(base, key)))
	}
	return Sort(ts)
}

// Bodies is an authority list.
type Bodies struct {
	bodies []Body // by key
	byKey  map[string]int
	byName map[string]int // by foldName
	byHost map[string]int // -1 where several bodies share a host
	names  []foldedName   // sorted
	digest func() [sha256.Size]byte
}

type foldedName struct {
	text    []rune
	letters int
	body    int
}

// LoadBodies reads the built-in list (vocab/bodies.ttl) and then the user's own
// files, Turtle in the same form under any base. A file may add bodies, and give
// labels and other statements to bodies that are there already. It is an error if a
// name would then be two bodies', and the error names both. A reader that has a
// Name (an *os.File) is called by it in errors.
func LoadBodies(more ...io.Reader) (*Bodies, error) {
	l := newBodyLoader()
	if err := l.load(bodiesTTL); err != nil {
		return nil, fmt.Errorf("read vocab/bodies.ttl: %w", err)
	}
	for i, r := range more {
		doc, name, err := readAll(r, fmt.Sprintf("list of bodies %d", i+1))
		if err == nil {
			err = l.load(doc)
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return l.list(), nil
}

// ByName returns the body of this name: any of its names, in any case, with or
// without a legal form (AS, Ltd …), whatever the dashes and the white space.
func (bs *Bodies) ByName(name string) (Body, bool) {
	i, ok := bs.byName[foldName(name)]
	if !ok {
		return Body{}, false
	}
	return bs.bodies[i], true
}

// ByKey returns the body with this key.
func (bs *Bodies) ByKey(key string) (Body, bool) {
	i, ok := bs.byKey[key]
	if !ok {
		return Body{}, false
	}
	return bs.bodies[i], true
}

// ByHomepage returns the body on whose homepage's host a page lies, "www." or not.
// A host that several bodies share tells nothing.
func (bs *Bodies) ByHomepage(pageURL string) (Body, bool) {
	i, ok := bs.byHost[host(pageURL)]
	if !ok || i < 0 {
		return Body{}, false
	}
	return bs.bodies[i], true
}

// host returns the host of a web address as it is compared, or "".
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// All returns every body in the order of their keys.
func (bs *Bodies) All() []Body { return slices.Clone(bs.bodies) }

// Digest tells one list from another: equal lists have equal digests, however they
// were written and in however many files. A change to a body changes it.
func (bs *Bodies) Digest() [32]byte { return bs.digest() }

// Near returns the body whose name this is likely a misspelling of: one letter off
// for names of five to seven letters, two for longer ones (two letters that changed
// places count as one). There must be one body nearest; for a name that the list
// has, there is none. It is a hint for a person, never a match.
func (bs *Bodies) Near(name string) (Body, bool) {
	folded := foldName(name)
	if _, listed := bs.byName[folded]; listed {
		return Body{}, false
	}
	q := foldedName{text: []rune(folded), letters: letters(folded)}
	best, found := 3, -1
	for _, n := range bs.names {
		limit := min(slack(min(q.letters, n.letters)), best)
		d := distance(q.text, n.text, limit)
		switch {
		case d > limit:
		case d < best:
			best, found = d, n.body
		case n.body != found:
			found = -1 // as near as another
		}
	}
	if found < 0 {
		return Body{}, false
	}
	return bs.bodies[found], true
}

// slack is how many letters may be wrong in a name of so many.
func slack(letters int) int {
	switch {
	case letters < 5:
		return 0
	case letters < 8:
		return 1
	}
	return 2
}

func sum(bodies []Body) [sha256.Size]byte {
	h := sha256.New()
	for _, body := range bodies {
		for _, t := range body.Triples(Placeholder) {
			io.WriteString(h, t.Serialize(rdf.NTriples))
		}
		hidden := make([]string, len(body.Hidden))
		for i, l := range body.Hidden {
			hidden[i] = fmt.Sprintf("hidden %q@%s\n", l.Text, l.Lang)
		}
		slices.Sort(hidden)
		io.WriteString(h, strings.Join(hidden, ""))
	}
	return [sha256.Size]byte(h.Sum(nil))
}
