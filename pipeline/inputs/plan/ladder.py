"""督办阶梯: the rungs of 督办 as a city has them; without the sheet the usual ones (DOCUMENTS §1)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.inputs.tables.reader import Record, Table
from pipeline.model.codes import Code
from pipeline.model.settings import Rules
from pipeline.model.supervision import Ladders, Paper, Rung, usual_ladders

COMMANDED, ASKED = "下级", "不相隶属"
SHEET = Table(
    "督办阶梯",
    ("行文关系", "督办方式", "文种", "连续滞后期数", "须批准"),
    ("行文关系", "督办方式", "文种", "连续滞后期数"),
    "一级台阶一行，从低到高；哪种行文关系一行也没有，就按手册第3节的默认台阶。",
    optional=True,
)


def ladders(records: Sequence[Record], rules: Rules) -> Ladders:
    """The rungs of the sheet, lowest first; of a 行文关系 it does not speak of, those of the rules."""
    found: dict[str, list[tuple[Record, Rung]]] = {COMMANDED: [], ASKED: []}
    for record in records:
        whose = record.choice("行文关系", (COMMANDED, ASKED), "")
        rung = _rung(record, whose)
        if not record.text("行文关系"):
            record.fault(Code.P04, "行文关系", "“行文关系”没有填写")
        elif rung is not None and whose:
            found[whose].append((record, rung))
    for own in found.values():
        _look_at_order(own)
    own_commanded, own_asked = (tuple(rung for _, rung in found[whose]) for whose in (COMMANDED, ASKED))
    usual = usual_ladders(rules.limit_months, rules.listing_months)
    return Ladders(own_commanded or usual.commanded, own_asked or usual.asked)


def _rung(record: Record, whose: str) -> Rung | None:
    name, paper = record.text("督办方式", required=True), record.choice("文种", tuple(Paper), "")
    if not record.text("文种"):
        record.fault(Code.P04, "文种", "“文种”没有填写")
    # A 通知 orders, a 函 asks: who may be written to how is no choice of an office (条例).
    wrong = {COMMANDED: Paper.REQUEST, ASKED: Paper.NOTICE}.get(whose)
    if paper and paper == wrong:
        record.fault(Code.P05, "文种", f"对{whose}单位不用{paper}", "请改正文种或行文关系")
    periods = record.number("连续滞后期数", required=True)
    if periods is not None and not (1 <= periods <= 12 and periods == int(periods)):
        record.fault(Code.P05, "连续滞后期数", "“连续滞后期数”应是1到12之间的整数")
        return None
    if not name or not paper or periods is None:
        return None
    return Rung(name, Paper(paper), int(periods), record.choice("须批准", ("是", "否"), "否") == "是")


def _look_at_order(rungs: Sequence[tuple[Record, Rung]]) -> None:
    """P08 for two rungs of one name, P29 for a rung reached sooner than the one below it."""
    for (_, lower), (record, upper) in pairwise(rungs):
        if upper.periods < lower.periods:
            said = f"“{upper.name}”{upper.periods}期就到，低一级的“{lower.name}”却要{lower.periods}期"
            record.fault(Code.P29, "连续滞后期数", said, "台阶从低到高排，请改正次序或期数")
    names: set[str] = set()
    for record, rung in rungs:
        if rung.name in names:
            record.fault(Code.P08, "督办方式", f"“{rung.name}”重复登记")
        names.add(rung.name)
