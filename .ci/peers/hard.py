"""hard.py DIR: the hard cases, as our writers wrote them, are one graph to every fit reader.

DIR holds hard.ttl, hard.nt, hard.nq and hard.jsonld, written by the tests of the
writers: quotation marks, control characters, datatypes and names with punctuation
(the cases that break the Turtle encoder of knakk/rdf). Each form has at least two
readers that are not ours. Where a reader is known to be wrong it is not asked, and
UNFIT says why.
"""

import pathlib
import sys

import graph
import readers
from report import Report

UNFIT = {
    # Turtle, section 2.4: a local name may end in an escaped dot (production PLX).
    ('rdflib', 'ttl'): 'it refuses a local name that ends in "\\."',
    # Turtle, section 6.3: only relative IRIs are resolved, and none is normalised.
    ('rapper', 'ttl'): 'it removes the dot segments of absolute IRIs',
    # N-Triples, section 7: \\ is one character, and what follows it is no escape.
    ('rdflib', 'nt'): 'it reads "\\\\u0041" as an escape within an escape',
    ('rdflib', 'nq'): 'it reads "\\\\u0041" as an escape within an escape',
}


def main(folder):
    report = Report()
    whole = None
    for form, known in readers.READERS.items():
        fit = [reader for reader in known if (reader, form) not in UNFIT]
        for reader in known:
            if reader not in fit:
                print(f'peers: note {reader} is not asked of hard.{form}: {UNFIT[reader, form]}')
        report.check(f'hard.{form} has two readers', [] if len(fit) > 1 else [f'only {fit}'])
        seen = graph.agree(report, [pathlib.Path(folder) / f'hard.{form}'], fit, whole)
        whole = whole or seen
    report.exit()


if __name__ == '__main__':
    main(*sys.argv[1:])
