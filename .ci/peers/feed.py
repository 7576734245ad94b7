"""feed.py DIR BASE: feedparser and xmllint read feed.xml, by the rules for feeds.

RSS 2.0 and PUBLISHING 2 to 7: well formed; every item with a tag: or urn: guid that is
no permalink, an http(s) link in ASCII, a pubDate; both unique; the feed's own address
in atom:link; no dc:date and no dc:title. What feedparser makes of the dates is compared
with the file's own words: it takes dcterms:issued for the date of publication when that
comes after pubDate, and another reader's user then sees a report of 2012 in 2012.
"""

import email.utils
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

import feedparser

from report import Report

DC = '{http://purl.org/dc/elements/1.1/}'
DCTERMS = '{http://purl.org/dc/terms/}'
ATOM = '{http://www.w3.org/2005/Atom}'
FORBIDDEN = [f'{DC}date', f'{DC}title']  # they override pubDate and title (PUBLISHING 4)


def guid_faults(entry, item):
    guid = item.find('guid')
    if guid is None or not re.match('(tag|urn):[^ ]+$', guid.text or ''):
        return ['no tag: or urn: guid']
    faults = [] if guid.get('isPermaLink') == 'false' else ['guid without isPermaLink="false"']
    if entry.get('id') != guid.text:
        faults.append(f'feedparser reads the guid as {entry.get("id")}')
    return faults


def date_faults(entry, item):
    written = item.findtext('pubDate', '')
    try:
        moment = email.utils.parsedate_to_datetime(written)
    except (TypeError, ValueError):
        return [f'pubDate {written!r} is no RFC 822 date']
    if entry.get('published_parsed') is None or entry.published_parsed[:6] != moment.utctimetuple()[:6]:
        return [f'feedparser reads {entry.get("published")!r}, not pubDate {written!r}']
    return []


def entry_faults(entry, item):
    faults = guid_faults(entry, item) + date_faults(entry, item)
    link = entry.get('link', '')
    if not re.fullmatch(r'https?://[!-~]+', link) or link != item.findtext('link'):
        faults.append(f'link {link!r}')
    if not entry.get('title') or '<' in entry.title:
        faults.append('no plain title')
    faults += [f'has {name}' for name in FORBIDDEN if item.find(name) is not None]
    return faults


def check_entries(report, feed, items):
    what = 'feedparser feed.xml'
    if feed.bozo or not items or len(feed.entries) != len(items):
        why = feed.get('bozo_exception') or f'{len(feed.entries)} entries of {len(items)} items'
        report.fail(what, why)
        return
    report.ok(f'{what} {feed.version}, {len(items)} entries')
    faults = [f'{item.findtext("title")}: {fault}' for entry, item in zip(feed.entries, items)
              for fault in entry_faults(entry, item)]
    report.check('feed entries: guid, link, pubDate, title', faults)
    for name in ('guid', 'link'):
        values = [item.findtext(name) for item in items]
        report.check(f'feed {name}s are unique', {v for v in values if values.count(v) > 1}, f'{len(values)}')
    bare = [item.findtext('title') for item in items
            if not any(child.tag.startswith((DC, DCTERMS)) for child in item)]
    report.check('feed entries have Dublin Core', bare)


def check_channel(report, channel, base):
    address = [link.get('href') for link in channel.findall(f'{ATOM}link') if link.get('rel') == 'self']
    report.check('feed self link', [] if address == [f'{base}feed.xml'] else [f'{address}'])
    absent = [name for name in ('title', 'link', 'description', 'lastBuildDate') if not channel.findtext(name)]
    report.check('feed channel', absent)


def main(folder, base):
    report = Report()
    path = pathlib.Path(folder) / 'feed.xml'
    lint = subprocess.run(['xmllint', '--noout', '--nonet', path], capture_output=True, text=True)
    report.check('xmllint feed.xml', [lint.stderr] if lint.returncode or lint.stderr else [])
    if lint.returncode == 0:
        channel = tree.parse(path).getroot().find('channel')
        check_entries(report, feedparser.parse(path.read_bytes()), channel.findall('item'))
        check_channel(report, channel, base)
    report.exit()


if __name__ == '__main__':
    main(*sys.argv[1:])
