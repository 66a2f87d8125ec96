"""What a month's papers say, by hand: small cities of a few targets through a few months (DOCUMENTS §2–§4).

The cases lie in `tests/cases/sentences.toml`: the targets, what was reported month by month, the last of them the one told
of, and what each paper says and never says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.text import printed_too_early
from pipeline.documents.letters import brief, bulletin, circular, perusal, report
from pipeline.documents.wording import shortcomings
from pipeline.documents.wording.targets import addressed, width
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.schema import WORDS
from pipeline.inputs.returns.settle import settle
from pipeline.model.choices import Choice, Purpose
from pipeline.model.figures import Cell
from pipeline.model.months import Month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History, Settled
from pipeline.progress.compute import compute
from tests.documents.agreed import differing, of_year
from tests.documents.agreed import texts as agreed_texts
from tests.goldens import goldens, printed_texts
from tests.inputs.builders import load, make_plan, make_returns, names_of

CASES = load("sentences")["case"]
# What a month of a case has beside the rows of its targets.
BESIDE = ("counties", "milestones")
GOLDEN = Path(__file__).parent / "golden"


def course_of(case: Mapping[str, Any]) -> tuple[Plan, History, Month]:
    """A case's plan, what came in, and the last month of it."""
    words = {standing.value: word for standing, word in WORDS.items()}
    last = case.get("month", 9)
    first = last + 1 - len(case["months"])
    rules = {"first_month": first, "words": words, "circular": True}
    plan = make_plan({"targets": case["targets"], "rules": rules})
    plan = replace(plan, matters=tuple(replace(one, leader="副市长") for one in plan.matters))
    plan = replace(plan, profile=replace(plan.profile, addressee="市人民政府"))
    settled: list[Settled] = []
    for number, written in enumerate(case["months"], first):
        month = Month(2021, number)
        rows = {
            target: {"as_of": month.day(20)} | (row if isinstance(row, dict) else {"cumulative": row})
            for target, row in written.items()
            if target not in BESIDE
        }
        told = {"month": str(month), "rows": rows} | {
            name: written[name] for name in BESIDE if name in written
        }
        settled.append(settle(plan, make_returns(plan, told), Decisions(), settled))
    history = History({one.month: one for one in settled})
    return plan, history, Month(2021, last)


def month_of(case: Mapping[str, Any]) -> tuple[Plan, Progress]:
    """The last month of a case, and its plan."""
    plan, history, month = course_of(case)
    return plan, compute(plan, history, month, plan.lead_deadline(month))


def chosen(row: Mapping[str, str], month: Month) -> Choice:
    """A row of 入文: 用途, 编号, 内容, 已征求意见 as far as it has them; of the one lead."""
    asked = tuple(filter(None, row.get("asked", "").split("、")))
    place = Cell("处理登记.xlsx", "入文", "E3", row.get("text", ""), sha256="")
    purpose, target, text = Purpose(row["for"]), row.get("target", ""), row.get("text", "")
    return Choice(month, purpose, "甲局", target, text, asked, "综合岗", month.day(27), place)


def papers(case: Mapping[str, Any]) -> dict[str, str]:
    """What each paper of the month says, a line a paragraph."""
    plan, progress = month_of(case)
    choices = [chosen(row, progress.month) for row in case.get("choices", ())]
    letters = [
        report.compose(plan, progress, True),
        bulletin.compose(plan, progress, True, choices),
        brief.compose(plan, progress, True, choices),
        *circular.compose(plan, progress, True),
        *perusal.compose(plan, progress, True, choices),
    ]
    return {letter.id: "\n".join(printed_texts(letter.context)) for letter in letters}


@pytest.mark.parametrize("case", CASES, ids=names_of(CASES))
def test_the_papers_say_it(case: Mapping[str, Any]) -> None:
    said = papers(case)
    for paper in ("报告", "简报", "要情", "通报", "呈阅件-1"):
        for words in case.get(paper, ()):
            assert words in said[paper], (paper, said[paper])
    for words in case.get("never", ()):
        for paper, text in said.items():
            assert words not in text, (paper, text)


@pytest.mark.parametrize("case", CASES, ids=names_of(CASES))
def test_its_papers_agree(case: Mapping[str, Any]) -> None:
    assert differing(of_year(*course_of(case))) == []


EDGES = [case for case in CASES if case.get("whole")]


@pytest.mark.parametrize("case", EDGES, ids=names_of(EDGES))
def test_an_edge_reads_as_it_did(case: Mapping[str, Any]) -> None:
    """Every paper of it as a reviewer reads it, 督办 for whoever lags too."""
    period = of_year(*course_of(case))
    said = [f"【{name}】\n{_read(text)}" for name, text in agreed_texts(period.letters).items()]
    texts = {f"{case['whole']}.txt": "\n\n".join(said) + "\n"}
    assert texts == goldens(GOLDEN, texts, case["whole"])


def _read(text: str) -> str:
    """Without the lines that hold nothing."""
    return "\n".join(line for line in text.splitlines() if line.strip())


def test_nobody_is_said_to_be_in_time_who_was_late_or_gave_no_day() -> None:
    """迟报入文 is three working days: one day late has no sentence of its own, and yet was not in time."""
    plan, progress = month_of(next(case for case in CASES if case.get("whole") == "全部完成"))

    def said(**facts: Any) -> str:
        reports = tuple(replace(one, **facts) for one in progress.reports)
        (fine,) = shortcomings.told(plan, replace(progress, reports=reports))
        return str(fine.text)

    day = plan.lead_deadline(progress.month)
    assert "各单位均按时报送，" in said(received=day)
    assert "各单位报表均已收到，" in said(received=day, late=True)
    assert "各单位报表均已收到，" in said(received=None)


@pytest.mark.parametrize(("received", "told"), [("2021-09-30", False), ("2021-10-08", True)])
def test_papers_of_a_month_before_a_sheet_came_are_told_of(received: str, told: bool) -> None:
    _, progress = month_of(next(case for case in CASES if case.get("whole") == "全部完成"))
    reports = tuple(replace(one, received=date.fromisoformat(received)) for one in progress.reports)
    said = "".join(printed_too_early(replace(progress, reports=reports)))
    assert bool(said) == told
    assert not told or ("印的是2021年9月，有报表10月8日才收到" in said and f"--today {received}" in said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("市住建局", "你局"),
        ("东县", "你县"),
        ("高新区管委会", "你管委会"),
        ("城关街道", "你街道"),
        ("城投公司", "你单位"),
    ],
)
def test_an_order_speaks_to_a_unit_by_what_it_is(name: str, said: str) -> None:
    assert addressed(name) == said


def test_a_latin_sign_is_half_as_long_as_a_chinese_one() -> None:
    assert (width("重点民生实事"), width("5G基站12座")) == (6, 5)
