// Package catalog describes a publication for those who look for data and those who load it.
//
//	publish.Forms{
//		Writers:    []publish.Writer{catalog.Table{}, catalog.Shapes{}, catalog.Graph{File: "dataset.nt"}, …},
//		Catalogues: []publish.Catalogue{catalog.DCAT{OAI: "oai"}.Describe, catalog.VoID},
//		…}
//
// [DCAT] is the catalogue: DCAT 3 as DCAT-AP-NO 2.2 wants it, for data.norge.no and
// other portals. [VoID] says what is in the graph, with counts (W3C Note "Describing Linked
// Datasets with the VoID Vocabulary"). [Table] and [Shapes] are the application profile,
// and [Graph] the file from which Virtuoso learns into which graph it shall load a dump.
//
// Sizes, sums and counts are of the files just written: nothing is estimated, and what
// is not known is not said. There are no blank nodes: a distribution is
// catalog#{file}, its checksum catalog#{file}-sha256.
package catalog

import (
	"context"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"samling/publish"
	"samling/transform"
	"samling/vocab"
)

// Code lists that DCAT-AP-NO asks for.
const (
	authority = "http://publications.europa.eu/resource/authority/"
	public    = authority + "access-right/PUBLIC"
	cc0       = authority + "licence/CC0"
	fileType  = authority + "file-type/"
	iana      = "https://www.iana.org/assignments/media-types/"
	oaiPMH    = "http://www.openarchives.org/OAI/openarchivesprotocol.html"
)

// DCAT is the catalogue of the publication.
type DCAT struct {
	OAI string // path of the OAI-PMH service below the base; "" for none
}

// Path is that of the catalogue.
const Path = "catalog"

// Describe makes the catalogue.
func (c DCAT) Describe(_ context.Context, e publish.Edition, r publish.Rendered) (publish.Resource, error) {
	info := e.Info()
	d := describer{info: info, words: wordsOf(info.Language), iri: info.Base + Path}
	about := []*vocab.Statements{d.catalog(c.OAI), d.dataset(r)}
	if c.OAI != "" {
		about = append(about, d.service(c.OAI))
	}
	for _, offer := range offers(r.Files) {
		about = append(about, d.distribution(offer))
		if len(offer.files) == 1 {
			about = append(about, d.checksum(offer.files[0]))
		}
	}
	return resource(Path, d.title(), append(about, publish.Terms(info)...))
}

// describer is what all statements of a description need.
type describer struct {
	info  publish.Info
	words words
	iri   string
}

func (d describer) title() transform.Text {
	return transform.Text{Value: d.info.Title, Language: d.words.lang}
}

func (d describer) part(name string) string { return d.iri + "#" + name }

func (d describer) catalog(oai string) *vocab.Statements {
	s := vocab.About(d.iri).
		IRIs(vocab.RDFType, vocab.DCATCatalog).
		Literal(vocab.DCTermsIdentifier, d.iri, vocab.XSDString).
		Text(vocab.DCTermsTitle, d.info.Title, d.words.lang).
		Text(vocab.DCTermsDescription, d.words.catalogue, d.words.lang).
		IRIs(vocab.DCTermsPublisher, d.info.Base+"operator").
		IRIs(vocab.DCATContactPoint, d.info.Base+"contact").
		IRIs(vocab.DCTermsLanguage, transform.LanguageIRI(d.words.lang)).
		IRIs(vocab.FOAFHomepage, d.info.Base).
		Time(vocab.DCTermsModified, d.info.Made).
		IRIs(vocab.DCATDatasetProperty, publish.DatasetIRI(d.info.Base))
	if oai != "" {
		s.IRIs(vocab.DCATService, d.part("oai"))
	}
	return s
}

func (d describer) dataset(r publish.Rendered) *vocab.Statements {
	var distributions, pages, languages []string
	for _, offer := range offers(r.Files) {
		distributions = append(distributions, d.part(offer.path))
	}
	for _, p := range r.Parts {
		pages = append(pages, p.Source.URL)
	}
	for tag := range r.Languages {
		languages = append(languages, transform.LanguageIRI(tag))
	}
	description, keywords := publish.About(d.words.lang)
	iri := publish.DatasetIRI(d.info.Base)
	s := vocab.About(iri).
		IRIs(vocab.RDFType, vocab.DCATDataset).
		Literal(vocab.DCTermsIdentifier, iri, vocab.XSDString).
		Text(vocab.DCTermsTitle, d.info.Title, d.words.lang).
		Text(vocab.DCTermsDescription, description, d.words.lang).
		IRIs(vocab.DCTermsPublisher, d.info.Base+"operator").
		IRIs(vocab.DCATContactPoint, d.info.Base+"contact").
		IRIs(vocab.DCATTheme, vocab.ThemeEDUC, vocab.ThemeGOVE).
		IRIs(vocab.DCTermsLanguage, languages...).
		IRIs(vocab.DCTermsAccessRights, public).
		IRIs(vocab.DCTermsRights, d.info.Base+"rights/descriptions").
		IRIs(vocab.DCTermsSource, pages...).
		IRIs(vocab.DCTermsConformsTo, d.info.Base+publish.Profile).
		IRIs(vocab.DCATLandingPage, d.info.Base).
		Time(vocab.DCTermsModified, d.info.Made).
		IRIs(vocab.DCATDistributionProperty, distributions...)
	for _, k := range keywords {
		s.Text(vocab.DCATKeyword, k, d.words.lang)
	}
	return s
}

func (d describer) service(oai string) *vocab.Statements {
	return vocab.About(d.part("oai")).
		IRIs(vocab.RDFType, vocab.DCATDataService).
		Literal(vocab.DCTermsIdentifier, d.part("oai"), vocab.XSDString).
		Text(vocab.DCTermsTitle, "OAI-PMH", "en").
		IRIs(vocab.DCTermsPublisher, d.info.Base+"operator").
		IRIs(vocab.DCATContactPoint, d.info.Base+"contact").
		IRIs(vocab.DCTermsConformsTo, oaiPMH).
		IRIs(vocab.DCTermsAccessRights, public).
		IRIs(vocab.DCATEndpointURL, d.info.Base+oai).
		IRIs(vocab.DCATServesDataset, publish.DatasetIRI(d.info.Base))
}

// offer is a distribution with its files: one, or the segments of a dump.
type offer struct {
	kind
	path  string
	files []publish.File
}

// offers are the distributions among the files, in their order.
func offers(files iter.Seq[publish.File]) (all []offer) {
	place := map[string]int{}
	for f := range files {
		path, segment := publish.SegmentOf(f.Path)
		if !segment {
			path = f.Path
		}
		k, ok := kindOf(path, f.MediaType)
		if !ok {
			continue
		}
		i, begun := place[path]
		if !begun {
			i = len(all)
			place[path] = i
			all = append(all, offer{kind: k, path: path})
		}
		all[i].files = append(all[i].files, f)
	}
	return all
}

// distribution is one file, or the segments of one dump: these are downloads of one
// distribution, whose size is that of all, and which has no checksum. CC0 is claimed where it
// covers everything in it: in the facts; the rights in the others are said in words.
func (d describer) distribution(o offer) *vocab.Statements {
	k, access, size := o.kind, d.info.Base+o.path, int64(0)
	var downloads []string
	for _, f := range o.files {
		downloads = append(downloads, d.info.Base+f.Path)
		size += f.Size
	}
	if len(o.files) > 1 {
		access = publish.DatasetIRI(d.info.Base)
	}
	s := vocab.About(d.part(o.path)).
		IRIs(vocab.RDFType, vocab.DCATDistribution).
		Text(vocab.DCTermsTitle, d.words.title(k), d.words.lang).
		IRIs(vocab.DCTermsFormat, k.format()).
		IRIs(vocab.DCATAccessURL, access).
		IRIs(vocab.DCATDownloadURL, downloads...).
		IRIs(vocab.DCATMediaType, k.media()).
		Literal(vocab.DCATByteSize, strconv.FormatInt(size, 10), vocab.XSDNonNegativeInteger)
	if len(o.files) == 1 {
		s.IRIs(vocab.SPDXChecksumProperty, d.part(o.path+"-sha256"))
	}
	if k.facts {
		s.IRIs(vocab.DCTermsLicense, cc0)
	} else {
		s.IRIs(vocab.DCTermsRights, d.info.Base+"rights/descriptions")
	}
	if k.packed {
		s.IRIs(vocab.DCATCompressFormat, iana+"application/gzip")
	}
	if !k.feed {
		s.IRIs(vocab.DCTermsConformsTo, d.info.Base+publish.Profile)
	}
	return s
}

func (d describer) checksum(f publish.File) *vocab.Statements {
	return vocab.About(d.part(f.Path+"-sha256")).
		IRIs(vocab.RDFType, vocab.SPDXChecksum).
		IRIs(vocab.SPDXChecksumAlgorithm, vocab.SPDXChecksumAlgorithmSha256).
		Literal(vocab.SPDXChecksumValue, f.SHA256, vocab.XSDHexBinary)
}

// kind is what a distribution is: a dump, with descriptions or without, or a feed.
type kind struct {
	facts, packed, feed bool
	form                form
}

// form is a syntax as the code lists name it.
type form struct {
	name      string // for people
	mediaType string
	fileType  string // of the EU's list; "" where it has none that is known to be right
	iana      bool   // registered there
}

func (k kind) format() string {
	if k.form.fileType == "" {
		return ""
	}
	return fileType + k.form.fileType
}

func (k kind) media() string {
	if !k.form.iana {
		return ""
	}
	return iana + k.form.mediaType
}

// kindOf says which of an edition's files are distributions: the dumps, and the feeds
// of the whole.
func kindOf(file, mediaType string) (kind, bool) {
	if strings.Contains(file, "/") {
		return kind{}, false
	}
	bare, packed := strings.CutSuffix(file, ".gz")
	stem := strings.TrimSuffix(bare, path.Ext(bare))
	k := kind{facts: stem == "facts", packed: packed}
	forms := dumpForms[:]
	if stem != "dataset" && stem != "facts" {
		k.feed, forms = true, feedForms[:]
	}
	i := slices.IndexFunc(forms, func(o form) bool {
		if k.feed {
			return !packed && o.mediaType == mediaType
		}
		return "."+extensions[o.mediaType] == path.Ext(bare)
	})
	if i < 0 {
		return kind{}, false
	}
	k.form = forms[i]
	return k, true
}

// extensions are those of the dumps: a .gz says by its name alone what is in it.
var extensions = map[string]string{
	"text/turtle": "ttl", "application/n-triples": "nt", "application/n-quads": "nq", "application/ld+json": "jsonld",
}

var dumpForms = [...]form{
	{"Turtle", "text/turtle", "RDF_TURTLE", true},
	{"N-Triples", "application/n-triples", "RDF_N_TRIPLES", true},
	{"N-Quads", "application/n-quads", "RDF_N_QUADS", true},
	{"JSON-LD", "application/ld+json", "JSON_LD", true},
}

var feedForms = [...]form{
	{"RSS 2.0", "application/rss+xml", "RSS", false},
	{"Atom", "application/atom+xml", "", true},
	{"JSON Feed", "application/feed+json", "JSON", false},
	{"RSS 1.0", "application/rdf+xml", "RDF_XML", true},
}

// resource makes a resource of statements, its own first and the others in the order of
// their subjects.
func resource(path string, title transform.Text, about []*vocab.Statements) (publish.Resource, error) {
	r := publish.Resource{Path: path, Title: title}
	for _, s := range about {
		triples, err := s.Triples()
		if err != nil {
			return r, err
		}
		triples = vocab.Sort(triples)
		r.Groups = append(r.Groups, publish.Group{Subject: triples[0].Subj, Triples: triples})
	}
	slices.SortFunc(r.Groups[1:], func(a, b publish.Group) int {
		return publish.CompareSubjects(a.Subject.String(), b.Subject.String())
	})
	return r, nil
}
