"""graph.py DIR [dataset|facts|items|resources …]: every form of a publication is one graph.

dataset.{ttl,nt,nq,jsonld} and facts.* are each read by at least two programs of
other people, and all of them must see the same triples (PUBLISHING 15; DESIGN,
invariant 8). The documents of each item are one graph too, and part of the dataset; so
are those of each resource, and every IRI under the base has a document that describes it.
"""

import json
import pathlib
import sys

import readers
import terms
from report import Report

FORMS = ('ttl', 'nt', 'nq', 'jsonld')
DESCRIPTION = 'http://purl.org/dc/terms/description'
TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
ENDPOINT = 'http://www.w3.org/ns/dcat#endpointURL'
PUBLICATION = 'http://purl.org/dc/terms/BibliographicResource'


def first_difference(one, other):
    """Why two graphs are not one; "" when they are."""
    if one == other:
        return ''
    missing, added = one - other, other - one
    sample = '; '.join(f'{mark} {terms.show(min(some, key=terms.show))}'
                       for mark, some in (('lacks', missing), ('adds', added)) if some)
    return f'another graph: {len(missing)} missing, {len(added)} added; {sample}'


def agree(report, files, chosen=None, graph=None):
    """Reads every file with every (chosen) reader of its form; the graph that all share, or None.

    What is shared is the graph given; without one, what the first reader saw.
    """
    before = report.failed
    for path in files:
        for reader in readers.READERS[path.suffix[1:]]:
            if chosen and reader not in chosen:
                continue
            what = f'{reader:<7} {path.parent.name + "/" if path.parent.name == "item" else ""}{path.name}'
            try:
                seen = readers.read(reader, path)
            except readers.Failed as err:
                report.fail(what, err)
                continue
            if not seen:
                report.fail(what, 'no triples')
                continue
            if graph is None:
                graph = seen
            report.check(what, filter(None, [first_difference(graph, seen)]), f'{len(seen)} triples')
    return graph if report.failed == before else None


def publications(graph):
    return {s for s, p, o in graph if p == TYPE and o == (PUBLICATION,)}


def check_facts(report, facts, dataset):
    """facts.* hold what is CC0: the dataset's own triples, no publication's description."""
    texts = [s for s, p, _ in facts if p == DESCRIPTION and s in publications(facts)]
    report.check('facts hold no descriptions', texts)
    report.check('facts are part of the dataset', map(terms.show, sorted(facts - dataset)))
    report.check('facts name every publication', publications(dataset) ^ publications(facts))


def check_items(report, folder, dataset):
    """Each publication of the dataset has its documents, and they say nothing else than the dataset."""
    records = {s.removesuffix('#it') for s in publications(dataset)}
    report.check('items: some', [] if records else ['the dataset has no publication'], f'{len(records)}')
    for record in sorted(records):
        stem = folder / 'item' / record.rsplit('/', 1)[1]
        forms = [stem.with_suffix('.ttl'), stem.with_suffix('.jsonld')]
        absent = [p.name for p in [*forms, stem.with_suffix('.html')] if not p.is_file()]
        if absent:
            report.fail(f'item {stem.name}', f'no {absent}')
            continue
        graph = agree(report, forms, {'serdi', 'jsonld'})
        if graph is not None:
            outside = [terms.show(t) for t in sorted(graph - dataset)]
            unnamed = [] if f'{record}#it' in publications(graph) else [f'nothing said of {record}#it']
            report.check(f'item {stem.name} is part of the dataset', outside + unnamed)


def check_resources(report, folder, dataset):
    """Every document that is no dump and no item's: read by strict readers, and what it says is so.

    Catalogues say of the files what the dumps cannot know; all others are part of the dataset.
    """
    base = json.loads((folder / 'manifest.json').read_text())['edition']['base']
    dumps = {folder / f'{stem}.ttl' for stem in ('dataset', 'facts')} | {folder / 'profile/1.0/shapes.ttl'}
    stems = [p for p in sorted(folder.rglob('*.ttl')) if p not in dumps and p.parent.name != 'item' and 'gone' not in p.parts]
    report.check('resources: some', [] if stems else ['no document of a resource'], f'{len(stems)}')
    iris, described = named(dataset, base), set()
    for path in stems:
        name = path.relative_to(folder).with_suffix('').as_posix()
        # The dumps were read by all; what is in no dump is, too.
        strict = None if name in ('catalog', 'void') else {'serdi', 'jsonld'}
        graph = agree(report, [path, path.with_suffix('.jsonld')], strict)
        if graph is None:
            continue
        if name not in ('catalog', 'void'):
            report.check(f'resource {name} is part of the dataset', map(terms.show, sorted(graph - dataset)))
        iris |= named(graph, base)
        described |= {s for s, _, _ in graph if s.split('#')[0] == base + name}
    described |= {s for s, _, _ in dataset if s == f'{base}dataset' or s.startswith(f'{base}item/')}
    files = {base + p.relative_to(folder).as_posix() for p in folder.rglob('*') if p.is_file()} | {base}
    report.check('every IRI has a document', sorted(iris - described - files), f'{len(iris)}')


def named(graph, base):
    """The IRIs under the base; where a service answers is no document."""
    objects = {o[0] for _, p, o in graph if len(o) == 1 and p != ENDPOINT}
    return {iri for iri in {s for s, _, _ in graph} | objects if iri.startswith(base)}


def main(folder, *parts):
    report = Report()
    folder = pathlib.Path(folder)
    parts = parts or ('dataset', 'facts', 'items', 'resources')
    dataset = agree(report, [folder / f'dataset.{form}' for form in FORMS])
    if dataset is not None and 'facts' in parts:
        facts = agree(report, [folder / f'facts.{form}' for form in FORMS])
        if facts is not None:
            check_facts(report, facts, dataset)
    if dataset is not None and 'items' in parts:
        check_items(report, folder, dataset)
    if dataset is not None and 'resources' in parts:
        check_resources(report, folder, dataset)
    report.exit()


if __name__ == '__main__':
    main(*sys.argv[1:])
