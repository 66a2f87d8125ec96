"""Every clause of the table in docs/公文格式.md on rendered pages: the sample year's documents, and every page break.

Measured from the PDFs alone. Lengths of text run over more than a page's lines, so that the break falls everywhere:
within the text, before the attachments, the signature, the imprint.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from pipeline.documents.conformance import Breach, breaches
from pipeline.documents.letters import brief as brief_document
from pipeline.documents.letters import (
    bulletin,
    circular,
    perusal,
    reminder,
    report,
    supervision_letter,
    supervision_slip,
)
from pipeline.documents.rendering.render import render
from pipeline.documents.templates.catalogue import LAYOUTS
from pipeline.files.pdf.libreoffice import to_pdf
from pipeline.files.pdf.pages import read_pages
from pipeline.model.phrases import Letter
from pipeline.model.plan import Plan, Role
from pipeline.model.progress import Progress
from pipeline.model.supervision import Paper
from pipeline.workflows.sample.invented_year import MONTHS
from tests.conftest import Once
from tests.documents.conftest import SEPTEMBER, TEMPLATES, Year, needed
from tests.documents.urged import asked_for

LENGTHS = range(26)
DAY = date(2021, 9, 25)
LINE = "这一段只有一行字，用来把后面的内容往下推一行。"
TOO_LONG = "报告正文不超过3000字"


def circulating(plan: Plan) -> Plan:
    """The plan of a city that wants a 通报, with an imprint of four lines."""
    profile = replace(
        plan.profile,
        circular_copies="市委各部门，市人大常委会办公室，市政协办公室，市监察委员会，市法院，市检察院，各人民团体，驻市各单位。",
        imprint_lead="市发改委",
    )
    return replace(plan, profile=profile, rules=replace(plan.rules, circular=True))


def measured(letters: Sequence[Letter]) -> dict[str, tuple[Breach, ...]]:
    """What each document breaks, of those that break anything."""
    made = to_pdf({name: one.data for name, one in render(letters, TEMPLATES, DAY).items()})
    found = {one.file: breaches(read_pages(made[one.file].data), LAYOUTS[one.template]) for one in letters}
    return {file: broken for file, broken in found.items() if broken}


def drafts(plan: Plan, progress: Progress) -> list[Letter]:
    return [
        report.compose(plan, progress, True),
        bulletin.compose(plan, progress, True),
        brief_document.compose(plan, progress, True),
        *circular.compose(plan, progress, True),
        *perusal.compose(plan, progress, True),
        *supervision_letter.compose(plan, progress, True, asked_for(plan, progress)),
        *supervision_slip.compose(plan, progress, True, asked_for(plan, progress, Paper.SLIP)),
    ]


@pytest.mark.parametrize(
    "month",
    [pytest.param(one, marks=() if str(one) == "2021-09" else pytest.mark.pages) for one in MONTHS],
    ids=str,
)
def test_no_document_of_the_year_breaks_a_clause(year: Year, month: object) -> None:
    needed("soffice", fonts=True)
    progress = year.progress(month)  # type: ignore[arg-type]
    assert not measured(drafts(circulating(year.plan), progress))


def _report(year: Year, more: tuple[str, ...]) -> Letter:
    letter = report.compose(year.plan, year.progress(SEPTEMBER), True)
    context = letter.context
    assert isinstance(context, report.Report)
    steps = replace(context.next_steps, paragraphs=(*context.next_steps.paragraphs, *more))
    return replace(letter, context=replace(context, next_steps=steps))


def _circular(year: Year, more: tuple[str, ...]) -> Letter:
    (letter,) = circular.compose(circulating(year.plan), year.progress(SEPTEMBER), True)
    context = letter.context
    assert isinstance(context, circular.Circular)
    items = tuple(circular.Item("", text) for text in more)
    last = replace(context.parts[-1], items_=(*context.parts[-1].items_, *items))
    return replace(letter, context=replace(context, parts=(*context.parts[:-1], last)))


def _supervision(year: Year, more: tuple[str, ...]) -> Letter:
    progress = year.progress(SEPTEMBER)
    letter = supervision_letter.compose(year.plan, progress, True, asked_for(year.plan, progress))[0]
    assert isinstance(letter.context, supervision_letter.Supervision)
    return replace(letter, context=replace(letter.context, closings=(*letter.context.closings, *more)))


def _reminder(year: Year, more: tuple[str, ...]) -> Letter:
    plan = year.plan
    letter = reminder.compose(plan, plan.unit("市妇联"), Role.LEAD, MONTHS[:3], plan.led_by("市妇联"), DAY)
    assert isinstance(letter.context, reminder.Reminder)
    return replace(letter, context=replace(letter.context, paragraphs=(*letter.context.paragraphs, *more)))


def _bulletin(year: Year, more: tuple[str, ...]) -> Letter:
    letter = bulletin.compose(year.plan, year.progress(SEPTEMBER), True)
    assert isinstance(letter.context, bulletin.Bulletin)
    return replace(letter, context=replace(letter.context, reminders=(*letter.context.reminders, *more)))


SERIES: dict[str, Callable[[Year, tuple[str, ...]], Letter]] = {
    "红头上行文": _report,
    "红头下行文": _circular,
    "信函格式，带附件": _supervision,
    "信函格式，带附注": _reminder,
    "简报": _bulletin,
}


@pytest.mark.pages
@pytest.mark.parametrize("name", SERIES)
def test_wherever_a_page_ends_no_clause_is_broken(year: Year, name: str) -> None:
    needed("soffice", fonts=True)
    letters = [replace(SERIES[name](year, (LINE,) * more), file=f"多{more}行.docx") for more in LENGTHS]
    assert not as_short_as_ever(measured(letters))


def as_short_as_ever(broken: dict[str, tuple[Breach, ...]]) -> dict[str, list[Breach]]:
    """What is broken; only that lines added on purpose make a report longer than one may be is not asked."""
    left = {file: [one for one in found if one.wanted != TOO_LONG] for file, found in broken.items()}
    return {file: found for file, found in left.items() if found}


def _style(name: str, change: Callable[[ParagraphStyle], object]) -> Callable[[Word], object]:
    def apply(document: Word) -> None:
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        change(style)

    return apply


def _font(name: str) -> Callable[[ParagraphStyle], object]:
    def change(style: ParagraphStyle) -> None:
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), name)

    return change


def _size(points: float) -> Callable[[ParagraphStyle], object]:
    return lambda style: setattr(style.font, "size", Pt(points))


def _line(points: float) -> Callable[[ParagraphStyle], object]:
    return lambda style: setattr(style.paragraph_format, "line_spacing", Pt(points))


def _left(points: float) -> Callable[[ParagraphStyle], object]:
    return lambda style: setattr(style.paragraph_format, "left_indent", Pt(points))


def _right(points: float) -> Callable[[ParagraphStyle], object]:
    return lambda style: setattr(style.paragraph_format, "right_indent", Pt(points))


def _aligned(where: WD_ALIGN_PARAGRAPH) -> Callable[[ParagraphStyle], object]:
    return lambda style: setattr(style.paragraph_format, "alignment", where)


def _without(text: str) -> Callable[[Word], object]:
    """The template without the paragraphs that hold a text."""

    def apply(document: Word) -> None:
        for paragraph in document.paragraphs:
            if text in paragraph.text:
                paragraph._p.getparent().remove(paragraph._p)

    return apply


def _two_more_lines(document: Word) -> None:
    title = next(p for p in document.paragraphs if "title_lines" in p.text)
    for _ in range(2):
        title.insert_paragraph_before("", "Normal")


# What somebody may do to a template in Word, and the clause its pages then break.
SPOILT: dict[str, tuple[str, Callable[[Word], object], str]] = {
    "wide left margin": ("报告.docx", lambda d: setattr(d.sections[0], "left_margin", Mm(31.7)), "7.2.7"),
    "high first line": ("通报.docx", lambda d: setattr(d.sections[0], "top_margin", Mm(30)), "5.2.1"),
    "lines of 28 points": ("通报.docx", _style("公文正文", _line(28)), "5.2.3"),
    "text in 宋体": ("通报.docx", _style("公文正文", _font("宋体")), "5.2.2"),
    "text in 四号": ("简报.docx", _style("公文正文", _size(14)), "5.2.2"),
    "a font nobody has": ("要情.docx", _style("公文正文", _font("Noto Sans CJK SC")), "5.2.2"),
    "mark too low": ("报告.docx", _style("版头间隔", _line(40)), "7.2.4"),
    "mark at the left": ("通报.docx", _style("发文机关标志", _aligned(WD_ALIGN_PARAGRAPH.LEFT)), "7.2.4"),
    "number at the left": ("通报.docx", _style("发文字号", _aligned(WD_ALIGN_PARAGRAPH.LEFT)), "7.2.5"),
    "no red line": ("通报.docx", _style("发文字号", lambda s: s.element.pPr.remove(s.element.pPr.find(qn("w:pBdr")))), "7.2.7"),
    "title too small": ("通报.docx", _style("公文标题", _size(18)), "7.3.1"),
    "title far down": ("督办.docx", _two_more_lines, "10.1"),
    "title in 黑体": ("简报.docx", _style("公文标题", _font("黑体")), "7.3.1"),
    "addressee indented": ("督办.docx", _style("主送机关", _left(32)), "7.3.2"),
    "heading in 楷体": ("通报.docx", _style("一级标题", _font("楷体_GB2312")), "7.3.3"),
    "date at the margin": ("要情.docx", _style("成文日期", _right(0)), ""),
    "far too much room for the seal": ("通报.docx", _style("发文机关署名", lambda s: setattr(s.paragraph_format, "space_before", Pt(60))), "7.3.5.1"),
    "attachments at the margin": ("报告.docx", _style("附件说明", _left(32)), "7.3.4"),
    "annex label in 仿宋": ("督办.docx", _style("附件序号", _font("仿宋_GB2312")), "7.3.7"),
    "imprint too high": ("通报.docx", _style("版记垫行", _line(30)), "7.4.1"),
    "imprint ruled too thick": ("通报.docx", _style("版记粗线", _line(3)), "7.4.1"),
    "imprint in 三号": ("通报.docx", _style("印发", _size(16)), "7.4"),
    "copies at the margin": ("督办.docx", _style("版记", _left(42)), "7.4.2"),
    "page numbers in the middle": ("通报.docx", _style("单页页码", _aligned(WD_ALIGN_PARAGRAPH.CENTER)), "7.5"),
    "page numbers in 仿宋": ("通报.docx", _style("页码", _font("仿宋_GB2312")), "7.5"),
    "page numbers too low": ("通报.docx", lambda d: setattr(d.sections[0], "footer_distance", Mm(15)), "7.5"),
    "letter numbered on its first page": ("督办.docx", lambda d: setattr(d.sections[0], "different_first_page_header_footer", False), "10.1"),
    "letter paper": ("要情.docx", lambda d: setattr(d.sections[0], "page_width", Mm(216)), "5.1"),
}  # fmt: skip


@pytest.fixture(scope="module")
def spoilt(year: Year, once: Once) -> dict[str, tuple[Breach, ...]]:
    """What the pages break, by what was done to the template."""
    needed("soffice", fonts=True)
    return once("改坏的模板", lambda folder: spoil(year, folder))


def spoil(year: Year, folder: Path) -> dict[str, tuple[Breach, ...]]:
    letters = {one.template: one for one in drafts(circulating(year.plan), year.progress(SEPTEMBER))}
    documents = {}
    for name, (template, change, _) in SPOILT.items():
        document = Document(str(TEMPLATES / template))
        change(document)
        document.save(str(folder / template))
        (one,) = render([letters[template]], folder, DAY).values()
        documents[name] = one.data
    made = to_pdf(documents)
    return {name: breaches(read_pages(made[name].data), LAYOUTS[SPOILT[name][0]]) for name in SPOILT}


@pytest.mark.pages
@pytest.mark.parametrize("name", [name for name, (_, _, clause) in SPOILT.items() if clause])
def test_a_spoilt_template_breaks_its_clause(spoilt: dict[str, tuple[Breach, ...]], name: str) -> None:
    assert SPOILT[name][2] in {breach.clause for breach in spoilt[name]}, list(map(str, spoilt[name]))


@pytest.mark.pages
def test_indents_that_follow_the_words_are_set_again(spoilt: dict[str, tuple[Breach, ...]]) -> None:
    """Signature and date are placed for each document: a template cannot spoil them."""
    assert not spoilt["date at the margin"]


@pytest.mark.pages
def test_a_line_added_in_word_breaks_nothing(year: Year) -> None:
    """A secretary goes on writing in the document: signature, imprint and annexes find their places again."""
    needed("soffice", fonts=True)
    letters = drafts(circulating(year.plan), year.progress(SEPTEMBER))
    documents = {}
    for letter in letters:
        (one,) = render([letter], TEMPLATES, DAY).values()
        document = Document(io.BytesIO(one.data))
        last = [one for one in document.paragraphs if one.style and one.style.name == "公文正文"][-1]
        last.insert_paragraph_before(LINE, "公文正文")
        stream = io.BytesIO()
        document.save(stream)
        documents[letter.file] = stream.getvalue()
    made = to_pdf(documents)
    broken = {one.file: breaches(read_pages(made[one.file].data), LAYOUTS[one.template]) for one in letters}
    assert not as_short_as_ever(broken)
