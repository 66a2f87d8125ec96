"""A template paragraph by paragraph, wherever one stands, with the place in words a secretary can follow in Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.section import Section
from lxml import etree

from pipeline.documents.rendering.compiled import PROPERTIES
from pipeline.files.packages import xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What stands around paragraphs, rows and cells without being either.
_AROUND = frozenset(
    {f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
)
_WORDS = {f"{_W}t": None, f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = {"/footnotes": "脚注", "/endnotes": "尾注"}
_UNFILLED = "尾注"
_CHANGED = {"del": "删去", "moveFrom": "移走", "ins": "加上", "moveTo": "移来"}


@dataclass(frozen=True)
class Line:
    """A paragraph: where it stands, its words, and what a tag of each kind (p, tr, tc; "" for none) lies within.

    A block's two tags belong together only where they lie within the same. `around` are the words of the paragraph, row
    or cell that a tag of the kind takes the place of.
    """

    where: str
    words: str
    within: dict[str, etree._Element | None]
    around: dict[str, str]


@dataclass(frozen=True)
class Part:
    """Body, a header, a footer or notes: its lines from top to bottom.

    `header` if it is a header that pages show; of what is not `filled` every tag is printed as it stands there.
    """

    title: str
    lines: list[Line]
    header: bool = False
    filled: bool = True


def parts(document: WordDocument) -> Iterator[Part]:
    """Body, headers and footers that are there, then footnotes and endnotes, and what the file says of itself."""
    yield Part("", list(_lines(document.element.body, "")))
    for number, section in enumerate(document.sections, 1):
        for name, holder, header in _margins(document, section):
            # The first section's may be missing, and then pages show none.
            if not holder.is_linked_to_previous:
                title = f"第{number}节{name}"
                yield Part(title, list(_lines(holder._element, title)), header)
            elif header and number == 1:
                yield Part(f"第{number}节{name}", [], header)
    for relation in document.part.rels.values():
        title = next((word for kind, word in _NOTES.items() if relation.reltype.endswith(kind)), "")
        if title and not relation.is_external:
            notes = [one for one in xml(relation.target_part.blob) if one.get(f"{_W}type") is None]
            lines = [line for number, one in enumerate(notes, 1) for line in _lines(one, f"{title}{number}")]
            yield Part(title, lines, filled=title != _UNFILLED)
    said = (getattr(document.core_properties, name) for name in PROPERTIES)
    yield Part("文档属性", [Line("文档属性", words, {}, {}) for words in said if "{" in words])


def _margins(document: WordDocument, section: Section) -> Iterator[tuple[str, Any, bool]]:
    """Each with whether it is a header that is shown."""
    even, first = (
        document.settings.odd_and_even_pages_header_footer,
        section.different_first_page_header_footer,
    )
    yield "页眉", section.header, True
    yield "偶数页页眉", section.even_page_header, even
    yield "首页页眉", section.first_page_header, first
    yield "页脚", section.footer, False
    yield "偶数页页脚", section.even_page_footer, False
    yield "首页页脚", section.first_page_footer, False


def _lines(root: etree._Element, part: str) -> Iterator[Line]:
    paragraphs = tables = 0
    for block in _inner(root):
        if block.tag == f"{_W}p":
            paragraphs += 1
            yield from _paragraph(block, f"{part}第{paragraphs}段")
        elif block.tag == f"{_W}tbl":
            tables += 1
            yield from _table(block, f"{part}表{tables}")


def _table(table: etree._Element, title: str) -> Iterator[Line]:
    rows = [one for one in _inner(table) if one.tag == f"{_W}tr"]
    for row_number, row in enumerate(rows, 1):
        cells = [one for one in _inner(row) if one.tag == f"{_W}tc"]
        for cell_number, cell in enumerate(cells, 1):
            where = f"{title}第{row_number}行第{cell_number}格"
            for block in _inner(cell):
                if block.tag == f"{_W}p":
                    yield from _paragraph(block, where, row, cell)
                elif block.tag == f"{_W}tbl":
                    yield from _table(block, f"{where}里的表")


def _paragraph(
    paragraph: etree._Element,
    where: str,
    row: etree._Element | None = None,
    cell: etree._Element | None = None,
) -> Iterator[Line]:
    """The paragraph, then those of the text boxes anchored in it."""
    own = words(paragraph)
    within: dict[str, etree._Element | None] = {"": paragraph, "r": paragraph, "p": paragraph.getparent()}
    around = {"p": own}
    if row is not None and cell is not None:
        within |= {"tr": row.getparent(), "tc": cell.getparent()}
        around |= {"tr": words(row), "tc": words(cell)}
    yield Line(where, own, within, around)
    for box in paragraph.iter(f"{_W}txbxContent"):
        for block in _inner(box):
            if block.tag == f"{_W}p":
                yield Line(
                    f"{where}的文本框", words(block), {"": block, "r": block, "p": box}, {"p": words(block)}
                )
            elif block.tag == f"{_W}tbl":
                yield from _table(block, f"{where}的文本框里的表")


def _inner(element: etree._Element) -> Iterator[etree._Element]:
    """What stands in it, what stands in controls as if it stood there itself."""
    for child in element:
        if child.tag in _AROUND:
            yield from _inner(child)
        elif isinstance(child.tag, str):
            yield child


def words(element: etree._Element) -> str:
    """What is to be read in it; text boxes within a paragraph are paragraphs of their own, what was deleted is gone."""
    box = element.tag == f"{_W}p"
    pieces: list[str] = []

    def gather(one: etree._Element) -> None:
        for child in one:
            if child.tag in _WORDS:
                pieces.append(_WORDS[child.tag] or child.text or "")
            elif not (box and child.tag == f"{_W}txbxContent"):
                gather(child)

    gather(element)
    return "".join(pieces)


def revisions(root: etree._Element) -> Iterator[str]:
    """Every change nobody has accepted or rejected, in a few Chinese words, once each."""
    for one in root.iter(etree.Element):
        name = etree.QName(one).localname if one.tag.startswith(_W) else ""
        if name in _CHANGED:
            said = "".join(each.text or "" for each in one.iter(f"{_W}t", f"{_W}delText")).strip()
            yield f"{_CHANGED[name]}“{said[:20]}”" if said else f"{_CHANGED[name]}一段"
        elif name.endswith("Change") or name in ("cellIns", "cellDel", "cellMerge"):
            yield "改了格式"
