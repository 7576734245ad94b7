"""oai.py PROGRAM [SCHEMAS]: the OAI-PMH provider of `samling serve`, as libraries use it.

A ledger of two lists is made with the program: an entry is corrected, one is withdrawn.
Then, with small pages, every verb and every error is asked over GET and POST, and xmllint
holds each answer against the schemas (xsd/all.xsd, or all.xsd of the folder SCHEMAS).
HTTP::OAI harvests everything in each format; what it holds is compared with the published
files. While the server runs, the lists change again: the harvest from the last
responseDate has what changed, and nothing else but what is of that second. Faults are
planted in the answers and in the harvest, and must be found.
"""

import contextlib
import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from report import Report

HERE = pathlib.Path(__file__).parent
PAGE = 3  # records a page
AUTHORITY = 'lit.example.org'
CONFIG = '''base: {base}
title: Lister <på prøve> & mer
publisher: {{name: Eksempelbiblioteket, email: post@example.org}}
authority: {authority}
withdraw_after: 2
oai: {{page_size: {page}}}
network: {{allow_private: true}}
sources:
  - {{id: first, url: "https://example.org/first/", fetch: first.html}}
  - {{id: second, url: "https://example.org/second/?a=1&b=2", fetch: second.html}}
'''
KINDS = [('Rapport', 'NIBR/Østlandsforskning', '2012'), ('Artikkel', 'Distriktssenteret', '2018'), ('Rapport', 'Nordregio', '2010–2014'),
         ('Film', 'Merkur', 'u.å.')]
NORWEGIAN = 'Studien viser hvordan kommunene samarbeider om oppgavene, og hva som skal til for at det skal lykkes over tid.'
ENGLISH = 'The study shows how the municipalities work together, and what it takes to make that last over the years.'


def entries(name, count):
    """Titles with markup in them, and what HTML and XML must escape."""
    return [f'{name} {i}: samarbeid &lt;b&gt; &amp; "utvikling" i {"bygda" if i % 2 else "byen"}' for i in range(1, count + 1)]


def page(titles, english=False):
    text = ENGLISH if english else NORWEGIAN
    parts = []
    for title in titles:
        name = title.split(':')[0]  # stays when others come and go
        kind, body, year = KINDS[sum(name.encode()) % len(KINDS)]
        link = f'https://example.org/pub/{name.replace(" ", "-")}?x=1&amp;y=å'
        parts.append(f'<h3><a href="{link}">{title}</a></h3><p>{kind} – {body} {year}</p><p>{text} Dette er {name}.</p>')
    return f'<!DOCTYPE html><html lang="nb"><title>En liste &amp; mer</title><body><main><h1>En liste &amp; mer</h1>{"".join(parts)}</main></body></html>'


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Lists:
    """The program, its configuration and the pages it reads, in a folder."""

    def __init__(self, program, folder):
        self.program, self.folder, self.port = program, folder, free_port()
        self.base = f'http://127.0.0.1:{self.port}/'
        (folder / 'samling.yaml').write_text(CONFIG.format(base=self.base, authority=AUTHORITY, page=PAGE))

    def write(self, first, second):
        (self.folder / 'first.html').write_text(page(first))
        (self.folder / 'second.html').write_text(page(second, english=True))

    def run(self, *arguments):
        done = subprocess.run([self.program, 'run', *arguments], cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f'samling run: {done.returncode}: {done.stderr}{done.stdout}')

    @contextlib.contextmanager
    def serving(self):
        with (self.folder / 'log').open('w') as log:
            server = subprocess.Popen([self.program, 'serve', '--addr', f'127.0.0.1:{self.port}'], cwd=self.folder, stderr=log, stdout=log)
            try:
                for _ in range(300):
                    if server.poll() is not None:
                        raise RuntimeError('samling serve ended: ' + (self.folder / 'log').read_text())
                    with contextlib.suppress(OSError):
                        if ask(self.base + 'oai', 'verb=Identify')[0] == 200:
                            break
                    time.sleep(0.1)
                else:
                    raise RuntimeError('samling serve does not answer')
                yield
            finally:
                server.terminate()
                server.wait(60)

    def published(self):
        """The ids of the published records, and of the withdrawn ones."""
        www = self.folder / 'out' / 'www'
        return ({p.stem for p in (www / 'item').glob('*.ttl')}, {p.stem for p in (www / 'gone' / 'item').glob('*.ttl')})


def ask(url, query, post=False):
    """(status, headers, body)"""
    request = urllib.request.Request(url, data=query.encode(), method='POST') if post else urllib.request.Request(url + '?' + query)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def invalid(schema, files):
    """What xmllint says of the files that are not valid."""
    done = subprocess.run(['xmllint', '--nonet', '--noout', '--schema', str(schema), *map(str, files)], capture_output=True, text=True)
    lines = done.stderr.splitlines()
    valid = sum(line.endswith(' validates') for line in lines)
    faults = [line for line in lines if not line.endswith(' validates')]
    if valid + sum(line.endswith(' fails to validate') for line in lines) < len(files) and not faults:
        faults = [f'xmllint judged {valid} of {len(files)} files: {lines[:3]}']
    return faults


def questions(live, gone):
    """Requests, each with the error it is answered with; None for none."""
    lists = [(f'verb={verb}&metadataPrefix={prefix}{more}', None) for verb in ('ListRecords', 'ListIdentifiers')
             for prefix in ('oai_dc', 'mods', 'marc21') for more in ('', '&set=lang:en', '&set=source:first&from=2000-01-01', '&set=type')]
    lists += [(f'verb=GetRecord&metadataPrefix={prefix}&identifier={identifier}', None)
              for prefix in ('oai_dc', 'mods', 'marc21') for identifier in (live, gone)]
    return lists + [
        ('verb=Identify', None), ('verb=ListMetadataFormats', None), ('verb=ListSets', None),
        (f'verb=ListMetadataFormats&identifier={live}', None),
        ('', 'badVerb'), ('verb=Nothing', 'badVerb'), ('verb=Identify&verb=Identify', 'badVerb'),
        ('verb=ListRecords', 'badArgument'), ('verb=Identify&set=x', 'badArgument'), (f'verb=GetRecord&identifier={live}', 'badArgument'),
        ('verb=ListRecords&metadataPrefix=oai_dc&from=yesterday', 'badArgument'),
        ('verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-02&until=2020-01-01', 'badArgument'),
        ('verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01&until=2020-01-02T00:00:00Z', 'badArgument'),
        ('verb=ListRecords&metadataPrefix=oai_dc&set=%C3%A5', 'badArgument'), ('verb=GetRecord&metadataPrefix=mods&identifier=a%22b', 'badArgument'),
        ('verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=mods', 'badArgument'),
        ('verb=ListRecords&resumptionToken=x', 'badResumptionToken'), ('verb=ListSets&resumptionToken=%00%3Cx', 'badResumptionToken'),
        ('verb=ListIdentifiers&metadataPrefix=ead', 'cannotDisseminateFormat'),
        (f'verb=GetRecord&metadataPrefix=ead&identifier={live}', 'cannotDisseminateFormat'),
        (f'verb=GetRecord&metadataPrefix=mods&identifier=oai:{AUTHORITY}:none', 'idDoesNotExist'),
        ('verb=ListMetadataFormats&identifier=urn:x', 'idDoesNotExist'),
        (f'verb=ListMetadataFormats&identifier={gone}', 'noMetadataFormats'),
        ('verb=ListRecords&metadataPrefix=oai_dc&until=1999-12-31', 'noRecordsMatch'),
        ('verb=ListRecords&metadataPrefix=oai_dc&set=type:none', 'noRecordsMatch'),
    ]


def undated(body):
    return re.sub(rb'<responseDate>[^<]*', b'', body)


def answers(base, asked, folder, faults):
    """Asks all, follows the tokens, and keeps the answers as files."""
    files = []
    queue = [(query, error) for query, error in asked]
    for query, error in queue:
        status, headers, body = ask(base + 'oai', query)
        posted = ask(base + 'oai', query, post=True)
        codes = re.findall(rb'<error code="(\w+)"', body)
        if status != 200 or headers.get('Content-Type') != 'text/xml; charset=utf-8':
            faults.append(f'{query}: {status} {headers.get("Content-Type")}')
        if codes != ([error.encode()] if error else []):
            faults.append(f'{query}: {codes}, not {error}')
        if posted[0] != 200 or undated(posted[2]) != undated(body):
            faults.append(f'{query}: another answer to POST')
        files.append(folder / f'answer{len(files)}.xml')
        files[-1].write_bytes(body)
        for token in re.findall(rb'<resumptionToken[^>]*>([^<]+)<', body):
            verb = re.search(r'verb=(\w+)', query).group(1)
            queue.append((f'verb={verb}&resumptionToken=' + urllib.parse.quote(token.decode()), None))
    return files


def harvest(base, prefix, since=''):
    done = subprocess.run(['/usr/bin/perl', str(HERE / 'oai.pl'), base + 'oai', prefix, *([since] if since else [])], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f'oai.pl {prefix}: {done.stderr}')
    return json.loads(done.stdout)


def harvest_faults(got, live, gone):
    """How a whole harvest differs from what is published."""
    name = {f'oai:{AUTHORITY}:{i}' for i in live}, {f'oai:{AUTHORITY}:{i}' for i in gone}
    held = {r['id'] for r in got['records'] if not r['deleted']}, {r['id'] for r in got['records'] if r['deleted']}
    faults = list(got['faults'])
    for what, have, want in zip(('records', 'deletions'), held, name):
        if have != want:
            faults.append(f'{len(have)} {what}, not the {len(want)} that are published: {sorted(have ^ want)[:3]}')
    if len(got['records']) != len(live) + len(gone):
        faults.append(f'{len(got["records"])} came, of {len(live) + len(gone)}')
    if any(n > PAGE for n in got['pages']) or len(got['pages']) != -(-len(got['records']) // PAGE):
        faults.append(f'pages of {got["pages"]}')
    faults += [f'{r["id"]} has no title' for r in got['records'] if not r['deleted'] and not r.get('title')]
    return faults


def check_titles(report, harvests):
    """Each format has the same titles."""
    titles = {prefix: {r['id']: ' '.join((r['title'] or '').split()) for r in got['records'] if not r['deleted']} for prefix, got in harvests.items()}
    faults = [f'{prefix}: {title!r} of {i}, oai_dc has {titles["oai_dc"][i]!r}'
              for prefix in titles for i, title in titles[prefix].items() if title.replace(' : ', ': ') != titles['oai_dc'][i]]
    report.check('oai: one title in every format, as three readers have it', faults, f'({len(titles["oai_dc"])} records)')


def check_faults(report, schema, files, got, live, gone):
    """Each planted fault is found."""
    body = {name: next(f.read_text() for f in files if f'>{name}' in f.read_text() or f'<{name}' in f.read_text())
            for name in ('Identify', 'oai_dc:dc', 'mods', 'leader', 'error')}
    missed = []
    for name, old, new in [
        ('Identify', r'<granularity>.*?</granularity>', ''), ('Identify', 'persistent', 'sometimes'), ('Identify', 'oai-identifier>\n', 'oai-id>\n'),
        ('oai_dc:dc', '<dc:source>', '<dc:source lang="nb">'), ('oai_dc:dc', '</?dc:publisher>', ''), ('oai_dc:dc', 'T(..:..:..)Z</responseDate', r' \1</responseDate'),
        ('mods', 'version="3.7"', 'version="2.1"'), ('mods', 'iso639-2b', 'iso-2b'), ('mods', '<title>', '<title><i/>'), ('mods', 'isReferencedBy', 'mentionedBy'),
        ('leader', '<leader>0', '<leader>'), ('leader', 'ind1="."', 'ind1="ab"'), ('leader', 'tag="008"', 'tag="8"'),
        ('error', 'error code="', 'error code="x'),
    ]:
        broken, hits = re.subn(old, new, body[name], count=1)
        path = files[0].with_name('broken.xml')
        path.write_text(broken)
        if not hits or not invalid(schema, [path]):
            missed.append(f'{name}: {old} → {new}')
    report.check('oai: xmllint finds planted faults', missed)
    got = dict(got, faults=[])
    less = dict(got, records=got['records'][PAGE:])
    alive = dict(got, records=[dict(r, deleted=False, title='x') for r in got['records']])
    one_page = dict(got, pages=[len(got['records'])])
    report.check('oai: a harvest with a page too few, with deletions unsaid, or on one page is found',
                 [str(i) for i, h in enumerate((less, alive, one_page)) if not harvest_faults(h, live, gone)])


def check_increment(report, lists, first, second, last):
    """What changes after a harvest is in the next one, and nothing else."""
    before = {r['id']: r for r in last['records']}
    time.sleep(1.1)  # so that nothing is of the second that the next harvest begins with
    lists.write(first[:-1] + ['first ny: en rapport til'], [second[0].replace('samarbeid', 'samordning'), *second[1:]])
    lists.run()
    lists.run()  # the second that misses the last entry of the first list: it is withdrawn
    got = harvest(lists.base, 'mods', last['date'])
    live, gone = lists.published()
    after = {r['id']: r for r in got['records']}
    held = {**before, **after}
    faults = list(got['faults'])
    if {i for i, r in held.items() if not r['deleted']} != {f'oai:{AUTHORITY}:{i}' for i in live}:
        faults.append('the records held are not those published')
    if {i for i, r in held.items() if r['deleted']} != {f'oai:{AUTHORITY}:{i}' for i in gone}:
        faults.append('the deletions held are not those published')
    kinds = sorted('deleted' if r['deleted'] else 'changed' if i in before else 'new' for i, r in after.items())
    if kinds != ['changed', 'deleted', 'new']:
        faults.append(f'came: {kinds}')
    report.check('oai: a harvest from the last responseDate has the change, the new one and the deletion alone', faults)
    again = harvest(lists.base, 'oai_dc', got['date'])
    report.check('oai: the one after that has nothing', [r['id'] for r in again['records'] if r['datestamp'] != got['date']])


def main(program, schemas=HERE / 'xsd'):
    report, schema = Report(), pathlib.Path(schemas) / 'all.xsd'
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        lists = Lists(str(pathlib.Path(program).resolve()), folder)
        first, second = entries('first', 11), entries('second', 9)
        lists.write(first, second)
        lists.run()
        first.pop(4)
        second[1] = second[1].replace('utvikling', 'omstilling')
        lists.write(first, second)
        lists.run()
        lists.run()
        with lists.serving():
            live, gone = lists.published()
            report.check('oai: the ledger has records and a tombstone', [] if len(live) == 19 and len(gone) == 1 else [f'{len(live)}, {len(gone)}'])
            faults = []
            oai = [f'oai:{AUTHORITY}:{min(ids)}' for ids in (live, gone)]
            files = answers(lists.base, questions(*oai), folder, faults)
            report.check('oai: every verb and every error, over GET and POST', faults, f'({len(files)} answers)')
            report.check('oai: xmllint finds every answer valid', invalid(schema, files))
            harvests = {prefix: harvest(lists.base, prefix) for prefix in ('oai_dc', 'mods', 'marc21')}
            for prefix, got in harvests.items():
                report.check(f'oai: HTTP::OAI harvests {prefix}', harvest_faults(got, live, gone),
                             f'({len(got["records"])} on {len(got["pages"])} pages)')
            check_titles(report, harvests)
            check_faults(report, schema, files, harvests['oai_dc'], live, gone)
            check_increment(report, lists, first, second, harvests['mods'])
    report.exit()


if __name__ == '__main__':
    main(*sys.argv[1:])
