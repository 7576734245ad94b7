package catalog

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"samling/publish"
	"samling/transform"
	"samling/vocab"
)

// VoIDPath is that of the VoID description.
const VoIDPath = "void"

// FactsIRI is the IRI of the subset without descriptions.
func FactsIRI(base string) string { return base + VoIDPath + "#facts" }

// formats are the dumps as VoID names their syntaxes (section 3.2.2 of the Note, and the
// W3C's list of formats that it points to).
const formats = "http://www.w3.org/ns/formats/"

// VoID describes the graph: how much of what is in it, in which vocabularies, and where
// its dumps are. Each source is a subset under the name that its graph has in N-Quads,
// unless there are so many that the dumps are split.
func VoID(_ context.Context, e publish.Edition, r publish.Rendered) (publish.Resource, error) {
	info := e.Info()
	v := void{describer{info: info, words: wordsOf(info.Language), iri: info.Base + VoIDPath}, r}
	about := []*vocab.Statements{v.description(), v.dataset(), v.facts()}
	for _, p := range r.Parts {
		about = append(about, v.source(p))
	}
	for class, n := range r.Classes {
		about = append(about, vocab.About(v.partition("class", class)).
			IRIs(vocab.VoIDClass, class).
			Literal(vocab.VoIDEntities, strconv.Itoa(n), vocab.XSDInteger))
	}
	for property, n := range r.Predicates {
		about = append(about, vocab.About(v.partition("property", property)).
			IRIs(vocab.VoIDProperty, property).
			Literal(vocab.VoIDTriples, strconv.Itoa(n), vocab.XSDInteger))
	}
	return resource(VoIDPath, v.title(), about)
}

// void is a description in the making.
type void struct {
	describer
	publish.Rendered
}

func (v void) description() *vocab.Statements {
	return vocab.About(v.iri).
		IRIs(vocab.RDFType, vocab.VoIDDatasetDescription).
		Text(vocab.DCTermsTitle, v.info.Title, v.words.lang).
		Text(vocab.DCTermsDescription, v.words.graph, v.words.lang).
		IRIs(vocab.DCTermsPublisher, v.info.Base+"operator").
		Time(vocab.DCTermsModified, v.info.Made).
		IRIs(vocab.FOAFPrimaryTopic, publish.DatasetIRI(v.info.Base))
}

func (v void) dataset() *vocab.Statements {
	subsets := []string{FactsIRI(v.info.Base)}
	for _, p := range v.Parts {
		subsets = append(subsets, publish.CollectionIRI(v.info.Base, p.Source.ID))
	}
	var examples []string
	for _, id := range v.Examples {
		examples = append(examples, transform.ItemIRI(v.info.Base, id))
	}
	return vocab.About(publish.DatasetIRI(v.info.Base)).
		IRIs(vocab.RDFType, vocab.VoIDDataset).
		Text(vocab.DCTermsTitle, v.info.Title, v.words.lang).
		IRIs(vocab.DCTermsPublisher, v.info.Base+"operator").
		IRIs(vocab.DCTermsRights, v.info.Base+"rights/descriptions").
		Time(vocab.DCTermsModified, v.info.Made).
		Literal(vocab.VoIDUriSpace, v.info.Base+"item/", vocab.XSDString).
		IRIs(vocab.VoIDExampleResource, examples...).
		IRIs(vocab.VoIDDataDump, v.dumps(false)...).
		IRIs(vocab.VoIDFeature, formats+"JSON-LD", formats+"N-Quads", formats+"N-Triples", formats+"Turtle").
		Literal(vocab.VoIDEntities, strconv.Itoa(v.info.Entries), vocab.XSDInteger).
		Literal(vocab.VoIDTriples, strconv.Itoa(v.Triples), vocab.XSDInteger).
		Literal(vocab.VoIDDistinctSubjects, strconv.Itoa(v.Subjects), vocab.XSDInteger).
		Literal(vocab.VoIDProperties, strconv.Itoa(len(v.Predicates)), vocab.XSDInteger).
		Literal(vocab.VoIDClasses, strconv.Itoa(len(v.Classes)), vocab.XSDInteger).
		IRIs(vocab.VoIDVocabulary, v.vocabularies()...).
		IRIs(vocab.VoIDSubset, subsets...).
		IRIs(vocab.VoIDClassPartition, v.partitions("class", v.Classes)...).
		IRIs(vocab.VoIDPropertyPartition, v.partitions("property", v.Predicates)...)
}

func (v void) facts() *vocab.Statements {
	return vocab.About(FactsIRI(v.info.Base)).
		IRIs(vocab.RDFType, vocab.VoIDDataset).
		Text(vocab.DCTermsTitle, v.info.Title+", "+v.words.facts, v.words.lang).
		IRIs(vocab.DCTermsLicense, publish.CC0).
		IRIs(vocab.VoIDDataDump, v.dumps(true)...).
		Literal(vocab.VoIDEntities, strconv.Itoa(v.info.Entries), vocab.XSDInteger).
		Literal(vocab.VoIDTriples, strconv.Itoa(v.Facts), vocab.XSDInteger)
}

// source is the part of one source. It has no dump of its own: in the N-Quads it is the
// graph of its name.
func (v void) source(p publish.Counted) *vocab.Statements {
	return vocab.About(publish.CollectionIRI(v.info.Base, p.Source.ID)).
		IRIs(vocab.RDFType, vocab.VoIDDataset).
		Text(vocab.DCTermsTitle, p.Source.Title.Value, p.Source.Title.Language).
		IRIs(vocab.DCTermsSource, p.Source.URL).
		Literal(vocab.VoIDEntities, strconv.Itoa(p.Entries), vocab.XSDInteger).
		Literal(vocab.VoIDTriples, strconv.Itoa(p.Triples), vocab.XSDInteger).
		Literal(vocab.VoIDDistinctSubjects, strconv.Itoa(p.Subjects), vocab.XSDInteger)
}

// dumps are the addresses of the dumps with descriptions, or without.
func (v void) dumps(facts bool) (addresses []string) {
	for _, o := range offers(v.Files) {
		if o.feed || o.facts != facts {
			continue
		}
		for _, f := range o.files {
			addresses = append(addresses, v.info.Base+f.Path)
		}
	}
	return addresses
}

// vocabularies are the namespaces that the predicates and classes are of.
func (v void) vocabularies() []string {
	spaces := map[string]bool{}
	for _, counted := range []map[string]int{v.Predicates, v.Classes} {
		for iri := range counted {
			spaces[iri[:strings.LastIndexAny(iri, "/#")+1]] = true
		}
	}
	return slices.Sorted(maps.Keys(spaces))
}

func (v void) partitions(what string, counted map[string]int) (iris []string) {
	for term := range counted {
		iris = append(iris, v.partition(what, term))
	}
	return iris
}

// partition is the IRI of the partition of a term: void#class-bibo-Report. Every term
// of the graph has a prefix.
func (v void) partition(what, term string) string {
	cut := strings.LastIndexAny(term, "/#") + 1
	for _, n := range vocab.Namespaces(v.info.Base) {
		if n.IRI == term[:cut] {
			return v.part(what + "-" + n.Prefix + "-" + term[cut:])
		}
	}
	return v.part(what + "-" + term[cut:])
}
