"""selftest.py WWW HARD HOSTILE PAGES: each check fails on a publication with a fault in it.

A copy of the publication gets one fault, and the check that is there for it must end
with status 1 and a line that names what is wrong. A check that passes, or breaks down,
is a failed selftest. (The faults that the shapes must report are in faults.mjs.)
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from report import Report

HERE = pathlib.Path(__file__).parent
SHAPES = HERE.parent.parent / 'vocab' / 'shapes.ttl'


def replaced(name, pattern, by, count=1):
    """A fault: in the file of this name, what matches becomes something else."""
    def plant(folder):
        path = next(iter(sorted(folder.glob(name))))
        text, hits = re.subn(pattern, by, path.read_bytes().decode(), count=count)
        if not hits:
            raise LookupError(f'{name} has no {pattern}')
        path.write_bytes(text.encode())
    return plant


def appended(name, text):
    """A fault: more at the end of the file."""
    def plant(folder):
        with (folder / name).open('ab') as file:
            file.write(text.encode())
    return plant


def without_line(name, number):
    def plant(folder):
        lines = (folder / name).read_bytes().splitlines(keepends=True)
        (folder / name).write_bytes(b''.join(lines[:number] + lines[number + 1:]))
    return plant


def last_line_first(name):
    def plant(folder):
        lines = (folder / name).read_bytes().splitlines(keepends=True)
        (folder / name).write_bytes(b''.join(lines[-1:] + lines[:-1]))
    return plant


def rewritten(name, change):
    """A fault in a JSON document: change(document) edits it."""
    def plant(folder):
        document = json.loads((folder / name).read_bytes())
        change(document)
        (folder / name).write_text(json.dumps(document, ensure_ascii=False) + '\n', encoding='utf-8')
    return plant


def key_renamed(document):
    """One node calls a title something that the context does not know."""
    node = next(node for node in document['@graph'] if 'title' in node)
    node['titel'] = node.pop('title')


def context_remote(document):
    document['@context'] = [document['@context'], 'https://context.invalid/1.jsonld']


def facts_with_texts(folder):
    for form in ('ttl', 'nt', 'nq', 'jsonld'):
        shutil.copy(folder / f'dataset.{form}', folder / f'facts.{form}')


def gz_of_another(folder):
    shutil.copy(folder / 'facts.ttl.gz', folder / 'dataset.ttl.gz')


def gz_cut(folder):
    data = (folder / 'dataset.nt.gz').read_bytes()
    (folder / 'dataset.nt.gz').write_bytes(data[:-4])


def no_shapes(folder):
    text = SHAPES.read_text(encoding='utf-8')
    (folder / 'shapes.ttl').write_text(re.sub(r'sh:(minCount|uniqueLang|datatype) [\w:]+ ;', '', text), encoding='utf-8')


def no_catalogue_shapes(folder):
    text = (HERE / 'dcat-ap-no.ttl').read_text(encoding='utf-8')
    (folder / 'shapes.ttl').write_text(text.replace('sh:minCount 1 ;', ''), encoding='utf-8')


def cut(name):
    """A fault: the file ends in the middle of its last line."""
    def plant(folder):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[:-20])
    return plant


def cut_statements(name):
    """A fault: the last statements are gone, and no syntax error shows it."""
    def plant(folder):
        text = (folder / name).read_text(encoding='utf-8')
        (folder / name).write_text(text[:text.rindex('\n\n') + 1], encoding='utf-8')
    return plant


def same_moment(folder):
    text = (folder / 'atom.xml').read_text(encoding='utf-8')
    moment = re.findall('<updated>[^<]*</updated>', text)[1]
    (folder / 'atom.xml').write_text(re.sub('<updated>[^<]*</updated>', moment, text), encoding='utf-8')


EXTRA = '<http://a.example/> <http://a.example/p> "x" .\n'
GRAPH = ['dataset']

# What is planted, the check that must see it with its further arguments, and the line it must say.
FAULTS = [
    ('syntax error in Turtle', appended('dataset.ttl', '<http://a.example/> <http://a.example/p> .\n'), 'graph', GRAPH, 'serdi +dataset.ttl'),
    ('no final dot in N-Triples', appended('dataset.nt', EXTRA.replace(' .', '')), 'graph', GRAPH, 'serdi +dataset.nt'),
    ('bad escape in N-Quads', appended('dataset.nq', EXTRA.replace('"x"', r'"\x"')), 'graph', GRAPH, 'n3 +dataset.nq'),
    ('one statement less in N-Quads', without_line('dataset.nq', 5), 'graph', GRAPH, 'dataset.nq: another graph: 1 missing'),
    ('one statement more in Turtle', appended('dataset.ttl', EXTRA), 'graph', GRAPH, 'another graph'),
    ('blank node', appended('dataset.nt', EXTRA.replace('"x"', '_:b0')), 'graph', GRAPH, 'dataset.nt: blank node'),
    ('relative IRI', appended('dataset.ttl', EXTRA.replace('"x"', '<item/x>')), 'graph', GRAPH, 'dataset.ttl: relative IRI'),
    ('unknown key in JSON-LD', rewritten('dataset.jsonld', key_renamed), 'graph', GRAPH, 'jsonld +dataset.jsonld: .*titel'),
    ('context from the network', rewritten('dataset.jsonld', context_remote), 'graph', GRAPH, 'jsonld +dataset.jsonld: .*context.invalid'),
    ('descriptions among the facts', facts_with_texts, 'graph', ['facts'], 'facts hold no descriptions'),
    ('an item that says more', replaced('item/*.ttl', r'(?s)\Z', '\n' + EXTRA), 'graph', ['items'], 'another graph'),
    ('an item without its page', lambda folder: sorted(folder.glob('item/*.html'))[0].unlink(), 'graph', ['items'], "no .*html"),
    ('the year "20xx"', replaced('dataset.nt', r'"\d{4}"(?=\^\^<[^>]*gYear>)', '"20xx"'), 'lexical', [], '"20xx" is no xsd:gYear'),
    ('30 February', replaced('dataset.nt', r'"\d{4}-\d\d-\d\d(?=T)', '"2026-02-30'), 'lexical', [], 'no xsd:dateTime'),
    ('control character', appended('facts.nt', EXTRA.replace('"x"', '"a\x07b"')), 'lexical', [], 'control character'),
    ('not NFC', appended('dataset.nt', EXTRA.replace('"x"', '"a\u030a"')), 'lexical', [], 'not NFC'),
    ('percent sign alone in an IRI', appended('dataset.nt', EXTRA.replace('"x"', '<http://a.example/%zz>')), 'lexical', [], 'no absolute IRI'),
    ('a language tag of one letter', appended('dataset.nt', EXTRA.replace('"x"', '"x"@n')), 'lexical', [], 'no language tag'),
    ('byte order mark', replaced('dataset.ttl', r'\A', '\ufeff'), 'layout', [], 'dataset.ttl: a byte order mark'),
    ('CRLF', replaced('dataset.nt', '\n', '\r\n', 0), 'layout', [], 'dataset.nt: a carriage return'),
    ('prefix after a statement', appended('dataset.ttl', '@prefix a: <http://a.example/> .\n'), 'layout', [], 'a prefix after'),
    ('multi-line literal', appended('dataset.ttl', EXTRA.replace('"x"', '"""x\ny"""')), 'layout', [], 'a multi-line literal'),
    ('N-Quads out of order', last_line_first('dataset.nq'), 'layout', [], 'dataset.nq: line .* out of order'),
    ('a key twice in JSON-LD', replaced('dataset.jsonld', r'"@id": ?"[^"]*",', r'\g<0>\g<0>'), 'layout', [], 'a key stands twice'),
    ('a publication without title', replaced('dataset.nt', r'<[^>]*#it> <http://purl.org/dc/terms/title> .*\n', '', 0), 'shacl', [], 'shacl dataset.nt: .*title'),
    ('shapes that ask for little', no_shapes, 'shacl', ['shapes.ttl'], 'shacl reports: no title: passed'),
    ('a body without its document', lambda folder: sorted(folder.glob('org/*.jsonld'))[0].unlink(), 'graph', ['resources'], r'org/|[.]jsonld'),
    ('an IRI that nothing describes', replaced('dataset.nt', r'<([^>]*)/org/fafo#it> (<[^>]*type>)', r'<\1/org/nobody#it> \2', 1), 'graph', ['resources'], 'another graph'),
    ('a resource that says more', replaced('operator.ttl', r'(?s)\Z', '\n' + EXTRA), 'graph', ['resources'], 'another graph'),
    ('a type without its statements', replaced('types.ttl', r'type:rapport a', 'type:report a'), 'graph', ['resources'], 'another graph'),
    ('a checksum that is another', replaced('catalog.ttl', r'checksumValue> "....', 'checksumValue> "0000'), 'catalogue', [], 'another checksum'),
    ('a size that is another', replaced('catalog.ttl', r'byteSize "', 'byteSize "1'), 'catalogue', [], 'bytes, not'),
    ('a catalogue without contact', replaced('catalog.ttl', r'dcat:contactPoint', 'dcat:landingPage', 0), 'catalogue', [], 'DCAT-AP-NO: .*contactPoint'),
    ('shapes of a catalogue that ask for little', no_catalogue_shapes, 'catalogue', ['shapes.ttl'], 'Catalog without title: passed'),
    ('N-Triples cut in a line', cut('dataset.nt'), 'stores', ['dataset.nt'], 'virtuoso dataset.nt: load_list says'),
    ('Turtle cut between statements', cut_statements('dataset.ttl'), 'stores', ['dataset.ttl'], 'oxigraph dataset.ttl: triples: all: '),
    ('N-Quads with a graph too many', replaced('dataset.nq', r'<([^>]*)/dataset> \.\n', r'<\1/data> .\n', 1), 'stores', ['counts'], 'void.ttl: triples of '),
    ('.graph with another graph', replaced('facts.nt.graph', r'\A.*', 'http://a.example/graph'), 'stores', ['facts.nt'], 'virtuoso facts.nt: triples'),
    ('no .graph', lambda folder: (folder / 'facts.nt.graph').unlink(), 'stores', ['facts.nt'], 'facts.nt.graph'),
    ('VoID that counts one more', replaced('void.ttl', r'void:triples "', 'void:triples "1', 0), 'stores', ['counts'], 'void.ttl: triples'),
    ('feed not well-formed', replaced('feed.xml', '</item>', ''), 'feed', [], 'xmllint feed.xml'),
    ('guid that is an address', replaced('feed.xml', '(<guid[^>]*>)[^<]*', r'\1http://a.example/1'), 'feed', [], 'no tag: or urn: guid'),
    ('guid said to be a permalink', replaced('feed.xml', ' isPermaLink="false"', ''), 'feed', [], 'isPermaLink'),
    ('relative link in the feed', replaced('feed.xml', '(<item>(?s:.*?)<link>)[^<]*', r'\1item/x'), 'feed', [], "link 'item/x'"),
    ('no pubDate', replaced('feed.xml', '<pubDate>[^<]*</pubDate>', ''), 'feed', [], 'pubDate'),
    ('dcterms:issued after pubDate', replaced('feed.xml', '</item>', '<dcterms:issued>2012</dcterms:issued></item>'), 'feed', [], "feedparser reads '2012'"),
    ('dc:date in the feed', replaced('feed.xml', '</item>', '<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2012</dc:date></item>'), 'feed', [], 'has .*date'),
    ('a feed that is not there in Atom', lambda folder: (folder / 'atom.xml').unlink(), 'feeds', [], 'feeds in every form: .*atom.xml'),
    ('an Atom feed without an id', replaced('atom.xml', '<id>[^<]*</id>', ''), 'feeds', [], 'xmllint atom.xml'),
    ('an Atom entry twice published', replaced('atom.xml', '<published>[^<]*</published>', r'\g<0>\g<0>'), 'feeds', [], 'xmllint atom.xml'),
    ('a date without a zone in Atom', replaced('atom.xml', '(<published>[^<]*)Z', r'\1'), 'feeds', [], 'xmllint atom.xml'),
    ('RSS in an Atom entry', replaced('atom.xml', '<entry>', '<entry><guid>x</guid>'), 'feeds', [], 'xmllint atom.xml'),
    ('two Atom entries updated in one moment', same_moment, 'feeds', [], 'two entries updated'),
    ('a JSON Feed item without content', rewritten('feed.json', lambda d: d['items'][0].pop('content_html')), 'feeds', [], 'jsonschema feed.json: .*items/0'),
    ('an unknown key in JSON Feed', rewritten('feed.json', lambda d: d['items'][0].update(pubDate='x')), 'feeds', [], 'jsonschema feed.json: .*pubDate'),
    ('a blank node in RSS 1.0', replaced('feed.rdf', '<rdf:Seq rdf:about="[^"]*">', '<rdf:Seq>'), 'feeds', [], 'RDF/XML feed.rdf: .*blank node'),
    ('RSS 1.0 that is no RDF/XML', replaced('feed.rdf', '<rdf:li rdf:resource', '<rdf:li rdf:ID="x y" rdf:resource'), 'feeds', [], 'RDF/XML feed.rdf'),
    ('another time of the record in RSS 1.0', replaced('feed.rdf', r'(<dcterms:modified[^>]*>)\d{4}', r'\g<1>2031'), 'feeds', [], 'RDF/XML feed.rdf: .*not in the dump'),
    ('another id in JSON Feed', rewritten('feed.json', lambda d: d['items'][0].update(id='tag:a.example,2026:x')), 'feeds', [], 'same ids and dates: .*feed.json'),
    ('another date in a source\'s feed', replaced('feeds/source/*/atom.xml', r'<published>\d{4}', '<published>2031'), 'feeds', [], 'same ids and dates'),
    ('another order in RSS 1.0', replaced('feed.rdf', '(?s)(<item .*?</item>)\\s*(<item .*?</item>)', r'\2\1'), 'feeds', [], 'same ids and dates: .*another order'),
    ('a feed that says another address', replaced('feeds/source/*/atom.xml', r'/feeds/source/[^"]*/atom.xml', '/atom.xml'), 'feeds', [], 'know their addresses'),
    ('a feed that is not in the list', replaced('feeds.opml', '<outline text="[^"]*" title="[^"]*" type="rss"[^>]*feeds/source/[^>]*></outline>', ''), 'feeds', [], 'feeds.opml'),
    ('hostile text that is markup', replaced('feed.xml', '&lt;script&gt;alert', '&lt;b&gt;&lt;/b&gt;&lt;script&gt;alert'), 'hostile', [], 'hostile texts in feed.xml'),
    ('hostile text that ends an entry', replaced('atom.xml', ']]&gt;&lt;item&gt;', ']]></title></entry><entry><title>'), 'hostile', [], 'atom.xml'),
    ('another title in RSS 1.0', replaced('feed.rdf', 'backslash', 'slash'), 'hostile', [], 'feed.rdf'),
    ('a script for a link', rewritten('feed.json', lambda d: d['items'][0].update(external_url='javascript:alert(1)')), 'hostile', [], 'jsonschema feed.json'),
    ('a .gz of another file', gz_of_another, 'files', [], 'dataset.ttl.gz: unpacks to other bytes'),
    ('a .gz cut short', gz_cut, 'files', [], 'gzip +dataset.nt.gz'),
    ('wrong sum', replaced('SHA256SUMS', r'\A[0-9a-f]{8}', '00000000'), 'files', [], 'sha256sum SHA256SUMS'),
    ('a file that is not listed', appended('item/extra.html', 'x\n'), 'files', [], 'SHA256SUMS names every file: item/extra.html'),
    ('wrong size in the manifest', replaced('manifest.json', r'"size": ?', r'\g<0>9'), 'files', [], 'manifest.json: .* bytes, not'),
    ('a title cut short in BibTeX', replaced('citations.bib', r'title = \{\{\w+', 'title = {{'), 'citations', [], 'BibTeX +citations.bib: .*title'),
    ('a brace not closed in BibTeX', replaced('citations.bib', r'\}\},\n', '},\n'), 'citations', [], 'BibTeX'),
    ('no end of entry in RIS', replaced('citations.ris', 'ER  - \r\n', ''), 'citations', [], 'RIS +citations.ris'),
    ('a type that CSL has not', replaced('citations.csl.json', '"type":"report"', '"type":"rapport"'), 'citations', [], 'type is "rapport"'),
    ('text too pale to read', replaced('nb/style.css', '--soft: #[0-9a-f]+', '--soft: #bbbbbb', 0), 'pages', ['axe list'], 'color-contrast'),
    ('a hostile script', replaced('hostile/status.html', '</head>', '<script>alert(1)</script></head>'), 'pages', ['hostile'], 'hostile texts are inert: .*script'),
    ('a script that finds nothing', replaced('nb/site.js', 'texts\\[i\\]\\.includes', '!texts[i].includes'), 'pages', ['search'], 'search and filters: '),
    ('an entry that only the script shows', replaced('nb/index.html', '<li class="entry"', '<li hidden class="entry"'), 'pages', ['no script'], 'no script: the list is complete: '),
    ('a hard case changed', replaced('hard.nt', 'Arbeidsrapport', 'Arbeidsraport'), 'hard', [], 'hard.nt: another graph'),
]


def caught(check, folder, arguments, said):
    """Why the fault in folder was not caught; "" when it was."""
    arguments = [str(folder / a) if (folder / a).is_file() else a for a in arguments]
    done = subprocess.run([HERE / 'check', check, folder, *arguments], capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith('peers: FAIL')]
    if done.returncode != 1 or done.stderr.strip():
        return f'{check} ended with status {done.returncode}: {done.stderr[-200:]}'
    if not any(re.search(said, line) for line in lines):
        return f'{check} says otherwise: {lines[:2]}'
    return ''


def main(www, hard, hostile, pages):
    report = Report()
    for name, plant, check, arguments, said in FAULTS:
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary) / 'copy'
            shutil.copytree({'hard': hard, 'hostile': hostile, 'pages': pages}.get(check, www), folder)
            try:
                plant(folder)
                why = caught(check, folder, arguments, said)
            except (LookupError, StopIteration, OSError) as err:
                why = f'could not be planted: {err!r}'
        report.check(f'selftest: {check} sees: {name}', [why] if why else [])
    report.exit()


if __name__ == '__main__':
    main(*sys.argv[1:])
