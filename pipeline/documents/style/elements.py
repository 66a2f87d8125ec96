"""The pieces templates are put together from: styled paragraphs, loops over them, tables of loops.

Knows docxtpl's tags, nothing of what a document says or of the standard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from pipeline.documents.style.gbt9704 import TABLE_STYLE
from pipeline.documents.style.stylesheet import element


@dataclass(frozen=True, slots=True)
class Run:
    """Text in a character style of its own within a paragraph."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its width in twips, the value of `row` it shows and the style of that value.

    Without a value it is left for people to fill in. `lines` says that the value is a list, shown one paragraph each;
    `spans` that the value is the group's and stands once, over all its rows.
    """

    header: str
    width: int
    value: str
    style: str
    lines: bool = False
    spans: bool = False


def line(place: WordDocument | _Cell, style: str, *parts: str | Run) -> None:
    """One more paragraph in a style."""
    fill(place.add_paragraph(), style, *parts)


def empty(document: WordDocument, count: int) -> None:
    """Empty lines are paragraphs: spacing would shift what stands below off the lines of the page."""
    for _ in range(count):
        line(document, "Normal")


def each_item(place: WordDocument, loop: str, heading: Run, text: str) -> None:
    """A paragraph per item of a loop, each beginning with its own heading."""
    line(place, "公文正文", f"{{%p for {loop} %}}")
    line(place, "公文正文", heading, text)
    line(place, "公文正文", "{%p endfor %}")


def each(place: WordDocument | _Cell, loop: str, style: str, text: str) -> None:
    """A paragraph per item of a loop; its two tags vanish with the paragraphs they stand in."""
    line(place, style, f"{{%p for {loop} %}}")
    line(place, style, text)
    line(place, style, "{%p endfor %}")


def fill(paragraph: Paragraph, style: str, *parts: str | Run) -> None:
    """Put style and text into a paragraph that is there."""
    paragraph.style = style
    for part in parts:
        text, own = (part.text, part.style) if isinstance(part, Run) else (part, None)
        run = paragraph.add_run(text, own)
        # Without it Word takes quotes, dashes and ellipses for Latin ones.
        run._r.get_or_add_rPr().append(element("rFonts", hint="eastAsia"))


def sign(document: WordDocument) -> None:
    """署名 and 成文日期; the seal comes down over both from within one line of the text above (7.3.5.1)."""
    empty(document, 2)
    line(document, "发文机关署名", "{{ signature }}")
    line(document, "成文日期", "{{ date }}")


def mark_drafts(document: WordDocument, *more: Paragraph) -> None:
    """送审稿 in the margin of every page, outside the type area."""
    section = document.sections[0]
    for paragraph in (*more, section.header.paragraphs[0], section.even_page_header.paragraphs[0]):
        fill(paragraph, "送审稿标记", "{{ draft_mark }}")


def numbered_parts(document: WordDocument) -> None:
    """Every part of `parts`: its heading, then its paragraphs."""
    line(document, "Normal", "{%p for part in parts %}")
    line(document, "一级标题", "{{ part.heading }}")
    each_item(document, "item in part.items_", Run("{{ item.heading }}", "二级标题"), "{{ item.text }}")
    line(document, "Normal", "{%p endfor %}")


def table(
    document: WordDocument,
    columns: Sequence[Column],
    rows: str,
    header_style: str,
    height: int = 0,
    loop: str = "row",
    groups: str = "",
) -> None:
    """A header that every page repeats, and a row per item of `rows`, at least `height` tall, that no page break cuts.

    `loop` is what the template calls an item, `groups` a loop around that over `rows`.
    """
    around = [f"{{%tr for {groups} %}}"] if groups else []
    tags = [*around, f"{{%tr for {loop} in {rows} %}}", "", *["{%tr endfor %}"] * (1 + len(around))]
    table = document.add_table(rows=1 + len(tags), cols=len(columns), style=TABLE_STYLE)
    _set_widths(table, columns)
    header, *lines = table.rows
    body = lines[tags.index("")]
    _keep_whole(header, repeated=True)
    _keep_whole(body)
    if height:
        body.height = Twips(height)
    for column, head, cell in zip(columns, header.cells, body.cells, strict=True):
        fill(head.paragraphs[0], header_style, column.header)
        _show(column, cell, loop)
    for row, tag in zip(lines, tags, strict=True):
        if tag:
            fill(row.cells[0].merge(row.cells[-1]).paragraphs[0], header_style, tag)


def _show(column: Column, cell: _Cell, loop: str) -> None:
    if column.spans:
        fill(cell.paragraphs[0], column.style, f"{{% vm %}}{{{{ {column.value} }}}}")
        return
    if not column.lines:
        fill(cell.paragraphs[0], column.style, f"{{{{ {loop}.{column.value} }}}}" if column.value else "")
        return
    cell._tc.remove(cell.paragraphs[0]._p)
    each(cell, f"line in {loop}.{column.value}", column.style, "{{ line }}")


def _set_widths(table: Table, columns: Sequence[Column]) -> None:
    table.autofit = False
    (whole,) = table._tbl.tblPr.findall(qn("w:tblW"))
    whole.set(qn("w:type"), "dxa")
    whole.set(qn("w:w"), str(sum(column.width for column in columns)))
    for column, grid in zip(columns, table.columns, strict=True):
        grid.width = Twips(column.width)
        for cell in grid.cells:
            cell.width = Twips(column.width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _keep_whole(row: _Row, repeated: bool = False) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if repeated:
        properties.append(element("tblHeader"))
