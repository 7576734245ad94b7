package vocab

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/knakk/rdf"
)

// bodyLoader collects bodies, file after file.
type bodyLoader struct {
	bodies map[string]*Body
	names  map[string]string // folded name → the key of the body that has it
}

func newBodyLoader() *bodyLoader {
	return &bodyLoader{bodies: map[string]*Body{}, names: map[string]string{}}
}

// load adds the bodies of one file. After an error the loader is of no use.
func (l *bodyLoader) load(doc []byte) error {
	triples, err := readTurtle(doc)
	if err != nil {
		return err
	}
	touched := map[string]bool{}
	for _, t := range triples {
		key, err := bodyKey(t.Subj.String())
		if err != nil {
			return err
		}
		if l.bodies[key] == nil {
			l.bodies[key] = &Body{Key: key}
		}
		touched[key] = true
		if err := l.bodies[key].add(t.Pred.String(), t.Obj); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	// Sorted, so that of several faults the same one is told each time.
	for _, key := range sortedKeys(touched) {
		if err := l.claim(l.bodies[key]); err != nil {
			return err
		}
	}
	return l.checkRelations()
}

func sortedKeys(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

var bodyAddress = regexp.MustCompile(`/org/([a-z0-9]+(?:-[a-z0-9]+)*)#it$`)

// bodyKey returns the key in a body's IRI, under any base.
func bodyKey(iri string) (string, error) {
	m := bodyAddress.FindStringSubmatch(iri)
	if m == nil {
		return "", fmt.Errorf("<%s> is no body's address; it should end in org/KEY#it, KEY in small letters, digits and hyphens", iri)
	}
	return m[1], nil
}

var orgNumber = regexp.MustCompile(`^[0-9]{9}$`)

// add makes one statement about the body.
func (b *Body) add(pred string, obj rdf.Term) error {
	text := obj.String()
	switch pred {
	case RDFType:
		if !strings.HasPrefix(text, "http://xmlns.com/foaf/0.1/") && !strings.HasPrefix(text, "http://www.w3.org/ns/org#") {
			return fmt.Errorf("is a <%s>; the list holds bodies (foaf:Organization) only", text)
		}
		return nil
	case FOAFName:
		return b.name(Label{text, lang(obj)})
	case SKOSAltLabel:
		return addLabel(&b.Alt, Label{text, lang(obj)})
	case SKOSHiddenLabel:
		return addLabel(&b.Hidden, Label{text, lang(obj)})
	case FOAFHomepage:
		if host(text) == "" {
			return fmt.Errorf("its homepage %q is no web address", text)
		}
		return set(&b.Homepage, text, "homepages")
	case DCTermsIdentifier:
		if !orgNumber.MatchString(text) {
			return fmt.Errorf("its identifier %q is no organisation number (nine digits)", text)
		}
		return set(&b.Identifier, text, "identifiers")
	case RDFSSeeAlso:
		return addIRI(&b.SeeAlso, obj)
	case OWLSameAs:
		return addIRI(&b.SameAs, obj)
	case DCTermsIsReplacedBy:
		return addKey(&b.ReplacedBy, text)
	case ORGUnitOf:
		return addKey(&b.UnitOf, text)
	}
	return fmt.Errorf("has <%s>, which the list does not use; see vocab/bodies.ttl for what it does", pred)
}

func (b *Body) name(l Label) error {
	if err := checkLabel(l); err != nil {
		return err
	}
	if b.Name != "" && b.Name != l.Text {
		return fmt.Errorf("has two names, %q and %q; make one a skos:altLabel", b.Name, l.Text)
	}
	b.Name, b.NameLang = l.Text, cmp.Or(b.NameLang, l.Lang)
	return nil
}

func addLabel(list *[]Label, l Label) error {
	if err := checkLabel(l); err != nil {
		return err
	}
	if !slices.Contains(*list, l) {
		*list = append(*list, l)
	}
	return nil
}

func checkLabel(l Label) error {
	switch {
	case l.Lang == "":
		return fmt.Errorf("%q has no language; write %q@nb", l.Text, l.Text)
	case l.Text == "" || l.Text != strings.Join(strings.Fields(l.Text), " "):
		return fmt.Errorf("%q is empty or has loose white space", l.Text)
	}
	return nil
}

// set gives a property its one value.
func set(property *string, value, plural string) error {
	if *property != "" && *property != value {
		return fmt.Errorf("has two %s, %q and %q", plural, *property, value)
	}
	*property = value
	return nil
}

func addIRI(list *[]string, obj rdf.Term) error {
	if u, err := url.Parse(obj.String()); obj.Type() != rdf.TermIRI || err != nil || !u.IsAbs() {
		return fmt.Errorf("%q should be an absolute address in angle brackets", obj)
	}
	addOnce(list, obj.String())
	return nil
}

func addKey(list *[]string, iri string) error {
	key, err := bodyKey(iri)
	if err == nil {
		addOnce(list, key)
	}
	return err
}

func addOnce(list *[]string, s string) {
	if !slices.Contains(*list, s) {
		*list = append(*list, s)
	}
}

// claim gives the body its names, which no other body may have.
func (l *bodyLoader) claim(b *Body) error {
	if b.Name == "" {
		return fmt.Errorf("%s: has no foaf:name", b.Key)
	}
	for _, label := range slices.Concat([]Label{{b.Name, b.NameLang}}, b.Alt, b.Hidden) {
		f := foldName(label.Text)
		if other, taken := l.names[f]; taken && other != b.Key {
			return fmt.Errorf("%q is a name of both %s and %s; a name is one body's", label.Text, other, b.Key)
		}
		l.names[f] = b.Key
	}
	return nil
}

// checkRelations makes sure that successors and parents exist, and that following
// them comes to an end.
func (l *bodyLoader) checkRelations() error {
	all := map[string]bool{}
	for key := range l.bodies {
		all[key] = true
	}
	for _, key := range sortedKeys(all) {
		b := l.bodies[key]
		for _, other := range slices.Concat(b.ReplacedBy, b.UnitOf) {
			if l.bodies[other] == nil {
				return fmt.Errorf("%s: is said to be replaced by or a unit of %s, which is not in the list", key, other)
			}
		}
	}
	for _, key := range sortedKeys(all) {
		if l.leadsBack(key, key, map[string]bool{}) {
			return fmt.Errorf("%s: %w", key, errCycle)
		}
	}
	return nil
}

var errCycle = errors.New("replaces itself or is a unit of itself, by way of others")

func (l *bodyLoader) leadsBack(from, to string, seen map[string]bool) bool {
	for _, next := range slices.Concat(l.bodies[from].ReplacedBy, l.bodies[from].UnitOf) {
		if next == to {
			return true
		}
		if !seen[next] {
			seen[next] = true
			if l.leadsBack(next, to, seen) {
				return true
			}
		}
	}
	return false
}

// list indexes what was loaded.
func (l *bodyLoader) list() *Bodies {
	bs := &Bodies{byKey: map[string]int{}, byName: map[string]int{}, byHost: map[string]int{}}
	for _, b := range l.bodies {
		bs.bodies = append(bs.bodies, *b)
	}
	slices.SortFunc(bs.bodies, func(a, b Body) int { return strings.Compare(a.Key, b.Key) })
	for i, b := range bs.bodies {
		bs.byKey[b.Key] = i
		if h := host(b.Homepage); h != "" {
			if _, shared := bs.byHost[h]; shared {
				i = -1
			}
			bs.byHost[h] = i
		}
	}
	for name, key := range l.names {
		i := bs.byKey[key]
		bs.byName[name] = i
		bs.names = append(bs.names, foldedName{[]rune(name), letters(name), i})
	}
	slices.SortFunc(bs.names, func(a, b foldedName) int { return slices.Compare(a.text, b.text) })
	bs.digest = sync.OnceValue(func() [32]byte { return sum(bs.bodies) })
	return bs
}
