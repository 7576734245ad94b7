"""files.py DIR: the files of a publication are whole, and are what its lists say of them.

Each dump stands beside its .gz, which gzip(1) unpacks to the same bytes (PUBLISHING 19;
RFC 1952, section 2.2: members follow one another). SHA256SUMS names every file but
itself and passes sha256sum(1). manifest.json gives each file's size, sum and media type.
"""

import hashlib
import json
import pathlib
import subprocess
import sys

from report import Report

DUMPS = [f'{stem}.{form}' for stem in ('dataset', 'facts') for form in ('ttl', 'nt', 'nq', 'jsonld')]
SINGLE = ['catalog.ttl', 'catalog.jsonld', 'void.ttl', 'void.jsonld', 'types.ttl', 'profile/1.0.csv',
          'profile/1.0/shapes.ttl', 'context/1.0.jsonld', 'dataset.nt.graph', 'feed.xml', 'atom.xml', 'feed.json', 'feed.rdf', 'feeds.opml', 'index.html', 'status.html', 'style.css', 'site.js', 'citations.bib', 'citations.ris', 'citations.csl.json', 'manifest.json', 'SHA256SUMS']
TYPES = {  # PUBLISHING 14
    '.ttl': 'text/turtle', '.nt': 'application/n-triples', '.nq': 'application/n-quads',
    '.jsonld': 'application/ld+json', '.csv': 'text/csv', '.graph': 'text/plain', '.html': 'text/html', '.gz': 'application/gzip',
    'feed.xml': 'application/rss+xml', 'atom.xml': 'application/atom+xml', 'feed.json': 'application/feed+json',
    'feed.rdf': 'application/rdf+xml', 'feeds.opml': 'text/x-opml',
    '.css': 'text/css', '.js': 'text/javascript',
    '.bib': 'application/x-bibtex', '.ris': 'application/x-research-info-systems',
}


def check_gzip(report, folder, name):
    packed = folder / f'{name}.gz'
    done = subprocess.run(['gzip', '-dc', packed], capture_output=True)
    faults = [done.stderr.decode(errors='replace')] if done.returncode else []
    if not faults and done.stdout != (folder / name).read_bytes():
        faults = [f'unpacks to other bytes than {name}']
    size = packed.stat().st_size if packed.is_file() else 0
    report.check(f'gzip    {name}.gz', faults, f'{size} bytes')


def check_sums(report, folder, files):
    done = subprocess.run(['sha256sum', '--check', '--strict', '--quiet', 'SHA256SUMS'],
                          cwd=folder, capture_output=True, text=True)
    report.check('sha256sum SHA256SUMS', [done.stdout + done.stderr] if done.returncode else [])
    listed = {line.split(maxsplit=1)[1].lstrip('*') for line in (folder / 'SHA256SUMS').read_text().splitlines()}
    unlisted = sorted(set(files) - listed - {'SHA256SUMS'})
    report.check('SHA256SUMS names every file', unlisted, f'{len(listed)} files')


def manifest_faults(folder, entry):
    """What the manifest says of one file that is not so."""
    name = entry['path']
    if not (folder / name).is_file():
        return [f'{name} is not there']
    data = (folder / name).read_bytes()
    media = TYPES.get(pathlib.Path(name).name) or TYPES.get(pathlib.Path(name).suffix)
    faults = [] if entry['size'] == len(data) else [f'{name} has {len(data)} bytes, not {entry["size"]}']
    if entry['sha256'] != hashlib.sha256(data).hexdigest():
        faults.append(f'{name} has another sum')
    if media and entry['mediaType'].split(';')[0] != media:
        faults.append(f'{name} is {media}, not {entry["mediaType"]}')
    return faults


def check_manifest(report, folder, files):
    listed = json.loads((folder / 'manifest.json').read_text())['files']
    faults = [fault for entry in listed for fault in manifest_faults(folder, entry)]
    absent = set(files) - {entry['path'] for entry in listed} - {'manifest.json', 'SHA256SUMS'}
    faults += [f'{name} is not listed' for name in sorted(absent)]
    report.check('manifest.json', faults, f'{len(listed)} files')


def main(folder):
    report = Report()
    folder = pathlib.Path(folder)
    wanted = DUMPS + [f'{name}.gz' for name in DUMPS] + SINGLE
    absent = [name for name in wanted if not (folder / name).is_file()]
    report.check('files are there', absent, f'{len(wanted)}')
    if not absent:
        files = [str(path.relative_to(folder)) for path in folder.rglob('*') if path.is_file()]
        for name in DUMPS:
            check_gzip(report, folder, name)
        check_sums(report, folder, files)
        check_manifest(report, folder, files)
    report.exit()


if __name__ == '__main__':
    main(*sys.argv[1:])
