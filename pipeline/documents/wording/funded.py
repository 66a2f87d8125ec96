"""What the rule 表样增列 asked of a target beside its figures, as 台账, 会议汇总表 and programs are told it: 形象进度 in a unit's
own words, 投资额, 到位 and 支出 in 万元. In no sentence of a paper; pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipeline.model.figures import Figure, Measure, plain
from pipeline.model.funds import BY_RULE, MONEY, MONEY_MEASURE, Funds, added, of_leads
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, TargetProgress

_NONE = "—"


def asked(plan: Plan) -> tuple[str, ...]:
    """The names of what the rule asks for, in the order it is printed in."""
    return tuple(name for name, title in BY_RULE.items() if title in plan.rules.extra_columns)


def headers(plan: Plan) -> tuple[tuple[str, float], ...]:
    """The columns it is told in, with their widths; none where the rule asks for nothing."""
    return tuple(
        (f"{MONEY[name]}（{MONEY_MEASURE}）", 12.0) if name in MONEY else (BY_RULE[name], 20.0)
        for name in asked(plan)
    )


def told(plan: Plan, one: TargetProgress, day: date, sources: bool = False) -> tuple[str, ...]:
    """What a target's leads gave, a text a column; with `sources` the words of 形象进度 have their cell behind them."""
    together = funds(plan, one)
    return tuple(
        (works(plan, one, day, sources) if name not in MONEY else "")
        or _amount(together.given.get(name))
        or _named(plan, one, day, {row.unit: _amount(row.funds.sound.given.get(name)) for row in one.rows})
        or _NONE
        for name in asked(plan)
    )


def works(plan: Plan, one: TargetProgress, day: date, sources: bool = False) -> str:
    """形象进度 as its leads wrote it this month, each named where there are several; empty where nobody wrote any."""
    said = {row.unit: row.works for row in one.rows}
    if sources:
        said = {row.unit: f"“{row.works}”\n（{row.cells['works']}）" for row in one.rows if row.works}
    return _named(plan, one, day, said)


def _named(plan: Plan, one: TargetProgress, day: date, said: Mapping[str, str]) -> str:
    """What leads said; of a target that has several each is named."""
    several = len(one.target.leads) > 1
    return "\n".join(
        f"{plan.name(unit, day)}：{text}" if several else text for unit, text in said.items() if text
    )


def funds(plan: Plan, one: TargetProgress) -> Funds:
    """A target's amounts of this month: of several leads what they give together, once each of them gave it."""
    rows = one.rows
    if len(rows) != len(plan.answering(one.target)):
        return Funds()
    return of_leads([row.funds.sound for row in rows], one.target.pooling)


def total(plan: Plan, matter: MatterProgress) -> tuple[str, ...]:
    """The sums over a matter's targets, a text a column; only of what every one of them gave.

    Empty where there is no sum, and for a matter of one target, or with a target that is a part of another: its money
    is in the other's.
    """
    each = matter.targets
    if len(each) < 2 or any(one.target.part_of for one in each):
        return ()
    summed = added([funds(plan, one) for one in each]).given
    found = tuple(_amount(summed.get(name)) for name in asked(plan))
    return tuple(text or _NONE for text in found) if any(found) else ()


def _amount(figure: Figure | None) -> str:
    return plain(figure.amount / Measure.parse(MONEY_MEASURE).factor) if figure is not None else ""
