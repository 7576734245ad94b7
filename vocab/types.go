package vocab

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/knakk/rdf"
)

//go:embed types.ttl
var typesTTL []byte

// Type is a document type of the house scheme (vocab/types.ttl).
type Type struct {
	Key     string  // such as "rapport"
	Pref    []Label // one a language: nb, nn, en
	Alt     []Label // other words for it
	Hidden  []Label // plurals and spellings it is found by, but not shown under
	Broader string  // the key of the wider type, or ""

	// What the type is in other schemes, by its skos:exactMatch, closeMatch or
	// broadMatch: IRIs, "" for none. Every type has a Class; only "ukjent" has no DCMI.
	Class string // one of BIBO's classes, for rdf:type
	DCMI  string // DCMI Type Vocabulary, for dcterms:type
	COAR  string // COAR Resource Types, for dcterms:type
}

// Label returns the type's word in a language, or in Bokmål if it has none there.
func (t Type) Label(lang string) string {
	for _, l := range t.Pref {
		if l.Lang == lang {
			return l.Text
		}
	}
	for _, l := range t.Pref {
		if l.Lang == "nb" {
			return l.Text
		}
	}
	return ""
}

// LookupType returns the type that a source calls by this word: a label in any
// language and case or a listed plural ("Reports"); a Norwegian compound whose last
// element is one ("Erfaringshefte", "NIBR-rapport"); and either followed by a number
// or a remark ("Notat nr. 3", "Rapport (engelsk)"). Words that are no type's, the
// definite forms of prose among them ("Rapporten"), are not found.
func LookupType(word string) (Type, bool) {
	// No label is near this long; longer text is not folded to find that out.
	if len(word) > 100 {
		return Type{}, false
	}
	return types().lookup(fold(word))
}

// TypeByKey returns the type with this key.
func TypeByKey(key string) (Type, bool) {
	s := types()
	i, ok := s.byKey[key]
	if !ok {
		return Type{}, false
	}
	return s.types[i], true
}

// Unknown returns the type "ukjent", for a word that LookupType does not find.
func Unknown() Type {
	t, _ := TypeByKey("ukjent")
	return t
}

// Types returns all types in the order of their keys.
func Types() []Type { return slices.Clone(types().types) }

// TypeScheme returns the scheme under base, in canonical order. The error is for a
// base that cannot begin an IRI.
func TypeScheme(base string) ([]rdf.Triple, error) {
	if _, err := rdf.NewIRI(base); err != nil {
		return nil, fmt.Errorf("type scheme under %q: %w", base, err)
	}
	triples := slices.Clone(types().triples)
	for i, t := range triples {
		if s, ok := strings.CutPrefix(t.Subj.String(), Placeholder); ok {
			triples[i].Subj = iri(base + s)
		}
		if o, ok := strings.CutPrefix(t.Obj.String(), Placeholder); ok && t.Obj.Type() == rdf.TermIRI {
			triples[i].Obj = iri(base + o)
		}
	}
	return Sort(triples), nil
}

// scheme is types.ttl, read and indexed.
type scheme struct {
	triples []rdf.Triple
	types   []Type // by key
	byKey   map[string]int
	byLabel map[string]int // folded
	heads   map[string]int // folded labels that a compound may end in
}

// types reads the scheme once. A fault in it is a fault of the program.
var types = sync.OnceValue(func() *scheme {
	s, err := readScheme(typesTTL)
	if err != nil {
		panic(fmt.Sprintf("vocab: types.ttl: %v", err))
	}
	return s
})

func readScheme(doc []byte) (*scheme, error) {
	triples, err := readTurtle(doc)
	if err != nil {
		return nil, err
	}
	s := &scheme{triples: triples, byKey: map[string]int{}, byLabel: map[string]int{}, heads: map[string]int{}}
	byKey := map[string]*Type{}
	var keys []string
	for _, t := range triples {
		key, ok := strings.CutPrefix(t.Subj.String(), Placeholder+"types#")
		if !ok {
			continue // the scheme itself
		}
		if byKey[key] == nil {
			byKey[key] = &Type{Key: key}
			keys = append(keys, key)
		}
		byKey[key].add(t.Pred.String(), t.Obj)
	}
	slices.Sort(keys)
	for i, key := range keys {
		s.types = append(s.types, *byKey[key])
		s.byKey[key] = i
		if err := s.index(i); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (t *Type) add(pred string, obj rdf.Term) {
	label := Label{obj.String(), lang(obj)}
	switch pred {
	case SKOSPrefLabel:
		t.Pref = append(t.Pref, label)
	case SKOSAltLabel:
		t.Alt = append(t.Alt, label)
	case SKOSHiddenLabel:
		t.Hidden = append(t.Hidden, label)
	case SKOSBroader:
		t.Broader = strings.TrimPrefix(obj.String(), Placeholder+"types#")
	case SKOSExactMatch, SKOSCloseMatch, SKOSBroadMatch:
		t.match(obj.String())
	}
}

func (t *Type) match(iri string) {
	switch {
	case strings.HasPrefix(iri, "http://purl.org/ontology/bibo/"):
		t.Class = iri
	case strings.HasPrefix(iri, "http://purl.org/dc/dcmitype/"):
		t.DCMI = iri
	case strings.HasPrefix(iri, "http://purl.org/coar/resource_type/"):
		t.COAR = iri
	}
}

func (s *scheme) index(i int) error {
	t := s.types[i]
	for _, l := range slices.Concat(t.Pref, t.Alt, t.Hidden) {
		w := trimWord(fold(l.Text))
		if j, taken := s.byLabel[w]; taken && j != i {
			return fmt.Errorf("%q is a label of both %s and %s", l.Text, s.types[j].Key, t.Key)
		}
		s.byLabel[w] = i
		if isHead(w, l.Lang) {
			s.heads[w] = i
		}
	}
	return nil
}

// isHead tells whether a compound may end in the label: a single Norwegian word of
// at least four letters (English writes its compounds apart, and "book" would make
// a book of Facebook).
func isHead(w, lang string) bool {
	return (lang == "nb" || lang == "nn") && letters(w) >= 4 && letters(w) == runeLen(w) &&
		!slices.Contains(notHeads, w)
}

// notHeads are labels that name a type alone, while compounds with them are mostly
// something else: subjects that titles begin with ("Næringsanalyse"), or words in
// which the ending is an accident ("konkurs").
var notHeads = []string{
	"analyse", "analysar", "analyser", "studie", "studier", "studiar", "kartlegging",
	"kurs", "vedlegg", "nettverktøy",
}

// accidents are word endings that only look like a type: partikkel is no artikkel.
var accidents = []string{
	"partikkel", "partikler", "partiklar", "representasjon", "representasjonar",
	"representasjoner", "devaluering", "revaluering", "elektronikk",
}

func (s *scheme) lookup(w string) (Type, bool) {
	w = trimWord(w)
	if i, ok := s.find(w); ok {
		return s.types[i], true
	}
	if bare := trimWord(withoutNumber(w)); bare != w {
		if i, ok := s.find(bare); ok {
			return s.types[i], true
		}
	}
	return Type{}, false
}

func trimWord(w string) string { return strings.TrimRight(w, ".: ") }

func (s *scheme) find(w string) (int, bool) {
	if i, ok := s.byLabel[w]; ok {
		return i, true
	}
	if strings.ContainsRune(w, ' ') {
		return 0, false
	}
	// After a hyphen the element stands by itself, so any label will do.
	if tail, ok := lastField(w, '-'); ok {
		if i, ok := s.byLabel[tail]; ok {
			return i, true
		}
		w = tail
	}
	return s.compound(w)
}

// compound finds the longest head that the word ends in, after three letters or more.
func (s *scheme) compound(w string) (int, bool) {
	if letters(w) != runeLen(w) || slices.ContainsFunc(accidents, func(a string) bool { return strings.HasSuffix(w, a) }) {
		return 0, false
	}
	n := 0
	for at := range w {
		if n++; n <= 3 {
			continue
		}
		if i, ok := s.heads[w[at:]]; ok {
			return i, true
		}
	}
	return 0, false
}

// numbered is a word or two, then a report number, a session ("(2012-2013)") or a
// remark in brackets; dashes are hyphens and letters small already.
var numbered = regexp.MustCompile(
	`^(.+?)(?:\s*\([^()]*\)|[\s,]+(?:(?:nr|no|nummer|number|vol|del|part|bind)\b\.?\s*)?[a-z]{0,3}-?\d[\d\s./:-]*[a-z]?)+$`)

func withoutNumber(w string) string {
	if !strings.HasSuffix(w, ")") && !strings.ContainsFunc(w, unicode.IsDigit) {
		return w
	}
	if m := numbered.FindStringSubmatch(w); m != nil {
		return m[1]
	}
	return w
}
