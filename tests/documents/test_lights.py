"""红黄绿: what the rule says, which classes it lights in 台账 and 会议汇总表, and nothing where it says nothing."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from pipeline.documents.wording import ledger
from pipeline.documents.workbooks.ledgerbook import COLOURS, colour
from pipeline.documents.workbooks.meeting import meeting_table
from pipeline.model.kinds import Standing
from pipeline.model.lights import Colour, Lights
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.progress.compute import compute
from pipeline.progress.supervision import supervised
from tests.documents.conftest import SEPTEMBER, Year

RULE = "红色预警：严重滞后；黄：低于序时、滞后；绿：超序时、按序时"


def test_the_rule_gives_words_and_colours() -> None:
    lights = Lights.parse(RULE)
    assert lights.of[Standing.FAR_BEHIND].colour is Colour.RED
    assert [lights.word(one) for one in (Standing.FAR_BEHIND, Standing.LAGGING, Standing.AHEAD)] == [
        "红色预警",
        "黄",
        "绿",
    ]
    assert (lights.word(Standing.DONE), lights.word(None), Lights.parse("").of) == ("", "", {})
    assert Lights.parse("绿 : 已完成,超额完成\n").word(Standing.DONE) == "绿"


@pytest.mark.parametrize(
    "text",
    [
        "红",
        "红：",
        "蓝：滞后",
        "红：落后",
        "红：滞后；黄：滞后",
        "黄：待核",
        "绿：未到期",
        "红：滞后：严重滞后",
    ],
    ids=[
        "no class",
        "no name",
        "no colour",
        "no such class",
        "in two",
        "not reckoned",
        "not due",
        "two colons",
    ],
)
def test_what_lights_nothing_or_two_is_not_taken(text: str) -> None:
    with pytest.raises(ValueError):
        Lights.parse(text)


def lit(year: Year) -> tuple[Plan, Progress]:
    plan = replace(year.plan, rules=replace(year.plan.rules, lights=Lights.parse(RULE)))
    return plan, compute(plan, year.history, SEPTEMBER, plan.lead_deadline(SEPTEMBER))


def rows(plan: Plan, history: History, progress: Progress) -> dict[str, str]:
    urged = supervised(plan, [progress], (), history.replies)
    return {row.id: row.standing.text for row in ledger.compose(plan, history, [progress], urged).rows}


def test_the_ledger_says_the_word_beside_the_colour(year: Year) -> None:
    plan, progress = lit(year)
    told = rows(plan, year.history, progress)
    for one in progress.targets:
        light = plan.rules.lights.word(one.standing)
        assert told[one.target.id] == f"{one.standing.value}{f'（{light}）' if light else ''}"
    assert set(told.values()) >= {"严重滞后（红色预警）", "滞后（黄）", "待核", "目前达标"}
    assert (
        colour(plan, Standing.MET_SO_FAR) == ""
        and colour(plan, Standing.DOUBTFUL) == COLOURS[Standing.DOUBTFUL]
    )
    assert {standing: colour(year.plan, standing) for standing in Standing} == dict(COLOURS)


def test_the_meeting_s_table_says_the_word_and_shows_the_colour(year: Year) -> None:
    def cells(plan: Plan, progress: Progress) -> dict[str, str]:
        sheet = openpyxl.load_workbook(BytesIO(meeting_table(plan, progress))).worksheets[0]
        found = [cell for row in sheet.iter_rows() for cell in row if "明显滞后" in str(cell.value)]
        return {str(cell.value): cell.fill.fgColor.rgb for cell in found if "注" not in str(cell.value)}

    plan, progress = lit(year)
    assert cells(plan, progress)["进度明显滞后（红色预警）"].endswith(colour(plan, Standing.FAR_BEHIND))
    assert not any("（" in text for text in cells(year.plan, year.progress(SEPTEMBER)))
