"""stores.py DIR [counts] [FILE …]: the dumps in two stores, which answer with the publication's own counts.

Virtuoso takes them by its bulk loader, into the graph that FILE.graph names; Oxigraph
reads them strictly. Both answer the same SPARQL. What they must answer is counted from
the lines of the N-Quads without a store, and what manifest.json and void.ttl say must be
the same again.
"""

import collections
import contextlib
import json
import pathlib
import subprocess
import sys

import readers
import terms
from report import Report
from virtuoso import Failed, Virtuoso

HERE = pathlib.Path(__file__).parent
FILES = ['dataset.ttl', 'dataset.nt.gz', 'dataset.nq', 'facts.nt']
FORMATS = {'ttl': 'text/turtle', 'nt': 'application/n-triples', 'nq': 'application/n-quads'}
RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
DCTERMS = 'http://purl.org/dc/terms/'
DCAT = 'http://www.w3.org/ns/dcat#'
VOID = 'http://rdfs.org/ns/void#'

# Each gives keys with numbers; %(base)s keeps a store's own graphs out.
QUERIES = {
    'triples of each graph': 'SELECT ?k (COUNT(*) AS ?n) { GRAPH ?k { ?s ?p ?o } FILTER(STRSTARTS(STR(?k), "%(base)s")) } GROUP BY ?k',
    'triples': 'SELECT ("all" AS ?k) (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "%(base)s")) } }',
    'subjects of each class': 'SELECT ?k (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a ?k } FILTER(STRSTARTS(STR(?g), "%(base)s")) } GROUP BY ?k',
    'publications of each type': f'SELECT ?k (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ ?s <{DCTERMS}type> ?k }} FILTER(STRSTARTS(STR(?k), "%(base)stypes#")) }} GROUP BY ?k',
    'publications of each publisher': f'SELECT ?k (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ ?s a <{DCTERMS}BibliographicResource> ; <{DCTERMS}publisher> ?k }} }} GROUP BY ?k',
    'publications of each year': f'SELECT ?k (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ ?s <{DCTERMS}issued> ?y }} BIND(STR(?y) AS ?k) }} GROUP BY ?k',
    'titles': f'SELECT ?k (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ ?s a <{DCTERMS}BibliographicResource> ; <{DCTERMS}title> ?t }} BIND(CONCAT(STR(?t), "@", LANG(?t)) AS ?k) }} GROUP BY ?k',
}


def count(pairs):
    """How many different things have each key."""
    found = collections.defaultdict(set)
    for key, thing in pairs:
        found[key].add(thing)
    return {key: len(things) for key, things in found.items()}


def expected(statements, base):
    """The answers, from statements alone; each is (subject, predicate, object, graph)."""
    triples = {t[:3] for t in statements}
    books = {s for s, p, o in triples if p == RDF + 'type' and o[0] == DCTERMS + 'BibliographicResource'}
    of = lambda name, only=None: [(o, s) for s, p, o in triples if p == name and (only is None or s in only)]
    return {
        'triples of each graph': count((t[3], t) for t in statements),
        'triples': {'all': len(triples)},
        'subjects of each class': count((o[0], s) for o, s in of(RDF + 'type')),
        'publications of each type': count((o[0], s) for o, s in of(DCTERMS + 'type') if o[0].startswith(f'{base}types#')),
        'publications of each publisher': count((o[0], s) for o, s in of(DCTERMS + 'publisher', books)),
        'publications of each year': count((o[0], s) for o, s in of(DCTERMS + 'issued')),
        'titles': count((f'{o[0]}@{o[1]}', s) for o, s in of(DCTERMS + 'title', books)),
    }


def answer(result):
    return {row['k']['value']: int(row['n']['value']) for row in result['results']['bindings'] if 'k' in row}


def in_oxigraph(path, graph, queries):
    form = path.name.removesuffix('.gz').rsplit('.', 1)[1]
    command = ['node', HERE / 'oxigraph.mjs', path, FORMATS[form], *([] if form == 'nq' else [graph])]
    done = subprocess.run(command, input=json.dumps(queries), capture_output=True, text=True)
    if done.returncode:
        raise Failed(done.stderr.strip()[:300])
    return {name: answer(result) for name, result in json.loads(done.stdout).items()}


def in_virtuoso(store, files, queries):
    store.bulk_load(*files)
    return {name: answer(store.query(query)) for name, query in queries.items()}


def difference(wanted, got):
    wrong = sorted(key for key in wanted.keys() | got.keys() if wanted.get(key) != got.get(key))
    return [f'{key}: {got.get(key)}, not {wanted.get(key)}' for key in wrong]


def check_store(report, what, ask, wanted):
    try:
        got = ask()
    except (Failed, ValueError, OSError) as err:
        report.fail(what, err)
        return
    for name, answers in wanted.items():
        report.check(f'{what}: {name}', difference(answers, got[name]) or ([] if answers else ['nothing to count']), f'{len(answers)}')


def check_file(report, store, folder, name, base):
    """One dump in both stores."""
    path = folder / name
    plain = folder / name.removesuffix('.gz')
    named = plain.with_name(f'{plain.name}.graph')
    quads = plain.suffix == '.nq'
    graph = '' if quads else named.read_text().strip()
    lines = (folder / f'{plain.stem}.nq').read_text(encoding='utf-8')
    statements = {(*t[:3], graph or t[3]) for t in terms.statements(lines)}
    wanted = expected(statements, base)
    queries = {name: query % {'base': base} for name, query in QUERIES.items()}
    check_store(report, f'oxigraph {name}', lambda: in_oxigraph(path, graph, queries), wanted)
    check_store(report, f'virtuoso {name}', lambda: in_virtuoso(store, [path, *([] if quads else [named])], queries), wanted)


def check_counts(report, folder, base):
    """void.ttl, as another's parser reads it, and manifest.json say what is in the lines of the dumps."""
    said = collections.defaultdict(list)
    for s, p, o in readers.read('n3', folder / 'void.ttl'):
        said[s, p].append(o[0])
    number = lambda subject, name: [int(n) for n in said[subject, VOID + name]]
    statements = set(terms.statements((folder / 'dataset.nq').read_text(encoding='utf-8')))
    wanted, dataset = expected(statements, base), f'{base}dataset'
    entries = json.loads((folder / 'manifest.json').read_text())['edition']['entries']
    classes = {said[part, VOID + 'class'][0]: number(part, 'entities')[0] for part in said[dataset, VOID + 'classPartition']}
    properties = {said[part, VOID + 'property'][0]: number(part, 'triples')[0] for part in said[dataset, VOID + 'propertyPartition']}
    report.check('void.ttl: triples', difference({'': [wanted['triples']['all']]}, {'': number(dataset, 'triples')}))
    report.check('void.ttl: subjects', difference({'': [len({s[0] for s in statements})]}, {'': number(dataset, 'distinctSubjects')}))
    report.check('void.ttl: classes', difference(wanted['subjects of each class'], classes), f'{len(classes)}')
    report.check('void.ttl: properties', difference(count((t[1], t[:3]) for t in statements), properties), f'{len(properties)}')
    for graph, triples in wanted['triples of each graph'].items():
        if graph != dataset:
            report.check(f'void.ttl: triples of {graph}', difference({'': [triples]}, {'': number(graph, 'triples')}))
    report.check('manifest.json: entries', difference(
        {'publications': wanted['subjects of each class'].get(DCTERMS + 'BibliographicResource', 0),
         'records': wanted['subjects of each class'].get(DCAT + 'CatalogRecord', 0), 'void': number(dataset, 'entities')},
        {'publications': entries, 'records': entries, 'void': [entries]}), f'{entries}')


def main(folder, *names):
    report = Report()
    folder = pathlib.Path(folder)
    base = json.loads((folder / 'manifest.json').read_text())['edition']['base']
    parts = [pathlib.Path(name).name for name in names] or ['counts', *FILES]
    try:
        if 'counts' in parts:
            parts.remove('counts')
            check_counts(report, folder, base)
        with Virtuoso() if parts else contextlib.nullcontext() as store:
            for name in parts:
                check_file(report, store, folder, name, base)
    except (Failed, readers.Failed, terms.Bad, OSError, LookupError) as err:
        report.fail('stores', err)
    report.exit()


if __name__ == '__main__':
    main(*sys.argv[1:])
