"""layout.py DIR: how the dumps are written, which a reader of the graph cannot see.

All: UTF-8 without BOM, LF, a final newline (PUBLISHING 15). N-Triples and N-Quads: one
statement a line, in byte order within a part, which N-Quads names by its graph (18).
Turtle: prefixes first, no multi-line literals (18). JSON-LD: @context first, then @id
and @type, no key twice (26); what a key that stands twice means is left open by RFC 8259,
section 4, and every reader drops one of the two without a word.
"""

import json
import pathlib
import re
import sys

import terms
from report import Report


def text_faults(data):
    faults = [name for name, found in {
        'a byte order mark': data.startswith(b'\xef\xbb\xbf'),
        'a carriage return': b'\r' in data,
        'no final newline': not data.endswith(b'\n'),
        'an empty line at the end': data.endswith(b'\n\n'),
    }.items() if found]
    try:
        data.decode()
    except UnicodeDecodeError as err:
        faults.append(str(err))
    return faults


def line_faults(text):
    """Faults of N-Triples and N-Quads: other lines than statements, and lines of one graph out of order."""
    faults, last = [], {}
    for number, line in enumerate(text.split('\n')[:-1], 1):
        try:
            graph = terms.statement(line)[3]
        except terms.Bad as err:
            faults.append(f'line {number}: {err}')
            continue
        if graph and line.encode() <= last.get(graph, b''):
            faults.append(f'line {number} is out of order in its graph: {line}')
        last[graph] = line.encode()
    return faults


def order_faults(triples, quads):
    """N-Triples has no graphs to show its parts: it is N-Quads without the fourth column."""
    try:
        pairs = zip(terms.statements(triples), terms.statements(quads), strict=True)
        return [f'{terms.show(t[:3])} stands elsewhere' for t, q in pairs if t[:3] != q[:3]]
    except (terms.Bad, ValueError) as err:
        return [err]


def turtle_faults(text):
    lines = [line for line in text.split('\n') if line and not line.startswith('#')]
    prefix = [bool(re.match('@?prefix ', line, re.IGNORECASE)) for line in lines]
    faults = [] if prefix == sorted(prefix, reverse=True) else ['a prefix after the first statement']
    if re.search(r'(?<!\\)("""|\'\'\')', text):
        faults.append('a multi-line literal')
    return faults


def once(pairs):
    """An object of JSON, in which each key stands once."""
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f'a key stands twice in {keys}')
    return dict(pairs)


def front_faults(value):
    """Nodes of a document, at any depth, whose keywords do not come first; a context defines terms and has none."""
    if isinstance(value, list):
        return [fault for part in value for fault in front_faults(part)]
    if not isinstance(value, dict) or '@value' in value:
        return []
    front = [key for key in ('@context', '@id', '@type') if key in value]
    faults = [] if list(value)[:len(front)] == front else [f'{front} do not come first in {list(value)}']
    return faults + [fault for key, part in value.items() if key != '@context' for fault in front_faults(part)]


def json_faults(text):
    try:
        document = json.loads(text, object_pairs_hook=once)
    except ValueError as err:
        return [err]
    context = document.get('@context')
    inline = [] if isinstance(context, dict) else [f'the context is not inline: {context}']
    return inline + front_faults(document)


CHECKS = {'.nt': line_faults, '.nq': line_faults, '.ttl': turtle_faults, '.jsonld': json_faults}


def main(folder):
    report = Report()
    folder = pathlib.Path(folder)
    dumps = [folder / f'{stem}{form}' for stem in ('dataset', 'facts') for form in CHECKS]
    items = [path for path in sorted(folder.glob('item/*')) if path.suffix in CHECKS]
    for path in dumps:
        report.check(f'layout  {path.name}', faults_of(path))
    for stem in ('dataset', 'facts'):
        pair = [(folder / f'{stem}{form}').read_text(encoding='utf-8', errors='replace') for form in ('.nt', '.nq')]
        report.check(f'layout  {stem}.nt and .nq have one order', order_faults(*pair))
    wrong = [f'{path.name}: {fault}' for path in items for fault in faults_of(path)]
    report.check('layout  item/*', wrong, f'{len(items)} files')
    report.exit()


def faults_of(path):
    if not path.is_file():
        return ['is not there']
    data = path.read_bytes()
    return text_faults(data) or CHECKS[path.suffix](data.decode())


if __name__ == '__main__':
    main(*sys.argv[1:])
