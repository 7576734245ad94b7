"""feeds.py DIR BASE: other people's tools read all feeds, and find one list of entries in them.

Every folder with a feed.xml has it as atom.xml, feed.json and feed.rdf too. Atom is valid
by its RELAX NG grammar (atom.rng, xmllint), JSON Feed by its JSON Schema (jsonschema),
RSS 1.0 is RDF/XML for rapper and rdflib, without blank nodes, and says nothing of the
records that the dump does not say too. What feedparser (and json) make of ids and dates
is the same in all of them, and of an entry in all folders. feeds.opml lists the folders.
"""

import calendar
import datetime
import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as tree

import feedparser
import jsonschema

import readers
import terms
from report import Report

HERE = pathlib.Path(__file__).parent
FORMS = ['feed.xml', 'atom.xml', 'feed.json', 'feed.rdf']
ATOM = '{http://www.w3.org/2005/Atom}'
DCTERMS = 'http://purl.org/dc/terms/'
TIMES = {f'{DCTERMS}created', f'{DCTERMS}modified', 'http://xmlns.com/foaf/0.1/primaryTopic'}


def seconds(parsed):
    return calendar.timegm(parsed)


def by_feedparser(path):
    """(id, published, updated) of each entry, as feedparser has them."""
    feed = feedparser.parse(path.read_bytes())
    if feed.bozo:
        raise ValueError(feed.bozo_exception)
    rdf = path.suffix == '.rdf'
    return [(e.dc_identifier if rdf else e.id,
             seconds(e.created_parsed if rdf else e.published_parsed), seconds(e.updated_parsed)) for e in feed.entries]


def by_json(path):
    def moment(text):
        return seconds(datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M:%SZ').timetuple())
    return [(i['id'], moment(i['date_published']), moment(i['date_modified']))
            for i in json.loads(path.read_text(encoding='utf-8'))['items']]


def entries(path):
    return by_json(path) if path.suffix == '.json' else by_feedparser(path)


def agreement(folders):
    """What the feeds do not agree on."""
    faults, known = [], {}
    for folder in folders:
        first = None
        for name in FORMS:
            try:
                read = entries(folder / name)
            except (OSError, ValueError, KeyError, AttributeError, TypeError) as err:
                faults.append(f'{folder / name}: {err!r}')
                continue
            first = first if first is not None else read
            if read != first:
                faults.append(f'{folder / name}: {set(read) ^ set(first) or "another order"}')
            faults += [f'{folder / name}: {e[0]} has other dates than {known[e[0]]}'
                       for e in read if known.setdefault(e[0], e) != e]
    return faults


def atom_faults(path):
    done = subprocess.run(['xmllint', '--noout', '--nonet', '--relaxng', HERE / 'atom.rng', path], capture_output=True, text=True)
    faults = [done.stderr] if done.returncode else []
    if not faults:
        updated = [e.findtext(f'{ATOM}updated') for e in tree.parse(path).getroot().findall(f'{ATOM}entry')]
        faults += [f'{path}: two entries updated {u}' for u in set(updated) if updated.count(u) > 1]
    return faults


def json_faults(path, schema):
    try:
        document = json.loads(path.read_text(encoding='utf-8'))
    except ValueError as err:
        return [f'{path}: {err}']
    return [f'{path}: {"/".join(map(str, e.absolute_path))}: {e.message[:200]}'
            for e in jsonschema.Draft202012Validator(schema).iter_errors(document)]


def rdf_faults(path, dump=None):
    """What rapper and rdflib do not both read, or what the dump, if there is one, does not know."""
    try:
        graphs = {reader: readers.read(reader, path) for reader in readers.FEED_READERS}
    except readers.Failed as err:
        return [f'{path}: {err}']
    first, other = graphs.values()
    faults = [f'{path}: rapper and rdflib differ: {terms.show(t)}' for t in first ^ other]
    if dump is not None:
        faults += [f'{path}: not in the dump: {terms.show(t)}' for t in first if t[1] in TIMES and t not in dump]
    return faults


def self_faults(folders, root, base):
    """A feed that says another address than where it is."""
    faults = []
    for folder in folders:
        for name in ('feed.xml', 'atom.xml'):
            here = base + (folder / name).relative_to(root).as_posix()
            links = [link.get('href') for link in tree.parse(folder / name).iter(f'{ATOM}link') if link.get('rel') == 'self']
            faults += [] if links == [here] else [f'{here} says {links}']
        document = json.loads((folder / 'feed.json').read_text(encoding='utf-8'))
        if document['feed_url'] != base + (folder / 'feed.json').relative_to(root).as_posix():
            faults.append(f'{folder}/feed.json says {document["feed_url"]}')
    return faults


def opml_faults(folders, root, base):
    listed = [o.get('xmlUrl') for o in tree.parse(root / 'feeds.opml').getroot().iter('outline') if o.get('xmlUrl')]
    wanted = [base + (folder / 'feed.xml').relative_to(root).as_posix() for folder in folders]
    twice = [address for address in set(listed) if listed.count(address) > 1]
    return [f'{address} in one of list and publication' for address in set(listed) ^ set(wanted)] + twice


def main(folder, base):
    report = Report()
    root = pathlib.Path(folder)
    folders = sorted({path.parent for path in root.rglob('*') if path.name in FORMS})
    absent = [f'{f / name}' for f in folders for name in FORMS if not (f / name).is_file()]
    report.check('feeds in every form', absent or ([] if root in folders else ['none for the whole']), f'{len(folders)} feeds')
    schema = json.loads((HERE / 'jsonfeed.schema.json').read_text(encoding='utf-8'))
    jsonschema.Draft202012Validator.check_schema(schema)
    dump = readers.read('rapper', root / 'dataset.nt')
    here = [f for f in folders if not absent]
    report.check('xmllint atom.xml', [x for f in here for x in atom_faults(f / 'atom.xml')], f'{len(here)} by RELAX NG')
    report.check('jsonschema feed.json', [x for f in here for x in json_faults(f / 'feed.json', schema)], f'{len(here)}')
    report.check('RDF/XML feed.rdf', [x for f in here for x in rdf_faults(f / 'feed.rdf', dump)], f'{len(here)} by rapper and rdflib')
    report.check('feeds have the same ids and dates', agreement(here), f'{len(entries(root / "feed.xml"))} entries')
    try:
        report.check('feeds know their addresses', self_faults(here, root, base))
        report.check('feeds.opml', opml_faults(here, root, base))
    except (tree.ParseError, ValueError, KeyError) as err:
        report.fail('feeds read by ElementTree and json', err)
    report.exit()


if __name__ == '__main__':
    main(*sys.argv[1:])
