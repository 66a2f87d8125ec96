"""A target's whole year as one line for a page: where it has come each period, where it ought to have been, its nodes. Pure.

Only for screens and for whoever puts it into a paper of their own; told apart without colours: a full line with dots, a broken
line, diamonds. The figures are those that documents print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from pipeline.documents.pictures import series
from pipeline.model.figures import plain
from pipeline.model.months import Month, day_of_month
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress

_HUNDRED = Decimal(100)
# In millimetres.
_WIDE, _HIGH = 180, 74
_LEFT, _RIGHT, _TOP, _FOOT = Decimal(14), Decimal(176), Decimal(16), Decimal(64)


@dataclass(frozen=True, slots=True)
class YearLine:
    """A target's year: per period its label, the per cent reached and the one to be reached by then, None where there is none;
    its nodes by the place of their period, day and per cent; `goal` is the whole in per cent.
    """

    name: str
    values: tuple[tuple[str, Decimal | None, Decimal | None], ...]
    nodes: tuple[tuple[int, str, Decimal], ...]
    goal: Decimal

    @property
    def words(self) -> str:
        """What is drawn, for whoever does not see it."""
        told = [
            f"{label}{f'{value}%' if value is not None else '—'}{f'（应到{pace}%）' if pace is not None else ''}"
            for label, value, pace in self.values
            if value is not None or pace is not None
        ]
        nodes = "、".join(f"{day}{share}%" for _, day, share in self.nodes)
        return f"{self.name}：{'、'.join(told)}{f'；节点：{nodes}' if nodes else ''}；目标{self.goal}%"

    def svg(self) -> str:
        """Drawn, as an element of a page or a file of its own."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" width="{_WIDE}mm" height="{_HIGH}mm" '
            f'role="img" aria-label="{escape(self.words)}" font-family="sans-serif" font-size="3.4">'
            f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>{"".join(self._drawn())}</svg>'
        )

    def _drawn(self) -> Iterator[str]:
        yield _text(Decimal(2), Decimal(5), self.name, ' font-size="4" font-weight="bold"')
        yield _text(Decimal(2), Decimal("10.5"), "—●— 完成比例　- - - 应到　◆ 节点　细线 目标")
        for share in sorted({Decimal(0), self.goal}):
            yield f'<path d="M{_LEFT} {_said(self._y(share))}H{_RIGHT}" stroke="#767676" stroke-width="0.2"/>'
            yield _text(Decimal(1), self._y(share) + 1, f"{plain(share)}%")
        for place, (label, _, _) in enumerate(self.values):
            yield _text(self._x(place), _FOOT + 6, label, ' text-anchor="middle"')
        yield from self._line(
            [pace for _, _, pace in self.values], 'stroke="#5b8fb9" stroke-dasharray="2 1.2"'
        )
        yield from self._line([value for _, value, _ in self.values], 'stroke="#8c2d04"')
        for place, day, share in self.nodes:
            x, y = self._x(place), self._y(share)
            corners = " ".join(f"{_said(x + across)},{_said(y + down)}" for across, down in _DIAMOND)
            yield f'<polygon points="{corners}" fill="#000"><title>{escape(f"{day}节点{share}%")}</title></polygon>'
        for place, (_, value, pace) in enumerate(self.values):
            if value is not None:
                x, y = self._x(place), self._y(value)
                yield f'<circle cx="{_said(x)}" cy="{_said(y)}" r="1.1" fill="#8c2d04"/>'
                # On the side away from where it ought to be.
                beside = y - 2 if pace is None or value > pace or y > _FOOT - 6 else y + 5
                yield _text(x, beside, f"{value}%", ' text-anchor="middle"')

    def _line(self, shares: Sequence[Decimal | None], look: str) -> Iterator[str]:
        """A line through what is known; what lies between two periods of which one is not known is left open."""
        points: list[list[str]] = [[]]
        for place, share in enumerate(shares):
            if share is None:
                points.append([])
            else:
                points[-1].append(f"{_said(self._x(place))},{_said(self._y(share))}")
        for one in points:
            if len(one) > 1:
                yield f'<polyline points="{" ".join(one)}" fill="none" stroke-width="0.7" {look}/>'

    def _x(self, place: int) -> Decimal:
        step = (_RIGHT - _LEFT) / max(1, len(self.values))
        return _LEFT + step * place + step / 2

    def _y(self, share: Decimal) -> Decimal:
        known = [one for _, value, pace in self.values for one in (value, pace) if one is not None]
        top = max([self.goal, *known, *(one for _, _, one in self.nodes)]) * Decimal("1.05")
        return _FOOT - (_FOOT - _TOP) * max(Decimal(0), share) / top


_DIAMOND = (
    (Decimal(0), Decimal("-1.6")),
    (Decimal("1.6"), Decimal(0)),
    (Decimal(0), Decimal("1.6")),
    (Decimal("-1.6"), Decimal(0)),
)


def _text(x: Decimal, y: Decimal, words: str, look: str = "") -> str:
    return f'<text x="{_said(x)}" y="{_said(y)}" fill="#1f1f1f"{look}>{escape(words)}</text>'


def _said(length: Decimal) -> str:
    return plain(round(length, 2))


def year_line(plan: Plan, months: Sequence[Progress], now: TargetProgress) -> YearLine | None:
    """The year of a target up to the last of `months`; None of what has no length (judged by people, a growth, suspended)."""
    if series.bar_of(plan, now) is None:
        return None
    known = {month.month: found for month in months if (found := month.find(now.target.id)) is not None}
    periods = _periods(plan, months)
    values = tuple(
        (
            plan.cycle.label(month),
            series.rate(plan, known[month]) if month in known else None,
            series.pace_of(plan, known[month]) if month in known else None,
        )
        for month in periods
    )
    whole = series.whole(plan, now.target, now.goal)
    name = f"{now.target.id} {now.target.name}"
    return YearLine(name, values, tuple(_nodes(plan, now, periods)), whole)


def _periods(plan: Plan, months: Sequence[Progress]) -> tuple[Month, ...]:
    """Every period of the year that is reported for; its end once it has come."""
    last = months[-1].month
    return tuple(one for one in plan.months(max(last, plan.cycle.periods(last.year)[-1])))


def _nodes(plan: Plan, now: TargetProgress, periods: Sequence[Month]) -> Iterator[tuple[int, str, Decimal]]:
    goal = now.goal.amount
    for node in now.nodes if goal else ():
        period = plan.cycle.holding(Month(node.due.year, node.due.month))
        if node.amount is not None and period in periods:
            share = series.length(plan, now.target, now.goal, _share(now, node.amount))
            yield periods.index(period), day_of_month(node.due), share


def _share(now: TargetProgress, amount: Decimal) -> Decimal:
    assert now.goal.amount
    return amount if now.target.kind.ratio else amount * _HUNDRED / now.goal.amount
