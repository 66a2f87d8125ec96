"""The Word templates as they first come: fixed words, styles, and the names their documents fill in.

A template belongs to the office once it lies in its folder and may be changed there in Word. What is
built here holds loops only; every wording is decided where the document is composed.
"""

from __future__ import annotations

from collections.abc import Callable

from docx.document import Document as WordDocument

from pipeline.documents.style import columns
from pipeline.documents.style.desk_sheets import comparison_template, relay_template, routing_template
from pipeline.documents.style.elements import (
    Run,
    each,
    each_item,
    empty,
    line,
    mark_drafts,
    numbered_parts,
    sign,
    table,
)
from pipeline.documents.style.gbt9704 import (
    blank,
    packed,
    turn_to_landscape,
    turn_to_tables,
)
from pipeline.documents.style.imprint import letter_imprint, ruled_imprint
from pipeline.documents.style.letterhead import frame_mark, letter_pages
from pipeline.documents.style.picture_sheets import ANNEX_STYLES, RESULTS_PICTURE, one_page_template


def report_template() -> bytes:
    """The monthly 报告 of 市发改委 to 市政府: an upward document with a red head and two annexes."""
    document = blank()
    _red_head(document)
    line(document, "上行文发文字号", "{{ number }}\t签发人：", Run("{{ issuer }}", "签发人姓名"))
    _title(document)
    line(document, "主送机关", "{{ addressee }}")
    line(document, "公文正文", "{{ opening }}")
    line(document, "一级标题", "{{ overview.heading }}")
    each(document, "text in overview.paragraphs", "公文正文", "{{ text }}")
    line(document, "一级标题", "{{ progress_heading }}")
    _items(document, "matter", "matters")
    line(document, "一级标题", "{{ problems.heading }}")
    _items(document, "item", "problems.items_")
    line(document, "Normal", "{%p for section in mended %}")
    line(document, "一级标题", "{{ section.heading }}")
    each(document, "text in section.paragraphs", "公文正文", "{{ text }}")
    line(document, "Normal", "{%p endfor %}")
    line(document, "一级标题", "{{ next_steps.heading }}")
    each(document, "text in next_steps.paragraphs", "公文正文", "{{ text }}")
    line(document, "公文正文", "{{ closing }}")
    empty(document, 1)
    line(document, "附件说明", "附件：{{ attachments.first }}")
    each(document, "line in attachments.others", "附件说明续行", "{{ line }}")
    sign(document)
    turn_to_landscape(document)
    _progress_annex(document)
    turn_to_tables(document)
    _problems_annex(document)
    ruled_imprint(document)
    return packed(document)


def corrected_template() -> bytes:
    """更正报告: what of a signed 报告 was wrong, and what is right now."""
    document = blank()
    _red_head(document)
    line(document, "上行文发文字号", "{{ number }}\t签发人：", Run("{{ issuer }}", "签发人姓名"))
    _title(document)
    line(document, "主送机关", "{{ addressee }}")
    line(document, "公文正文", "{{ opening }}")
    line(document, "一级标题", "{{ changes_heading }}")
    each_item(document, "item in changes", Run("{{ item.heading }}", "二级标题"), "{{ item.text }}")
    line(document, "一级标题", "{{ overview_heading }}")
    each(document, "text in overview", "公文正文", "{{ text }}")
    line(document, "公文正文", "{{ closing }}")
    sign(document)
    ruled_imprint(document)
    return packed(document)


def correction_template() -> bytes:
    """更正 in the letter format, a 通知 or a 函: what was wrong, what is right now."""
    document = blank()
    _letter_head(document)
    line(document, "主送机关", "{{ addressee }}")
    line(document, "公文正文", "{{ opening }}")
    each_item(document, "item in changes", Run("{{ item.heading }}", "二级标题"), "{{ item.text }}")
    each(document, "text in rest", "公文正文", "{{ text }}")
    line(document, "公文正文", "{{ closing }}")
    sign(document)
    line(document, "附注", "{{ contact }}")
    return packed(document)


def circular_template() -> bytes:
    """通报: a downward document with a red head, its imprint below the text."""
    document = blank()
    _red_head(document)
    line(document, "发文字号", "{{ number }}")
    _title(document)
    line(document, "主送机关", "{{ addressee }}")
    line(document, "公文正文", "{{ opening }}")
    numbered_parts(document)
    line(document, "公文正文", "{{ closing }}")
    sign(document)
    ruled_imprint(document)
    return packed(document)


def reminder_template() -> bytes:
    """A 函 in the letter format: who asks, what for, until when."""
    document = blank()
    _letter_head(document)
    line(document, "主送机关", "{{ addressee }}")
    each(document, "text in paragraphs", "公文正文", "{{ text }}")
    line(document, "公文正文", "{{ closing }}")
    sign(document)
    line(document, "附注", "{{ contact }}")
    return packed(document)


def supervision_template() -> bytes:
    """督办 in the letter format, a 通知 or a 函, with the sheet to answer on."""
    document = blank()
    _letter_head(document)
    line(document, "主送机关", "{{ addressee }}")
    line(document, "公文正文", "{{ opening }}{{ facts }}")
    each_item(document, "demand in demands", Run("{{ demand.heading }}", "小标题"), "{{ demand.text }}")
    each(document, "text in closings", "公文正文", "{{ text }}")
    empty(document, 1)
    line(document, "附件说明单", "附件：{{ attachment }}")
    sign(document)
    line(document, "附注", "{{ contact }}")
    turn_to_tables(document)
    _annex_head(document, "reply")
    line(document, "公文正文", "{{ reply.unit }}")
    table(document, columns.REPLY, "reply.rows", "表头", height=1200)
    line(document, "表格文字")
    line(document, "表格文字", "{{ reply.signature }}")
    letter_imprint(document)
    return packed(document)


def slip_template() -> bytes:
    """督查提示单: a white head without a number, what lags, what is asked."""
    document = blank()
    mark_drafts(document)
    line(document, "呈阅件头", "{{ head }}")
    empty(document, 1)
    each(document, "line in title_lines", "公文标题", "{{ line }}")
    empty(document, 1)
    line(document, "主送机关", "{{ addressee }}")
    line(document, "公文正文", "{{ opening }}{{ facts }}")
    line(document, "公文正文", "{{ request }}")
    sign(document)
    line(document, "附注", "{{ contact }}")
    return packed(document)


def feedback_template() -> bytes:
    """反馈函 in the letter format, with the table of the recipient's own targets."""
    document = blank()
    _letter_head(document)
    line(document, "主送机关", "{{ addressee }}")
    line(document, "公文正文", "{{ opening }}")
    numbered_parts(document)
    line(document, "公文正文", "{{ closing }}")
    empty(document, 1)
    line(document, "附件说明单", "附件：{{ attachment }}")
    sign(document)
    line(document, "附注", "{{ contact }}")
    turn_to_tables(document)
    line(document, "附件序号", "{{ detail.label }}")
    empty(document, 1)
    each(document, "line in detail.title_lines", "附件标题", "{{ line }}")
    line(document, "表前")
    table(document, columns.DETAIL, "detail.lines", "宽表表头")
    line(document, "表注", "{{ detail.note }}")
    letter_imprint(document)
    return packed(document)


def results_template() -> bytes:
    """考核认定的通报: a downward document with a red head, all targets in its annex, by rule the year's picture in another."""
    document = blank(ANNEX_STYLES)
    _red_head(document)
    line(document, "发文字号", "{{ number }}")
    _title(document)
    line(document, "主送机关", "{{ addressee }}")
    line(document, "公文正文", "{{ opening }}")
    numbered_parts(document)
    line(document, "公文正文", "{{ closing }}")
    empty(document, 1)
    line(document, "Normal", "{%p if picture.rows %}")
    line(document, "附件说明", "附件：1.{{ attachment }}")
    line(document, "附件说明续行", "2.{{ picture.title }}")
    line(document, "Normal", "{%p else %}")
    line(document, "附件说明单", "附件：{{ attachment }}")
    line(document, "Normal", "{%p endif %}")
    sign(document)
    turn_to_tables(document)
    _annex_head(document, "annex", "{% if picture.rows %}1{% endif %}")
    table(document, columns.RESULTS, "matter.rows", "宽表表头", groups="matter in annex.matters")
    line(document, "表注", "{{ annex.note }}")
    line(document, "Normal", "{%p if picture.rows %}")
    _annex_head(document, "picture")
    table(document, RESULTS_PICTURE, "picture.rows", "小图表头")
    line(document, "表注", "{{ picture.note }}")
    line(document, "Normal", "{%p endif %}")
    ruled_imprint(document)
    return packed(document)


def bulletin_template() -> bytes:
    """简报 to all units: masthead, issue, editor and date over a red line."""
    document = blank()
    mark_drafts(document)
    line(document, "简报报头", "{{ masthead }}")
    line(document, "简报期号", "{{ issue }}")
    line(document, "简报编发行", "{{ editor }}\t{{ date }}")
    empty(document, 1)
    line(document, "公文标题", "{{ title }}")
    empty(document, 1)
    line(document, "一级标题", "{{ overview_heading }}")
    each(document, "text in overview", "公文正文", "{{ text }}")
    line(document, "一级标题", "{{ matters_heading }}")
    each_item(document, "matter in matters", Run("{{ matter.heading }}", "二级标题"), "{{ matter.text }}")
    numbered_parts(document)
    line(document, "一级标题", "{{ reminder_heading }}")
    each(document, "text in reminders", "公文正文", "{{ text }}")
    letter_imprint(document)
    return packed(document)


def brief_template() -> bytes:
    """要情: one page, a title and three short paragraphs."""
    document = blank()
    mark_drafts(document)
    line(document, "公文标题", "{{ title }}")
    empty(document, 1)
    each(document, "text in paragraphs", "公文正文", "{{ text }}")
    empty(document, 1)
    line(document, "发文机关署名", "{{ signature }}")
    line(document, "成文日期", "{{ date }}")
    return packed(document)


def reading_template() -> bytes:
    """呈阅件: a white head, the post it is for, his matters."""
    document = blank()
    mark_drafts(document)
    line(document, "呈阅件头", "{{ head }}")
    line(document, "呈阅对象", "{{ reader }}")
    line(document, "公文标题", "{{ title }}")
    empty(document, 1)
    line(document, "公文正文", "{{ opening }}")
    each_item(document, "matter in matters", Run("{{ matter.heading }}", "二级标题"), "{{ matter.text }}")
    each(document, "text in attention", "公文正文", "{{ text }}")
    empty(document, 1)
    line(document, "发文机关署名", "{{ signature }}")
    line(document, "成文日期", "{{ date }}")
    return packed(document)


def roundup_template() -> bytes:
    """小结: a white head, the year up to a month matter by matter."""
    document = blank()
    mark_drafts(document)
    each(document, "line in title_lines", "公文标题", "{{ line }}")
    empty(document, 1)
    line(document, "一级标题", "{{ overview_heading }}")
    each(document, "text in overview", "公文正文", "{{ text }}")
    line(document, "一级标题", "{{ matters_heading }}")
    _items(document, "matter", "matters")
    sign(document)
    return packed(document)


def approval_template() -> bytes:
    """呈批件: a white head, to whom, room for the word of those who approve on its first page, the results in short."""
    document = blank()
    mark_drafts(document)
    line(document, "呈阅件头", "{{ head }}")
    line(document, "呈阅对象", "{{ reader }}")
    table(document, columns.OPINIONS, "opinions", "表头", height=1100, loop="opinion")
    empty(document, 1)
    each(document, "line in title_lines", "公文标题", "{{ line }}")
    empty(document, 1)
    line(document, "公文正文", "{{ opening }}")
    each_item(document, "item in items_", Run("{{ item.heading }}", "二级标题"), "{{ item.text }}")
    line(document, "公文正文", "{{ closing }}")
    each(document, "text in attachments", "公文正文", "{{ text }}")
    empty(document, 1)
    line(document, "发文机关署名", "{{ signature }}")
    line(document, "成文日期", "{{ date }}")
    return packed(document)


TEMPLATES: dict[str, Callable[[], bytes]] = {
    "报告.docx": report_template,
    "简报.docx": bulletin_template,
    "通报.docx": circular_template,
    "呈阅件.docx": reading_template,
    "督办.docx": supervision_template,
    "督查提示单.docx": slip_template,
    "要情.docx": brief_template,
    "对照.docx": comparison_template,
    "发文稿纸.docx": routing_template,
    "一页图.docx": one_page_template,
    "催报函.docx": reminder_template,
    "更正报告.docx": corrected_template,
    "更正函.docx": correction_template,
    "呈批件.docx": approval_template,
    "考核通报.docx": results_template,
    "反馈函.docx": feedback_template,
    "小结.docx": roundup_template,
    "交接单.docx": relay_template,
}


def _letter_head(document: WordDocument) -> None:
    """From the organ's mark between the red lines to the empty line under the title (10.1)."""
    mark_drafts(document, letter_pages(document))
    line(document, "信函标志", "{{ organ }}")
    frame_mark(document.paragraphs[-1])
    line(document, "信函间隔")
    line(document, "信函发文字号", "{{ number }}")
    _title(document)


def _red_head(document: WordDocument) -> None:
    """From the draft mark in the margin to the organ's mark and the two lines under it (7.2)."""
    mark_drafts(document)
    empty(document, 3)
    line(document, "版头间隔")
    line(document, "发文机关标志", "{{ organ_mark }}")
    empty(document, 2)


def _title(document: WordDocument) -> None:
    """Two lines below what stands above it, and a line above the text (7.3.1, 7.3.2)."""
    empty(document, 2)
    each(document, "line in title_lines", "公文标题", "{{ line }}")
    empty(document, 1)


def _items(document: WordDocument, name: str, items: str) -> None:
    """Paragraphs that begin with their own heading, each with what more there is to say about it."""
    line(document, "Normal", f"{{%p for {name} in {items} %}}")
    line(document, "公文正文", Run(f"{{{{ {name}.heading }}}}", "二级标题"), f"{{{{ {name}.text }}}}")
    each(document, f"text in {name}.more", "公文正文", "{{ text }}")
    line(document, "Normal", "{%p endfor %}")


def _progress_annex(document: WordDocument) -> None:
    _annex_head(document, "annex1")
    table(document, columns.PROGRESS, "matter.rows", "宽表表头", groups="matter in annex1.matters")
    each(document, "note in annex1.notes", "表注", "{{ note }}")
    # What ends a section stands in its last paragraph, which no loop may take away.
    line(document, "表后")


def _problems_annex(document: WordDocument) -> None:
    _annex_head(document, "annex2")
    line(document, "一级标题", "{{ annex2.problems_heading }}")
    table(document, columns.PROBLEMS, "annex2.problems", "表头")
    line(document, "一级标题", "{{ annex2.coordination_heading }}")
    table(document, columns.COORDINATION, "annex2.coordination", "表头")
    line(document, "表后")


def _annex_head(document: WordDocument, annex: str, number: str = "") -> None:
    """The label on the first line of a new page, the title on the third (7.3.7)."""
    line(document, "附件序号", f"{{{{ {annex}.label }}}}{number}")
    empty(document, 1)
    line(document, "附件标题", f"{{{{ {annex}.title }}}}")
    line(document, "表前")
