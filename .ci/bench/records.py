"""What the two programs in Python have in common: from an entry's texts to the four files.

Written with rdflib as its documentation has it: one graph, serialised once a form.
"""

import hashlib
import html
import json
import pathlib
import re
import unicodedata

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, XSD

BIBO = Namespace('http://purl.org/ontology/bibo/')
TYPE_LINE = re.compile(r'(.+?)\s+[–-]\s+(.+?)[\s,]+(\d{4})')
NEWEST = 50  # items in the feed
ORDINARY = str.maketrans({'æ': 'ae', 'ø': 'o', 'å': 'a'})


class Publication:
    def __init__(self, base):
        self.base = base
        self.graph = Graph()
        self.graph.bind('dcterms', DCTERMS)
        self.graph.bind('foaf', FOAF)
        self.graph.bind('bibo', BIBO)
        self.entries = []

    def add(self, page, title, type_line, description, link):
        kind, bodies, year = TYPE_LINE.fullmatch(type_line).groups()
        identity = hashlib.sha256(f'{page}\n{title}\n{type_line}'.encode()).hexdigest()[:12]
        record = f'{self.base}item/{identity}'
        about = URIRef(record + '#it')
        add = self.graph.add
        add((about, RDF.type, BIBO.Document))
        add((about, DCTERMS.identifier, Literal(record)))
        add((about, DCTERMS.title, Literal(title, lang='nb')))
        add((about, DCTERMS.type, URIRef(f'{self.base}types#{slug(kind)}')))
        for name in bodies.split('/'):
            body = URIRef(f'{self.base}org/{slug(name)}#it')
            add((about, DCTERMS.publisher, body))
            add((body, RDF.type, FOAF.Organization))
            add((body, FOAF.name, Literal(name, lang='nb')))
        add((about, DCTERMS.issued, Literal(year, datatype=XSD.gYear)))
        add((about, DCTERMS.description, Literal(description, lang='nb')))
        add((about, DCTERMS.isReferencedBy, URIRef(page)))
        add((about, FOAF.page, URIRef(link)))
        self.entries.append((record, title, description, link))

    def write(self, directory):
        directory = pathlib.Path(directory)
        for name, form in ('dataset.ttl', 'turtle'), ('dataset.nt', 'nt'), ('dataset.jsonld', 'json-ld'):
            self.graph.serialize(destination=str(directory / name), format=form, encoding='utf-8')
        (directory / 'feed.xml').write_text(self.feed(), encoding='utf-8')
        print(json.dumps({'records': len(self.entries), 'triples': len(self.graph)}))

    def feed(self):
        items = ''.join(
            f'<item><title>{html.escape(title)}</title><link>{html.escape(link)}</link><guid>{record}</guid>'
            f'<description>{html.escape(description)}</description></item>\n'
            for record, title, description, link in self.entries[:NEWEST])
        return ('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Litteratursamling</title>'
                f'<link>{self.base}</link><description>Litteratursamling</description>\n{items}</channel></rss>\n')


def slug(name):
    plain = unicodedata.normalize('NFKD', name.lower().translate(ORDINARY)).encode('ascii', 'ignore').decode()
    return re.sub(r'[^a-z0-9]+', '-', plain).strip('-')


def clean(text):
    return ' '.join(text.split())
