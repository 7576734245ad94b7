"""rdf.py FORMAT FILE BASE: the file read by rdflib, as N-Quads on stdout.

rdflib rewrites typed literals as it reads ("1998/2000"^^xsd:gYear becomes another
year); that is switched off, so that what is compared is what was written. Whatever
it logs goes to stderr, where it counts as a refusal.
"""

import logging
import pathlib
import sys

import rdflib

logging.basicConfig(level=logging.WARNING, format='%(message)s')
rdflib.NORMALIZE_LITERALS = False


def main(form, path, base):
    store = rdflib.ConjunctiveGraph()
    store.parse(data=pathlib.Path(path).read_text(encoding='utf-8'), format=form, publicID=base)
    for s, p, o, graph in store.quads():
        # A graph that was not named has a blank node for a name.
        name = getattr(graph, 'identifier', graph)
        label = f' {name.n3()}' if isinstance(name, rdflib.URIRef) and str(name) != base else ''
        print(f'{s.n3()} {p.n3()} {term(o)}{label} .')


def term(o):
    """o in N-Triples; rdflib's own n3() writes a literal with line breaks in Turtle's long form."""
    if not isinstance(o, rdflib.Literal):
        return o.n3()
    text = str(o).replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('\r', '\\r')
    tail = f'@{o.language}' if o.language else f'^^{o.datatype.n3()}' if o.datatype else ''
    return f'"{text}"{tail}'


if __name__ == '__main__':
    try:
        main(*sys.argv[1:])
    except Exception as err:  # every way in which rdflib gives up is a refusal
        sys.exit(f'{type(err).__name__}: {err}')
