"""hostile.py DIR: feeds whose texts are hostile, as other people's readers see them.

DIR holds the four forms of one feed, written by the tests, and texts.json: what should
be read of each entry, by id. A title is that text and nothing else, also where it looks
like markup; a description is p and br and the text; a link is http(s).
"""

import html
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

import feedparser

import feeds
from report import Report

FORMS = {  # where the entry, its id, title, description and link are
    'feed.xml': ('item', 'guid', 'title', 'description', 'link'),
    'atom.xml': ('{A}entry', '{A}id', '{A}title', '{A}content', '{A}link'),
    'feed.rdf': ('{R}item', '{D}identifier', '{R}title', '{C}encoded', '{R}link'),
}
NAMESPACES = {
    '{A}': feeds.ATOM, '{R}': '{http://purl.org/rss/1.0/}', '{D}': '{http://purl.org/dc/elements/1.1/}',
    '{C}': '{http://purl.org/rss/1.0/modules/content/}',
}


def full(name):
    return NAMESPACES.get(name[:3], name[:3]) + name[3:]


def from_xml(path):
    entry, *names = FORMS[path.name]
    for node in tree.parse(path).getroot().iter(full(entry)):
        key, title, description = (node.findtext(full(n), '') for n in names[:3])
        link = node.find(full(names[3]))
        yield key, title, description, link.get('href') or link.text


def from_json(path):
    for item in json.loads(path.read_text(encoding='utf-8'))['items']:
        yield item['id'], item['title'], item.get('content_html', ''), item.get('external_url') or item['url']


def text_of(markup):
    """What is shown of a description; an element but p and br stays, and is then no part of the text."""
    return ' '.join(html.unescape(re.sub(r'</?p( lang="[^"]*")?>|<br>', ' ', markup)).split())


def faults(read, wanted):
    found = []
    for key, title, description, link in read:
        want = wanted.get(key)
        if not re.fullmatch('https?://[!-~]+', link):
            found.append(f'{key} links to {link[:80]!r}')
        if want is None:
            continue
        if title != want:
            found.append(f'{key}: title {title[:80]!r}, not {want[:80]!r}')
        if re.search('<(?!/?p[ >]|br>)', description) or text_of(description) != want:
            found.append(f'{key}: description {description[:80]!r}')
    return found


def feedparser_faults(path, wanted):
    """feedparser makes its own of markup in titles; here it must find the entries, and no script."""
    feed = feedparser.parse(path.read_bytes())
    found = [feed.bozo_exception] if feed.bozo else []
    ids = {e.get('dc_identifier', e.get('id')) for e in feed.entries}
    return found + [f'{key} is not found' for key in wanted if key not in ids] + \
        [f'{e.link[:80]!r} is a link' for e in feed.entries if not e.link.startswith('http')]


def main(folder):
    report = Report()
    root = pathlib.Path(folder)
    wanted = json.loads((root / 'texts.json').read_text(encoding='utf-8'))
    schema = json.loads((feeds.HERE / 'jsonfeed.schema.json').read_text(encoding='utf-8'))
    report.check('hostile xmllint atom.xml', feeds.atom_faults(root / 'atom.xml'))
    report.check('hostile jsonschema feed.json', feeds.json_faults(root / 'feed.json', schema))
    report.check('hostile RDF/XML feed.rdf', feeds.rdf_faults(root / 'feed.rdf'))
    lint = subprocess.run(['xmllint', '--noout', '--nonet', '--huge', *(root / n for n in (*FORMS, 'feeds.opml'))], capture_output=True, text=True)
    report.check('hostile xmllint', [lint.stderr] if lint.returncode or lint.stderr else [])
    for name in (*FORMS, 'feed.json'):
        try:
            read = list((from_json if name == 'feed.json' else from_xml)(root / name))
            found = faults(read, wanted) + ([] if len(read) >= len(wanted) else [f'only {len(read)} entries'])
        except (tree.ParseError, ValueError, AttributeError) as err:
            found = [repr(err)]
        report.check(f'hostile texts in {name}', found, f'{len(wanted)}')
    for name in FORMS:
        report.check(f'hostile feedparser {name}', feedparser_faults(root / name, wanted))
    report.exit()


if __name__ == '__main__':
    main(*sys.argv[1:])
