"""What can only be set once a document's words are known: how wide the mark is, where the signature stands.

The signature is centred on the date (7.3.5.1) and never stands on a page without body text (7.3.5.5). Decided by
counting 字 and by the order of paragraphs, so that it is the same whether or not anything lays the pages out here.
Works on the printed text of the main part; a template without these styles is left alone at no cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from docx.document import Document as WordDocument

from pipeline.documents.compose.wording import width
from pipeline.documents.gongwen import ATTACHMENTS, DATE, EM, ORGAN_MARKS, REMARK, SIGNATURE
from pipeline.documents.marks import without_marks

_DATE_INDENT = 4
# In points: a little less than the type area.
_MARK_WIDTH = 440
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_INDENT = re.compile(r"<w:ind\b[^>]*/>")
_RIGHT = re.compile(r' w:(?:right|end)="[^"]*"')
# What may follow an indent among a paragraph's properties, and a character's scale among a run's.
_AFTER_INDENT = re.compile(
    r"<w:(?:contextualSpacing|mirrorIndents|suppressOverlap|jc|textDirection|textAlignment|textboxTightWrap|"
    r"outlineLvl|divId|cnfStyle|rPr|sectPr|pPrChange)\b|</w:pPr>"
)
_RUN = re.compile(r"<w:r(?: [^>]*)?>(?!<w:rPr>)(?:<w:rPr/>)?")
_AFTER_SCALE = re.compile(
    r"<w:(?:kern|position|sz|szCs|highlight|u|effect|bdr|shd|fitText|vertAlign|rtl|cs|em|lang|eastAsianLayout|"
    r"specVanish|oMath)\b|</w:rPr>"
)
_RUN_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)


class Finisher:
    """Sets what depends on words in documents made from one template; made from that template, for its styles' ids."""

    def __init__(self, template: WordDocument) -> None:
        styles = {style.name: style for style in template.styles}
        self._signature, self._date, self._remark = (
            styles[name].style_id if name in styles else "" for name in (SIGNATURE, DATE, REMARK)
        )
        self._attachments = {styles[name].style_id for name in ATTACHMENTS if name in styles}
        self._marks = {
            styles[name].style_id: styles[name].font.size.pt for name in ORGAN_MARKS if name in styles
        }

    def __call__(self, text: str) -> str:
        """The main part with the mark's width, every signature and its date set."""
        for style, size in self._marks.items():
            for start, end in list(_paragraphs(text, style))[::-1]:
                text = text[:start] + _fitted(text[start:end], size) + text[end:]
        for start, end in list(_paragraphs(text, self._signature))[::-1] if self._signature else ():
            text = self._signed(text, start, end)
        return text

    def _signed(self, text: str, start: int, end: int) -> str:
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

    def _body_kept(self, before: str) -> str:
        """From the last paragraph of the body down to the signature nothing comes apart."""
        kept: list[str] = []
        while before.endswith("</w:p>"):
            start = _start(before, len(before))
            paragraph = before[start:]
            if paragraph.count("</w:p>") > 1:
                break
            before = before[:start]
            kept.append(_kept(paragraph))
            if _words(paragraph).strip() and _style(paragraph) not in self._attachments:
                break
        return before + "".join(reversed(kept))


def _paragraphs(text: str, style: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of a style begin and end."""
    sought, at = f'<w:pStyle w:val="{style}"/>', -1
    while (at := text.find(sought, at + 1)) >= 0:
        yield _start(text, at), text.index("</w:p>", at) + len("</w:p>")


def _start(text: str, end: int) -> int:
    """Where the last paragraph that begins before `end` does so."""
    return max(text.rfind("<w:p>", 0, end), text.rfind("<w:p ", 0, end))


def _following(text: str, at: int) -> int | None:
    """Where the paragraph that begins at `at` ends; None if none begins there."""
    return text.index("</w:p>", at) + len("</w:p>") if text.startswith(("<w:p>", "<w:p "), at) else None


def _style(paragraph: str) -> str:
    found = _STYLE.search(paragraph)
    return found[1] if found is not None else ""


def _words(paragraph: str) -> str:
    return unescape(without_marks("".join(_TEXT.findall(paragraph))))


def _with_properties(paragraph: str) -> str:
    """The paragraph with room for properties."""
    if "<w:pPr>" in paragraph:
        return paragraph
    if "<w:pPr/>" in paragraph:
        return paragraph.replace("<w:pPr/>", "<w:pPr></w:pPr>", 1)
    head = paragraph.index(">") + 1
    return f"{paragraph[:head]}<w:pPr></w:pPr>{paragraph[head:]}"


def _kept(paragraph: str) -> str:
    """Kept on one page with the next."""
    if "<w:keepNext/>" in paragraph:
        return paragraph
    paragraph = _with_properties(paragraph)
    found = _STYLE.search(paragraph)
    at = found.end() if found is not None else paragraph.index("<w:pPr>") + len("<w:pPr>")
    return f"{paragraph[:at]}<w:keepNext/>{paragraph[at:]}"


def _indented(paragraph: str, right: int) -> str:
    """So many twips from the right."""
    paragraph = _with_properties(paragraph)
    found = _INDENT.search(paragraph)
    if found is not None:
        indent = f'{_RIGHT.sub("", found[0]).removesuffix("/>")} w:right="{right}"/>'
        return paragraph[: found.start()] + indent + paragraph[found.end() :]
    after = _AFTER_INDENT.search(paragraph)
    assert after is not None
    return f'{paragraph[: after.start()]}<w:ind w:right="{right}"/>{paragraph[after.start() :]}'


def _fitted(paragraph: str, size: float) -> str:
    """A long name is set narrower, not smaller: the mark stays narrower than the type area, its height the same (7.2.4)."""
    wide = len(_words(paragraph)) * size
    if wide <= _MARK_WIDTH:
        return paragraph
    scale = f'<w:w w:val="{int(100 * _MARK_WIDTH / wide)}"/>'
    paragraph = _RUN.sub(lambda run: f"{run[0].removesuffix('<w:rPr/>')}<w:rPr></w:rPr>", paragraph)
    return _RUN_PROPERTIES.sub(lambda run: _before(run[0], _AFTER_SCALE, scale), paragraph)


def _before(properties: str, followers: re.Pattern[str], new: str) -> str:
    found = followers.search(properties)
    assert found is not None
    return properties[: found.start()] + new + properties[found.start() :]


def indents(signature: str, day: str) -> tuple[float, float]:
    """How many 字 signature and date stand from the right: the date four; a longer signature pushes it inward."""
    apart = (width(day) - width(signature)) / 2
    below = max(_DATE_INDENT, -apart)
    return below + apart, below
