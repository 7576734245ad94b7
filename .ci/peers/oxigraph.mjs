// oxigraph.mjs FILE MEDIATYPE [GRAPH]: the dump in an Oxigraph store, and the answers to
// the queries on stdin ({name: SPARQL}) as {name: SPARQL JSON results} on stdout.
//
// The graph is where triples go; N-Quads and nothing else name theirs. A syntax error
// is fatal: nothing is loaded leniently.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import oxigraph from 'oxigraph';

const [path, format, graph] = process.argv.slice(2);

try {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const store = new oxigraph.Store();
  store.load(text, graph ? { format, to_graph_name: oxigraph.namedNode(graph) } : { format });
  const queries = JSON.parse(readFileSync(0, 'utf8'));
  const answers = Object.entries(queries).map(([name, query]) => [name, JSON.parse(store.query(query, { results_format: 'json' }))]);
  process.stdout.write(JSON.stringify(Object.fromEntries(answers)));
} catch (error) {
  process.stderr.write(`${error.message ?? error}\n`);
  process.exitCode = 1;
}
