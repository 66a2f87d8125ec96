"""What people do to the words and places of a report, and what `verify` makes of it: from what the set printed and its plan."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from yunchuan import DECIDED, MESSY

from pipeline.documents.provenance.said import NO_VOCABULARY, Vocabulary, vocabulary_of
from pipeline.documents.provenance.scrutiny import Elsewhere, nowhere
from pipeline.documents.provenance.trace import Trace, remembered
from pipeline.documents.provenance.verify import State, Verified, verify
from pipeline.files.word.lines import Line, document_lines
from pipeline.inputs.plan.workbook import load_plan
from pipeline.model.workspace import Workspace
from tests.conftest import Once

Change = Callable[[Document], None]


@dataclass(frozen=True)
class Papers:
    """A report as it was printed, what is remembered of it, and of the month after, with the words of its office."""

    data: bytes
    trace: Trace
    later: Trace
    terms: Vocabulary

    def verified(
        self,
        change: Change,
        now: Trace | None = None,
        terms: Vocabulary | None = None,
        elsewhere: Elsewhere = nowhere,
    ) -> Verified:
        document = docx.Document(io.BytesIO(self.data))
        change(document)
        stream = io.BytesIO()
        document.save(stream)
        cells = {cell: cell.read for mark in self.trace.figures for cell in mark.figure.cells}
        lines = document_lines(stream.getvalue())
        return verify(lines, self.trace, now or self.trace, cells, terms or self.terms, elsewhere=elsewhere)


@pytest.fixture(scope="session")
def papers(ran: Path, once: Once) -> Papers:
    def take(_: Path) -> Papers:
        names, traces = {}, {}
        for month in (MESSY, DECIDED):
            manifest = ran / "outputs" / month / "manifest.json"
            known = remembered(json.loads(manifest.read_text(encoding="utf-8"))["documents"])
            names[month] = next(name for name in known if name.endswith("报告.docx"))
            traces[month] = known[names[month]]
        data = (ran / "outputs" / MESSY / names[MESSY]).read_bytes()
        return Papers(data, traces[MESSY], traces[DECIDED], vocabulary_of(load_plan(Workspace(ran), 2023)))

    return once("云川市的报告", take)


def write(old: str, new: str) -> Change:
    """The first `old` in the words of the report becomes `new`."""

    def change(document: Document) -> None:
        one = next(one for one in document.element.iter(qn("w:t")) if old in (one.text or ""))
        one.text = (one.text or "").replace(old, new, 1)

    return change


def table(document: Document) -> list[list[BaseOxmlElement]]:
    """The cells of the table of all targets, by row; the first row heads it."""
    found = max(document.tables, key=lambda one: len(one.rows))
    return [list(row.iter(qn("w:tc"))) for row in found._tbl.iter(qn("w:tr"))]


def exchange(first: BaseOxmlElement, second: BaseOxmlElement) -> None:
    one, other = deepcopy(first), deepcopy(second)
    first.getparent().replace(first, other)
    second.getparent().replace(second, one)


def cells(*pairs: tuple[tuple[int, int], tuple[int, int]]) -> Change:
    def change(document: Document) -> None:
        rows = table(document)
        for (row, column), (other_row, other_column) in pairs:
            exchange(rows[row][column], rows[other_row][other_column])

    return change


def columns(first: int, second: int, heads: bool) -> Change:
    return cells(*(((row, first), (row, second)) for row in range(0 if heads else 1, 12)))


def rows(document: Document) -> None:
    found = [cells[0].getparent() for cells in table(document)]
    found[2].addprevious(found[11])


def figures(first: str, second: str) -> Change:
    """Two figures change places with their bookmarks, as when they are cut and pasted."""

    def change(document: Document) -> None:
        marks = {one.get(qn("w:name")): one for one in document.element.iter(qn("w:bookmarkStart"))}
        runs = [marks[name].getnext() for name in (first, second)]
        marks[first].set(qn("w:name"), second)
        marks[second].set(qn("w:name"), first)
        exchange(*runs)

    return change


def paste(later: bool) -> Change:
    """A paragraph with the bookmarks of another document comes in."""

    def change(document: Document) -> None:
        place = next(one for one in document.paragraphs if "农村危房改造" in one.text)
        copied = deepcopy(place._p)
        for mark in copied.iter(qn("w:bookmarkStart")):
            name = mark.get(qn("w:name"))
            mark.set(qn("w:name"), f"_f9{name[3:]}" if later else name)
            if later:
                mark.getnext().find(qn("w:t")).text = "97"
        place._p.addnext(copied)

    return change


def named(trace: Trace, words: str) -> str:
    """The figure printed right behind these words."""
    line = next(line for line in trace.lines if f"{words}{{_f" in line)
    return line.partition(f"{words}{{")[2].partition("}")[0]


FINE, HINT, WRONG = "一致", "措辞已改", "要看"
SAID = {
    "nothing": (write("报告", "报告"), FINE),
    "a direction turned round": (write("低于节点进度", "高于节点进度"), WRONG),
    "a direction left out": (write("低于序时进度", "序时进度"), HINT),
    "above a goal made below": (write("目前高于年度目标", "目前低于年度目标"), WRONG),
    "another class": (write("进度滞后的指标是", "按序时进度的指标是"), WRONG),
    "another class before a count": (write("目前达标", "目前未达标"), WRONG),
    "another class in a table": (write("按序时进度", "超序时进度"), WRONG),
    "another unit": (write("据市住更局反映", "据市教育局反映"), WRONG),
    "another unit in a heading": (write("责任单位：市住更局", "责任单位：市人社局"), WRONG),
    "the same unit by its full name": (write("据市住更局反映", "据市住房和城市更新局反映"), HINT),
    "another target": (write("农村危房改造", "老旧小区改造"), WRONG),
    "another day": (write("截至5月20日", "截至5月25日"), WRONG),
    "another month": (write("与4月相比", "与3月相比"), WRONG),
    "this month made last": (write("本月分县", "上月分县"), WRONG),
    "another level": (write("与全市数不一致", "与全县数不一致"), WRONG),
    "a name taken out of a list": (write("“新建幼儿园”“改扩建幼儿园”", "“改扩建幼儿园”"), WRONG),
    "a name put into a list": (write("“新建幼儿园”“改扩建幼儿园”", "“新建幼儿园”“老旧小区改造”“改扩建幼儿园”"), WRONG),
    "a unit taken out of a list": (write("与市教育局、市人社局逐项", "与市教育局逐项"), WRONG),
    "a unit put into a list": (write("与市教育局、市人社局逐项", "与市教育局、市财政局、市人社局逐项"), WRONG),
    "a negation put in": (write("完成年度目标任务的", "未完成年度目标任务的"), WRONG),
    "words of a sentence polished": (write("完成年度目标任务的", "已达年度目标任务的"), HINT),
    "a sentence without a fact polished": (write("特此报告。", "专此报告。"), FINE),
    "a judgement of one's own added": (write("特此报告。", "农村危房改造进度滞后。特此报告。"), HINT),
    "a head in place of a name": (cells(((0, 1), (4, 1))), WRONG),
    "a judgement left out": (write("进度滞后的指标是“老旧小区改造”（市住更局）。", ""), WRONG),
    "a sentence without a fact left out": (write("特此报告。", ""), FINE),
    "two sentences made one": (write("；", "，"), HINT),
    "a sentence added": (write("特此报告。", "请审阅。特此报告。"), FINE),
    "the blank of a day filled in": (write("5月__日", "5月28日"), FINE),
    "marks made half-width": (write("；", ";"), FINE),
    "a comma before a figure": (write("农村危房改造", "农村危房改造,"), FINE),
    "names of two rows exchanged": (cells(((4, 1), (6, 1))), WRONG),
    "matters with their units exchanged": (cells(((4, 0), (7, 0))), WRONG),
    "cells of two rows exchanged": (cells(((4, 4), (6, 4))), WRONG),
    "cells of a row exchanged": (cells(((4, 3), (4, 4))), WRONG),
    "columns exchanged under their heads": (columns(3, 4, heads=False), WRONG),
    "columns exchanged with their heads": (columns(3, 4, heads=True), FINE),
    "heads exchanged": (cells(((0, 3), (0, 4))), WRONG),
    "remarks of two rows exchanged": (cells(((4, 8), (6, 8))), WRONG),
    "a remark moved into another row": (cells(((4, 8), (5, 8))), WRONG),
    "a row moved as a whole": (rows, FINE),
    "a paragraph of this document copied": (paste(later=False), FINE),
    "a paragraph of another document pasted": (paste(later=True), WRONG),
}  # fmt: skip


def outcome(found: Verified) -> str:
    if not found.ok:
        return WRONG
    reworded = found.words or any(one.state is State.REWORDED for one in found.figures)
    return HINT if reworded else FINE


@pytest.mark.parametrize("kind", SAID)
def test_a_report_is_judged_by_what_it_says(papers: Papers, kind: str) -> None:
    change, wanted = SAID[kind]
    found = papers.verified(change)
    assert outcome(found) == wanted, [(one.contrary, one.stands) for one in found.words]


@pytest.mark.parametrize(
    "change",
    [columns(3, 4, heads=False), cells(((0, 3), (0, 4))), cells(((4, 1), (6, 1))), cells(((4, 3), (4, 4)))],
    ids=["columns", "heads", "names", "cells"],
)
def test_what_stands_elsewhere_is_called_so(papers: Papers, change: Change) -> None:
    assert State.MOVED in {one.state for one in papers.verified(change).figures}


def test_figures_that_change_places_are_named_and_no_others(papers: Papers) -> None:
    pair = named(papers.trace, "老旧小区改造开工"), named(papers.trace, "；农村危房改造")
    found = papers.verified(figures(*pair))
    moved = {one.mark.name for one in found.figures if one.state is not State.SAME}
    assert moved == set(pair)


def test_what_excludes_what_comes_from_the_plan(papers: Papers) -> None:
    change, _ = SAID["another unit"]
    assert outcome(papers.verified(change, terms=NO_VOCABULARY)) == HINT


def test_a_sentence_that_fits_no_longer_is_told_until_it_is_mended(papers: Papers) -> None:
    def lines(*words: tuple[str, str]) -> Trace:
        told = papers.trace.lines
        for old, new in words:
            told = tuple(line.replace(old, new) for line in told)
        return Trace(papers.trace.mark, papers.trace.figures, told)

    today = lines(("低于节点进度", "高于节点进度"))
    stale = papers.verified(lambda document: None, today)
    assert not stale.ok
    assert {one.contrary for one in stale.words} == {(("高于", "低于"),)}

    def mend(document: Document) -> None:
        for one in document.element.iter(qn("w:t")):
            one.text = (one.text or "").replace("低于节点进度", "高于节点进度")

    assert papers.verified(mend, today).ok


def test_what_stands_behind_a_colon_is_known_by_what_is_before_it(papers: Papers) -> None:
    line = Line("抄送：市人社局。")
    words = ("〔第1节 页脚〕", "抄送：市发改委。", "— 1 —")
    trace = Trace("", (), words)
    found = verify([Line("— 1 —"), line, Line("〔第1节 页脚〕")], trace, None, {}, papers.terms)
    assert [one.contrary for one in found.words] == [(("市发改委", "市人社局"),)]


def test_a_sentence_of_another_month_is_told_with_its_set(papers: Papers) -> None:
    def printed(sentence: str) -> str:
        return "2023-04" if sentence == "全部竣工并移交街道。" else ""

    found = papers.verified(write("特此报告。", "全部竣工并移交街道。特此报告。"), elsewhere=printed)
    assert [(one.stands, one.pasted) for one in found.words] == [("全部竣工并移交街道。", "2023-04")]
    assert not found.ok


def today_without(trace: Trace, words: str, instead: str = "") -> Trace:
    """What would be printed today, one of the sentences missing or worded anew."""
    (line,) = [line for line in trace.lines if words in line]
    sentence = next(part for part in line.split("。") if words in part)
    lines = tuple(one.replace(f"{sentence}。", instead) for one in trace.lines)
    return Trace(trace.mark, trace.figures, lines)


def test_a_judgement_that_would_not_be_made_today_is_told(papers: Papers) -> None:
    assert not papers.verified(lambda document: None, today_without(papers.trace, "进度滞后的指标是")).ok


def test_that_a_version_words_a_sentence_anew_is_no_fault_of_the_document(papers: Papers) -> None:
    today = today_without(papers.trace, "作了汇总", "按照工作安排，现将汇总结果报告如下。")
    assert papers.verified(lambda document: None, today).ok


HIDDEN = {
    "vanish": ("w:vanish", {}),
    "struck": ("w:strike", {}),
    "struck twice": ("w:dstrike", {}),
    "white": ("w:color", {"w:val": "FFFFFF"}),
    "nearly white": ("w:color", {"w:val": "FDFEFD"}),
    "signs": ("w:rFonts", {"w:ascii": "Wingdings", "w:hAnsi": "Wingdings"}),
    "too small": ("w:sz", {"w:val": "2"}),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_a_figure_that_nobody_sees_is_deleted(papers: Papers, kind: str) -> None:
    tag, values = HIDDEN[kind]
    name = named(papers.trace, "老旧小区改造开工")

    def hide(document: Document) -> None:
        mark = next(
            one for one in document.element.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")) == name
        )
        properties = mark.getnext().get_or_add_rPr()
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        element = OxmlElement(tag)
        for key, value in values.items():
            element.set(qn(key), value)
        properties.insert(0, element)

    states = {one.mark.name: one.state for one in papers.verified(hide).figures}
    assert states[name] is State.DELETED


def test_a_bookmark_that_lost_its_end_holds_nothing(papers: Papers) -> None:
    name = named(papers.trace, "老旧小区改造开工")

    def lose(document: Document) -> None:
        mark = next(
            one for one in document.element.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")) == name
        )
        end = mark.getnext().getnext()
        end.getparent().remove(end)

    assert papers.verified(lose).ok


NUMBERS = [
    "⑤",
    "½",
    "Ⅻ",
    "三分之二",
    "百分之八十",
    "一百二十",
    "１２",
    "15000000000万元的",
    "第5期",
    "已连续9月",
    "附件 540",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_in_any_numerals_are_told(papers: Papers, number: str) -> None:
    assert papers.verified(write("特此报告。", f"另有{number}项。特此报告。")).untraced


NO_NUMBERS = [
    "①认真办理。②抓紧推进。",
    "详见附件3。",
    "电话13900000000。",
    "按照第十三次会议精神，“十四五”期间。",
    "于6月9日前办结。",
]


@pytest.mark.parametrize("words", NO_NUMBERS)
def test_what_people_write_by_hand_is_no_number(papers: Papers, words: str) -> None:
    assert not papers.verified(write("特此报告。", f"{words}特此报告。")).untraced
