"""What a month's papers say, by hand: small cities of a few targets through a few months (DOCUMENTS §2–§4).

The cases lie in `tests/cases/sentences.toml`: the targets, what was reported month by month, the last of them the one told
of, and what each paper says and never says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from pipeline.documents.letters import brief, bulletin, circular, perusal, report
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
from tests.goldens import printed_texts
from tests.inputs.builders import load, make_plan, make_returns, names_of

CASES = load("sentences")["case"]


def month_of(case: Mapping[str, Any]) -> tuple[Plan, Progress]:
    """The last month of a case, and its plan."""
    words = {standing.value: word for standing, word in WORDS.items()}
    last = case.get("month", 9)
    first = last + 1 - len(case["months"])
    rules = {"first_month": first, "words": words, "circular": True}
    plan = make_plan({"targets": case["targets"], "rules": rules})
    plan = replace(plan, matters=tuple(replace(one, leader="副市长") for one in plan.matters))
    settled: list[Settled] = []
    for number, written in enumerate(case["months"], first):
        month = Month(2021, number)
        rows = {
            target: {"as_of": month.day(20)} | (row if isinstance(row, dict) else {"cumulative": row})
            for target, row in written.items()
            if target != "counties"
        }
        told = {"month": str(month), "rows": rows, "counties": written.get("counties", {})}
        settled.append(settle(plan, make_returns(plan, told), Decisions(), settled))
    history = History({one.month: one for one in settled})
    month = Month(2021, last)
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
