package publish

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/knakk/rdf"

	"samling/transform"
	"samling/vocab"
)

// CC0 is the licence of the facts.
const CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"

// Profile is the version of the application profile that records conform to.
const Profile = "profile/1.0"

// What belongs to that version of the profile.
const (
	ProfileTable  = Profile + ".csv"        // as a DCTAP table
	ProfileShapes = Profile + "/shapes.ttl" // as SHACL shapes
	Context       = "context/1.0.jsonld"    // of the JSON-LD documents
)

// DatasetIRI is the IRI of all that is published, and the name of the first part's graph.
func DatasetIRI(base string) string { return base + "dataset" }

// CollectionIRI is the IRI of the collection of a source's records, which names its
// graph in N-Quads too.
func CollectionIRI(base, source string) string { return base + "collection/" + source }

func snapshotIRI(base string, s Snapshot) string { return base + "snapshot/" + s.SHA256[:12] }

func harvestIRI(base, source string, h Harvest) string {
	return base + "harvest/" + source + "/" + h.Started.UTC().Format("2006-01-02T150405Z")
}

// group parts sorted statements of one subject off as a group.
func group(s *vocab.Statements) (Group, error) {
	triples, err := s.Triples()
	if err != nil {
		return Group{}, err
	}
	g := Group{Subject: triples[0].Subj, Triples: triples}
	return g, g.Check()
}

// grouped turns triples in canonical order into a group for each subject.
func grouped(triples []rdf.Triple) []Group {
	var out []Group
	for from := 0; from < len(triples); {
		to := from + 1
		for to < len(triples) && triples[to].Subj.String() == triples[from].Subj.String() {
			to++
		}
		out = append(out, Group{Subject: triples[from].Subj, Triples: triples[from:to]})
		from = to
	}
	return out
}

// collect makes groups of statements, in the order of their subjects.
func collect(about ...*vocab.Statements) ([]Group, error) {
	var out []Group
	for _, s := range about {
		g, err := group(s)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	slices.SortFunc(out, bySubject)
	return out, nil
}

func bySubject(a, b Group) int { return CompareSubjects(a.Subject.String(), b.Subject.String()) }

// ItemGroups is all that the graph says for one item: the publication, the source's
// own words, and the record, in the order of their subjects. Of a withdrawn one it says
// only that there was such a record, and since when it is invalid.
func ItemGroups(info Info, it *Item) ([]Group, error) {
	return (&itemGroups{info: info}).of(it)
}

// itemGroups makes the groups of items. What is said of records is mostly the same for all that
// one harvest brought, and is made once.
type itemGroups struct {
	info   Info
	last   Item         // the one whose record was described last, but for what it says
	record []rdf.Triple // of that record
}

// of is [ItemGroups].
func (m *itemGroups) of(it *Item) ([]Group, error) {
	if it.Withdrawn {
		return tombstoneGroups(m.info, it)
	}
	groups := make([]Group, 3) // in the order of their subjects: "#it", "#source", ">"
	triples, err := it.Graph(m.info.Base)
	if err != nil {
		return nil, err
	}
	groups[0] = Group{Subject: triples[0].Subj, Triples: triples}
	record := transform.RecordIRI(m.info.Base, it.ID)
	source := vocab.About(record+"#source").
		IRIs(vocab.RDFType, vocab.DCTermsProvenanceStatement).
		Text(vocab.RDFSLabel, "Kildelinje: «"+it.TypeLineSource+"», post "+strconv.Itoa(it.Position)+" av "+strconv.Itoa(it.Of), "nb")
	if err = groups[0].Check(); err == nil {
		groups[1], err = group(source)
	}
	if err == nil {
		groups[2], err = m.recordGroup(record, it)
	}
	if err != nil {
		return nil, fmt.Errorf("record %s: %w", it.ID, err)
	}
	return groups, nil
}

func (m *itemGroups) recordGroup(record string, it *Item) (Group, error) {
	l := &m.last
	if m.record == nil || l.Source != it.Source || l.Created != it.Created || l.Modified != it.Modified || l.Harvest != it.Harvest {
		g, err := group(recordStatements(m.info, record, it))
		m.record, m.last = g.Triples, Item{Source: it.Source, Created: it.Created, Modified: it.Modified, Harvest: it.Harvest}
		return g, err
	}
	var iris [3]rdf.IRI
	for i, iri := range [...]string{record, record + "#it", record + "#source"} {
		var err error
		if iris[i], err = rdf.NewIRI(iri); err != nil {
			return Group{}, err
		}
	}
	g := Group{Subject: iris[0], Triples: slices.Clone(m.record)}
	for i := range g.Triples {
		t := &g.Triples[i]
		t.Subj = g.Subject
		switch t.Pred.String() {
		case vocab.FOAFPrimaryTopic:
			t.Obj = iris[1]
		case vocab.DCTermsProvenance:
			t.Obj = iris[2]
		}
	}
	return g, g.Check()
}

func recordStatements(info Info, record string, it *Item) *vocab.Statements {
	return vocab.About(record).
		IRIs(vocab.RDFType, vocab.DCATCatalogRecord, vocab.PROVEntity).
		IRIs(vocab.FOAFPrimaryTopic, record+"#it").
		IRIs(vocab.DCTermsIsPartOf, CollectionIRI(info.Base, it.Source)).
		IRIs(vocab.VoIDInDataset, DatasetIRI(info.Base)).
		IRIs(vocab.DCTermsConformsTo, info.Base+Profile).
		Time(vocab.DCTermsCreated, it.Created).
		Time(vocab.DCTermsModified, it.Modified).
		IRIs(vocab.DCTermsLicense, CC0).
		IRIs(vocab.DCTermsRights, info.Base+"rights/descriptions").
		IRIs(vocab.PROVWasDerivedFrom, snapshotIRI(info.Base, it.Harvest.Snapshot)).
		IRIs(vocab.PROVWasGeneratedBy, harvestIRI(info.Base, it.Source, it.Harvest)).
		Time(vocab.PROVGeneratedAtTime, it.Modified).
		IRIs(vocab.DCTermsProvenance, record+"#source")
}

func tombstoneGroups(info Info, it *Item) ([]Group, error) {
	record := transform.RecordIRI(info.Base, it.ID)
	groups, err := collect(vocab.About(record).
		IRIs(vocab.RDFType, vocab.DCATCatalogRecord, vocab.PROVEntity).
		IRIs(vocab.DCTermsIsPartOf, CollectionIRI(info.Base, it.Source)).
		Time(vocab.DCTermsCreated, it.Created).
		Time(vocab.DCTermsModified, it.Modified).
		Time(vocab.PROVInvalidatedAtTime, it.Modified))
	if err != nil {
		return nil, fmt.Errorf("tombstone %s: %w", it.ID, err)
	}
	return groups, nil
}

// sourceGroups is what the graph says of a source: its page, the collection of its
// records, and where those came from.
func sourceGroups(info Info, s Source) ([]Group, error) {
	items := make([]string, len(s.Items))
	records := make([]string, len(s.Items))
	for i, id := range s.Items {
		items[i], records[i] = transform.ItemIRI(info.Base, id), transform.RecordIRI(info.Base, id)
	}
	collection := CollectionIRI(info.Base, s.ID)
	about := []*vocab.Statements{
		pageStatements(info, s, items),
		vocab.About(collection).
			IRIs(vocab.RDFType, vocab.DCMITypeCollection).
			Literal(vocab.DCTermsIdentifier, collection, vocab.XSDString).
			Text(vocab.DCTermsTitle, s.Title.Value, s.Title.Language).
			IRIs(vocab.DCTermsSource, s.URL).
			IRIs(vocab.DCTermsHasPart, records...),
	}
	seen := map[string]bool{}
	for _, h := range s.Harvests {
		about = append(about, harvestStatements(info, s, h))
		if !seen[h.Snapshot.SHA256] {
			seen[h.Snapshot.SHA256] = true
			about = append(about, snapshotStatements(info, s.URL, h.Snapshot))
		}
	}
	groups, err := collect(about...)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", s.ID, err)
	}
	return groups, nil
}

func pageStatements(info Info, s Source, items []string) *vocab.Statements {
	page := vocab.About(s.URL).
		IRIs(vocab.RDFType, vocab.BIBOWebpage, vocab.FOAFDocument).
		Text(vocab.DCTermsTitle, s.Title.Value, s.Title.Language).
		Text(vocab.DCTermsDescription, s.Description.Value, s.Description.Language).
		IRIs(vocab.DCTermsLanguage, transform.LanguageIRI(s.Title.Language)).
		IRIs(vocab.DCTermsReferences, items...)
	if s.Publisher != "" {
		page.IRIs(vocab.DCTermsPublisher, transform.BodyIRI(info.Base, s.Publisher))
	}
	if site := transform.SiteOf(s.URL); site != s.URL {
		page.IRIs(vocab.DCTermsIsPartOf, site)
	}
	return page
}

func harvestStatements(info Info, s Source, h Harvest) *vocab.Statements {
	return vocab.About(harvestIRI(info.Base, s.ID, h)).
		IRIs(vocab.RDFType, vocab.PROVActivity).
		IRIs(vocab.PROVUsed, snapshotIRI(info.Base, h.Snapshot)).
		Time(vocab.PROVStartedAtTime, h.Started).
		Time(vocab.PROVEndedAtTime, h.Ended).
		IRIs(vocab.PROVWasAssociatedWith, info.Base+"agent/harvester")
}

func snapshotStatements(info Info, page string, snap Snapshot) *vocab.Statements {
	return vocab.About(snapshotIRI(info.Base, snap)).
		IRIs(vocab.RDFType, vocab.PROVEntity).
		IRIs(vocab.PROVSpecializationOf, page).
		Literal(vocab.DCTermsIdentifier, "urn:sha256:"+snap.SHA256, vocab.XSDString).
		Literal(vocab.DCTermsFormat, snap.MediaType, vocab.XSDString).
		Time(vocab.PROVGeneratedAtTime, snap.Fetched)
}

// datasetGroups is the first part: the dataset, who publishes it and under what
// rights, the type scheme, and the bodies that are named.
func datasetGroups(ctx context.Context, e Edition, l Layout) ([]Group, error) {
	info := e.Info()
	dataset := vocab.About(DatasetIRI(info.Base)).
		IRIs(vocab.RDFType, vocab.DCATDataset, vocab.VoIDDataset).
		Text(vocab.DCTermsTitle, info.Title, "no").
		Literal(vocab.DCTermsIdentifier, DatasetIRI(info.Base), vocab.XSDString).
		IRIs(vocab.DCTermsPublisher, info.Base+"operator").
		IRIs(vocab.DCATContactPoint, info.Base+"contact").
		Time(vocab.DCTermsModified, info.Made).
		IRIs(vocab.DCTermsConformsTo, info.Base+Profile).
		Literal(vocab.VoIDUriSpace, info.Base+"item/", vocab.XSDString).
		IRIs(vocab.VoIDDataDump, dumpAddresses(info.Base, l)...).
		Literal(vocab.VoIDEntities, fmt.Sprint(info.Entries), vocab.XSDInteger)
	about := []*vocab.Statements{
		dataset,
		vocab.About(info.Base+"agent/harvester").IRIs(vocab.RDFType, vocab.PROVSoftwareAgent).Text(vocab.RDFSLabel, "Samling", "no"),
		vocab.About(info.Base+Profile).IRIs(vocab.RDFType, vocab.DCTermsStandard).
			Text(vocab.DCTermsTitle, "Litteratursamling applikasjonsprofil 1.0", "nb").
			IRIs(vocab.RDFSSeeAlso, info.Base+ProfileTable, info.Base+ProfileShapes, info.Base+Context),
	}
	groups, err := collect(append(about, Terms(info)...)...)
	if err != nil {
		return nil, err
	}
	scheme, err := vocab.TypeScheme(info.Base)
	if err != nil {
		return nil, err
	}
	groups = append(groups, grouped(scheme)...)
	for b, err := range e.Bodies(ctx) {
		if err != nil {
			return nil, err
		}
		groups = append(groups, grouped(b.Triples(info.Base))...)
	}
	slices.SortFunc(groups, bySubject)
	return groups, nil
}

// dumpAddresses are where the graph can be had that says so.
func dumpAddresses(base string, l Layout) (all []string) {
	for _, dump := range []string{"dataset.nt", "dataset.ttl"} {
		files := l.Files(dump)
		if !l.Packed {
			files = files[:1] // the same unpacked
		}
		for _, f := range files {
			all = append(all, base+f)
		}
	}
	return all
}

// Terms are who publishes, how to reach them, and the rights in what is published: a
// catalogue says so too, since it is read alone.
func Terms(info Info) []*vocab.Statements {
	return []*vocab.Statements{
		vocab.About(info.Base+"operator").IRIs(vocab.RDFType, vocab.FOAFAgent, vocab.FOAFOrganization).
			Text(vocab.FOAFName, info.Publisher.Name, "no"),
		contactStatements(info),
		// Texts of one predicate in canonical order: by their N-Triples form.
		vocab.About(info.Base+"rights/descriptions").IRIs(vocab.RDFType, vocab.DCTermsRightsStatement).
			Text(vocab.RDFSLabel, "CC0 covers the factual statements. The descriptions (dcterms:description) are reproduced from the source page; rights in them have not been cleared and CC0 does not cover them.", "en").
			Text(vocab.RDFSLabel, "CC0 gjelder de faktiske opplysningene. Omtalene (dcterms:description) er gjengitt fra kildesiden; rettighetene til dem er ikke avklart og omfattes ikke av CC0.", "nb").
			IRIs(vocab.RDFSSeeAlso, "http://rightsstatements.org/vocab/CNE/1.0/"),
	}
}

// contactStatements are how to reach the publisher: by post where an address is
// configured, else by the site, which says who publishes it.
func contactStatements(info Info) *vocab.Statements {
	s := vocab.About(info.Base+"contact").
		IRIs(vocab.RDFType, vocab.VCardOrganization).
		Literal(vocab.VCardFn, info.Publisher.Name, vocab.XSDString)
	if info.Publisher.Email != "" {
		return s.IRIs(vocab.VCardHasEmail, "mailto:"+info.Publisher.Email)
	}
	return s.IRIs(vocab.VCardHasURL, info.Base)
}

// hasDescription says whether the facts leave anything out of the group: descriptions are the
// source's text, and CC0 does not cover them.
func hasDescription(g Group) bool { return slices.ContainsFunc(g.Triples, isDescription) }

// withoutDescriptions is the group as facts.* have it.
func withoutDescriptions(g Group) Group {
	checked := g.isChecked()
	g.Triples = slices.DeleteFunc(slices.Clone(g.Triples), isDescription)
	if checked {
		g.checked = g.Triples
	}
	return g
}

func isDescription(t rdf.Triple) bool { return t.Pred.String() == vocab.DCTermsDescription }
