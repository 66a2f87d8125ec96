"""Rules on single figures: ratios, scale, closed lists, falls, this month's figure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.inputs.returns.check.facts import Facts, column_cell, finding
from pipeline.model.codes import Code
from pipeline.model.figures import plain, rounded
from pipeline.model.findings import Finding
from pipeline.model.kinds import Direction, Pacing
from pipeline.model.phrases import one_line
from pipeline.model.readings import Row


def parts_of_ratio(facts: Facts) -> Iterator[Finding]:
    """R15, C03, C11: a ratio within 0–100, with its parts, equal to 分子÷分母 at the decimals reported."""
    for target, row, reading in facts.usable():
        if not target.kind.ratio or target.kind.signed:
            continue
        value, upper, lower = reading.figure.amount, row.numerator, row.denominator
        label = f"{target.id} {target.name}"
        if not 0 <= value <= 100:
            yield finding(Code.C11, reading.cell, row, f"{label}填了 {value}%")
        elif upper is None or lower is None or not lower.figure.amount:
            if target.kind.parts_required:
                yield finding(
                    Code.R15,
                    column_cell(row, "numerator" if upper is None else "denominator"),
                    row,
                    f"{label}没有填齐分子、分母",
                    fix=f"请补填{target.numerator or '分子'}和{target.denominator or '分母'}",
                )
        else:
            exact = upper.figure.amount * 100 / lower.figure.amount
            half = Decimal(5).scaleb(-reading.decimals - 1)
            goal = facts.goal(target)
            # 55.0 by 54.96…% is the same number rounded, but one meets 55 and the other does not.
            crosses = goal is not None and target.meets(value, goal) and not target.meets(exact, goal)
            apart = abs(exact - value) > half
            if apart or crosses or upper.figure.amount > lower.figure.amount:
                shown = rounded(exact, reading.decimals + (0 if apart else 2))
                yield finding(
                    Code.C03,
                    reading.cell,
                    row,
                    f"{label}填了 {value}%，按分子 {plain(upper.figure.amount)}÷分母 {plain(lower.figure.amount)} 是 {shown}%",
                )


def impossible_growth(facts: Facts) -> Iterator[Finding]:
    """C11: nothing falls by more than all of it."""
    for target, row, reading in facts.usable():
        value = reading.figure.amount
        if target.kind.signed and value < -100:
            said = f"{target.id} {target.name}填了 {plain(value)}%"
            yield finding(Code.C11, reading.cell, row, said, why="增幅不会低于-100%")


def fractions_for_percent(facts: Facts) -> Iterator[Finding]:
    """C22: a ratio without parts given as 0.95 where per cent are asked for; zero itself is an answer.

    A growth, or a rate to be kept down, may well be small: there only what a hundredfold would be about the goal.
    """
    for target, row, reading in facts.usable():
        value, goal = reading.figure.amount, facts.goal(target)
        checked = row.numerator is not None and row.denominator is not None
        if not target.kind.ratio or checked or goal is None or abs(goal) <= 2 or not 0 < abs(value) <= 1:
            continue
        small = target.kind.signed or target.direction is not Direction.AT_LEAST
        if not small or abs(goal) / 2 <= abs(value) * 100 <= abs(goal) * 2:
            yield finding(
                Code.C22,
                reading.cell,
                row,
                f"{target.id} {target.name}填了 {plain(value)}%，疑似应为 {plain(value * 100)}%",
            )


def scale_slips(facts: Facts) -> Iterator[Finding]:
    """C04, C05: a figure ten thousand times off, or beyond any plausible progress."""
    for target, row, reading in facts.usable():
        goal = facts.goal(target)
        if not target.kind.cumulative or goal is None:
            continue
        value, label = reading.figure.amount, f"{target.id} {target.name}"
        written = reading.cell.read
        ceiling = goal * facts.plan.rules.implausible / 100
        meant = _meant(facts, row, value, goal, ceiling)
        if meant is not None:
            yield finding(
                Code.C04,
                reading.cell,
                row,
                f"{label}填了 {written}，按表内单位折合 {facts.show(target, value)}，"
                f"疑似应为 {facts.show(target, meant)}",
            )
        elif value > ceiling and not target.kind.closed_list and not target.is_ceiling:
            yield finding(
                Code.C05,
                reading.cell,
                row,
                f"{label}填了 {written}，是年度目标的{plain(rounded(value * 100 / goal, 1))}%",
                why=f"超过目标的{plain(facts.plan.rules.implausible)}%，多半是填错",
            )


def _meant(facts: Facts, row: Row, value: Decimal, goal: Decimal, ceiling: Decimal) -> Decimal | None:
    """The figure ten thousand times off that would be plausible where `value` is not; None if none is."""
    target = facts.plan.target(row.target)
    floor = facts.known[target.id][1].amount if target.id in facts.known else Decimal(0)
    least = max(floor / 2, goal / 100)
    # A share of the target, or what is to be kept down, may well be tiny beside it: only its own earlier figure tells.
    tiny = floor / 100 if floor or facts.is_share(row) or target.is_ceiling else goal / 1000
    for meant, off in ((value / 10000, value > ceiling), (value * 10000, 0 < value < tiny)):
        whole = meant == meant.to_integral_value() or not target.whole_numbers
        if off and whole and least <= meant <= ceiling:
            return meant
    return None


def early_halves(facts: Facts) -> Iterator[Finding]:
    """C21: more than half a year's amount by January or February is most likely counted from last year."""
    if facts.returns.month.number > 2:
        return
    when = facts.plan.cycle.label(facts.returns.month)
    for target, row, reading in facts.usable():
        goal = facts.goal(target)
        if not target.is_bounded and goal is not None and reading.figure.amount * 2 > goal:
            yield finding(
                Code.C21,
                reading.cell,
                row,
                f"{target.id} {target.name}{when}就填了 {facts.show(target, reading.figure.amount)}，超过年度目标的一半",
            )


def closed_lists(facts: Facts) -> Iterator[Finding]:
    """C06: a closed list cannot be exceeded."""
    for target, row, reading in facts.usable():
        goal = facts.goal(target)
        if target.kind.closed_list and goal is not None and reading.figure.amount > goal:
            yield finding(
                Code.C06,
                reading.cell,
                row,
                f"{target.id} {target.name}填了 {facts.show(target, reading.figure.amount)}，名单只有 {facts.show(target, goal)}",
            )


def whole_numbers(facts: Facts) -> Iterator[Finding]:
    """C16: people and places are counted in whole numbers."""
    for target, row, reading in facts.usable():
        amount = reading.figure.amount
        if target.whole_numbers and amount != amount.to_integral_value():
            yield finding(
                Code.C16,
                reading.cell,
                row,
                f"{target.id} {target.name}折合 {plain(amount)}{target.measure.base}，不是整数",
                why=f"{target.measure.base}只能是整数",
            )


def falls(facts: Facts) -> Iterator[Finding]:
    """C01, C02, C15: a cumulative figure falls only with a reason and last month's corrected figure.

    Where last month has no usable figure, the latest one that has stands in for it.
    """
    of = facts.terms.of
    for target, row, reading in facts.usable():
        if not target.kind.cumulative:
            continue
        label, value = f"{target.id} {target.name}", reading.figure.amount
        last, corrected = facts.last.get(target.id), row.corrected_last
        if corrected is None:
            month, known = facts.known.get(target.id, (None, None))
            if month is not None and known is not None and value < known.amount:
                earlier = of("上月") if last is not None else facts.plan.cycle.label(month)
                yield finding(
                    Code.C01,
                    reading.cell,
                    row,
                    f"{label}{of('本月')}累计 {facts.show(target, value)}，少于{earlier}的 {facts.show(target, known.amount)}",
                    why=f"会写成“比{earlier}减少{facts.show(target, known.amount - value)}”",
                )
        elif corrected.figure.amount > value or not row.correction:
            problem = "没有写更正说明" if not row.correction else of("大于本月累计")
            yield finding(
                Code.C15,
                corrected.cell,
                row,
                f"{label}更正后{of('上月')}累计 {facts.show(target, corrected.figure.amount)}，{problem}",
            )
        else:
            before = facts.show(target, last.amount) if last is not None else of("（上月无可用数）")
            yield finding(
                Code.C02,
                corrected.cell,
                row,
                f"{label}{of('上月')}累计由 {before} 更正为 {facts.show(target, corrected.figure.amount)}：{one_line(row.correction)}",
            )


def monthly_figures(facts: Facts) -> Iterator[Finding]:
    """C09, C10: this month's figure cannot exceed the cumulative one, and should be the difference."""
    for target, row, reading in facts.usable():
        own = row.this_month
        if own is None or not target.kind.cumulative:
            continue
        label, value = f"{target.id} {target.name}{facts.terms.of('本月')}完成", reading.figure.amount
        if own.figure.amount > value:
            yield finding(
                Code.C09,
                own.cell,
                row,
                f"{label} {facts.show(target, own.figure.amount)}，大于累计完成 {facts.show(target, value)}",
            )
            continue
        base = row.corrected_last.figure if row.corrected_last is not None else facts.last.get(target.id)
        if base is not None and value - base.amount != own.figure.amount:
            yield finding(
                Code.C10,
                own.cell,
                row,
                f"{label}填 {facts.show(target, own.figure.amount)}，按累计数计算是 {facts.show(target, value - base.amount)}",
            )


def standing_still(facts: Facts) -> Iterator[Finding]:
    """C14: the third month in a row with the same unfinished figure; the year end repeats December."""
    if facts.returns.month.is_year_end:
        return
    for target, row, reading in facts.usable():
        last, before, goal = facts.last.get(target.id), facts.before.get(target.id), facts.goal(target)
        moves = not target.is_bounded and target.pacing is not Pacing.YEAR_END
        if not moves or last is None or before is None or goal is None:
            continue
        if reading.figure.amount == last.amount == before.amount < goal:
            yield finding(
                Code.C14,
                reading.cell,
                row,
                f"{target.id} {target.name}{facts.terms.of('连续三个月')}都是 {facts.show(target, reading.figure.amount)}",
            )
