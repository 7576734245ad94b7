// A literature list with cheerio, n3 and jsonld: cheerio_n3.mjs BASE DIR ADDRESSES.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cheerio from 'cheerio';
import jsonld from 'jsonld';
import { DataFactory, Store, Writer } from 'n3';

const { namedNode, literal, quad } = DataFactory;
const prefixes = {
  dcterms: 'http://purl.org/dc/terms/', foaf: 'http://xmlns.com/foaf/0.1/', bibo: 'http://purl.org/ontology/bibo/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#', xsd: 'http://www.w3.org/2001/XMLSchema#',
};
const of = (prefix) => (name) => namedNode(prefixes[prefix] + name);
const [dcterms, foaf, bibo, rdf, xsd] = ['dcterms', 'foaf', 'bibo', 'rdf', 'xsd'].map(of);
const newest = 50; // items in the feed

const [base, directory, addresses] = process.argv.slice(2);
const store = new Store();
const entries = [];

const clean = (text) => text.replace(/\s+/g, ' ').trim();
const slug = (name) => name.toLowerCase().replace(/æ/g, 'ae').replace(/ø/g, 'o').replace(/å/g, 'a')
  .normalize('NFKD').replace(/[^a-z0-9\s/&.,()-]/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function add({ page, title, typeLine, description, link }) {
  const [, kind, bodies, year] = /^(.+?)\s+[–-]\s+(.+?)[\s,]+(\d{4})$/.exec(typeLine);
  const identity = createHash('sha256').update(`${page}\n${title}\n${typeLine}`).digest('hex').slice(0, 12);
  const record = `${base}item/${identity}`;
  const about = namedNode(`${record}#it`);
  const say = (subject, predicate, object) => store.add(quad(subject, predicate, object));
  say(about, rdf('type'), bibo('Document'));
  say(about, dcterms('identifier'), literal(record));
  say(about, dcterms('title'), literal(title, 'nb'));
  say(about, dcterms('type'), namedNode(`${base}types#${slug(kind)}`));
  for (const name of bodies.split('/')) {
    const body = namedNode(`${base}org/${slug(name)}#it`);
    say(about, dcterms('publisher'), body);
    say(body, rdf('type'), foaf('Organization'));
    say(body, foaf('name'), literal(name, 'nb'));
  }
  say(about, dcterms('issued'), literal(year, xsd('gYear')));
  say(about, dcterms('description'), literal(description, 'nb'));
  say(about, dcterms('isReferencedBy'), namedNode(page));
  say(about, foaf('page'), namedNode(link));
  entries.push({ record, title, description, link });
}

async function read(page) {
  const response = await fetch(page);
  if (!response.ok) throw new Error(`${page}: status ${response.status}`);
  const $ = cheerio.load(await response.text());
  for (const article of $('article.publikasjon')) {
    const paragraphs = $(article).children('p').toArray().map((p) => clean($(p).text()));
    add({
      page,
      title: clean($(article).children('h3').text()),
      typeLine: paragraphs[0],
      description: paragraphs.slice(1).join('\n'),
      link: new URL($(article).find('h3 a').attr('href'), page).href,
    });
  }
}

const written = (options) => new Promise((resolve, reject) => {
  const writer = new Writer(options);
  writer.addQuads([...store]);
  writer.end((error, text) => (error ? reject(error) : resolve(text)));
});

function feed() {
  const items = entries.slice(0, newest).map((e) => `<item><title>${escape(e.title)}</title><link>${escape(e.link)}</link>`
    + `<guid>${e.record}</guid><description>${escape(e.description)}</description></item>\n`).join('');
  return '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Litteratursamling</title>'
    + `<link>${base}</link><description>Litteratursamling</description>\n${items}</channel></rss>\n`;
}

for (const page of readFileSync(addresses, 'utf8').split(/\s+/).filter(Boolean)) await read(page);
const write = (name, text) => writeFileSync(join(directory, name), text);
write('dataset.ttl', await written({ prefixes }));
write('dataset.nt', await written({ format: 'N-Triples' }));
const { rdf: _, ...context } = prefixes;
write('dataset.jsonld', JSON.stringify(await jsonld.compact(await jsonld.fromRDF([...store]), context)));
write('feed.xml', feed());
console.log(JSON.stringify({ records: entries.length, triples: store.size }));
