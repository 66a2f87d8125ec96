"""The Word templates as they first come: fixed words, styles, and the names their documents fill in.

A template belongs to the office once it lies in its folder and may be changed there in Word. What is
built here holds loops only; every wording is decided where the document is composed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from pipeline.documents.gongwen import TABLE_STYLE, blank, packed, turn_to_landscape
from pipeline.documents.letterhead import letter_pages
from pipeline.documents.stylesheet import element


@dataclass(frozen=True, slots=True)
class Run:
    """Text in a character style of its own within a paragraph."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its width in twips, the value of `row` it shows and the style of that value.

    `lines` says that the value is a list, shown one paragraph each.
    """

    header: str
    width: int
    value: str
    style: str
    lines: bool = False


# Tables are as wide as the upright type area is long: 13028 twips.
_PROGRESS = (
    Column("序号", 490, "number", "宽表数字"),
    Column("实事", 1330, "matter", "宽表文字"),
    Column("指标", 1540, "target", "宽表文字"),
    Column("责任单位", 910, "unit", "宽表数字"),
    Column("年度目标", 1040, "goal", "宽表数字"),
    Column("{{ annex1.last_header }}", 890, "last", "宽表数字"),
    Column("{{ annex1.this_header }}", 890, "value", "宽表数字"),
    Column("{{ annex1.new_header }}", 890, "new", "宽表数字"),
    Column("完成\n比例", 790, "rate", "宽表数字"),
    Column("与序时差\n（个\n百分点）", 910, "gap", "宽表数字"),
    Column("状态", 910, "standing", "宽表数字"),
    Column("截至日", 1040, "as_of", "宽表数字"),
    Column("备注", 1398, "remark", "宽表文字"),
)
_PROBLEMS = (
    Column("序号", 640, "number", "表格数字"),
    Column("指标", 2300, "target", "表格文字"),
    Column("责任单位", 1500, "unit", "表格数字"),
    Column("存在的困难和问题", 4294, "problem", "表格文字", lines=True),
    Column("下一步打算", 4294, "plan", "表格文字", lines=True),
)
_COORDINATION = (
    Column("序号", 640, "number", "表格数字"),
    Column("指标", 2300, "target", "表格文字"),
    Column("责任单位", 1500, "unit", "表格数字"),
    Column("需协调事项", 8588, "matter", "表格文字", lines=True),
)


def report_template() -> bytes:
    """The monthly 报告 of 市发改委 to 市政府: an upward document with a red head and two annexes."""
    document = blank()
    _upward_head(document)
    _line(document, "主送机关", "{{ addressee }}")
    _line(document, "公文正文", "{{ opening }}")
    _line(document, "一级标题", "{{ overview.heading }}")
    _each(document, "text in overview.paragraphs", "公文正文", "{{ text }}")
    _line(document, "一级标题", "{{ progress_heading }}")
    _items(document, "matter", "matters")
    _line(document, "一级标题", "{{ problems.heading }}")
    _items(document, "item", "problems.items_")
    _line(document, "一级标题", "{{ next_steps.heading }}")
    _each(document, "text in next_steps.paragraphs", "公文正文", "{{ text }}")
    _line(document, "公文正文", "{{ closing }}")
    _empty(document, 1)
    _line(document, "附件说明", "附件：{{ attachments.first }}")
    _each(document, "line in attachments.others", "附件说明续行", "{{ line }}")
    _sign(document)
    turn_to_landscape(document)
    _progress_annex(document)
    _problems_annex(document)
    return packed(document)


def reminder_template() -> bytes:
    """A 函 in the letter format: who asks, what for, until when."""
    document = blank()
    _letter_head(document)
    _line(document, "主送机关", "{{ addressee }}")
    _each(document, "text in paragraphs", "公文正文", "{{ text }}")
    # The signature never stands on a page without body text (7.3.5.5).
    _line(document, "结语", "{{ closing }}")
    _sign(document, "署名前空行", "附注前日期")
    _line(document, "附注", "{{ contact }}")
    return packed(document)


TEMPLATES: dict[str, Callable[[], bytes]] = {"报告.docx": report_template, "催报函.docx": reminder_template}


def _letter_head(document: WordDocument) -> None:
    """From the organ's mark between the red lines to the empty line under the title (10.1)."""
    draft, mark = letter_pages(document)
    _mark_drafts(document, draft)
    _fill(mark, "信函标志", "{{ organ }}")
    _line(document, "信函间隔")
    _line(document, "信函发文字号", "{{ number }}")
    _empty(document, 2)
    _each(document, "line in title_lines", "公文标题", "{{ line }}")
    _empty(document, 1)


def _sign(document: WordDocument, gap: str = "Normal", day: str = "成文日期") -> None:
    """署名 and 成文日期; the seal comes down over both from within one line of the text above (7.3.5.1)."""
    _line(document, gap)
    _line(document, gap)
    _line(document, "发文机关署名", "{{ signature }}")
    _line(document, day, "{{ date }}")


def _mark_drafts(document: WordDocument, *more: Paragraph) -> None:
    """送审稿 in the margin of every page, outside the type area."""
    section = document.sections[0]
    for paragraph in (*more, section.header.paragraphs[0], section.even_page_header.paragraphs[0]):
        _fill(paragraph, "送审稿标记", "{{ draft_mark }}")


def _upward_head(document: WordDocument) -> None:
    """From the draft mark in the margin to the empty line under the title."""
    _mark_drafts(document)
    _empty(document, 3)
    _line(document, "版头间隔")
    _line(document, "发文机关标志", "{{ organ_mark }}")
    _empty(document, 2)
    _line(document, "上行文发文字号", "{{ number }}\t签发人：", Run("{{ issuer }}", "签发人姓名"))
    _empty(document, 2)
    _each(document, "line in title_lines", "公文标题", "{{ line }}")
    _empty(document, 1)


def _items(document: WordDocument, name: str, items: str) -> None:
    """Paragraphs that begin with their own heading, each with what more there is to say about it."""
    _line(document, "Normal", f"{{%p for {name} in {items} %}}")
    _line(document, "公文正文", Run(f"{{{{ {name}.heading }}}}", "二级标题"), f"{{{{ {name}.text }}}}")
    _each(document, f"text in {name}.more", "公文正文", "{{ text }}")
    _line(document, "Normal", "{%p endfor %}")


def _progress_annex(document: WordDocument) -> None:
    _annex_head(document, "annex1")
    _table(document, _PROGRESS, "annex1.rows", "宽表表头")
    _each(document, "note in annex1.notes", "表注", "{{ note }}")


def _problems_annex(document: WordDocument) -> None:
    _annex_head(document, "annex2")
    _line(document, "一级标题", "{{ annex2.problems_heading }}")
    _table(document, _PROBLEMS, "annex2.problems", "表头")
    _line(document, "一级标题", "{{ annex2.coordination_heading }}")
    _table(document, _COORDINATION, "annex2.coordination", "表头")
    _line(document, "表后")


def _annex_head(document: WordDocument, annex: str) -> None:
    """The label on the first line of a new page, the title on the third (7.3.7)."""
    _line(document, "附件序号", f"{{{{ {annex}.label }}}}")
    _empty(document, 1)
    _line(document, "附件标题", f"{{{{ {annex}.title }}}}")


def _line(place: WordDocument | _Cell, style: str, *parts: str | Run) -> None:
    _fill(place.add_paragraph(), style, *parts)


def _empty(document: WordDocument, count: int) -> None:
    """Empty lines are paragraphs: spacing would shift what stands below off the lines of the page."""
    for _ in range(count):
        _line(document, "Normal")


def _each(place: WordDocument | _Cell, loop: str, style: str, text: str) -> None:
    """A paragraph per item of a loop; its two tags vanish with the paragraphs they stand in."""
    _line(place, style, f"{{%p for {loop} %}}")
    _line(place, style, text)
    _line(place, style, "{%p endfor %}")


def _fill(paragraph: Paragraph, style: str, *parts: str | Run) -> None:
    paragraph.style = style
    for part in parts:
        text, own = (part.text, part.style) if isinstance(part, Run) else (part, None)
        run = paragraph.add_run(text, own)
        # Without it Word takes quotes, dashes and ellipses for Latin ones.
        run._r.get_or_add_rPr().append(element("rFonts", hint="eastAsia"))


def _table(document: WordDocument, columns: Sequence[Column], rows: str, header_style: str) -> None:
    """A header that every page repeats, and a row per item of `rows` that no page break cuts."""
    table = document.add_table(rows=4, cols=len(columns), style=TABLE_STYLE)
    _set_widths(table, columns)
    header, opening, body, closing = table.rows
    _keep_whole(header, repeated=True)
    _keep_whole(body)
    for column, head, cell in zip(columns, header.cells, body.cells, strict=True):
        _fill(head.paragraphs[0], header_style, column.header)
        _show(column, cell)
    for row, tag in ((opening, f"{{%tr for row in {rows} %}}"), (closing, "{%tr endfor %}")):
        _fill(row.cells[0].merge(row.cells[-1]).paragraphs[0], header_style, tag)


def _show(column: Column, cell: _Cell) -> None:
    if not column.lines:
        _fill(cell.paragraphs[0], column.style, f"{{{{ row.{column.value} }}}}")
        return
    cell._tc.remove(cell.paragraphs[0]._p)
    _each(cell, f"line in row.{column.value}", column.style, "{{ line }}")


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
