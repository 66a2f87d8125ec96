"""The templates of what stays on the desk: 对照, 发文稿纸 and 交接单."""

from __future__ import annotations

from docx.text.paragraph import Paragraph

from pipeline.documents.style import columns
from pipeline.documents.style.elements import (
    Run,
    each,
    empty,
    fill,
    line,
    mark_drafts,
    numbered_parts,
    sign,
    table,
)
from pipeline.documents.style.gbt9704 import blank, for_tables, packed


def comparison_template() -> bytes:
    """对照: the figures that changed, then two months side by side; sentences that say something new are underlined."""
    document = blank()
    for_tables(document)
    line(document, "附件标题", "{{ title }}")
    line(document, "表前")
    line(document, "表注", "{{ note }}")
    table(document, columns.FIGURES, "figures", "宽表表头")
    line(document, "表前")
    line(document, "Normal", "{%p if charts %}")
    table(document, columns.CHARTS, "charts", "宽表表头")
    line(document, "表前")
    line(document, "Normal", "{%p endif %}")
    table(document, columns.COMPARISON, "rows", "表头")
    _mark_changes(document.tables[-1].rows[2].cells[2].paragraphs[0])
    line(document, "表后")
    return packed(document)


def routing_template() -> bytes:
    """发文稿纸: a page per draft, a table of what is known and what posts fill in."""
    document = blank()
    line(document, "Normal", "{%p for sheet in sheets %}")
    line(document, "稿纸标题", "{{ sheet.head }}")
    table(document, columns.ROUTING, "sheet.lines", "表头", height=620, loop="line")
    line(document, "表后")
    line(document, "Normal", "{%p endfor %}")
    return packed(document)


def relay_template() -> bytes:
    """交接单: a white sheet, what is in hand part by part."""
    document = blank()
    mark_drafts(document)
    each(document, "line in title_lines", "公文标题", "{{ line }}")
    empty(document, 1)
    line(document, "公文正文", "{{ opening }}")
    numbered_parts(document)
    sign(document)
    return packed(document)


def _mark_changes(paragraph: Paragraph) -> None:
    """A run of pieces within one paragraph, what is new in a style of its own."""
    style = paragraph.style.name if paragraph.style is not None else ""
    fill(
        paragraph,
        style or "Normal",
        "{% for piece in row.now %}{{ piece.same }}",
        Run("{{ piece.changed }}", "改动标记"),
        "{% endfor %}",
    )
