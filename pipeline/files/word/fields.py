"""The fields of a Word file, each by the first word of its code, however Word has cut it into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_FIRST = re.compile(r"[^\s\\\"]+")
# What a field may be that stays within its document; whatever is not here is taken for one that fetches.
_PLAIN = """
    PAGE NUMPAGES SECTION SECTIONPAGES PAGEREF REF NOTEREF STYLEREF SEQ TOC TC XE INDEX HYPERLINK SYMBOL
    EQ ADVANCE TITLE SUBJECT KEYWORDS QUOTE = IF FORMTEXT FORMCHECKBOX FORMDROPDOWN LISTNUM AUTONUM
    AUTONUMLGL AUTONUMOUT NUMWORDS NUMCHARS BIDIOUTLINE CITATION BIBLIOGRAPHY SHAPE
"""
# What changes whenever somebody opens, prints or saves the document, or says who did.
_CHANGING = """
    DATE TIME SAVEDATE PRINTDATE CREATEDATE EDITTIME REVNUM AUTHOR LASTSAVEDBY USERNAME USERINITIALS
    USERADDRESS FILENAME FILESIZE TEMPLATE COMMENTS DOCPROPERTY INFO
"""
PLAIN, CHANGING = frozenset(_PLAIN.split()), frozenset(_CHANGING.split())


def field_words(root: etree._Element) -> Iterator[str]:
    """The first word of every field below an element, in capitals: of each its own, though one stands right behind another."""
    open_codes: list[list[str]] = []
    # Of whatever edition of the format: there are two namespaces for the same words.
    for one in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText", "{*}fldSimple"):
        name = etree.QName(one).localname
        if name == "fldSimple":
            yield from _first(_said(one, "instr"))
        elif name != "fldChar":
            if open_codes:
                open_codes[-1].append(one.text or "")
            else:
                # Words of a field that never began: some program may begin it all the same.
                open_codes.append([one.text or ""])
        elif _said(one, "fldCharType") == "begin":
            open_codes.append([])
        elif _said(one, "fldCharType") == "end" and open_codes:
            yield from _first("".join(open_codes.pop()))
    for code in open_codes:
        yield from _first("".join(code))


def _said(element: etree._Element, attribute: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(attribute)), "")


def _first(code: str) -> Iterator[str]:
    found = _FIRST.search(code)
    if found is not None:
        # A formula may do without a blank behind its sign.
        yield "=" if found[0].startswith("=") else found[0].upper()
