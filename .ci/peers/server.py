"""server.py nginx DIR CONF README | server.py samling PROGRAM: a publication as web servers give it.

nginx serves a copy of DIR with the configuration that README shows (CONF), one record of
it withdrawn; `samling serve` serves the sample. Both are asked the same (PUBLISHING 14,
20, 21): the static tree must be as right on any web server, and README no worse than tried.
"""

import contextlib
import gzip
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import rdflib

from report import Report

BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'
WANTED = [  # Accept, and the form of a record that comes
    (None, 'html', 'text/html'), ('*/*', 'html', 'text/html'), (BROWSER, 'html', 'text/html'),
    ('text/turtle', 'ttl', 'text/turtle'), ('application/ld+json', 'jsonld', 'application/ld+json'),
    ('application/ld+json, application/json;q=0.9', 'jsonld', 'application/ld+json'), ('application/json', 'jsonld', 'application/ld+json'),
    ('application/rdf+xml, text/turtle;q=0.8', 'ttl', 'text/turtle'),
    ('text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3', 'ttl', 'text/turtle'),
]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(url, **fields):
    """(status, headers, body); a field that is None is not sent."""
    request = urllib.request.Request(url, headers={k.replace('_', '-'): v for k, v in fields.items() if v is not None})
    opener = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def kind(headers):
    return headers.get('Content-Type', '').split(';')[0]


def varies(headers):
    return {name.strip() for line in headers.get_all('Vary', []) for name in line.split(',')}


def manifest(folder):
    return json.loads((folder / 'manifest.json').read_text())['files']


def records(folder):
    return sorted(path.stem for path in (folder / 'item').glob('*.ttl'))


def check_files(report, server, url, folder):
    """Each file as it is, under the media type of the manifest."""
    faults = []
    for entry in manifest(folder):
        name = entry['path']
        if name.startswith('gone/'):
            continue
        status, headers, body = ask(url + urllib.request.quote(name), Accept='image/png')
        if status != 200 or body != (folder / name).read_bytes():
            faults.append(f'{name}: {status}, {len(body)} bytes')
        elif kind(headers) != entry['mediaType'].split(';')[0]:
            faults.append(f'{name} is {headers.get("Content-Type")}, not {entry["mediaType"]}')
        elif headers.get('X-Content-Type-Options') != 'nosniff' or headers.get('Access-Control-Allow-Origin') != '*':
            faults.append(f'{name} lacks nosniff or CORS')
        elif headers.get('Content-Encoding') or kind(headers) == 'text/html' and 'Content-Security-Policy' not in headers:
            faults.append(f'{name}: encoded, or a page without policy')
    report.check(f'{server}: every file, as the manifest says', faults, f'{len(manifest(folder))} files')


def check_forms(report, server, url, folder):
    faults = []
    for record in records(folder):
        for accept, ext, media in WANTED:
            status, headers, body = ask(f'{url}item/{record}', Accept=accept)
            if status != 200 or kind(headers) != media or body != (folder / f'item/{record}.{ext}').read_bytes():
                faults.append(f'{record} for {accept} is {status} {headers.get("Content-Type")}')
            elif 'Accept' not in varies(headers):
                faults.append(f'{record} for {accept}: Vary {headers.get("Vary")}')
    report.check(f'{server}: records in the form that Accept asks for', faults, f'{len(records(folder))} records, {len(WANTED)} headers')
    wanted = [('text/turtle', 'ttl'), ('application/n-triples', 'nt'), ('application/n-quads', 'nq'), ('application/ld+json', 'jsonld')]
    faults = [f'{accept} is not dataset.{ext}' for accept, ext in wanted
              if ask(f'{url}dataset', Accept=accept)[2] != (folder / f'dataset.{ext}').read_bytes()]
    report.check(f'{server}: the dataset in the form that Accept asks for', faults)


def check_rdflib(report, server, url, folder):
    """rdflib is given the address of a record, and no word on its form."""
    faults = []
    for record in records(folder):
        try:
            graph = rdflib.Graph().parse(f'{url}item/{record}')
        except Exception as err:  # whatever a parser says of a page
            faults.append(f'{record}: {err!r}')
            continue
        if set(graph) != set(rdflib.Graph().parse(folder / f'item/{record}.ttl')):
            faults.append(f'{record}: another graph, of {len(graph)} triples')
    report.check(f'{server}: rdflib reads records by their address', faults, f'{len(records(folder))} records')


def check_gzip(report, server, url, folder):
    faults = []
    for name in ['index.html'] + [entry['path'][:-3] for entry in manifest(folder) if entry['path'].endswith('.gz')]:
        status, headers, body = ask(url + name, Accept_Encoding='gzip')
        if status != 200 or headers.get('Content-Encoding') != 'gzip' or gzip.decompress(body) != (folder / name).read_bytes():
            faults.append(f'{name}: {status}, Content-Encoding {headers.get("Content-Encoding")}')
        elif 'Accept-Encoding' not in varies(headers):
            faults.append(f'{name}: Vary {headers.get("Vary")}')
        elif (folder / f'{name}.gz').exists() and body != (folder / f'{name}.gz').read_bytes():
            faults.append(f'{name}: is not the .gz beside it')
    report.check(f'{server}: gzip', faults)


def check_absent(report, server, url):
    names = ['nothing', 'item', 'item/', 'item/nothing', 'gone/', 'gone/item/', '.hidden', 'item/.hidden', '.well-known/nothing']
    faults = [f'/{name} is {status}' for name in names if (status := ask(url + name)[0]) not in (403, 404)]
    report.check(f'{server}: what is not there', faults)


def withdraw(folder):
    """The files of one record, as Commit has them when it is withdrawn."""
    record = records(folder)[0]
    (folder / 'gone/item').mkdir(parents=True, exist_ok=True)
    for path in list((folder / 'item').glob(f'{record}.*')):
        path.rename(folder / 'gone/item' / path.name)
    files = json.loads((folder / 'manifest.json').read_text())
    files['files'] = [f for f in files['files'] if not f['path'].startswith(f'item/{record}.')]
    (folder / 'manifest.json').write_text(json.dumps(files))
    return record


def check_gone(report, server, url, folder, record):
    faults = []
    asked = [(f'item/{record}', accept, ext, media) for accept, ext, media in WANTED]
    asked += [(f'item/{record}.ttl', None, 'ttl', 'text/turtle'), (f'item/{record}.html', 'text/turtle', 'html', 'text/html')]
    for path, accept, ext, media in asked:
        status, headers, body = ask(url + path, Accept=accept)
        if status != 410 or kind(headers) != media or body != (folder / f'gone/item/{record}.{ext}').read_bytes():
            faults.append(f'{path} for {accept} is {status} {headers.get("Content-Type")}')
    faults += [f'/{name} is {status}' for name in (f'gone/item/{record}', f'gone/item/{record}.ttl') if (status := ask(url + name)[0]) != 404]
    report.check(f'{server}: 410 and the tombstone for what is gone', faults)


def check_readme(report, readme, conf):
    """What README shows of the configuration is in it, line by line."""
    tried = {' '.join(line.split()) for line in pathlib.Path(conf).read_text().splitlines()}
    shown = [' '.join(line.split()) for block in re.findall(r'```nginx\n(.*?)```', pathlib.Path(readme).read_text(), re.S) for line in block.splitlines()]
    faults = [] if shown else ['README shows no nginx configuration']
    faults += [f'README shows a line that is not in {pathlib.Path(conf).name}: {line}' for line in shown if line and line not in tried]
    report.check('nginx: README shows what was tried', faults, f'{len(shown)} lines')


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def running(command, folder, ready):
    """The program until the end, once ready(its process) is true."""
    with open(folder / 'stderr', 'w+') as log:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            for _ in range(600):
                if process.poll() is not None:
                    raise SystemExit(f'{command[0]} ended: {(folder / "stderr").read_text()}')
                with contextlib.suppress(OSError):
                    if ready():
                        break
                time.sleep(0.1)
            else:
                raise SystemExit(f'{command[0]} is not ready: {(folder / "stderr").read_text()}')
            yield
        finally:
            process.terminate()
            process.wait(60)


def nginx(report, publication, conf, readme):
    check_readme(report, readme, conf)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        folder.chmod(0o755)  # where nginx is started as root its worker is nobody
        www, port = folder / 'www', free_port()
        shutil.copytree(publication, www)
        record = withdraw(www)
        site = pathlib.Path(conf).read_text()
        for shown, here in (('listen 8080;', f'listen 127.0.0.1:{port};'), ('root /srv/samling/out/www;', f'root {www};')):
            if site.count(shown) != 1:
                raise SystemExit(f'{conf} has no line {shown}')
            site = site.replace(shown, here)
        paths = ' '.join(f'{name}_temp_path {folder}/{name};' for name in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        (folder / 'nginx.conf').write_text(f'daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;\n'
                                           f'events {{ }}\nhttp {{ access_log off; {paths}\n{site}\n}}\n')
        url = f'http://127.0.0.1:{port}/'
        with running([shutil.which('nginx', path=f'{os.environ["PATH"]}:/usr/sbin'), '-e', 'stderr', '-c', str(folder / 'nginx.conf')], folder, lambda: ask(url)[0] == 200):
            check_all(report, 'nginx', url, www)
            check_gone(report, 'nginx', url, www, record)


def samling(report, program):
    with tempfile.TemporaryDirectory() as temporary:
        folder, port = pathlib.Path(temporary), free_port()
        url = f'http://127.0.0.1:{port}/'
        command = [str(pathlib.Path(program).resolve()), 'serve', '--sample', '--addr', f'127.0.0.1:{port}']
        with running(command, folder, lambda: ask(url + 'readyz')[0] == 200):
            check_all(report, 'samling serve', url, folder / 'out/www')


def check_all(report, server, url, folder):
    check_files(report, server, url, folder)
    check_forms(report, server, url, folder)
    check_rdflib(report, server, url, folder)
    check_gzip(report, server, url, folder)
    check_absent(report, server, url)


def main(server, *arguments):
    report = Report()
    {'nginx': nginx, 'samling': samling}[server](report, *arguments)
    report.exit()


if __name__ == '__main__':
    main(*sys.argv[1:])
