package vocab

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"sync"
)

//go:embed context.jsonld
var contextJSON []byte

// Context returns the JSON-LD 1.1 context of the published graph, as a document of
// its own: {"@context": {…}}. It does not depend on the base. The prefix type: of
// the Turtle is not in it, since "type" is the key of dcterms:type there (rdf:type
// is @type).
func Context() []byte { return bytes.Clone(contextJSON) }

// ContextObject returns what stands behind "@context" in [Context], on one line, to
// be written into documents.
func ContextObject() []byte { return bytes.Clone(context().object) }

// Kind says how the values of a key are written.
type Kind int

const (
	// KindString: an array of strings, xsd:string.
	KindString Kind = iota
	// KindIRI: an array of strings that are IRIs.
	KindIRI
	// KindText: a language map of arrays; a text without a language is under "@none".
	KindText
	// KindTyped: an array of strings that have the key's datatype.
	KindTyped
)

func (k Kind) String() string {
	return [...]string{"string", "IRI", "language map", "typed"}[k]
}

// ContextTerm is the key of a predicate in JSON-LD. A value that is of another kind
// or datatype than its key is written whole: {"@id": …} or {"@value": …, "@type": …}
// in the array; a key of [KindText] has no room for one in its map, so its value
// is then an array of {"@value": …, "@language": …} (JSON-LD 1.1 API, 5.1.2 step
// 13.7, takes only an object for a language map).
type ContextTerm struct {
	Key      string
	IRI      string // of the predicate
	Kind     Kind
	Datatype string // an IRI, for KindTyped
}

// ContextTerms returns the keys of the context by predicate IRI. It is read from
// the context itself.
func ContextTerms() map[string]ContextTerm { return maps.Clone(context().terms) }

type parsedContext struct {
	object []byte
	terms  map[string]ContextTerm
}

var context = sync.OnceValue(func() parsedContext {
	c, err := parseContext(contextJSON)
	if err != nil {
		panic(fmt.Sprintf("vocab: context.jsonld: %v", err))
	}
	return c
})

func parseContext(doc []byte) (parsedContext, error) {
	var file struct {
		Context json.RawMessage `json:"@context"`
	}
	if err := json.Unmarshal(doc, &file); err != nil {
		return parsedContext{}, err
	}
	var object bytes.Buffer
	if err := json.Compact(&object, file.Context); err != nil {
		return parsedContext{}, err
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(file.Context, &entries); err != nil {
		return parsedContext{}, err
	}
	prefixes, definitions := sortEntries(entries)
	terms := map[string]ContextTerm{}
	for key, def := range definitions {
		t, err := def.term(key, prefixes)
		if err != nil {
			return parsedContext{}, err
		}
		if other, taken := terms[t.IRI]; taken {
			return parsedContext{}, fmt.Errorf("%s and %s are keys of one predicate", other.Key, key)
		}
		terms[t.IRI] = t
	}
	return parsedContext{object.Bytes(), terms}, nil
}

// definition is an expanded term definition (JSON-LD 1.1, section 9.15.1).
type definition struct {
	ID        string          `json:"@id"`
	Type      string          `json:"@type"`
	Container json.RawMessage `json:"@container"`
}

// sortEntries parts the prefixes, whose value is a string, from the keys.
func sortEntries(entries map[string]json.RawMessage) (prefixes map[string]string, definitions map[string]definition) {
	prefixes, definitions = map[string]string{}, map[string]definition{}
	for key, raw := range entries {
		var prefix string
		var def definition
		if json.Unmarshal(raw, &prefix) == nil {
			prefixes[key] = prefix
		} else if json.Unmarshal(raw, &def) == nil && !strings.HasPrefix(key, "@") {
			definitions[key] = def
		}
	}
	return prefixes, definitions
}

func (d definition) term(key string, prefixes map[string]string) (ContextTerm, error) {
	iri, ok := expand(d.ID, prefixes)
	if !ok {
		return ContextTerm{}, fmt.Errorf("%s: %q has no prefix of the context", key, d.ID)
	}
	t := ContextTerm{Key: key, IRI: iri}
	container := strings.Join(strings.Fields(string(d.Container)), "")
	switch {
	case d.Type == "" && container == `["@language","@set"]`:
		t.Kind = KindText
	case container != `"@set"`:
		return ContextTerm{}, fmt.Errorf("%s: container %s is not one that is used here", key, container)
	case d.Type == "@id":
		t.Kind = KindIRI
	case d.Type != "":
		t.Kind = KindTyped
		if t.Datatype, ok = expand(d.Type, prefixes); !ok {
			return ContextTerm{}, fmt.Errorf("%s: %q has no prefix of the context", key, d.Type)
		}
	}
	return t, nil
}

func expand(compact string, prefixes map[string]string) (string, bool) {
	prefix, local, ok := strings.Cut(compact, ":")
	ns, known := prefixes[prefix]
	return ns + local, ok && known
}
