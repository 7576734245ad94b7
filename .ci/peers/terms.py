"""The normal form in which the readers' graphs are compared.

Every reader answers in N-Triples or N-Quads, each with its own escapes. Here a
line is read by the grammar (RDF 1.1 N-Quads, section 4), its escapes are undone,
and each term is put in one form: a language tag in lower case, xsd:string left
out (RDF 1.1 Concepts, section 3.3). As a publication has no blank nodes, two
graphs are one and the same exactly when their sets of lines are equal.
"""

import re

ESCAPE = r'\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}'
IRI = rf'<((?:[^\x00-\x20<>"{{}}|^`\\]|{ESCAPE})*)>'
STRING = rf'"((?:[^"\\\n\r]|\\[tbnrf"\'\\]|{ESCAPE})*)"'
LANG = r'@([A-Za-z]+(?:-[A-Za-z0-9]+)*)'
SPACE = r'[ \t]*'
LINE = re.compile(
    rf'{SPACE}{IRI}{SPACE}{IRI}{SPACE}(?:{IRI}|{STRING}(?:{LANG}|\^\^{IRI})?){SPACE}(?:{IRI}{SPACE})?\.{SPACE}')

XSD_STRING = 'http://www.w3.org/2001/XMLSchema#string'
LETTERS = {'t': '\t', 'b': '\b', 'n': '\n', 'r': '\r', 'f': '\f'}

# What a reader is told to resolve relative addresses against; seen again, the file had one.
RELATIVE = 'http://relative.invalid/'


class Bad(Exception):
    """A line that is no statement a publication may hold."""


def plain(text):
    """The characters that text stands for."""
    def character(match):
        mark = match[0][1]
        if mark not in 'uU':
            return LETTERS.get(mark, mark)
        code = int(match[0][2:], 16)
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            raise Bad(f'{match[0]} is no character')
        return chr(code)
    return re.sub(rf'{ESCAPE}|\\.', character, text)


def iri(text):
    value = plain(text)
    if value.startswith(RELATIVE) or not re.match(r'[A-Za-z][A-Za-z0-9+.-]*:', value):
        raise Bad(f'relative IRI <{value.removeprefix(RELATIVE)}>')
    return value


def statement(line):
    """One line as (subject, predicate, object, graph); an object is (iri,) or (text, language, datatype)."""
    if re.match(r'_:|.*> _:', line):
        raise Bad(f'blank node: {line}')
    match = LINE.fullmatch(line)
    if not match:
        raise Bad(f'no N-Quads statement: {line}')
    s, p, o, text, language, datatype, graph = match.groups()
    if o is not None:
        value = (iri(o),)
    else:
        datatype = iri(datatype) if datatype else ''
        value = (plain(text), (language or '').lower(), '' if datatype == XSD_STRING else datatype)
    return iri(s), iri(p), value, iri(graph) if graph else ''


def statements(output):
    """All statements of a reader's output; comments and empty lines are no statements."""
    for line in output.split('\n'):
        line = line.rstrip('\r')
        if line.strip() and not line.lstrip().startswith('#'):
            yield statement(line)


def quote(text):
    return text.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('\r', '\\r')


def show(triple):
    """A triple as a line of N-Triples in the normal form."""
    s, p, o = triple
    if len(o) == 1:
        return f'<{s}> <{p}> <{o[0]}> .'
    text, language, datatype = o
    tail = f'@{language}' if language else f'^^<{datatype}>' if datatype else ''
    return f'<{s}> <{p}> "{quote(text)}"{tail} .'


def graph(output):
    """The graph of a reader's output: triples without the graph's name."""
    return {(s, p, o) for s, p, o, _ in statements(output)}
