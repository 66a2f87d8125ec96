"""The papers of a month say the same: counts, figures, days, standings, whichever two of them are laid side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from itertools import combinations

import openpyxl
import pytest

from pipeline.documents.letters import brief, bulletin, circular, perusal, report, supervision_letter
from pipeline.documents.wording import targets
from pipeline.documents.workbooks.meeting import meeting_table
from pipeline.model.months import Month
from pipeline.model.phrases import Letter, Phrase, Printed
from pipeline.workflows.sample.invented_year import MONTHS
from tests.documents.conftest import Year
from tests.documents.urged import asked_for
from tests.goldens import printed_texts
from tests.unsigned import unsigned

_COUNTED = re.compile("[0-9]+项定量指标(?:和按形象进度考核的[0-9]+项定性任务)?中，(.+?)(?:。|（[0-9]+月序时)")
_DAY = re.compile("截至([0-9]+月[0-9]+日)")
each_month = pytest.mark.parametrize("month", MONTHS, ids=str)


def papers(year: Year, month: Month) -> list[Letter]:
    """Every paper of a month that tells how it stands, the 通报 switched on."""
    plan = replace(year.plan, rules=replace(year.plan.rules, circular=True))
    progress = year.progress(month)
    return [
        report.compose(plan, progress, True),
        bulletin.compose(plan, progress, True),
        brief.compose(plan, progress, True),
        *circular.compose(plan, progress, True),
        *perusal.compose(plan, progress, True),
        *supervision_letter.compose(plan, progress, True, asked_for(plan, progress)),
    ]


def figures(context: object) -> Iterator[Printed]:
    """Every figure a paper prints, in reading order."""
    if isinstance(context, Phrase):
        yield from context.figures
    elif isinstance(context, Printed):
        yield context
    elif is_dataclass(context) and not isinstance(context, type):
        for field in fields(context):
            yield from figures(getattr(context, field.name))
    elif isinstance(context, tuple | list):
        for item in context:
            yield from figures(item)


def told(letter: Letter) -> Mapping[tuple[str, str, bool], set[str]]:
    """What a paper prints of each target by each rule: per cent and points as text, amounts as what they are worth."""
    found: dict[tuple[str, str, bool], set[str]] = {}
    for one in figures(letter.context):
        if one.about and one.value is not None:
            share = one.measure in ("%", "百分点")
            said = one.text.rstrip("0").rstrip(".") if share and "." in one.text else one.text
            # Of an amount the last known one may stand beside this month's: its cells tell them apart.
            key = (one.about, f"{one.how}{one.cells[:1]}", share)
            found.setdefault(key, set()).add(said if share else str(one.value.normalize()))
    return found


@each_month
def test_two_papers_print_one_figure_of_one_thing(year: Year, month: Month) -> None:
    by_paper = {letter.id: told(letter) for letter in papers(year, month)}
    compared = 0
    for (one, first), (other, second) in combinations(by_paper.items(), 2):
        for key in first.keys() & second.keys():
            assert first[key] == second[key], (one, other, key)
            compared += 1
    assert compared > 100


@each_month
def test_every_paper_that_counts_counts_the_same_and_as_of_the_same_day(year: Year, month: Month) -> None:
    texts = {letter.id: "\n".join(printed_texts(letter.context)) for letter in papers(year, month)}
    counted = {name: found[1] for name, text in texts.items() if (found := _COUNTED.search(text))}
    assert counted.keys() == {"报告", "简报", "要情", "通报"}
    assert len(set(counted.values())) == 1, counted
    days = {name: found[1] for name, text in texts.items() if (found := _DAY.search(text))}
    assert len(days) > len(counted)
    progress = year.progress(month)
    assert progress.as_of is not None
    assert set(days.values()) == {f"{progress.as_of.month}月{progress.as_of.day}日"}


@each_month
def test_the_meeting_s_table_and_annex_1_call_every_target_what_it_is(year: Year, month: Month) -> None:
    progress, plan = year.progress(month), year.plan
    words = [targets.status(plan, one, progress.drawn_up) for one in progress.targets]
    annex = report.compose(plan, progress, True).context
    assert isinstance(annex, report.Report)
    assert [row.standing for row in annex.annex1.rows] == words
    sheet = openpyxl.load_workbook(BytesIO(meeting_table(plan, progress)), read_only=True).worksheets[0]
    cells = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    head = next(row for row in cells if f"{month.number}月状态" in row)
    at = head.index(f"{month.number}月状态")
    assert [row[at] for row in cells[cells.index(head) + 1 :] if row[0].isdigit()] == words


@each_month
def test_no_paper_holds_a_phrase_no_office_would_sign(year: Year, month: Month) -> None:
    for letter in papers(year, month):
        text = "\n".join(printed_texts(letter.context))
        assert not unsigned(text), letter.id
