"""How figures and standings are put into words; shared by every document. Pure.

One rounding, here, at print; a printed figure never crosses its target; the printed gap is what a
leader gets by subtracting on the page (手册-秘书; docs/decisions/0001-rounding.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

from pipeline.documents.wording import bounded, growth
from pipeline.documents.wording.counts import count, number_of, promise
from pipeline.model import phrases
from pipeline.model.figures import Figure, Measure, fixed, in_measure, merge, plain, rounded
from pipeline.model.kinds import LATE, Relation, Standing
from pipeline.model.phrases import Phrase, Printed, join, phrase
from pipeline.model.plan import Plan, Target
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.readings import Row
from pipeline.model.settings import PaceBasis, PaceStart

_HUNDRED = Decimal(100)
# Where people put a number or a name, and a month or a day: as wide as the two digits that will stand there.
BLANK, DAY_BLANK = "【　】", "__"

# What stands before a unit's own reason.
MAINLY = "主要原因是"

_DIGITS, _MYRIAD = "零一二三四五六七八九", 10_000


def chinese_number(number: int) -> str:
    """A whole number from 0 in Chinese, for headings: 一, 十, 十一, 二十三, 一百零五, 一千二百一十."""
    if number >= _MYRIAD:
        above, below = divmod(number, _MYRIAD)
        gap = "零" if 0 < below < _MYRIAD // 10 else ""
        return f"{chinese_number(above)}万{gap}{chinese_number(below) if below else ''}"
    said = ""
    for place, digit in zip(("千", "百", "十", ""), f"{number:04}", strict=True):
        if digit != "0":
            said += f"{_DIGITS[int(digit)]}{place}"
        elif said and not said.endswith("零"):
            said += "零"
    # Ten by itself is 十, within a hundred 一十.
    return said.rstrip("零").removeprefix("一") if 10 <= number < 20 else said.rstrip("零") or "零"


def standing_word(plan: Plan, standing: Standing) -> str:
    """What documents call a standing (规则“用语：…”)."""
    return plan.rules.words[standing.value]


def status(plan: Plan, progress: TargetProgress, day: date) -> str:
    """A target's standing as a table tells it; of several leads the one that owes its figure, never those that gave theirs."""
    if progress.standing is Standing.UNREPORTED and 0 < len(progress.owing) < len(progress.target.leads):
        return f"尚缺{plan.names(progress.owing, day)}的数"
    return standing_word(plan, progress.standing)


def clause(text: str) -> str:
    """A unit's own sentence made fit to stand inside ours: one line, no full stop at its end."""
    return phrases.one_line(text).rstrip("。；;，,！!")


def said(row: Row, column: str) -> Printed | None:
    """What a unit wrote into a column, made fit to stand in a sentence; None if it wrote nothing."""
    text = clause(getattr(row, column))
    return phrases.quoted(text, row.cells[column], row.target) if text else None


def number(plan: Plan, target: Target, figure: Figure, how: str, goal: Decimal | None = None) -> Printed:
    """A figure's number in the plan's measure, without its name: 5.83; it crosses no bound of `goal`."""
    bounds = target.bounds(goal)
    if target.kind.ratio:
        text = fixed(percent(plan, figure.amount, *bounds))
    else:
        text = plain(in_measure(figure, target.measure, plan.rules.amount_decimals, *bounds))
    return Printed(text, figure.amount, figure.measure, how, figure.cells, target.id)


def amount(plan: Plan, progress: TargetProgress) -> Phrase:
    """The cumulative figure with its measure as a table has it, in the plan's: 5.83万人, 0.2285万件."""
    assert progress.value is not None
    printed = number(plan, progress.target, progress.value, "累计完成", progress.goal.amount)
    return phrase(growth.told(printed), progress.target.measure.text)


def told(plan: Plan, target: Target, figure: Figure, how: str, goal: Decimal | None = None) -> Phrase:
    """A figure with its measure as a sentence has it: 5.83万人, but below 1万 in the base measure, 2285件 (DOMAIN §3)."""
    small = replace(target, measure=_fitting(target.measure, figure.amount))
    return phrase(growth.told(number(plan, small, figure, how, goal)), small.measure.text)


def _fitting(measure: Measure, amount: Decimal) -> Measure:
    """The largest scale in which an amount is no less than one: 万 below 亿, the base below 万; never a larger one."""
    if not amount:
        return measure
    scales = [("", 0), ("万", 4), ("亿", 8)]
    fitting = [
        Measure(f"{word}{measure.base}", exponent, measure.base)
        for word, exponent in scales
        if exponent < measure.exponent
        and abs(amount) < Decimal(10) ** measure.exponent
        and (not exponent or abs(amount) >= Decimal(10) ** exponent)
    ]
    return fitting[-1] if fitting else measure


def year_before(plan: Plan, target: Target, figure: Figure) -> Phrase:
    """上年同期4.98万人, 上年同期下降1.3%."""
    return phrase("上年同期", told(plan, target, figure, "上年同期累计完成"))


def percent(plan: Plan, value: Decimal, *bounds: Decimal) -> Decimal:
    """A per cent as it will be printed: one decimal unless that would cross one of `bounds`."""
    return rounded(value, plan.rules.decimals, plan.rules.rounding, *bounds)


def printed_rate(plan: Plan, progress: TargetProgress) -> Printed | None:
    """完成比例 (of amounts) or the value itself (of ratios), with the per cent sign; None if unknown."""
    if progress.target.kind.ratio:
        if progress.value is None:
            return None
        bounds = progress.target.bounds(progress.goal.amount)
        shown = percent(plan, progress.value.amount, *bounds)
        cells = progress.value.cells
        return Printed(
            f"{fixed(shown)}%", progress.value.amount, "%", "报送的比率", cells, progress.target.id
        )
    if progress.rate is None:
        return None
    shown = percent(plan, progress.rate.amount, _HUNDRED)
    rate, about = progress.rate, progress.target.id
    return Printed(f"{fixed(shown)}%", rate.amount, "%", "累计完成÷年度目标", rate.cells, about)


def parts(progress: TargetProgress, before: str = "", between: str = "/") -> Phrase:
    """20831/37000: 分子 and 分母 of a ratio, where they were reported with it; nothing else."""
    if progress.parts is None:
        return phrase()
    shown = (
        Printed(plain(one.amount), one.amount, "", f"报送的{what}", one.cells, progress.target.id)
        for one, what in zip(progress.parts, ("分子", "分母"), strict=True)
    )
    return phrase(before, join(between, shown))


def with_parts(progress: TargetProgress, rate: Printed) -> Phrase:
    """56.3%（20831／37000）: a ratio with what it is made of, as a sentence tells it; a line may break at a wide stroke."""
    of = parts(progress, between="／")
    return phrase(rate, "（", of, "）") if of else phrase(rate)


def told_rate(plan: Plan, progress: TargetProgress) -> Phrase:
    """`printed_rate` as a table tells it: 81.5%, of a growth that fell 下降1.3%; nothing if unknown."""
    rate = printed_rate(plan, progress)
    return growth.told(rate) if rate is not None else phrase()


def printed_gap(plan: Plan, progress: TargetProgress) -> Printed | None:
    """The difference in 百分点 of the two numbers as printed: rate − pace, or ratio − target."""
    rate = printed_rate(plan, progress)
    if rate is None or progress.gap is None:
        return None
    if progress.target.kind.ratio:
        base, how = progress.goal.amount or Decimal(0), "印出的比率－年度目标"
    else:
        kind = bounded.pace_words(progress.target)
        base, how = percent(plan, progress.pace or Decimal(0)), f"印出的完成比例－印出的{kind}"
    shown = Decimal(rate.text.removesuffix("%")) - base
    cells = merge(rate.cells, progress.promised)
    return Printed(fixed(shown), progress.gap, "百分点", how, cells, progress.target.id)


def signed(gap: Printed | None) -> str | Phrase:
    """A gap for a table: +6.5, -32.8, 0.0; a dash where there is none."""
    if gap is None:
        return "—"
    sign = "+" if Decimal(gap.text) > 0 else ""
    return phrase(replace(gap, text=f"{sign}{gap.text}", how=f"{gap.how}，带正负号"))


def last_figure(plan: Plan, progress: TargetProgress) -> str | Phrase:
    """Last month's cumulative for the table: 4190（更正为4057）; a dash where there is none."""
    target, last = progress.target, plan.terms.of("上月累计")
    if progress.corrected is not None:
        before = number(plan, target, progress.last, last) if progress.last is not None else "—"
        return phrase(before, "（更正为", number(plan, target, progress.corrected, f"更正后{last}"), "）")
    return (
        "—"
        if progress.last is None
        else growth.told(number(plan, target, progress.last, last, progress.goal.amount))
    )


def months_behind(plan: Plan, progress: TargetProgress, opening: str = "，已连续") -> Phrase:
    """，已连续3个月滞后; nothing in the first month."""
    if progress.months_behind < 2:
        return phrase()
    how, cells = plan.terms.of("到本月为止连续滞后的月数"), progress.behind_cells
    counted = plan.terms.of("个月")
    months = number_of(progress.months_behind, counted, how, cells, progress.target.id)
    return phrase(opening, months, f"{counted}滞后")


def goal(progress: TargetProgress) -> Phrase:
    """The promise with its measure: 45座; a dash for 定性."""
    return promise(progress.target, progress.goal)


def pace(plan: Plan, progress: Progress) -> Printed:
    """序时进度 of the month, with the per cent sign."""
    days, notice = plan.rules.pace_basis is PaceBasis.DAYS, plan.rules.pace_start is PaceStart.NOTICE
    if notice:
        how = "通知印发以来的天数÷印发到年底的天数" if days else "通知印发以后的月数÷印发以后到年底的月数"
    else:
        how = "已过天数÷全年天数" if days else "月份÷12"
    return Printed(f"{fixed(percent(plan, progress.pace))}%", progress.pace, "%", how, ())


TITLE_WIDTH = 20  # 2号 characters in a line of the type area
_WORDS_END, _DONE = re.compile("(?<=[”、进])|(?=“)"), "完成情况"


def title(organ: str, about: str, kind: str, programme: str = "") -> tuple[str, ...]:
    """A title by meaning: the organ, then 关于… and what kind of document, cut only where words end (7.3.1).

    As few lines as go into the type area; among those the shape of a trapezium or a rhombus, then the lines
    nearest one another in length. `programme`, 事项总称, is a word of its own where `about` ends in it; 完成情况 goes
    with it only where the lines have no such shape otherwise.
    """
    pieces = [*filter(None, (*_WORDS_END.split(about.removesuffix(programme)), programme)), kind]
    best = _best(organ, pieces)
    if presentable(best) or not kind.startswith(_DONE):
        return best
    return min(best, _best(organ, [*pieces[:-1], _DONE, kind.removeprefix(_DONE)]), key=_ungainliness)


def _best(organ: str, pieces: Sequence[str]) -> tuple[str, ...]:
    return min(((organ, *lines) for lines in _groupings(pieces)), key=_ungainliness)


def _groupings(pieces: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every way to set the pieces in lines."""
    for cuts in product((False, True), repeat=len(pieces) - 1):
        lines = [pieces[0]]
        for cut, piece in zip(cuts, pieces[1:], strict=True):
            if cut:
                lines.append(piece)
            else:
                lines[-1] += piece
        yield tuple(lines)


def _ungainliness(lines: tuple[str, ...]) -> tuple[float, int, bool, float]:
    """How far a title is from how it should look; the least wins."""
    lengths = [width(line) for line in lines]
    overlong = sum(max(0.0, length - TITLE_WIDTH) for length in lengths)
    return overlong, len(lines), not shapely(lengths), max(lengths) - min(lengths)


def presentable(lines: Sequence[str]) -> bool:
    """Whether every line of a title goes into the type area and all together have a good shape."""
    lengths = [width(line) for line in lines]
    return max(lengths) <= TITLE_WIDTH and shapely(lengths)


def shapely(lengths: Sequence[float]) -> bool:
    """True for a trapezium (ever longer or ever shorter) or a rhombus (longest within); no hourglass, no rectangle."""
    longest = lengths.index(max(lengths))
    before, after = lengths[: longest + 1], lengths[longest:]
    steady = list(before) == sorted(before) and list(after) == sorted(after, reverse=True)
    return steady and (len(lengths) == 1 or len(set(lengths)) > 1)


def width(text: str) -> float:
    """The length of a line in 字: a Chinese sign is one, a Latin one half."""
    return sum(0.5 if sign < "\u2000" else 1 for sign in text)


def undated(day: date) -> str:
    """成文日期 with the day left for people: 2021年9月__日."""
    return f"{day.year}年{day.month}月{DAY_BLANK}日"


def addressed(name: str) -> str:
    """How an order speaks to a unit: 你局, 你委, 你区, 你街道; 你单位 where its name ends otherwise."""
    found = _CALLED.fullmatch(name)
    return f"你{found[1]}" if found is not None else "你单位"


_CALLED = re.compile(".*?(管委会|街道|[局委办会县区市镇乡旗州])")


def reason(plan: Plan, progress: TargetProgress, day: date, opening: str = MAINLY) -> Phrase:
    """据××局反映，主要原因是…。 A sentence a lead; nothing if none gave one. A short paper leaves the `opening` out."""
    return phrase(
        *(
            phrase(f"据{plan.name(row.unit, day)}反映，{opening}", why, "。")
            for row in progress.rows
            if (why := said(row, "reason")) is not None
        )
    )


def late_count(plan: Plan, targets: Sequence[TargetProgress]) -> Phrase:
    """5项, 5项（其中明显滞后1项）, 2项（均明显滞后）: 滞后 holds 明显滞后 wherever a document counts (DOCUMENTS §4)."""
    late = count(targets, "进度滞后的指标数")
    far = [target for target in targets if target.standing is Standing.FAR_BEHIND]
    word = standing_word(plan, Standing.FAR_BEHIND).removeprefix("进度")
    if not far or len(far) == len(targets):
        return phrase(late, f"（{'均' if len(far) > 1 else ''}{word}）") if far else late
    return phrase(late, f"（其中{word}", count(far, "明显滞后的指标数"), "）")


def unsure(standings: Iterable[Standing | None]) -> str:
    """What is said of figures nobody can use yet: 正在核实, 尚未报送, both only where there are both (DOCUMENTS §3)."""
    words = {Standing.DOUBTFUL: "正在核实", Standing.UNREPORTED: "尚未报送"}
    there = set(standings)
    return "或".join(word for standing, word in words.items() if standing in there)


def by_gap(targets: Iterable[TargetProgress]) -> list[TargetProgress]:
    """Largest gap first; what has none, as a node in words, at the end in the plan's order."""
    return sorted(targets, key=lambda one: (one.gap is None, one.gap))


def names(plan: Plan, targets: Iterable[TargetProgress]) -> str:
    """Names of targets in a row: A、B、C; in quotation marks, all of them everywhere, where one of the plan's holds a 、."""
    listed = [progress.target.name for progress in targets]
    return quoted(listed) if plan.quotes_names else "、".join(listed)


def units_of(plan: Plan, targets: Iterable[TargetProgress], day: date) -> str:
    """The lead units of targets as they are called on `day`, each once, in protocol order."""
    keys = {key for progress in targets for key in progress.target.leads}
    return "、".join(plan.name(unit.key, day) for unit in plan.units if unit.key in keys)


def counted(plan: Plan, targets: Sequence[TargetProgress]) -> Phrase:
    """已完成1项，超序时进度8项，进度滞后5项（其中明显滞后1项）: by standing, empty classes and 定性 targets left out."""
    shown = []
    for standing in Standing:
        own = [target for target in targets if target.standing is standing]
        word = standing_word(plan, standing)
        if standing is Standing.LAGGING:
            late = [target for target in targets if target.standing in LATE]
            shown += [phrase(word, late_count(plan, late))] if late else []
        elif own and standing not in (Standing.NOT_APPLICABLE, Standing.FAR_BEHIND):
            shown.append(phrase(word, count(own, f"状态为{word}的指标数")))
    return join("，", shown)


def bounded_words(targets: Iterable[TargetProgress]) -> str:
    """What bounded targets are called together: 比率 where each is one, else 指标."""
    plain_ratios = all(one.target.kind.ratio and not one.target.kind.signed for one in targets)
    return "比率" if plain_ratios else "指标"


def listed_name(target: Target) -> str:
    """What a table calls a target: 其中：高技能人才 where it is a part of another's figure."""
    return f"其中：{target.name}" if target.relation is Relation.WITHIN else target.name


def quoted(titles: Iterable[str]) -> str:
    """Titles in quotation marks, with no 、 between neighbours (GB/T 15834)."""
    return "".join(f"“{title.replace('“', '‘').replace('”', '’')}”" for title in titles)
