package jsonld

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"samling/publish"
	"samling/vocab"
)

// keys is the context as the writer needs it.
type keys struct {
	terms    map[string]vocab.ContextTerm // by predicate
	prefixes map[string]string            // what a prefix stands for → the prefix
	schemes  map[string]bool              // prefixes: an IRI of such a scheme would be taken for a compact IRI
}

// context is read once: it is embedded, and never changes.
var context = sync.OnceValue(func() keys {
	k := keys{vocab.ContextTerms(), map[string]string{}, map[string]bool{}}
	var entries map[string]any
	if err := json.Unmarshal(vocab.ContextObject(), &entries); err != nil {
		panic(fmt.Sprintf("jsonld: context: %v", err))
	}
	for name, what := range entries {
		if iri, ok := what.(string); ok && !strings.HasPrefix(name, "@") {
			k.prefixes[iri], k.schemes[name] = name, true
		}
	}
	return k
})

// checkScheme refuses an IRI that a reader would expand as prefix and name (JSON-LD 1.1
// API, section 5.2.2, step 6): "org:x", which no vocabulary, but a link might use.
func (k keys) checkScheme(iri string) error {
	scheme, rest, _ := strings.Cut(iri, ":")
	if !strings.HasPrefix(rest, "//") && k.schemes[scheme] {
		return fmt.Errorf("IRI %q begins with a prefix of the JSON-LD context; use another IRI", iri)
	}
	return nil
}

// appendClass appends the IRI of a class, by its prefix if the context has one.
func (k keys) appendClass(dst []byte, iri string) []byte {
	cut := max(strings.LastIndexByte(iri, '/'), strings.LastIndexByte(iri, '#')) + 1
	prefix, ok := k.prefixes[iri[:cut]]
	if !ok || cut == len(iri) {
		return publish.AppendScriptText(dst, iri)
	}
	dst = append(dst, '"')
	dst = append(dst, prefix...)
	mark := len(dst)
	dst = publish.AppendScriptText(dst, iri[cut:])
	dst[mark] = ':' // the quotation mark before the name
	return dst
}
