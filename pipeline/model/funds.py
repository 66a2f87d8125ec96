"""What a plan may ask for beside the figures (规则 表样增列): 形象进度 in a unit's own words, its money, what it expects of the year. Pure.

Nothing here is judged or reckoned with: it is told in 台账 and 会议汇总表 as it was reported, in no sentence of a paper;
预计全年 in 小结 alone, as its unit's own (SIGNED §4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from pipeline.model.asking import Pooling
from pipeline.model.figures import Figure, total

WORKS = "形象进度"
# The columns of money by name, in the order they are printed in: what each may be of the one before.
MONEY: Mapping[str, str] = {"invested": "投资额", "in_place": "到位", "spent": "支出"}
BY_RULE: Mapping[str, str] = {"works": WORKS, **MONEY}
FORECAST = "预计全年"
# All that is asked for by rule alone, those that are told in tables among them.
ALL_BY_RULE: Mapping[str, str] = {"forecast": FORECAST, **BY_RULE}
YUAN, MONEY_MEASURE = "元", "万元"


@dataclass(frozen=True, slots=True)
class Funds:
    """投资额, 到位 and 支出 of a target, each in 元; None where there is no usable one."""

    invested: Figure | None = None
    in_place: Figure | None = None
    spent: Figure | None = None

    @property
    def given(self) -> Mapping[str, Figure]:
        """What there is, by name."""
        each = {name: getattr(self, name) for name in MONEY}
        return {name: figure for name, figure in each.items() if figure is not None}

    @property
    def beyond(self) -> tuple[tuple[str, str], ...]:
        """The pairs of which the first is more than the second, what cannot be: 到位 and 投资额, 支出 and 到位.

        Where 到位 was not given 支出 is held against 投资额.
        """
        given, pairs = self.given, [("in_place", "invested"), ("spent", "in_place")]
        if self.in_place is None:
            pairs = [("spent", "invested")]
        return tuple(
            (more, less)
            for more, less in pairs
            if more in given and less in given and given[more].amount > given[less].amount
        )

    @property
    def sound(self) -> Funds:
        """The same without the amounts of which one is more than it can be: nobody knows which of the two is wrong."""
        wrong = {name for pair in self.beyond for name in pair}
        return replace(self, **dict.fromkeys(wrong))


NO_FUNDS = Funds()


def added(each: Sequence[Funds]) -> Funds:
    """Several added up; a sum only of what every one of them gave."""
    found = {}
    for column in fields(Funds):
        figures = [one.given[column.name] for one in each if column.name in one.given]
        if figures and len(figures) == len(each):
            found[column.name] = total(figures, YUAN)
    return Funds(**found)


def of_leads(each: Sequence[Funds], pooling: Pooling | None) -> Funds:
    """What all leads of a target say together: added up, or where they report the same what they agree on.

    Of several nobody said how to put together there is nothing.
    """
    if len(each) == 1:
        return each[0]
    if pooling is Pooling.SUM:
        return added(each)
    if pooling is not Pooling.SAME or not each:
        return Funds()
    agreed = {
        name: figure
        for name, figure in each[0].given.items()
        if all(name in one.given and one.given[name].amount == figure.amount for one in each)
    }
    return Funds(**agreed)
