"""The template of 一页图: tables whose cells take drawn bars, in type a leader reads on paper and on a telephone.

Its styles are its own: no other template has them.
"""

from __future__ import annotations

from dataclasses import replace

from docx.document import Document as WordDocument
from docx.shared import Twips

from pipeline.documents.style.elements import Column, each, fill, line, table
from pipeline.documents.style.gbt9704 import HEITI, blank, packed
from pipeline.documents.style.stylesheet import Style

# 20 mm on either side leave 170 mm for the tables.
_SIDE, _TOP, _BOTTOM = 1134, 964, 964
_FIVE, _SMALL_FIVE, _SIX = 21, 18, 16
_LARGE = (
    Style("图表文字", "PictureCell", size=_FIVE, line=272, align="left", pitch=0),
    Style("图表数字", "PictureFigure", "PictureCell", align="center"),
    Style("图表头", "PictureHeader", "PictureFigure", font=HEITI, keep_with_next=True),
)
# What an annex that is drawn needs beside a document's own styles.
ANNEX_STYLES = (
    *_LARGE,
    # A drawing is as high as it is: an exact line would cut it; it stands on the line, with as good as nothing below.
    Style("图表图形", "PictureDrawing", size=6, align="left", pitch=0, single=True),
    Style("小图表文字", "PictureCellSmall", "PictureCell", size=_SMALL_FIVE, line=232),
    Style("小图表数字", "PictureFigureSmall", "PictureCellSmall", align="center"),
    Style("小图表头", "PictureHeaderSmall", "PictureFigureSmall", font=HEITI, keep_with_next=True),
)
_STYLES = (
    Style("图标题", "PictureTitle", "DocumentTitle", size=40, line=600),
    Style("图题下", "PictureState", size=24, line=380, align="center", pitch=0),
    Style("图正文", "PictureText", size=_FIVE, line=310, first=2 * _FIVE * 10, pitch=0),
    Style("图小标题", "PictureHeading", "PictureText", font=HEITI, first=0, keep_with_next=True),
    Style("图注", "PictureNote", "PictureText", first=0),
    Style("图续页题", "PictureNextPage", "PictureHeading", size=28, line=400, align="center", new_page=True),
    *ANNEX_STYLES,
    Style("细图表文字", "PictureCellFine", "PictureCell", size=_SIX, line=182),
    Style("细图表数字", "PictureFigureFine", "PictureCellFine", align="center"),
    Style("细图表头", "PictureHeaderFine", "PictureFigureFine", font=HEITI, keep_with_next=True),
)
_BAR = 2352
# Two lines of the finest type, so that all rows are of one height.
_ROW = 364
_MATTERS = (
    Column("{{ matter_header }}", 3386, "matter", "图表文字"),
    Column("进展最慢的指标和完成比例", 2852, "target", "图表文字"),
    Column("完成数/目标数", 1900, "value", "图表数字", lines=True),
    Column("状态", 1500, "word", "图表数字"),
)
_TARGETS = (
    Column("序号", 380, "number", "细图表数字"),
    Column("指标", 1960, "target", "细图表文字"),
    Column("责任单位", 1090, "unit", "细图表数字"),
    Column("完成比例", _BAR, "bar", "图表图形"),
    Column("完成数/目标数", 1406, "value", "细图表数字", lines=True),
    Column("{{ course_header }}", 1430, "course", "图表图形"),
    Column("状态", 1020, "word", "细图表数字"),
)

# An annex's type area is 156 mm wide.
RESULTS_PICTURE = (
    Column("{{ annex.matter_header }}", 2250, "matter", "小图表文字"),
    Column("完成比例最低的指标", 1800, "target", "小图表文字"),
    Column("完成比例", _BAR, "bar", "图表图形"),
    Column("认定数/目标数", 1400, "value", "小图表数字", lines=True),
    Column("认定结果", 1042, "outcome", "小图表数字"),
)


def one_page_template() -> bytes:
    """一页图: the matters with what is behind, then every target."""
    document = blank(_STYLES)
    _margins(document)
    section = document.sections[0]
    for paragraph in (section.header.paragraphs[0], section.even_page_header.paragraphs[0]):
        fill(paragraph, "送审稿标记", "{{ draft_mark }}")
    line(document, "图标题", "{{ title }}")
    line(document, "图题下", "{{ state }}")
    line(document, "图正文", "{{ result }}")
    line(document, "表前")
    _tables(document)
    line(document, "表前")
    for part in ("behind", "attention"):
        line(document, "Normal", f"{{%p if {part} %}}")
        line(document, "图小标题", f"{{{{ {part}_heading }}}}")
        each(document, f"text in {part}", "图正文", "{{ text }}")
        line(document, "Normal", "{%p endif %}")
    line(document, "图注", "{{ legend }}")
    line(document, "图续页题", "{{ targets_heading }}")
    line(document, "表前")
    table(document, _TARGETS, "targets", "细图表头", height=_ROW)
    line(document, "表后")
    return packed(document)


def _tables(document: WordDocument) -> None:
    """In large type up to twelve matters, else in smaller; each bar below its target's name."""
    for rows, prefix in (("matters", ""), ("many", "小")):
        own = tuple(replace(one, style=f"{prefix}{one.style}") for one in _MATTERS)
        line(document, "Normal", f"{{%p if {rows} %}}")
        table(document, own, rows, f"{prefix}图表头")
        line(document.tables[-1].rows[2].cells[1], "图表图形", "{{ row.bar }}")
        line(document, "Normal", "{%p endif %}")


def _margins(document: WordDocument) -> None:
    section = document.sections[0]
    section.left_margin = section.right_margin = Twips(_SIDE)
    section.top_margin, section.bottom_margin = Twips(_TOP), Twips(_BOTTOM)
    section.footer_distance = Twips(480)
