"""lexical.py DIR: what no reader checks, checked by us.

The readers take any text as "…"^^xsd:gYear, and any control character in a text.
Here every term of dataset.nt and facts.nt is held to the grammar of its datatype
(XML Schema Datatypes 1.1, section 3.3), to RFC 3987 and BCP 47; every text to NFC
(PUBLISHING 15 to 18).
"""

import datetime
import pathlib
import re
import sys
import unicodedata

import terms
from report import Report

XSD = 'http://www.w3.org/2001/XMLSchema#'
ZONE = r'(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?'
DATE = r'\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])'
TIME = r'(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?'
FORMS = {
    'gYear': rf'-?(?:[1-9]\d{{3,}}|0\d{{3}}){ZONE}',
    'gYearMonth': rf'\d{{4}}-(?:0[1-9]|1[0-2]){ZONE}',
    'date': DATE + ZONE,
    'dateTime': f'{DATE}T{TIME}{ZONE}',
    'integer': r'[+-]?\d+',
    'nonNegativeInteger': r'\+?\d+|-0+',
    'decimal': r'[+-]?(?:\d+(?:\.\d*)?|\.\d+)',
    'boolean': 'true|false|1|0',
    'language': r'[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*',
    'hexBinary': '(?:[0-9a-fA-F]{2})*',
}
# RFC 3987, section 2.2; brackets only around an IP address.
UNICODE = '\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000efffd'
PART = rf"(?:[A-Za-z0-9._~!$&'()*+,;=:@/{UNICODE}-]|%[0-9A-Fa-f]{{2}})"
IRI = re.compile(rf'[A-Za-z][A-Za-z0-9+.-]*:(?://(?:{PART}*@)?\[[0-9A-Fa-f:.]+\](?::\d*)?(?=[/?#]|$))?'
                 rf'{PART}*(?:\?(?:{PART}|[?])*)?(?:#(?:{PART}|[?])*)?')
# BCP 47 (RFC 5646, section 2.1), as far as a publication uses it.
TAG = re.compile('[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*')
# Tab, LF and CR are the only controls that XML 1.0 (production 2), and so xsd:string, has below space;
# those above are discouraged there.
CONTROL = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]')


def real_day(value):
    """Whether the date at the head of value is in the calendar: 30 February matches the pattern."""
    try:
        datetime.date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def iri_faults(iri):
    if not IRI.fullmatch(iri):
        return [f'no absolute IRI: <{iri}>']
    if re.match(r'https?:(?!//[^/?#])', iri):
        return [f'no host: <{iri}>']
    return []


def typed_faults(text, datatype):
    kind = datatype.removeprefix(XSD)
    if kind == 'anyURI' and datatype.startswith(XSD):
        return iri_faults(text)
    if not datatype.startswith(XSD) or kind not in FORMS:
        return [f'a datatype that no rule here knows: <{datatype}>']
    legal = re.fullmatch(FORMS[kind], text, re.ASCII)
    if not legal or kind in ('date', 'dateTime') and not real_day(text):
        return [f'"{text}" is no xsd:{kind}']
    return []


def literal_faults(text, language, datatype):
    faults = typed_faults(text, datatype) if datatype else []
    if CONTROL.search(text):
        faults.append(f'control character in {text!r}')
    if not unicodedata.is_normalized('NFC', text):
        faults.append(f'not NFC: {text!r}')
    if language and not TAG.fullmatch(language):
        faults.append(f'no language tag: @{language}')
    return faults


def main(folder):
    report = Report()
    for name in ('dataset.nt', 'facts.nt'):
        faults, literals = [], 0
        try:
            for s, p, o in terms.graph((pathlib.Path(folder) / name).read_bytes().decode()):
                faults += iri_faults(s) + iri_faults(p)
                faults += iri_faults(o[0]) if len(o) == 1 else literal_faults(*o)
                literals += len(o) != 1
        except (terms.Bad, UnicodeDecodeError) as err:
            faults.append(err)
        report.check(f'lexical {name}', sorted(set(map(str, faults))), f'{literals} literals')
    report.exit()


if __name__ == '__main__':
    main(*sys.argv[1:])
