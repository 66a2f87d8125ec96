"""What LibreOffice lost or left out when it read a Word file, put right in its own XML before that becomes a PDF.

Works on the bytes of a flat document or of a part of a package (UTF-8), by patterns: nothing else is touched.
"""

from __future__ import annotations

import re

_PATCHES = (
    (re.compile(rb'style:text-autospace="ideograph-alpha"'), rb'style:text-autospace="none"'),
    (re.compile(rb'style:punctuation-wrap="hanging"'), rb'style:punctuation-wrap="simple"'),
    # A drawn box now and then loses what its style is based on, and then its place: it depends on how many pages
    # there are.
    (
        re.compile(rb'(<style:style style:name="M?gr\d+" style:family="graphic")>'),
        rb'\1 style:parent-style-name="Frame">',
    ),
    # Where only one page lies on its side, the words of the drawn box no page shows are written a second time, in a frame
    # before the box, and stand in a corner of the paper.
    (
        re.compile(
            rb"<draw:frame [^>]*>\s*<draw:text-box>(?:(?!</draw:frame>).)*</draw:frame>(?=<draw:custom-shape )",
            re.DOTALL,
        ),
        b"",
    ),
    # The drawn box of a page number on its side stands in that corner too where the first such page is an odd one.
    # A frame with the same words keeps its place.
    (
        re.compile(
            rb'<draw:custom-shape ([^>]*?) draw:style-name="M?gr\d+" draw:text-style-name="M?P\d+" ([^>]*)>'
            rb'((?:(?!</draw:custom-shape>).)*?)<draw:enhanced-geometry draw:text-rotate-angle="-90"'
            rb"(?:(?!</draw:custom-shape>).)*</draw:custom-shape>",
            re.DOTALL,
        ),
        rb'<draw:frame \1 draw:style-name="turned" \2><draw:text-box>\3</draw:text-box></draw:frame>',
    ),
    (
        re.compile(rb'(?=<style:page-layout style:name="M?pm1">)'),
        b'<style:style style:name="turned" style:family="graphic" style:parent-style-name="Frame">'
        b'<style:graphic-properties fo:margin-left="0in" fo:margin-right="0in" fo:margin-top="0in"'
        b' fo:margin-bottom="0in" fo:padding="0in" fo:border="none" draw:opacity="0%" style:writing-mode="tb-rl"'
        b' style:run-through="background" style:wrap="run-through" style:number-wrapped-paragraphs="no-limit"'
        b' style:vertical-pos="from-top" style:vertical-rel="page" style:horizontal-pos="from-left"'
        b' style:horizontal-rel="page"/></style:style>',
    ),
)
# What a row is kept with the next by is its first cell, and LibreOffice forgets what a cell holds that another spans.
# Tables with such rows get a first column as thin as can be, without rules, whose cells are kept as the row's next are.
_TABLE = re.compile(
    rb'<table:table table:name="[^"]*" table:style-name="([^"]*)".*?</table:table>', re.DOTALL
)
_SPANNED = re.compile(rb"<table:table-row [^>]*>\s*<table:covered-table-cell[ /]")
_ROW = re.compile(rb'<table:table-row [^>]*>(?=.*?<text:p (text:style-name="[^"]*"))', re.DOTALL)
_COLUMN = b"<table:table-column "
_THIN = 0.016  # inches: LibreOffice makes no column thinner
_STYLES = b"<office:automatic-styles>"
_THIN_STYLES = (
    b'<style:style style:name="thin" style:family="table-cell">'
    b'<style:table-cell-properties fo:padding="0in" fo:border="none"/></style:style>'
    b'<style:style style:name="thin" style:family="table-column">'
    b'<style:table-column-properties style:column-width="%.3fin"/></style:style>' % _THIN
)


def patched(data: bytes) -> bytes:
    """A flat document, or a part of a package, as Word would show it."""
    for wrong, right in _PATCHES:
        data = wrong.sub(right, data)
    return _led(data)


def _led(data: bytes) -> bytes:
    """Every table that has rows whose first cell another spans with a thin column before the first."""
    styles: set[bytes] = set()

    def led(found: re.Match[bytes]) -> bytes:
        if not _SPANNED.search(found[0]):
            return found[0]
        styles.add(found[1])
        cell = rb'\g<0><table:table-cell table:style-name="thin"><text:p \1/></table:table-cell>'
        column = b'<table:table-column table:style-name="thin"/>' + _COLUMN
        return _ROW.sub(cell, found[0]).replace(_COLUMN, column, 1)

    data = _TABLE.sub(led, data)
    for style in styles:
        own = rb'(?<=<style:style style:name="%s" style:family="table">)(\s*<style:table-properties [^>]*>)'
        data = re.sub(own % re.escape(style), lambda found: _widened(found[0]), data)
    return data.replace(_STYLES, _STYLES + _THIN_STYLES, 1) if styles else data


def _widened(properties: bytes) -> bytes:
    """The width and the left edge of a table that has got a thin column: its rules stay where they were."""
    for name, more in ((b"style:width", _THIN), (b"fo:margin-left", -_THIN)):
        found = re.search(name + rb'="(-?[\d.]+)in"', properties)
        if found is not None:
            length = b"%.4f" % (float(found[1]) + more)
            properties = properties[: found.start(1)] + length + properties[found.end(1) :]
    return properties
