"""Whose office it is: every document of plans of every make, walked for words of another level and for talking to itself.

A small plan in code: three offices and a bureau lead a matter each, towns or counties report shares. Each of the three
may compile; the place may be a city, a county, a district, a province, a development zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import pytest

from pipeline.documents.letters import inspection, reminder, roundup
from pipeline.documents.wording import whose
from pipeline.documents.workbooks.owed_list import message
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan import settings
from pipeline.inputs.plan.schema import TABLES, WORDS
from pipeline.inputs.returns.settle import settle
from pipeline.inputs.tables.reader import Problems, read_tables
from pipeline.model.assessment import Rulings
from pipeline.model.figures import Cell
from pipeline.model.instructions import Instruction
from pipeline.model.months import Month
from pipeline.model.notice import Clause, Requirement
from pipeline.model.periods import DueDay
from pipeline.model.phrases import Letter, Phrase
from pipeline.model.plan import Matter, Name, Plan, Role, Unit
from pipeline.model.progress import Progress
from pipeline.model.readings import Book, Content, History, Holds, Settled, Sheet
from pipeline.model.supervision import Action, Step
from pipeline.progress.assess import assess
from pipeline.progress.compute import compute
from pipeline.progress.draw import draw
from pipeline.progress.owed import owed
from pipeline.workflows.month import course_to, month_letters
from pipeline.workflows.year import year_letters
from tests.documents.conftest import Year
from tests.inputs.builders import make_plan, make_returns

YEAR_END = Month.year_end(2021)
MONTHS = (Month(2021, 8), Month(2021, 9), YEAR_END)
NOTICE = "《关于下达任务的通知》（云政办〔2021〕1号）"


@dataclass(frozen=True)
class Place:
    """A place: its level and government in full and in short, the office of it, what lies below."""

    name: str
    level: str
    government: str
    short: str
    office: str
    below: tuple[str, ...]


PLACES = (
    Place("云川市", "市", "云川市人民政府", "市政府", "云川市人民政府办公室", ("南屏区", "临溪县")),
    Place("临溪县", "县", "临溪县人民政府", "县政府", "临溪县人民政府办公室", ("石门镇", "东街街道")),
    Place("南屏区", "区", "云川市南屏区人民政府", "区政府", "云川市南屏区人民政府办公室", ("石门镇", "东街街道")),
    Place("云省", "省", "云省人民政府", "省政府", "云省人民政府办公厅", ("云川市", "白石市")),
    Place(
        "云川高新区", "区", "云川高新技术产业开发区管理委员会", "管委会",
        "云川高新技术产业开发区管理委员会办公室", ("石门镇", "东街街道"),
    ),
)  # fmt: skip
COMPILERS = ("政府办", "发改委", "督查室")


def organs(place: Place) -> dict[str, tuple[str, str]]:
    """What may compile there: the short name and the full one."""
    head = place.short if place.short != "管委会" else "管委会"
    government = place.government
    return {
        "政府办": (f"{head}办", place.office),
        "发改委": (f"{place.level}发改委", f"{place.name}发展和改革委员会"),
        "督查室": (f"{head}督查室", f"{government}督查室"),
        "教育局": (f"{place.level}教育局", f"{place.name}教育局"),
    }


def one(place: Place, first: str, second: str) -> bool:
    """Whether two names are written of one body of the place: every spelling that stands in its plan, by hand."""
    suffix = place.office.removeprefix(place.government)
    spellings = {name: body for body, names in organs(place).items() for name in names}
    spellings |= {f"{place.short}{suffix}": "政府办", place.government: "政府", place.short: "政府"}
    return spellings.get(first, first) == spellings.get(second, second)


def profile_rows(place: Place, compiler: str) -> list[tuple[str, str]]:
    short, full = organs(place)[compiler]
    office = place.office.removeprefix(place.government)
    return [
        ("年度", "2021"), ("城市", place.name), ("市政府", place.government), ("通知标题", "关于下达任务的通知"),
        ("通知文号", "云政办〔2021〕1号"), ("通知日期", "2021-05-29"), ("事项总称", "重点工作"),
        ("汇总单位", short), ("督查机构", organs(place)["督查室"][0]), ("督办名义", f"{place.short}{office}"),
        ("发文机关", full), ("发文机关标志", f"{full}文件"), ("发文字号代字", "云"), ("报告主送", place.government),
        ("报告抄送", f"{place.short}{office}、{full}，军分区。"), ("通报抄送", f"军分区，{place.office}。"),
    ]  # fmt: skip


def made(place: Place, compiler: str, cited: tuple[Requirement, ...]) -> Plan:
    """The plan of that make."""
    lines = [("项目", "内容"), *profile_rows(place, compiler)]
    contents = {
        (row, column): Content(Holds.TEXT, text)
        for row, line in enumerate(lines, 1)
        for column, text in enumerate(line, 1)
    }
    problems = Problems()
    book = Book("任务分解表.xlsx", "", (Sheet("概况", False, contents),))
    profile = settings.profile(read_tables(book, TABLES[:1], problems)["概况"], problems, 2021, place.below)
    assert problems.findings == []
    names = [*organs(place).values(), *((below, f"{below}人民政府") for below in place.below)]
    units = tuple(
        Unit(short, order, "", short in place.below, True, "是", (Name(short, full, full, None, None, "岗"),), (), "", "")
        for order, (short, full) in enumerate(names, 1)
    )  # fmt: skip
    leads = [short for short, _ in organs(place).values()]
    base = make_plan(
        {
            "targets": {
                f"T0{number}-{part}": {"kind": "累计数", "goal": "100", "measure": "个", "name": f"{lead}事{part}",
                                       "by_nodes": part == 3, "counties": place.below if part == 1 else ()}
                for number, lead in enumerate(leads, 1)
                for part in (1, 2, 3)
            }
        }
    )  # fmt: skip
    targets = tuple(
        replace(target, matter=int(target.id[1:3]), leads=(leads[int(target.id[1:3]) - 1],))
        for target in base.targets
    )
    matters = tuple(
        Matter(number, f"办好第{number}事", "", (lead,), place.below, f"分管{number}的领导")
        for number, lead in enumerate(leads, 1)
    )
    return replace(
        base,
        profile=profile,
        matters=matters,
        targets=targets,
        units=units,
        rules=replace(
            base.rules, first_month=8, circular=True, words={one.value: word for one, word in WORDS.items()}
        ),
        requirements={one: Clause("每月25日前报送，适时抽查", "") for one in cited},
    )


def history(plan: Plan) -> History:
    """Every lead's first target lags, its second is blank; the last lead reports nothing in September."""
    settled: list[Settled] = []
    for month in MONTHS:
        case: dict[str, Any] = {
            "month": str(month) if not month.is_year_end else "2021-年终",
            "rows": {
                target.id: {"cumulative": "10", "as_of": month.day(20) if not month.is_year_end else None}
                for target in plan.targets
                if target.id.endswith("-1")
            },
            "counties": {
                target.id: dict(zip(target.counties, ("4", "6"), strict=True)) for target in plan.targets if target.counties
            },
            "reports": [
                {"unit": unit.key, "file": "" if unit is plan.leads[-1] and month == MONTHS[1] else f"{unit.key}.xlsx"}
                for unit in plan.leads
            ],
        }  # fmt: skip
        returns = make_returns(plan, case)
        rows = tuple(replace(row, unit=plan.target(row.target).leads[0]) for row in returns.rows)
        settled.append(settle(plan, replace(returns, rows=rows), Decisions(), settled))
    return History({one.month: one for one in settled})


def noted(plan: Plan) -> Decisions:
    """Every paper of 督办 that needs nobody's approval, asked for at once; and a 批示 that all leads carry out and may be cited."""
    cell = Cell("处理登记.xlsx", "督办", "C3", "", sha256="")
    return Decisions(
        steps=tuple(
            Step(MONTHS[1], unit.key, Action.PLANNED, "", "", None, cell, cell, rung, named=True)
            for unit in plan.leads
            for rung in plan.rules.ladder(unit.subordinate)
            if rung.paper.drafted and not rung.approved
        ),
        instructions=(
            Instruction(
                date(2021, 6, 30),
                "主要领导",
                "",
                "抓紧办理。",
                tuple(unit.key for unit in plan.leads),
                None,
                "已办",
                None,
                True,
                dict.fromkeys(("批示原文", "办理情况"), cell),
            ),
        ),
    )


@cache
def documents(
    place: Place, compiler: str, cited: tuple[Requirement, ...] = ()
) -> tuple[Plan, tuple[Letter, ...]]:
    """The plan, and every document it can come to."""
    plan = made(place, compiler, cited)
    year = history(plan)
    month = MONTHS[1]
    progress: Progress = compute(plan, year, month, plan.lead_deadline(month))
    assessment = assess(plan, year, Rulings(), {}, plan.lead_deadline(YEAR_END))
    drawn = draw(plan, year, month, 3, "1")
    silent = [unit for unit in plan.leads if unit.key != plan.profile.compiler]
    asked = [
        reminder.compose(plan, unit, Role.LEAD, MONTHS[:2], plan.led_by(unit.key), date(2021, 9, 28))
        for unit in silent
    ]
    return plan, (
        *month_letters(plan, year, course_to(plan, year, progress, noted(plan)), noted(plan), draft=True),
        *year_letters(plan, assessment, Decisions(), draft=True),
        inspection.compose(plan, progress, drawn, 9, "1"),
        roundup.compose(plan, progress, True),
        *asked,
    )  # fmt: skip


def texts(value: object) -> Iterator[str]:
    """Every text of a context, deep down."""
    if isinstance(value, str | Phrase):
        yield str(value)
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def told(letter: Letter) -> list[str]:
    return [letter.file, *texts(letter.context)]


every_make = pytest.mark.parametrize(
    ("place", "compiler"), list(product(PLACES, COMPILERS)), ids=lambda one: getattr(one, "name", one)
)


@every_make
def test_every_kind_of_document_is_among_them(place: Place, compiler: str) -> None:
    _, letters = documents(place, compiler)
    kinds = {letter.template for letter in letters}
    assert len(kinds) == 15
    assert len([one for one in letters if one.id.startswith("督办")]) == 6
    assert any("本单位承担的" in text for text in told(letters[0]))


@every_make
def test_no_document_speaks_of_another_level(place: Place, compiler: str) -> None:
    plan, letters = documents(place, compiler)
    others = {one.level for one in PLACES} - {place.level}
    wrong = {f"{word}{level}" for level in others for word in ("全", "主管")}
    wrong |= {f"{level}{word}" for level in others for word in ("直有", "发改", "教育")} | {
        "件",
        "实事",
        "工作工作",
    }
    wrong |= {one.short for one in PLACES} - {place.short}
    wrong |= set() if place.level == "市" else {"县（市）区", "县（市、区）", "分县"}
    found = [
        (letter.id, text)
        for letter in letters
        for text in told(letter)
        for word in wrong
        if word in plainly(text)
    ]
    assert found == []
    assert (
        plan.terms.lower in "".join(text for letter in letters for text in told(letter))
        or place.level in "市省"
    )


def plainly(text: str) -> str:
    """Without the names that hold a 件 of their own."""
    return re.sub("文件|附件|呈阅件|呈批件", "", text.replace("\u3000", ""))


@every_make
def test_nobody_acts_with_itself_copies_itself_or_writes_to_itself(place: Place, compiler: str) -> None:
    plan, letters = documents(place, compiler)
    for letter in letters:
        author = getattr(letter.context, "signature", plan.profile.organ)
        to = getattr(letter.context, "addressee", "").removesuffix("：")
        assert not one(place, author, to), letter.id
        for text in told(letter):
            assert not re.search("(办公室|办公厅|督查室|政府办)(办公室|办公厅)", text), text
            named = re.findall(
                "会同(.+?)(?:等单位|跟踪)|与(.+?)(?:逐项核对|商定)|抄送：?(.+?)。|同时抄送(.+?)。", text
            )
            for word in (
                word for found in named for group in found if group for word in re.split("[、，]", group)
            ):
                assert not one(place, author, word), (letter.id, text)
        if letter.template == "督办.docx":
            ((reply_to, copied),) = re.findall(
                r"(?:后报|》（见附件）函告)(.+?)(?:，同时抄送(.+?))?。", "".join(told(letter))
            )
            bodies = [to, reply_to, *filter(None, [copied])]
            assert not any(one(place, a, b) for n, a in enumerate(bodies) for b in bodies[n + 1 :]), letter.id


def test_nothing_is_cited_that_the_notice_does_not_say() -> None:
    _, silent = documents(PLACES[2], "发改委")
    assert citing(silent) == set()
    for requirement in Requirement:
        _, letters = documents(PLACES[2], "发改委", (requirement,))
        assert citing(letters) == CITING[requirement], requirement


def citing(letters: tuple[Letter, ...]) -> set[str]:
    """The templates of the documents that say the notice demands something."""
    return {
        letter.template for letter in letters for text in told(letter) if NOTICE in text and "要求" in text
    }


CITING = {
    Requirement.MONTHLY: {"报告.docx", "通报.docx", "催报函.docx"},
    Requirement.SPOT_CHECK: {"呈批件.docx"},
    Requirement.ASSESSMENT: {"考核通报.docx", "反馈函.docx", "呈批件.docx"},
    Requirement.FEEDBACK: {"反馈函.docx"},
    Requirement.RESPONSIBLE: set(),
}  # fmt: skip


def test_a_day_is_the_notice_s_only_if_the_notice_names_it() -> None:
    plan = made(PLACES[0], "发改委", (Requirement.MONTHLY,))
    assert whose.cited_for_day(plan, DueDay(25)) == f"按照{NOTICE}要求，"
    assert whose.cited_for_day(plan, DueDay(5, later=True)) == "按照工作安排，"
    assert whose.cited_for_day(replace(plan, requirements={}), DueDay(25)) == "按照工作安排，"


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ("市委各部门，军分区。\n市人大常委会。", "市委各部门，军分区。\n市人大常委会。"),
        ("市委各部门，市政府办公室，军分区。", "市委各部门，军分区。"),
        ("市委各部门、云川市人民政府办公室", "市委各部门"),
        ("市政府办", ""),
    ],
)
def test_receivers_are_listed_without_the_author(named: str, kept: str) -> None:
    assert whose.others(made(PLACES[0], "发改委", ()), "云川市人民政府办公室", named) == kept


def test_the_message_to_paste_names_the_compiling_office() -> None:
    plan = made(PLACES[2], "督查室", ())
    year = history(plan)
    findings = year[MONTHS[1]].findings
    (one,) = [each for each in owed(plan, year, MONTHS[1], findings) if each.name == "区教育局"]
    said = message(plan, one, MONTHS[1], date(2021, 9, 20))
    assert "前报区政府督查室" in said
    assert len(said) < 200


def test_the_invented_year_holds_no_word_of_another_plan(year: Year) -> None:
    month = Month(2021, 9)
    course = course_to(year.plan, year.history, year.progress(month), Decisions())
    letters = month_letters(year.plan, year.history, course, Decisions(), draft=True)
    assessment = assess(year.plan, year.history, Rulings(), {}, year.plan.lead_deadline(YEAR_END))
    letters += year_letters(year.plan, assessment, Decisions(), draft=True)
    wrong = ("云川", "白石", "全区", "全县", "全省", "区政府办", "乡镇（街道）", "重点任务", "按照工作安排")
    assert [
        (letter.id, text) for letter in letters for text in told(letter) for word in wrong if word in text
    ] == []
