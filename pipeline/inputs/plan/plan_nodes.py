"""节点 of the plan: by which day how much of a target is to be reached. Faults are told at their cells."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pipeline.inputs.tables.reader import Record, nearest
from pipeline.model.codes import Code
from pipeline.model.figures import plain
from pipeline.model.plan import Target, fold
from pipeline.model.promises import Node
from pipeline.model.readings import Holds

# What holds a digit was meant as a number, or is one nobody can read (60%以上): only words are 形象进度.
_DIGIT = re.compile(r"[0-9〇零一二三四五六七八九十百千万半]+(?:个|座|所|处|公里|户|人|村|%)?$|[0-9]")


def nodes(records: list[Record], targets: tuple[Target, ...], year: int) -> tuple[Node, ...]:
    """The nodes as they stand in the sheet; amounts are written in the target's own measure, or 形象进度 in words (PLAN §2).

    P05 for a day outside the plan's year, an amount nobody could mean, amounts that fall from one day to the next;
    P08 for two nodes of a target on one day.
    """
    by_id = {target.id: target for target in targets}
    found: dict[str, list[tuple[Record, Node]]] = defaultdict(list)
    for record in records:
        target = by_id.get(record.text("编号", required=True))
        day, text = record.day("日期", required=True, year=year), record.text("目标数", required=True)
        if target is None:
            word = record.text("编号")
            record.fault(Code.P07, "编号", f"没有编号为“{word}”的指标", f"请改正{nearest(word, list(by_id))}")
            continue
        node = node_of(record, target, day, text, "日期", "目标数", year)
        if node is not None:
            found[target.id].append((record, node))
    for rows in found.values():
        _check_order(rows)
    return tuple(node for rows in found.values() for _, node in rows)


def node_of(
    record: Record, target: Target, day: date | None, text: str, when: str, step: str, year: int
) -> Node | None:
    """A node by a number, or by words that hold none; None, with findings at the columns `when` and `step`, for neither.

    None without a finding where no day or nothing is said: whether that is a fault is the caller's.
    """
    if day is None or not text:
        return None
    if day.year != year:
        said = f"节点日期{day.isoformat()}不在{year}年"
        record.fault(Code.P05, when, said, "请改正日期；跨年的任务只写本年的节点")
        return None
    cell, source = record.cell(step), record.text("依据")
    if record.content(step).holds is Holds.TEXT and not _DIGIT.search(fold(text)):
        return Node(target.id, day, None, source, cell, text)
    amount = record.number(step, percent=target.kind.ratio)
    if amount is None:
        return None
    if not target.kind.quantified:
        record.fault(Code.P05, step, f"{target.id}是定性任务，节点不能是数", "请写形象进度，如主体封顶")
        return None
    if not _sensible(record, step, amount, target):
        return None
    return Node(target.id, day, amount * target.measure.factor, source, cell)


def _sensible(record: Record, step: str, amount: Decimal, target: Target) -> bool:
    """Whether the amount may be a step on the way to any goal of the target."""
    most = max((goal.amount for goal in target.goals if goal.amount is not None), default=None)
    if amount <= 0 or (most is not None and amount * target.measure.factor > most):
        goal = f"年度目标是{plain(most / target.measure.factor)}" if most is not None else "应大于0"
        fix = f"{goal}，节点写到那天为止的累计数，请改正"
        record.fault(Code.P05, step, f"节点的目标数{plain(amount)}不合理", fix)
        return False
    return True


def _check_order(rows: list[tuple[Record, Node]]) -> None:
    """A later node asks for no less than an earlier one, and each has a day of its own."""
    rows.sort(key=lambda row: row[1].due)
    for (first, earlier), (record, later) in pairwise(rows):
        if bool(earlier.words) != bool(later.words):
            said = f"{later.target}的节点有的写数、有的写形象进度（第{first.row}行）"
            record.fault(Code.P05, "目标数", said, "同一指标的节点请统一写数，或统一写形象进度")
        elif earlier.due == later.due:
            said = f"{later.target}在{later.due.isoformat()}有两个节点（第{first.row}行已有）"
            record.fault(Code.P08, "日期", said, "请只留一个")
        elif later.amount is not None and earlier.amount is not None and later.amount < earlier.amount:
            said = f"{later.target}的节点数比前一个节点（{earlier.due.isoformat()}）少"
            record.fault(Code.P05, "目标数", said, "目标数是累计数，只会增加，请改正日期或目标数")
