"""Other people's readers, one way to call them all.

Each is a program that reads one file strictly and writes N-Quads on stdout.
Strict means: whatever it complains of, even in passing, is a failure.
serdi is strict unless told otherwise (-l); rapper has no such mode and lets some
faults through (a missing final dot), so no syntax is left to rapper alone.
"""

import pathlib
import re
import subprocess

import terms

HERE = pathlib.Path(__file__).parent
PYTHON = '/usr/bin/python3'  # Debian's own, which has Debian's modules

# What each reader calls the form; a reader that is not listed under a form does not read it.
READERS = {
    'ttl': {'rapper': 'turtle', 'serdi': 'turtle', 'rdflib': 'turtle', 'n3': 'text/turtle'},
    'nt': {'rapper': 'ntriples', 'serdi': 'ntriples', 'rdflib': 'nt', 'n3': 'application/n-triples'},
    'nq': {'rapper': 'nquads', 'serdi': 'nquads', 'rdflib': 'nquads', 'n3': 'application/n-quads'},
    'jsonld': {'jsonld': '', 'rdflib': 'json-ld'},
}
# RSS 1.0, which is no form of the dumps.
FEED_READERS = {'rapper': 'rdfxml', 'rdflib': 'xml'}


class Failed(Exception):
    """A reader refused the file, or what it read cannot be in a publication."""


def command(reader, form, path):
    name = (READERS | {'rdf': FEED_READERS})[form][reader]
    return {
        'rapper': ['rapper', '-i', name, '-o', 'nquads', path, terms.RELATIVE],
        'serdi': ['serdi', '-i', name, '-o', 'nquads', path, terms.RELATIVE],
        'rdflib': [PYTHON, HERE / 'rdf.py', name, path, terms.RELATIVE],
        'n3': ['node', HERE / 'n3.mjs', name, path, terms.RELATIVE],
        'jsonld': ['node', HERE / 'jsonld.mjs', path, terms.RELATIVE],
    }[reader]


def complaint(reader, said):
    """What a reader said that is no mere progress report, in short."""
    lines = [line for line in said.splitlines() if line.strip()]
    if reader == 'rapper':
        lines = [line for line in lines if re.search(r'Warning|Error|Fatal|Failed', line)]
    return '; '.join(lines)[:300]


def read(reader, path):
    """The graph in the file at path, as this reader sees it."""
    path = pathlib.Path(path)
    form = path.suffix[1:]
    done = subprocess.run(command(reader, form, path), capture_output=True, timeout=300)
    said = complaint(reader, done.stderr.decode(errors='replace'))
    if done.returncode or said:
        raise Failed(said or f'exit status {done.returncode}')
    try:
        return terms.graph(done.stdout.decode())
    except (terms.Bad, UnicodeDecodeError) as err:
        raise Failed(str(err)) from err
