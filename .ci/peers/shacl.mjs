// shacl.mjs DIR SHAPES BASE: the dataset passes the shapes, and planted faults do not.
//
// SHACL Core, section 3.4 (validation), by rdf-validate-shacl. The shapes are written
// for a placeholder and are rendered under the publication's base first. Warnings
// (sh:Warning) say what the source lacks: they are listed and count as passed.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import rdf from '@zazuko/env';
import { Parser } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { faults } from './faults.mjs';

const PLACEHOLDER = 'https://example.org/lit/';
const [dir, shapesFile, base] = process.argv.slice(2);
let failed = 0;

const ok = (what) => console.log(`peers: ok   ${what}`);
const fail = (what, why) => { failed += 1; console.log(`peers: FAIL ${what}: ${why}`); };
const parse = (text) => new Parser({ factory: rdf }).parse(text);
const local = (term) => term?.value?.replace(/^.*[/#]/, '') ?? '';
const show = (r) => `${local(r.path) || local(r.sourceConstraintComponent)} of ${r.focusNode?.value} (${r.message.map((m) => m.value).join(' ')})`;

async function readShapes() {
  const text = (await readFile(shapesFile, 'utf8')).replaceAll(PLACEHOLDER, base);
  return rdf.dataset(parse(text));
}

async function results(validator, quads) {
  const report = await validator.validate(rdf.dataset(quads));
  const of = (name) => report.results.filter((r) => local(r.severity) === name);
  return { violations: of('Violation'), warnings: of('Warning') };
}

// Every kind of thing the shapes are about must be there: shapes without a target pass anything.
function checkTargets(shapes, quads) {
  const classes = [...shapes.match(null, rdf.namedNode('http://www.w3.org/ns/shacl#targetClass'))].map((q) => q.object);
  const has = (c) => quads.some((q) => local(q.predicate) === 'type' && q.object.equals(c));
  const absent = classes.filter((c) => !has(c)).map(local);
  if (classes.length === 0 || absent.length) fail('shacl targets', `nothing in the dataset is a ${absent}`);
  else ok(`shacl targets: ${classes.map(local).join(' ')}`);
}

async function checkFault(validator, quads, fault) {
  const what = `shacl reports: ${fault.name}`;
  const broken = fault.plant(quads, rdf, base);
  if (!broken) return fail(what, 'the dataset has nothing to plant this in');
  const { violations } = await results(validator, broken);
  const hit = violations.find((r) => local(r.path) === fault.path);
  return hit ? ok(`${what} (${fault.path})`) : fail(what, `passed; reported: ${violations.map(show)}`);
}

const shapes = await readShapes();
const quads = parse(await readFile(join(dir, 'dataset.nt'), 'utf8'));
const validator = new SHACLValidator(shapes, { factory: rdf });

checkTargets(shapes, quads);
const { violations, warnings } = await results(validator, quads);
for (const warning of warnings) console.log(`peers: note shacl warning: ${show(warning)}`);
if (violations.length) fail('shacl dataset.nt', `${violations.length} violations; ${violations.slice(0, 3).map(show).join('; ')}`);
else ok(`shacl dataset.nt ${quads.length} triples, no violation, ${warnings.length} warnings`);
for (const fault of faults) await checkFault(validator, quads, fault);
process.exitCode = failed ? 1 : 0;
