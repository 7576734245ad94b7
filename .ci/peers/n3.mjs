// n3.mjs MEDIATYPE FILE BASE: the file read by N3.js, as N-Quads on stdout.
//
// The second strict gate beside serdi. Named by its media type, the parser keeps
// to that syntax (RDF 1.1 Turtle, N-Triples, N-Quads) and takes no Notation3.
import { createReadStream } from 'node:fs';
import { StreamParser, StreamWriter } from 'n3';

const [format, path, baseIRI] = process.argv.slice(2);
const lines = format === 'text/turtle' ? { format, baseIRI } : { format };

const refuse = (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
};

createReadStream(path, { encoding: 'utf8' }).on('error', refuse)
  .pipe(new StreamParser(lines)).on('error', refuse)
  .pipe(new StreamWriter({ format: 'N-Quads' })).on('error', refuse)
  .pipe(process.stdout);
