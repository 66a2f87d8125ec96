"""形象进度, 投资额, 到位 and 支出 in 台账, 会议汇总表 and for programs: only where the rule asks, sums only of what all gave.

甲局 leads A and B of one matter; amounts of the cases are in 万元.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl

from pipeline.cli.contract import monthly_json
from pipeline.documents.wording import funded, ledger
from pipeline.documents.workbooks.ledgerbook import ledger_files
from pipeline.documents.workbooks.meeting import meeting_table
from pipeline.inputs.decisions.register import Decisions
from pipeline.inputs.plan.schema import WORDS as WORDINGS
from pipeline.inputs.returns.settle import settle
from pipeline.model.asking import Pooling
from pipeline.model.funds import BY_RULE
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress
from pipeline.model.readings import History
from pipeline.model.supervision import Replies
from pipeline.progress.compute import compute
from pipeline.progress.supervision import supervised
from tests.inputs.builders import make_plan, make_returns, month_of

SEPTEMBER, DAY = month_of({}), date(2021, 9, 25)
WORDS = {"A": {"works": "主体封顶"}, "B": {"works": "基础完工"}}
COSTS = {
    "A": {"invested": "100", "in_place": "60", "spent": "20.5"},
    "B": {"invested": "50", "in_place": "50"},
}
ALL = tuple(BY_RULE.values())


def city(added: tuple[str, ...] = ALL, part_of: str = "") -> Plan:
    target = {"kind": "累计数", "goal": "10", "measure": "座"}
    targets = {"A": target, "B": {**target, "part_of": part_of, "relation": "其中"} if part_of else target}
    words = {standing.value: word for standing, word in WORDINGS.items()}
    rules = {"first_month": 9, "extra_columns": added, "words": words}
    return make_plan({"targets": targets, "rules": rules})


def month(plan: Plan, costs: Mapping[str, Mapping[str, str]] = COSTS) -> tuple[History, Progress]:
    rows = {
        name: {"cumulative": "8", "as_of": date(2021, 9, 20), **WORDS[name], **costs.get(name, {})}
        for name in ("A", "B")
    }
    history = History({SEPTEMBER: settle(plan, make_returns(plan, {"rows": rows}), Decisions(), [])})
    return history, compute(plan, history, SEPTEMBER, DAY)


def meeting(plan: Plan, progress: Progress) -> list[list[str]]:
    """The header of 会议汇总表 and the rows below it."""
    sheet = openpyxl.load_workbook(BytesIO(meeting_table(plan, progress))).worksheets[0]
    cells = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    (first,) = [index for index, row in enumerate(cells) if "责任单位" in row]
    return cells[first:]


def money(rows: list[list[str]]) -> list[list[str]]:
    """What stands in the columns of the rule, header first, with the name of each row."""
    places = [place for place, text in enumerate(rows[0]) if text.split("（")[0] in ALL]
    return [[row[2], *(row[place] for place in places)] for row in rows]


def test_the_meeting_s_table_has_the_columns_and_the_sums_of_what_all_gave() -> None:
    plan = city()
    table = money(meeting(plan, month(plan)[1]))
    assert table == [
        ["指标", "形象进度", "投资额（万元）", "到位（万元）", "支出（万元）"],
        ["A", "主体封顶", "100", "60", "20.5"],
        ["B", "基础完工", "50", "50", "—"],
        ["资金合计", "—", "150", "110", "—"],
    ]


def test_without_the_rule_there_is_nothing_of_it() -> None:
    plan = city(())
    history, progress = month(plan)
    table = meeting(plan, progress)
    assert (money(table)[0], len(table)) == (["指标"], 3)
    urged = supervised(plan, [progress], (), Replies())
    assert [row.added for row in ledger.compose(plan, history, [progress], urged).rows] == [(), ()]


def test_a_rule_may_ask_for_one_alone() -> None:
    plan = city(("投资额",))
    assert money(meeting(plan, month(plan)[1]))[1:] == [["A", "100"], ["B", "50"], ["资金合计", "150"]]


def test_there_is_no_sum_where_one_gave_nothing_or_is_a_part_of_another() -> None:
    plan = city()
    assert len(meeting(plan, month(plan, {"A": COSTS["A"]})[1])) == 3
    plan = city(part_of="A")
    assert len(meeting(plan, month(plan)[1])) == 3


def test_amounts_that_cannot_be_are_not_told_or_added_up() -> None:
    plan = city()
    costs = {"A": {"invested": "100", "in_place": "101"}, "B": COSTS["B"]}
    history, progress = month(plan, costs)
    assert [row[2:] for row in money(meeting(plan, progress))[1:]] == [["—", "—", "—"], ["50", "50", "—"]]
    assert [one.code.name for one in history[SEPTEMBER].findings if one.target == "A"] == ["C27"]
    assert history[SEPTEMBER].values["A"].amount == 8


def test_the_ledger_quotes_the_words_with_their_cell_on_the_unit_s_sheet() -> None:
    plan = city()
    history, progress = month(plan)
    (data,) = [
        data
        for name, data in ledger_files(plan, history, [progress], Decisions()).items()
        if name == "工作台账.xlsx"
    ]
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = [list(row) for row in book["甲局"].iter_rows(min_row=3, max_row=4, values_only=True)]
    told = dict(zip(*sheet, strict=True))
    row = history[SEPTEMBER].returns.rows[0]
    assert told["形象进度"] == f"“主体封顶”\n（{row.cells['works']}）"
    assert (told["投资额（万元）"], told["到位（万元）"], told["支出（万元）"]) == ("100", "60", "20.5")
    assert not {"形象进度", "投资额（万元）"} & {cell.value for cell in book["台账"][3]}


def test_of_leads_that_differ_each_is_named_and_nothing_is_summed() -> None:
    plan = city(("形象进度", "投资额"))
    _, progress = month(plan)
    one = progress.targets[0]
    row = one.row
    assert row is not None
    target = replace(one.target, leads=("甲局", "乙局"), pooling=Pooling.SAME)
    other = replace(row, unit="乙局", works="主体在建", funds=progress.targets[1].rows[0].funds)
    both = replace(one, target=target, row=replace(row, of=(row, other)))
    assert funded.told(plan, both, DAY) == ("甲局：主体封顶\n乙局：主体在建", "甲局：100\n乙局：50")
    assert funded.funds(plan, both).invested is None
    summed = replace(both, target=replace(target, pooling=Pooling.SUM))
    assert funded.told(plan, summed, DAY)[1] == "150"
    # 乙局 has not reported yet: what 甲局 gave is told as its own.
    alone = replace(both, row=replace(row, of=(row,)))
    assert funded.told(plan, alone, DAY)[1] == "甲局：100"


def test_programs_are_told_in_yuan() -> None:
    plan = city()
    first, second = monthly_json(plan, month(plan)[1], None)["targets"]
    told = [first[name] for name in ("works", "invested", "in_place", "spent")]
    assert told == ["主体封顶", "1000000", "600000", "205000"]
    assert second["spent"] is None
