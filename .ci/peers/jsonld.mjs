// jsonld.mjs FILE BASE: the document expanded and turned into RDF by jsonld.js,
// as N-Quads on stdout (JSON-LD 1.1 Processing Algorithms, sections 5.1 and 8.1).
//
// safe: true makes it an error to drop anything: a key that expands to nothing, a
// relative IRI, an invalid language tag. The document loader refuses, so that a
// document which needs the network does not pass (PUBLISHING 26).
import { readFile } from 'node:fs/promises';
import jsonld from 'jsonld';

const [path, base] = process.argv.slice(2);
const documentLoader = (url) => { throw new Error(`asks for ${url}; it must expand offline`); };

try {
  const document = JSON.parse(await readFile(path, 'utf8'));
  const options = { safe: true, documentLoader, base };
  const expanded = await jsonld.expand(document, options);
  if (expanded.length === 0) throw new Error('expands to nothing');
  process.stdout.write(await jsonld.toRDF(expanded, { ...options, format: 'application/n-quads' }));
} catch (error) {
  const { event, cause } = error.details ?? {};
  const why = cause?.message ?? (event ? `${event.code} ${JSON.stringify(event.details)}` : '');
  process.stderr.write(`${why} ${error.message}`.trim().replaceAll('\n', ' ') + '\n');
  process.exitCode = 1;
}
