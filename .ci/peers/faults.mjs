// The faults that are planted, one at a time, to see that the shapes report them.
//
// plant(quads, rdf, base) gives the dataset with one fault in it, or null where the
// dataset has nothing to plant it in. path is the property that must be reported.
const DCTERMS = 'http://purl.org/dc/terms/';
const FOAF = 'http://xmlns.com/foaf/0.1/';
const PROV = 'http://www.w3.org/ns/prov#';
const XSD = 'http://www.w3.org/2001/XMLSchema#';
const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const CLASS = {
  item: `${DCTERMS}BibliographicResource`,
  record: 'http://www.w3.org/ns/dcat#CatalogRecord',
  body: `${FOAF}Organization`,
  collection: 'http://purl.org/dc/dcmitype/Collection',
};

// The first subject of a class that has the property.
function subjectOf(quads, type, property) {
  const members = new Set(quads.filter((q) => q.predicate.value === RDF_TYPE && q.object.value === type).map((q) => q.subject.value));
  return quads.find((q) => members.has(q.subject.value) && q.predicate.value === property)?.subject;
}

// One subject of the class loses the property, and gets what values(rdf, base, had) gives instead.
function change(type, property, values = () => []) {
  return (quads, rdf, base) => {
    const subject = subjectOf(quads, type, property);
    if (!subject) return null;
    const its = (q) => q.subject.equals(subject) && q.predicate.value === property;
    const had = quads.filter(its).map((q) => q.object);
    const now = values(rdf, base, had).map((o) => rdf.quad(subject, rdf.namedNode(property), o));
    return [...quads.filter((q) => !its(q)), ...now];
  };
}

function withoutSnapshotHash(quads) {
  const snapshot = quads.find((q) => q.predicate.value === `${PROV}wasDerivedFrom`)?.object;
  return snapshot && quads.filter((q) => !(q.subject.equals(snapshot) && q.predicate.value === `${DCTERMS}identifier`));
}

const time = (rdf, value) => rdf.literal(value, rdf.namedNode(`${XSD}dateTime`));

export const faults = [
  { name: 'no title', path: 'title', plant: change(CLASS.item, `${DCTERMS}title`) },
  { name: 'two titles of one language', path: 'title',
    plant: change(CLASS.item, `${DCTERMS}title`, (rdf, _, [had]) => [had, rdf.literal('En annen tittel', had.language)]) },
  { name: 'a title without language', path: 'title',
    plant: change(CLASS.item, `${DCTERMS}title`, (rdf, _, [had]) => [rdf.literal(had.value)]) },
  { name: 'a title with a space at its end', path: 'title',
    plant: change(CLASS.item, `${DCTERMS}title`, (rdf, _, [had]) => [rdf.literal(`${had.value} `, had.language)]) },
  { name: 'a publisher as a string', path: 'publisher',
    plant: change(CLASS.item, `${DCTERMS}publisher`, (rdf) => [rdf.literal('NIBR')]) },
  { name: 'the year "20xx"', path: 'issued',
    plant: change(CLASS.item, `${DCTERMS}issued`, (rdf) => [rdf.literal('20xx', rdf.namedNode(`${XSD}gYear`))]) },
  { name: 'an unknown language', path: 'language',
    plant: change(CLASS.item, `${DCTERMS}language`, (rdf) => [rdf.namedNode('http://publications.europa.eu/resource/authority/language/XXX')]) },
  { name: 'two types of the house scheme', path: 'type',
    plant: change(CLASS.item, `${DCTERMS}type`, (rdf, base, had) => {
      const other = ['film', 'bok'].map((key) => rdf.namedNode(`${base}types#${key}`)).find((t) => !had.some((h) => h.equals(t)));
      return [...had, other];
    }) },
  { name: 'no type of the house scheme', path: 'type',
    plant: change(CLASS.item, `${DCTERMS}type`, (_, base, had) => had.filter((t) => !t.value.startsWith(base))) },
  { name: 'an empty keyword', path: 'subject',
    plant: (quads, rdf) => {
      const item = subjectOf(quads, CLASS.item, `${DCTERMS}title`);
      return item && [...quads, rdf.quad(item, rdf.namedNode(`${DCTERMS}subject`), rdf.literal('', 'nb'))];
    } },
  { name: 'a record without modified', path: 'modified', plant: change(CLASS.record, `${DCTERMS}modified`) },
  { name: 'modified before created', path: 'created',
    plant: change(CLASS.record, `${DCTERMS}modified`, (rdf) => [time(rdf, '1999-01-01T00:00:00Z')]) },
  { name: 'a snapshot without its hash', path: 'identifier', plant: withoutSnapshotHash },
  { name: 'a part of the collection that is no record', path: 'hasPart',
    plant: change(CLASS.collection, `${DCTERMS}hasPart`, (rdf, base, had) => [...had, rdf.namedNode(`${base}org/nibr#it`)]) },
  { name: 'a body without name', path: 'name', plant: change(CLASS.body, `${FOAF}name`) },
];
