// catalogue.mjs DIR SHAPES BASE: catalog.ttl has what DCAT-AP-NO asks for, its sizes and
// sums are those of the files, and each thing that is taken away is reported.
//
// catalog.ttl is read alone, as a portal does. The faults are one for each property
// that must be there: without it the shapes must say so.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import rdf from '@zazuko/env';
import { Parser } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';

const DCAT = 'http://www.w3.org/ns/dcat#';
const DCTERMS = 'http://purl.org/dc/terms/';
const SPDX = 'http://spdx.org/rdf/terms#';
const TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const [dir, shapesFile, base] = process.argv.slice(2);
let failed = 0;

const ok = (what) => console.log(`peers: ok   ${what}`);
const fail = (what, why) => { failed += 1; console.log(`peers: FAIL ${what}: ${why}`); };
const parse = async (path) => new Parser({ factory: rdf }).parse(await readFile(path, 'utf8'));
const local = (term) => term?.value?.replace(/^.*[/#]/, '') ?? '';
const show = (r) => `${local(r.path) || local(r.sourceConstraintComponent)} of ${r.focusNode?.value}`;

const quads = await parse(join(dir, 'catalog.ttl'));
const validator = new SHACLValidator(rdf.dataset(await parse(shapesFile)), { factory: rdf });
const violations = async (some) => (await validator.validate(rdf.dataset(some))).results.filter((r) => local(r.severity) === 'Violation');
const values = (subject, predicate) => quads.filter((q) => q.subject.value === subject && q.predicate.value === predicate).map((q) => q.object.value);
const ofClass = (name) => quads.filter((q) => q.predicate.value === TYPE && q.object.value === name).map((q) => q.subject.value);

// Shapes without a target pass anything.
for (const name of ['Catalog', 'Dataset', 'Distribution']) {
  const found = ofClass(DCAT + name).length;
  if (found) ok(`catalogue: ${found} dcat:${name}`);
  else fail(`catalogue: dcat:${name}`, 'there is none');
}

const found = await violations(quads);
if (found.length) fail('catalogue: DCAT-AP-NO', `${found.length} violations; ${found.slice(0, 3).map(show).join('; ')}`);
else ok(`catalogue: DCAT-AP-NO, ${quads.length} triples, no violation`);

// Every distribution is the file that it says.
for (const distribution of ofClass(`${DCAT}Distribution`)) {
  const [address] = values(distribution, `${DCAT}downloadURL`);
  const [sum] = values(distribution, `${SPDX}checksum`);
  const what = `catalogue: ${address}`;
  try {
    const bytes = await readFile(join(dir, address.slice(base.length)));
    const [size, digest] = [values(distribution, `${DCAT}byteSize`)[0], values(sum, `${SPDX}checksumValue`)[0]];
    if (!address.startsWith(base)) fail(what, `is not under ${base}`);
    else if (size !== String(bytes.length)) fail(what, `${bytes.length} bytes, not ${size}`);
    else if (digest !== createHash('sha256').update(bytes).digest('hex')) fail(what, 'another checksum');
    else ok(`${what} ${size} bytes`);
  } catch (error) {
    fail(what, error.message);
  }
}

// What is taken away, of the first thing of a class.
const faults = [
  ...['title', 'description', 'publisher'].map((p) => [`${DCAT}Catalog`, DCTERMS + p]),
  ...['contactPoint', 'dataset'].map((p) => [`${DCAT}Catalog`, DCAT + p]),
  ...['title', 'description', 'publisher', 'identifier', 'accessRights'].map((p) => [`${DCAT}Dataset`, DCTERMS + p]),
  ...['contactPoint', 'theme', 'distribution'].map((p) => [`${DCAT}Dataset`, DCAT + p]),
  ...['accessURL', 'byteSize'].map((p) => [`${DCAT}Distribution`, DCAT + p]),
  [`${DCAT}Distribution`, `${SPDX}checksum`],
  [`${SPDX}Checksum`, `${SPDX}checksumValue`],
  [`${DCAT}DataService`, `${DCAT}endpointURL`],
  ['http://xmlns.com/foaf/0.1/Agent', 'http://xmlns.com/foaf/0.1/name'],
];
for (const [name, property] of faults) {
  const what = `catalogue reports: ${local({ value: name })} without ${local({ value: property })}`;
  const [subject] = ofClass(name);
  const rest = quads.filter((q) => q.subject.value !== subject || q.predicate.value !== property);
  if (rest.length === quads.length) fail(what, 'the catalogue has nothing to take away');
  else if ((await violations(rest)).some((r) => r.focusNode.value === subject && r.path?.value === property)) ok(what);
  else fail(what, 'passed');
}
process.exitCode = failed ? 1 : 0;
