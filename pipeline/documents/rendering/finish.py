"""What can only be set once a document's words are known: how wide the mark is, where the signature stands.

The signature is centred on the date (7.3.5.1) and never stands on a page without two lines of text (7.3.5.5), nor the imprint
without two lines or two rows, nor the notes of a table without its last two rows. Body text is kept with the next by its style,
so that lines added by hand above a signature go with it, and loose by itself everywhere else. Decided by
counting 字 and by the order of paragraphs, so that it is the same whether or not anything lays the pages out here.
Works on the printed main part (UTF-8); a template without these styles is left alone at no cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from docx.document import Document as WordDocument

from pipeline.documents.rendering.bookmarks import without_marks
from pipeline.documents.style.gbt9704 import (
    ATTACHMENTS,
    BODY,
    DATE,
    EM,
    IMPRINT,
    NOTE,
    ORGAN_MARKS,
    PRINTED,
    REMARK,
    RULES,
    SIGNATURE,
)
from pipeline.documents.wording.targets import width

_DATE_INDENT = 4
# In points: a little less than the type area.
_MARK_WIDTH = 440
# 字 to a line, and how many of them a paragraph begins further right.
_LINE, _FIRST = 28, 2
_LEAST_LINES, _CLOSING = 2, "特此"
# A longer paragraph is not kept with the next: LibreOffice would take all of it over and leave half a page empty.
_MOST_LINES = 11
_END, _KEEP, _LOOSE = b"</w:p>", b"<w:keepNext/>", b'<w:keepNext w:val="0"/>'
_TABLE_END = b"</w:tbl>"
_PARAGRAPH = re.compile(rb"<w:p[ >](?:(?!</w:p>).)*</w:p>", re.DOTALL)
# Two lines of a paragraph at least, if any, go over to the next page.
_TOGETHER = b"<w:widowControl/>"
# The imprint hangs in a frame on the paragraph after it.
_FRAME = b"<w:framePr "
# 字 of 4号 to a line of it, how high one is in twips, and its rules with what is below them.
_COPIES, _COPY_LINE, _RULES = 26, 480, 122
# Room kept above the imprint: with it all goes over to the next page, or nothing.
_SPACE = b'<w:p><w:pPr><w:keepNext/><w:spacing w:line="%d" w:lineRule="exact"/></w:pPr></w:p>'
_STYLE = re.compile(rb'<w:pStyle w:val="([^"]*)"/>')
_TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_INDENT = re.compile(rb"<w:ind\b[^>]*/>")
_RIGHT = re.compile(rb' w:(?:right|end)="[^"]*"')
# What may follow an indent among a paragraph's properties, and a character's scale among a run's.
_AFTER_INDENT = re.compile(
    rb"<w:(?:contextualSpacing|mirrorIndents|suppressOverlap|jc|textDirection|textAlignment|textboxTightWrap|"
    rb"outlineLvl|divId|cnfStyle|rPr|sectPr|pPrChange)\b|</w:pPr>"
)
_RUN = re.compile(rb"<w:r(?: [^>]*)?>(?!<w:rPr>)(?:<w:rPr/>)?")
_AFTER_SCALE = re.compile(
    rb"<w:(?:kern|position|sz|szCs|highlight|u|effect|bdr|shd|fitText|vertAlign|rtl|cs|em|lang|eastAsianLayout|"
    rb"specVanish|oMath)\b|</w:rPr>"
)
_RUN_PROPERTIES = re.compile(rb"<w:rPr>(?:(?!</?w:rPr>).)*</w:rPr>", re.DOTALL)


class Finisher:
    """Sets what depends on words in documents made from one template; made from that template, for its styles' ids."""

    def __init__(self, template: WordDocument) -> None:
        styles = {style.name: style for style in template.styles}
        self._signature, self._date, self._remark = (
            styles[name].style_id if name in styles else "" for name in (SIGNATURE, DATE, REMARK)
        )
        self._imprint = {styles[name].style_id for name in (IMPRINT, PRINTED, *RULES) if name in styles}
        self._attachments = {styles[name].style_id for name in ATTACHMENTS if name in styles}
        # A template of before has its body not kept by its style.
        body = styles.get(BODY)
        kept = body is not None and body.paragraph_format.keep_with_next
        own = f'<w:pStyle w:val="{body.style_id}"/>(?!<w:keepNext)' if body is not None and kept else ""
        self._body = re.compile(own.encode()) if own else None
        self._note = styles[NOTE].style_id if NOTE in styles else ""
        self._marks = {
            styles[name].style_id: styles[name].font.size.pt for name in ORGAN_MARKS if name in styles
        }

    def __call__(self, text: bytes) -> bytes:
        """The main part with the mark's width, every signature and its date set."""
        if self._body is not None:
            text = self._body.sub(lambda found: found[0] + _LOOSE, text)
        for style, size in self._marks.items():
            for start, end in list(_paragraphs(text, style))[::-1]:
                text = text[:start] + _fitted(text[start:end], size) + text[end:]
        for start, end in list(_paragraphs(text, self._signature))[::-1] if self._signature else ():
            text = self._signed(text, start, end)
        return self._notes_kept(self._above_imprint(text))

    def _signed(self, text: bytes, start: int, end: int) -> bytes:
        below = _following(text, end)
        if below is None or _style(text[end:below]) != self._date:
            return text
        signature, day = text[start:end], text[end:below]
        right, lower = indents(_words(signature), _words(day))
        signature, day = _indented(signature, round(right * EM)), _indented(day, round(lower * EM))
        after = _following(text, below)
        if after is not None and self._remark and _style(text[below:after]) == self._remark:
            day = _kept(day)
        return self._body_kept(text[:start]) + signature + day + text[below:]

    def _notes_kept(self, text: bytes) -> bytes:
        """The notes below a table all on one page, and the last two rows of the table with them."""
        below = len(text)
        for start, end in list(_paragraphs(text, self._note))[::-1] if self._note else ():
            note = _uncut(text[start:end] if end != below else _kept(text[start:end]))
            text, below = _rows_kept(text[:start]) + note + text[end:], start
        return text

    def _above_imprint(self, text: bytes) -> bytes:
        """The main part with room for the imprint kept with the last two lines above it: it stands on no page alone."""
        start = min((at for style in self._imprint for at, _ in _paragraphs(text, style)), default=0)
        height, at = 0, start
        while (end := _following(text, at)) is not None and _FRAME in text[at:end]:
            said, at = width(_words(text[at:end]).strip()), end
            height += int(-(-said // _COPIES)) * _COPY_LINE
        if not height:
            return text
        return self._body_kept(text[:start]) + _SPACE % (height + _RULES) + text[start:]

    def _body_kept(self, before: bytes) -> bytes:
        """From the last two lines of the body down to the signature nothing comes apart; 特此报告 is none of the two."""
        kept: list[bytes] = []
        lines = 0
        while before.endswith(_END) and lines < _LEAST_LINES:
            start = _start(before, len(before))
            paragraph = before[start:]
            if paragraph.count(_END) > 1:
                break
            before = before[:start]
            words = _words(paragraph).strip()
            if words and _style(paragraph) not in self._attachments and not words.startswith(_CLOSING):
                own = -(-(width(words) + _FIRST) // _LINE)
                paragraph, lines = _whole(paragraph) if own > 1 else paragraph, lines + int(own)
                if own > _MOST_LINES:
                    kept.append(paragraph)
                    break
            kept.append(_kept(paragraph))
        return _rows_kept(before) + b"".join(reversed(kept))


def _rows_kept(before: bytes) -> bytes:
    """The last two rows of a table that ends here kept with what follows: Word and WPS take them over with it."""
    if not before.endswith(_TABLE_END):
        return before
    start = len(before)
    for _ in range(_LEAST_LINES):
        start = max(before.rfind(b"<w:tr>", 0, start), before.rfind(b"<w:tr ", 0, start))
    if start < before.rfind(b"<w:tbl>"):
        return before
    return before[:start] + _PARAGRAPH.sub(lambda found: _kept(found[0]), before[start:])


def _paragraphs(text: bytes, style: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of a style begin and end."""
    sought, at = f'<w:pStyle w:val="{style}"/>'.encode(), -1
    while (at := text.find(sought, at + 1)) >= 0:
        yield _start(text, at), text.index(_END, at) + len(_END)


def _start(text: bytes, end: int) -> int:
    """Where the last paragraph that begins before `end` does so."""
    return max(text.rfind(b"<w:p>", 0, end), text.rfind(b"<w:p ", 0, end))


def _following(text: bytes, at: int) -> int | None:
    """Where the paragraph that begins at `at` ends; None if none begins there."""
    return text.index(_END, at) + len(_END) if text.startswith((b"<w:p>", b"<w:p "), at) else None


def _style(paragraph: bytes) -> str:
    found = _STYLE.search(paragraph)
    return found[1].decode() if found is not None else ""


def _words(paragraph: bytes) -> str:
    return unescape(without_marks(b"".join(_TEXT.findall(paragraph)).decode()))


def _with_properties(paragraph: bytes) -> bytes:
    """The paragraph with room for properties."""
    if b"<w:pPr>" in paragraph:
        return paragraph
    if b"<w:pPr/>" in paragraph:
        return paragraph.replace(b"<w:pPr/>", b"<w:pPr></w:pPr>", 1)
    head = paragraph.index(b">") + 1
    return paragraph[:head] + b"<w:pPr></w:pPr>" + paragraph[head:]


def _kept(paragraph: bytes) -> bytes:
    """Kept on one page with the next."""
    if _KEEP in paragraph:
        return paragraph
    if _LOOSE in paragraph:
        return paragraph.replace(_LOOSE, _KEEP, 1)
    paragraph = _with_properties(paragraph)
    found = _STYLE.search(paragraph)
    at = found.end() if found is not None else paragraph.index(b"<w:pPr>") + len(b"<w:pPr>")
    return paragraph[:at] + _KEEP + paragraph[at:]


def _uncut(note: bytes) -> bytes:
    """All its lines on one page."""
    found = _STYLE.search(note)
    if found is None or b"<w:keepLines" in note:
        return note
    at = found.end() + len(_KEEP) * note.startswith(_KEEP, found.end())
    return note[:at] + b"<w:keepLines/>" + note[at:]


def _whole(paragraph: bytes) -> bytes:
    """With no single line of it at the top or at the foot of a page; for a paragraph not yet kept with the next."""
    found = _STYLE.search(paragraph)
    if found is None or b"<w:widowControl" in paragraph:
        return paragraph
    at = found.end() + len(_LOOSE) * paragraph.startswith(_LOOSE, found.end())
    return paragraph[:at] + _TOGETHER + paragraph[at:]


def _indented(paragraph: bytes, right: int) -> bytes:
    """So many twips from the right."""
    paragraph = _with_properties(paragraph)
    found = _INDENT.search(paragraph)
    if found is not None:
        indent = _RIGHT.sub(b"", found[0]).removesuffix(b"/>") + b' w:right="%d"/>' % right
        return paragraph[: found.start()] + indent + paragraph[found.end() :]
    return _before(paragraph, _AFTER_INDENT, b'<w:ind w:right="%d"/>' % right)


def _fitted(paragraph: bytes, size: float) -> bytes:
    """A long name is set narrower, not smaller: the mark stays narrower than the type area, its height the same (7.2.4)."""
    wide = len(_words(paragraph)) * size
    if wide <= _MARK_WIDTH:
        return paragraph
    scale = b'<w:w w:val="%d"/>' % int(100 * _MARK_WIDTH / wide)
    paragraph = _RUN.sub(lambda run: run[0].removesuffix(b"<w:rPr/>") + b"<w:rPr></w:rPr>", paragraph)
    return _RUN_PROPERTIES.sub(lambda run: _before(run[0], _AFTER_SCALE, scale), paragraph)


def _before(text: bytes, followers: re.Pattern[bytes], new: bytes) -> bytes:
    found = followers.search(text)
    assert found is not None
    return text[: found.start()] + new + text[found.start() :]


def indents(signature: str, day: str) -> tuple[float, float]:
    """How many 字 signature and date stand from the right: the date four; a longer signature pushes it inward."""
    apart = (width(day) - width(signature)) / 2
    below = max(_DATE_INDENT, -apart)
    return below + apart, below
