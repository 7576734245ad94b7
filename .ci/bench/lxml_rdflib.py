"""A literature list with lxml and rdflib: lxml_rdflib.py BASE DIR ADDRESSES."""

import http.client
import pathlib
import sys
import urllib.parse

import lxml.html

import records


def pages(addresses):
    """Fetches over one connection for all the pages of a host."""
    connections = {}
    for address in addresses:
        parts = urllib.parse.urlsplit(address)
        connection = connections.setdefault(parts.netloc, http.client.HTTPConnection(parts.netloc))
        connection.request('GET', parts.path)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f'{address}: status {response.status}')
        yield address, body


def main(base, directory, addresses):
    publication = records.Publication(base)
    for address, body in pages(pathlib.Path(addresses).read_text().split()):
        document = lxml.html.document_fromstring(body)
        document.make_links_absolute(address)
        for article in document.iter('article'):
            heading, type_line, *rest = article
            publication.add(
                address, records.clean(heading.text_content()), records.clean(type_line.text_content()),
                '\n'.join(records.clean(p.text_content()) for p in rest), heading.find('a').get('href'))
    publication.write(directory)


if __name__ == '__main__':
    main(*sys.argv[1:])
