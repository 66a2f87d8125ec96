"""一页图 as it is composed, and its pages measured: a bar is as long as the figure beside it, nothing is cut or too small."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from pipeline.documents.conformance import Layout, breaches
from pipeline.documents.letters import one_page
from pipeline.documents.letters.one_page import OnePage
from pipeline.documents.pictures.bars import TRACK, Bar, read
from pipeline.documents.rendering.render import render
from pipeline.files.pdf.libreoffice import to_pdf
from pipeline.files.pdf.pages import picture, read_pages
from pipeline.model.phrases import Letter
from pipeline.model.plan import Matter, Plan
from pipeline.model.progress import Progress
from tests.documents.conftest import TEMPLATES, needed
from tests.pictures.made import course

MM = 72 / 25.4
# What an outline adds to a rectangle.
EDGE = 0.35
COUNTED = {"kind": "累计数", "goal": "100", "measure": "个", "verb": "建成"}


def city(
    size: int, each: int = 3, name: str = "建设第{}批", **others: Any
) -> Iterator[tuple[str, dict[str, Any]]]:
    """So many targets, `each` of them a matter."""
    for number in range(1, size + 1):
        yield f"T{number:03}", {**COUNTED, "name": name.format(number), **others}


def composed(
    targets: Mapping[str, Mapping[str, Any]],
    months: Sequence[tuple[int, Mapping[str, str | None]]],
    each: int = 3,
) -> Letter:
    plan, done = course(targets, months)
    plan, done = _in_matters(plan, done, each)
    return one_page.compose(plan, done, draft=True)


def _in_matters(plan: Plan, done: list[Progress], each: int) -> tuple[Plan, list[Progress]]:
    """The one matter of a made plan cut into several."""
    (whole,) = {one.matters[0].matter for one in done}
    groups = [plan.targets[at : at + each] for at in range(0, len(plan.targets), each)]
    matters = tuple(
        replace(whole, number=number, title=f"办好第{number}件看得见摸得着的民生实事")
        for number, _ in enumerate(groups, 1)
    )
    own = {target.id: matter for matter, group in zip(matters, groups, strict=True) for target in group}
    return replace(plan, matters=matters), [_cut(one, matters, own) for one in done]


def _cut(progress: Progress, matters: Sequence[Matter], own: Mapping[str, Matter]) -> Progress:
    (whole,) = progress.matters
    return replace(
        progress,
        matters=tuple(
            replace(
                whole,
                matter=matter,
                targets=tuple(one for one in whole.targets if own[one.target.id] == matter),
            )
            for matter in matters
        ),
    )


def context(letter: Letter) -> OnePage:
    assert isinstance(letter.context, OnePage)
    return letter.context


def test_a_matter_is_shown_by_its_slowest_target_and_the_plan_keeps_its_order() -> None:
    figures = {"T001": "90", "T002": "40", "T003": "60", "T004": "100", "T005": "75", "T006": None}
    page = context(composed(dict(city(6)), [(9, figures)]))
    assert [(one.target, str(one.bar), "|".join(map(str, one.value))) for one in page.matters] == [
        ("建设第2批", "条（黑）：40.0%，刻度75.0%", "40/100个"),
        ("建设第6批", "条（虚线框），刻度75.0%", "—"),
    ]
    assert page.many == ()
    assert list(map(str, page.behind)) == [
        "建设第2批40个，低于序时进度35.0个百分点（甲局）；还差60个，后3个月平均每月约需20个。据甲局反映，主要原因是雨天多。",
        "建设第3批60个，低于序时进度15.0个百分点（甲局）；还差40个，后3个月平均每月约需14个。据甲局反映，主要原因是雨天多。",
    ]


def test_what_is_held_is_drawn_as_what_it_is() -> None:
    targets = {
        "上限": {**COUNTED, "goal": "20", "direction": "不高于"},
        "节点": {
            **COUNTED,
            "pacing": "按节点",
            "nodes": [(date(2021, 8, 1), "25"), (date(2021, 12, 1), "100")],
        },
        "未到期": {
            **COUNTED,
            "pacing": "按节点",
            "nodes": [(date(2021, 11, 1), "50"), (date(2021, 12, 1), "100")],
        },
        "年末": {**COUNTED, "pacing": "年末完成"},
        "比率": {"kind": "保持", "goal": "95"},
        "增幅": {"kind": "增幅", "goal": "6"},
        "定性": {"kind": "定性", "goal": "0"},
        "核实": COUNTED,
    }
    figures = {
        "上限": "22",
        "节点": "30",
        "未到期": "0",
        "年末": "10",
        "比率": "94.2",
        "增幅": "5.1",
        "核实": None,
    }
    page = context(composed(targets, [(8, {**figures, "核实": "27"}), (9, figures)]))
    drawn = {
        name: (str(one.bar), "|".join(map(str, one.value)), one.word)
        for name, one in zip(targets, page.targets, strict=True)
    }
    assert drawn == {
        "上限": ("条（黑）：110.0%，上限100%", "22个|（不高于20个）", "未达标"),
        "节点": ("条（灰）：30.0%，刻度25.0%", "30/100个", "按序时进度"),
        "未到期": ("条（灰）：0.0%，刻度50.0%", "0/100个", "未到期"),
        "年末": ("条（灰）：10.0%", "10/100个", "未到期"),
        "比率": ("条（黑）：94.2%，刻度95.0%", "94.2%|（目标95%）", "目前未达标"),
        "增幅": ("", "5.1%|（目标6%）", "目前未达标"),
        "定性": ("", "—", "定性任务"),
        "核实": ("条（虚线框）：27.0%，刻度75.0%", "27/100个|（8月20日）", "数据正在核实"),
    }
    assert str(page.targets[-1].course) == "柱（虚线框）：8月27.0%、9月—"


@pytest.mark.parametrize(("matters", "large"), [(1, True), (12, True), (13, False)])
def test_up_to_twelve_matters_stand_in_large_type(matters: int, large: bool) -> None:
    page = context(composed(dict(city(matters)), [(9, {})], each=1))
    assert (len(page.matters), len(page.many)) == ((matters, 0) if large else (0, matters))


def cases() -> Iterator[tuple[str, Letter]]:
    long = "新建改建扩建农村公路安全生命防护工程和危旧桥梁改造提升第{}批"
    half = {name: str(9 + 7 * number % 90) for number, (name, _) in enumerate(city(108))}
    for size in (1, 12, 33, 40, 108):
        own = {name: value for name, value in half.items() if int(name[1:]) <= size}
        yield (
            f"{size}项",
            composed(
                dict(city(size, name=long if size == 33 else "建设第{}批")),
                [(8, own), (9, own)],
                1 if size == 12 else 4,
            ),
        )
    everything = dict(city(33))
    yield "全部完成", composed(everything, [(9, dict.fromkeys(everything, "100"))])
    yield "超额", composed(everything, [(9, dict.fromkeys(everything, "260"))])
    known = dict.fromkeys(everything, "50")
    yield "全在核实", composed(everything, [(8, known), (9, dict.fromkeys(everything))])


@pytest.mark.pages
def test_bars_are_as_long_as_their_figures_and_nothing_is_cut_or_too_small() -> None:
    needed("soffice", fonts=True)
    letters = {f"{name}.docx": replace(letter, file=f"{name}.docx") for name, letter in cases()}
    made = render(list(letters.values()), TEMPLATES, date(2021, 9, 25))
    pdfs = to_pdf({name: one.data for name, one in made.items()})
    shown = picture(pdfs["33项.docx"].data)
    assert shown.startswith(b"\x89PNG") and b"IEND" in shown and len(shown) < 500_000
    for name, pdf in pdfs.items():
        page = context(letters[name])
        pages = read_pages(pdf.data)
        assert breaches(pages, Layout.DESK) == (), name
        first = [glyph.size for glyph in pages[0].glyphs if glyph.sign.strip()]
        assert round(min(first), 1) >= (10.5 if page.matters else 9), name
        rows = [*page.matters, *page.many, *page.targets]
        wanted = [length(str(one.bar)) for one in rows]
        bars = [one for number in range(len(pages)) for one in drawn(pdf.data, number)]
        told = [one for one in wanted if one]
        assert len(bars) == len(told), name
        assert max((abs(one - two) for one, two in zip(bars, told, strict=True)), default=0) <= 0.3, name
        if len(rows) - len(page.targets) <= 12:
            assert "各项指标进展" in "".join(glyph.sign for glyph in pages[1].glyphs), name


def length(words: str) -> float:
    """How long a bar of these words has to be, in millimetres: four more than its frame where it is cut open; zero of nothing."""
    bar = read(words)
    assert isinstance(bar, Bar)
    share = bar.share or Decimal(0)
    return float(TRACK * share / 100) if share <= 110 else float(TRACK) + 4


def drawn(data: bytes, number: int) -> list[float]:
    """The lengths of all bars on a page from its top, in millimetres: what begins where a frame does."""
    document = pypdfium2.PdfDocument(data)
    frames, filled = list[float](), list[tuple[float, float, float]]()
    for one in document[number].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = (edge / MM for edge in one.get_bounds())
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(one.raw, mode, stroke)
        wide, high = right - left - EDGE * stroke.value, top - bottom - EDGE * stroke.value
        if stroke.value and abs(high - 2.6) < 0.1 and abs(wide - float(TRACK)) < 0.1:
            frames.append(left)
        elif abs(high - 2.6) < 0.1 or (stroke.value and abs(high - 1.4) < 0.1):
            filled.append((-top, left, wide))
    return [wide for _, left, wide in sorted(filled) if any(abs(left - frame) < 0.3 for frame in frames)]
