"""What people did to a document is found as they did it, and put into the same document it comes to what they wrote."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents.keeping.edits import Edit, edits
from pipeline.documents.keeping.kept_rows import kept_rows
from pipeline.documents.keeping.settling import Matter, settle
from pipeline.documents.keeping.slots import names
from pipeline.documents.provenance.trace import Trace
from pipeline.model.editorial import Change, Kept, Original
from pipeline.model.figures import Cell
from pipeline.model.months import Month
from pipeline.model.phrases import Mark, Printed

PRINTED = (
    "关于5月份进展情况的报告",
    "市人民政府：",
    "一、总体情况",
    "{_f0001}件重点民生实事分解为{_f0002}项指标，其中按序时进度{_f0003}项，进度滞后{_f0004}项。",
    "（一）新增城镇就业{_f0005}万人，完成年度目标任务的{_f0006}。",
    "（二）老旧小区改造开工{_f0007}个，完成年度目标任务的{_f0008}，比上月增加{_f0009}个。",
    "（三）新建幼儿园{_f0010}所，完成年度目标任务的{_f0011}。",
    "二、下一步工作",
    "一是跟踪有关指标，逐项了解原因。二是逐项核对数据。",
    "特此报告。",
)
TEXTS = ("3", "11", "4", "2", "1.05", "70.0%", "12", "48.0%", "4", "6", "60.0%")
ABOUT = ("", "", "", "", "T01-1", "T01-1", "T02-1", "T02-1", "T02-1", "T03-1", "T03-1")
RULES = (
    *("实事的件数", "指标的项数", "按序时进度的指标数", "滞后的指标数"),
    *(
        "累计完成",
        "累计完成÷年度目标",
        "累计完成",
        "累计完成÷年度目标",
        "本月累计－上月累计",
        "累计完成",
        "累计完成÷年度目标",
    ),
)
CELL = Cell("inputs/2023/处理登记.xlsx", "编辑用语", "E3", sha256="")
MAY = Month.parse("2023-05")


def figures(texts: Sequence[str] = TEXTS) -> dict[str, Printed]:
    return {
        f"_f{at:04d}": Printed(text, Decimal(text.removesuffix("%")), "", rule, (), about)
        for at, (text, about, rule) in enumerate(zip(texts, ABOUT, RULES, strict=True), 1)
    }


def trace(lines: Sequence[str] = PRINTED, beneath: tuple[tuple[str, Original], ...] = ()) -> Trace:
    return Trace("_set", tuple(Mark(*one) for one in figures().items()), tuple(lines), beneath)


def rows(found: Sequence[Edit], of: Trace | None = None) -> list[Kept]:
    """Edits as rows of the register, through what the cells hold."""
    known = of or trace()
    kept = []
    for change, original, words in kept_rows(found, known.lines, known):
        kept.append(Kept(MAY, "报告", change, original, words, "分管主任", CELL))
    return kept


def put(stands: Sequence[str]) -> list[str]:
    """The printed document with all that was found in it, put in again by the rows."""
    standing, remarks = settle(PRINTED, figures(), rows(edits(PRINTED, stands)))
    assert [one.matter for one in remarks if one.matter is not Matter.DROPPED] == []
    return [one.text for one in standing if not one.gone]


WORDS = st.text(alphabet="市县区项目工程推进落实加快督促整改汛期抢险专班", min_size=6, max_size=30)


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[tuple[Change, str]]]:
    """The document after a few edits of different paragraphs, and what was done, in no order."""
    lines: list[str] = list(PRINTED)
    done: list[tuple[Change, str]] = []
    places = draw(st.lists(st.sampled_from(range(len(PRINTED))), unique=True, max_size=4))
    for number, at in enumerate(places):
        line = PRINTED[at]
        kind = draw(st.sampled_from([Change.REPLACE, Change.DROP, Change.ADD, Change.MOVE]))
        said = f"{draw(WORDS)}{number}号专班。"
        here = lines.index(line)
        if kind is Change.REPLACE and len(line) > 12:
            lines[here] = line.replace("，", f"，{said[:6]}", 1) if "，" in line else f"{line}{said[:3]}"
        elif kind is Change.DROP:
            del lines[here]
        elif kind is Change.MOVE and len(line) > 12:
            del lines[here]
            there = draw(st.sampled_from([place for place in range(len(lines) + 1) if place != here]))
            lines.insert(there, line)
        else:
            kind = Change.ADD
            lines.insert(here + 1, said)
        done.append((kind, said if kind is Change.ADD else line))
    return lines, done


@given(edited())
@settings(max_examples=100, deadline=None)
def test_what_is_found_comes_to_what_people_wrote(case: tuple[list[str], list[tuple[Change, str]]]) -> None:
    stands, _ = case
    assert put(stands) == stands


@given(edited())
@settings(max_examples=100, deadline=None)
def test_what_is_found_is_what_was_done(case: tuple[list[str], list[tuple[Change, str]]]) -> None:
    stands, done = case
    found = [(one.change, one.now if one.change is Change.ADD else one.was) for one in edits(PRINTED, stands)]
    for change, text in done:
        if change is not Change.MOVE:
            assert (change, text) in found
    # One paragraph moved over another is that other moved over the one: so many were moved at most.
    moved = sum(change is Change.MOVE for change, _ in done)
    assert sum(change is Change.MOVE for change, _ in found) <= moved
    assert len(found) <= len(done)


@given(st.lists(st.sampled_from(PRINTED), max_size=12), st.lists(WORDS, max_size=4), st.randoms())
@settings(max_examples=100, deadline=None)
def test_whatever_stands_there_is_put_again(some: list[str], own: list[str], random: object) -> None:
    """Paragraphs in any order, some twice, some gone, others between them."""
    stands = list(dict.fromkeys([*some, *own]))
    random.shuffle(stands)  # type: ignore[attr-defined]
    assert put(stands) == stands


def test_nothing_done_is_nothing_found() -> None:
    assert edits(PRINTED, PRINTED) == ()
    assert edits((), ()) == ()
    assert names(PRINTED[3]) == ("_f0001", "_f0002", "_f0003", "_f0004")
