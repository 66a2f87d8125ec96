"""From one year's plan to the next: what comes along, and sheet 跨年事项, which tells what last year left open.

What was left open is told beside the new year's counts and never inside them (PLAN §5): it has no target, no pace, no class.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.files.folder import load_own
from pipeline.files.spreadsheets.books import read_own_book
from pipeline.inputs.plan.directory import Directory
from pipeline.inputs.tables.reader import Problems, Record, Table, read_tables, suggesting
from pipeline.model.carried import Carried, LeftOpen
from pipeline.model.codes import Code
from pipeline.model.workspace import Workspace

SHEET = Table(
    "跨年事项",
    ("事项", "上年编号", "内容", "责任单位", "上年情况", "本年打算"),
    ("事项", "内容", "责任单位"),
    "上年没有办完、结转到本年的；只在台账里另列，不计入本年的指标。由 init --from 填好，可以增删。",
    optional=True,
)
# What the notice of the new year says anew.
_ANEW = ("年度", "通知标题", "通知文号", "通知日期", "数据声明")


def carried(records: Sequence[Record], known: Directory) -> tuple[Carried, ...]:
    """跨年事项 in the order of the sheet; a unit nobody knows is a finding."""
    result = []
    for record in records:
        what = record.choice("事项", tuple(LeftOpen), "")
        text, words = record.text("内容", required=True), record.words("责任单位")
        for word in words:
            if not known.find(word):
                fix = f"请在单位表登记或改正{suggesting(known.likeliest(word))}"
                record.fault(Code.P06, "责任单位", f"没有登记的单位“{word}”", fix)
        leads = tuple(key for word in words for key in known.find(word) or (word,))
        plans = (record.text("上年情况"), record.text("本年打算"))
        kind = LeftOpen(what) if what else None
        result.append(Carried(kind, record.text("上年编号"), text, leads, *plans))
    return tuple(result)


def inherited(
    old: Workspace, year: int, tables: Sequence[Table]
) -> tuple[dict[str, str], dict[str, Sequence[Sequence[str]]]]:
    """Of the old plan: the items of 概况 and 规则 that hold on, by name, and the rows of 单位 and 督办阶梯.

    Names, aliases, posts and telephones come with the units; what the new notice says is left to people.
    """
    path = old.plan_file(year)
    book = read_own_book(load_own(path, old.inputs), old.relative(path))
    found = read_tables(book, tables, Problems())
    columns = {table.name: table.columns for table in tables}
    told = {row.text("项目"): row.text("内容") for row in found["概况"]}
    told |= {row.text("规则"): row.text("值") for row in found["规则"]}
    items = {name: text for name, text in told.items() if text and name not in _ANEW}
    return items, {
        name: [tuple(row.text(column) for column in columns[name]) for row in found[name]]
        for name in ("单位", "督办阶梯")
    }
