// citations.mjs DIR: Citation.js reads the three forms of citation, and finds the same in each.
//
// DIR holds citations.bib, .ris and .csl.json. Each entry has, in every form, the title,
// the bodies and the address that CSL-JSON gives it. CSL-JSON itself is held against what
// its schema (csl-data.json, CSL 1.0.2) allows of what we write.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plugins } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-ris';
import '@citation-js/plugin-csl';

const [dir] = process.argv.slice(2);
const read = (name) => readFileSync(join(dir, name), 'utf8');
let failed = 0;
const check = (what, faults, count = '') => {
  if (faults.length) failed += 1;
  console.log(faults.length ? `peers: FAIL ${what}: ${faults.slice(0, 3).join('; ').replace(/\s+/g, ' ').slice(0, 600)}` : `peers: ok   ${what} ${count}`);
};
const attempt = (what, read_) => { try { return read_(); } catch (error) { check(what, [error.message]); return null; } };

const TYPES = ['article-journal', 'article-newspaper', 'book', 'broadcast', 'chapter', 'dataset', 'document', 'motion_picture', 'pamphlet', 'paper-conference',
  'periodical', 'post-weblog', 'report', 'speech', 'thesis', 'webpage'];
const TEXTS = ['title', 'publisher', 'genre', 'language', 'URL', 'source', 'note', 'abstract'];

const csl = attempt('CSL-JSON', () => JSON.parse(read('citations.csl.json'))) ?? [];
const cslFaults = csl.flatMap((item) => Object.entries(item).flatMap(([name, value]) => {
  const fits = TEXTS.includes(name) || name === 'id' ? typeof value === 'string'
    : name === 'type' ? TYPES.includes(value)
      : name === 'author' ? Array.isArray(value) && value.every((a) => Object.keys(a).join() === 'literal' && typeof a.literal === 'string')
        : name === 'issued' ? Object.keys(value).join() === 'date-parts' && value['date-parts'].length <= 2 && value['date-parts'].every((d) => d.length === 1 && Number.isInteger(d[0]))
          : false;
  return fits ? [] : [`${item.id}: ${name} is ${JSON.stringify(value)}`];
}));
if (csl.some((item) => !item.id || !item.type) || csl.length === 0) cslFaults.push('an entry without id or type, or none');
check('CSL-JSON citations.csl.json', cslFaults, `${csl.length} entries`);

// Readers put case protection in spans and spaces where they will; what is read is text.
const text = (s) => String(s ?? '').replace(/<span class="nocase">|<\/span>|<\/?i>/g, '').replace(/\s+/g, ' ').trim();
const names = (item) => (item.author ?? []).map((a) => text(a.literal ?? [a.given, a.family].filter(Boolean).join(' '))).join('|');

function compare(what, items, id, bodies, abstract) {
  const faults = items.length === csl.length ? [] : [`${items.length} entries, not ${csl.length}`];
  csl.forEach((want, i) => {
    const got = items[i] ?? {};
    for (const [name, a, b] of [['key', id(got), want.id], ['title', text(got.title), text(want.title)], ['URL', got.URL, want.URL], ['bodies', names(got), bodies(names(want))], ...(abstract ? [['abstract', text(got.abstract), text(want.abstract)]] : [])]) {
      if (a !== b) faults.push(`${want.id}: ${name} ${JSON.stringify(String(a).slice(0, 90))}, not ${JSON.stringify(String(b).slice(0, 90))}`);
    }
  });
  check(what, faults, `${items.length} entries`);
}

const bib = attempt('BibTeX', () => plugins.input.chain(read('citations.bib'), { generateGraph: false, forceType: '@bibtex/text' }));
if (bib) compare('BibTeX   citations.bib', bib, (item) => item['citation-key'] ?? item.id, (n) => n, false); // it drops abstracts
const ris = attempt('RIS', () => plugins.input.chain(read('citations.ris'), { generateGraph: false, forceType: '@ris/file' }));
if (ris) compare('RIS      citations.ris', ris, (item) => item['citation-key'] ?? item.id, (n) => n.replaceAll(',', ' –'), true);
// The reader forgives an entry that does not end; others do not.
const ends = read('citations.ris').split('\r\n').filter((line) => line === 'ER  - ').length;
check('RIS      citations.ris: ends of entries', ends === csl.length ? [] : [`${ends}, not ${csl.length}`], `${ends}`);
process.exitCode = failed ? 1 : 0;
