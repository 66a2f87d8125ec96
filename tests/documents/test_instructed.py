"""批示 and 协调 in papers: 批示 word for word to the leader who wrote it, to others at most that they go by it; settled ones told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from pipeline.documents.letters import appeal, perusal, report, supervision_letter, supervision_slip
from pipeline.documents.wording import instructed
from pipeline.documents.wording.parts import Approval
from pipeline.model.choices import Choice, Purpose
from pipeline.model.figures import Cell
from pipeline.model.instructions import Instruction
from pipeline.model.months import Month
from pipeline.model.office_terms import Terms
from pipeline.model.phrases import QUOTED
from pipeline.model.supervision import Paper
from tests.documents.conftest import Year
from tests.documents.urged import asked_for

OCTOBER, NOVEMBER = Month(2021, 10), Month(2021, 11)
LEADER = "分管城市管理工作的副市长"
COLUMNS = ("来文", "批示原文", "办理情况")
GIVEN = Instruction(
    given=date(2021, 9, 30),
    post=LEADER,
    paper="9月份呈阅件",
    words="请抓紧办理，“十一”前报结果！",
    units=("市城管局",),
    due=date(2021, 10, 31),
    done="已开工2处。",
    closed=None,
    cited=False,
    cells={column: Cell("处理登记.xlsx", "批示", f"{ref}3", column, sha256="") for ref, column in zip("CDG", COLUMNS, strict=True)},
)  # fmt: skip
TOLD = (
    "上期批示落实情况：您9月30日在9月份呈阅件上批示“请抓紧办理，“十一”前报结果！”由市城管局承办，"
    "要求10月31日前办结。办理情况：已开工2处。"
)


def told(year: Year, month: Month, *instructions: Instruction) -> dict[str, list[str]]:
    """What stands under 请关注 of 批示, by the reader of the page."""
    pages = perusal.compose(year.plan, year.progress(month), True, (), instructions)
    contexts = [page.context for page in pages if isinstance(page.context, perusal.Perusal)]
    return {
        one.reader.removeprefix("呈："): [str(line) for line in one.attention if "批示" in str(line)]
        for one in contexts
        if any("批示" in str(line) for line in one.attention)
    }


def test_the_leader_who_wrote_it_reads_what_became_of_it(year: Year) -> None:
    assert told(year, OCTOBER, GIVEN) == {LEADER: [TOLD]}
    (words,) = instructed.followed(year.plan, year.progress(OCTOBER), LEADER, [GIVEN])
    assert [(one.text, one.how, one.cells[0].ref) for one in words.figures] == [
        ("9月份呈阅件", QUOTED, "C3"),
        ("请抓紧办理，“十一”前报结果！", QUOTED, "D3"),
        ("已开工2处", QUOTED, "G3"),
    ]


@pytest.mark.parametrize(
    ("changed", "month", "expected"),
    [
        ({"given": date(2021, 10, 26)}, OCTOBER, None),
        ({"closed": date(2021, 10, 20)}, OCTOBER, "要求10月31日前办结。已于10月20日办结：已开工2处。"),
        # Settled after the day of October's paper: in October it is in hand, in November it is told as settled.
        ({"closed": date(2021, 10, 28)}, OCTOBER, "办理情况：已开工2处。"),
        ({"closed": date(2021, 10, 28)}, NOVEMBER, "已于10月28日办结：已开工2处。"),
        ({"closed": date(2021, 10, 25)}, NOVEMBER, None),
        ({"done": "", "due": None, "paper": ""}, OCTOBER, "您9月30日批示“请抓紧办理，“十一”前报结果！”由市城管局承办。"),
        ({"words": "阅。\n请办。"}, OCTOBER, "批示“阅。　请办。”由"),
        ({"given": date(2020, 12, 30)}, OCTOBER, "您2020年12月30日在"),
        ({"words": "阅"}, OCTOBER, "批示“阅”，由市城管局承办，"),
    ],
    ids=["later", "settled", "settled later", "told once settled", "told before", "bare", "two lines", "another year", "no full stop"],
)  # fmt: skip
def test_it_is_told_while_in_hand_and_once_when_settled(
    year: Year, changed: dict[str, object], month: Month, expected: str | None
) -> None:
    lines = told(year, month, replace(GIVEN, **changed)).get(LEADER, [])  # type: ignore[arg-type]
    if expected is None:
        assert lines == []
    else:
        assert len(lines) == 1
        assert expected in lines[0]


def test_a_post_without_a_page_is_told_to_those_whose_units_carry_it_out(year: Year) -> None:
    page = told(year, OCTOBER, replace(GIVEN, post="市长"), replace(GIVEN, post="常务副市长"))
    assert {leader: len(lines) for leader, lines in page.items()} == {LEADER: 2}
    assert page[LEADER][0].startswith("上期批示落实情况：市长9月30日在")
    assert page[LEADER][1].startswith("常务副市长9月30日在")


def test_what_a_leader_would_look_for_in_vain_is_told(year: Year) -> None:
    nowhere = replace(GIVEN, post="市长", units=("市财政局",))
    progress = year.progress(OCTOBER)
    found = list(instructed.unfollowed(year.plan, progress, [GIVEN, replace(GIVEN, done=""), nowhere]))
    assert [(str(one.code), one.message) for one in found] == [
        ("D20", f"2021年9月30日{LEADER}的批示没有登记办理情况，呈阅件里只有批示"),
        ("D20", "2021年9月30日市长的批示不在任何一份呈阅件里"),
    ]


def asking(year: Year, instructions: Sequence[Instruction]) -> list[str]:
    """What letters, slips and the report say of 批示, each text by itself."""
    progress = year.progress(OCTOBER)
    texts = []
    for compose, papers in (
        (supervision_letter.compose, (Paper.NOTICE, Paper.REQUEST)),
        (supervision_slip.compose, (Paper.SLIP,)),
    ):
        for letter in compose(
            year.plan, progress, True, asked_for(year.plan, progress, *papers), instructions
        ):
            assert isinstance(letter.context, supervision_letter.Supervision | supervision_slip.Slip)
            texts += [f"{letter.id}：{letter.context.facts}"]
    made = report.compose(year.plan, progress, True, instructions=instructions)
    assert isinstance(made.context, report.Report)
    texts += [f"报告：{line}" for line in made.context.next_steps.paragraphs]
    return [text for text in texts if "批示" in text]


def test_other_papers_say_nothing_of_it_unless_people_allow_it(year: Year) -> None:
    assert asking(year, [GIVEN]) == []


def test_where_they_may_they_go_by_it_and_do_not_say_what_it_says(year: Year) -> None:
    texts = asking(year, [replace(GIVEN, cited=True)])
    assert len(texts) == 3
    assert all("按照市领导批示要求，" in text and "抓紧办理，" not in text for text in texts)
    notice, slip, steps = texts
    assert notice.startswith("督办-市城管局")
    assert notice.endswith("按照市领导批示要求，现就有关事项通知如下。")
    assert slip.endswith("按照市领导批示要求，现予提示。")
    assert steps.startswith("报告：一是我委按照市领导批示要求，督促市城管局抓紧办理有关事项。二是")


def test_one_that_is_settled_asks_for_nothing_more(year: Year) -> None:
    assert asking(year, [replace(GIVEN, cited=True, closed=date(2021, 10, 20))]) == []


@pytest.mark.parametrize(
    ("leader", "named"),
    [
        ("主管市领导", "市领导"),
        ("分管区领导", "区领导"),
        ("主管自治区领导", "自治区领导"),
        ("县领导", "县领导"),
    ],
)
def test_leaders_are_called_as_the_plan_calls_them(leader: str, named: str) -> None:
    assert Terms(leader=leader).leaders == named


def test_a_leader_asked_to_coordinate_reads_what_the_unit_wants_coordinated(year: Year) -> None:
    """市妇联 in August, by hand: behind with both screenings, asked twice already."""
    august = Month(2021, 8)
    progress = year.progress(august)
    cell = Cell("处理登记.xlsx", "协调", "D3", "", sha256="")
    choice = Choice(
        august, Purpose.COORDINATED, "市妇联", "T02-1", "检查经费不足", ("市财政局",), "主任", date(2021, 8, 26), cell
    )  # fmt: skip
    drafted = asked_for(year.plan, progress, Paper.APPEAL)
    for choices, expected in (
        ((), ["拟请协调事项。"]),
        ((choice,), ["拟请协调事项。", "单位提出的需协调事项。"]),
    ):
        (letter,) = appeal.compose(year.plan, progress, True, drafted, choices)
        assert isinstance(letter.context, Approval)
        assert [one.heading for one in letter.context.items_] == expected
    assert str(letter.context.items_[1].text) == "市妇联提出：检查经费不足（涉及市财政局，已征求意见）。"
