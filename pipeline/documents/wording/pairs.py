"""Two targets that are told together: 宫颈癌、乳腺癌筛查分别完成4.38万人、4.40万人，为年度目标任务的70.2%、70.6%. Pure (DOCUMENTS §4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.documents.wording import bounded, clauses
from pipeline.documents.wording import targets as wording
from pipeline.model.figures import merge
from pipeline.model.kinds import FINISHED, Direction, Relation, Standing
from pipeline.model.phrases import Phrase, Printed, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import TargetProgress

# What two names may end in alike, longest first: said once behind both.
_ENDINGS = (
    "筛查覆盖率",
    "筛查率",
    "覆盖率",
    "普及率",
    "入学率",
    "合格率",
    "幼儿园",
    "停车场",
    "筛查",
    "泊位",
    "学位",
    "项目",
    "改造",
    "工程",
    "公里",
)
# A pair stands in one class, so that one verdict fits both; whatever has more to say of itself stands alone.
_FITTING = FINISHED | {
    Standing.AHEAD,
    Standing.ON_PACE,
    Standing.BELOW_PACE,
    Standing.LAGGING,
    Standing.FAR_BEHIND,
    Standing.MET_SO_FAR,
    Standing.UNMET_SO_FAR,
    Standing.MET,
    Standing.UNMET,
}


def paired(ones: Sequence[TargetProgress]) -> Iterator[tuple[TargetProgress, ...]]:
    """The targets in their order, two neighbours together where one sentence fits both."""
    left = list(ones)
    while left:
        together = 2 if len(left) > 1 and _fit(left[0], left[1]) else 1
        yield tuple(left[:together])
        del left[:together]


def _fit(one: TargetProgress, other: TargetProgress) -> bool:
    """Whether two are asked alike, named alike and stand alike."""
    return all(map(_plain, (one, other))) and _asked(one) == _asked(other) and bool(_ending(one, other))


def _plain(one: TargetProgress) -> bool:
    """Whether a target has nothing to say but its figure, its rate and what is new."""
    target = one.target
    counted = target.kind.cumulative and one.rate is not None
    ratio = target.kind.ratio and not target.kind.signed and target.direction is Direction.AT_LEAST
    within = target.relation is Relation.WITHIN
    alone = within or one.in_words or one.corrected is not None or one.year_before is not None
    return (
        not alone and one.standing in _FITTING and bool(one.value and one.value.amount) and (counted or ratio)
    )


def _asked(one: TargetProgress) -> tuple[object, ...]:
    target, gap = one.target, one.gap
    side = (gap > 0) - (gap < 0) if gap is not None else None
    grown = None if one.new is None else one.new.amount > 0
    asked = (
        target.kind.name,
        target.measure,
        one.goal.amount,
        target.pacing,
        target.striving,
        target.relation,
        target.part_of,
    )
    return (*asked, target.verb, one.standing, one.as_of, side, grown, one.closing)


def _ending(one: TargetProgress, other: TargetProgress) -> str:
    names = (one.target.name, other.target.name)
    return next((end for end in _ENDINGS if all(name.endswith(end) and name != end for name in names)), "")


def told(plan: Plan, pair: Sequence[TargetProgress]) -> Phrase:
    """Both in one clause, without full stop."""
    target, ending = pair[0].target, _ending(*pair)
    subject = f"{target.name.removesuffix(ending)}、{pair[1].target.name}"
    if target.kind.ratio:
        return phrase(subject, *_ratios(plan, pair))
    verb = target.verb.removesuffix(ending)
    amounts = [
        wording.told(plan, one.target, one.value, "累计完成", one.goal.amount) for one in pair if one.value
    ]
    done = _both(amounts, f"分别{verb}", f"各{verb}")
    return phrase(subject, done, *_completion(plan, pair), *_new(plan, pair))


def _ratios(plan: Plan, pair: Sequence[TargetProgress]) -> Iterator[str | Phrase]:
    rates = [(one, rate) for one in pair if (rate := wording.printed_rate(plan, one)) is not None]
    yield _both([wording.with_parts(*each) for each in rates], "分别为", "均为")
    goal, gap = bounded.goal_words(pair[0].target), pair[0].gap
    if not gap:
        yield f"，目前均达到{goal}"
    elif gap > 0:
        yield _both(_gaps(plan, pair), f"，目前分别高于{goal}", f"，目前均高于{goal}")
    else:
        yield _both(_gaps(plan, pair), f"，距{goal}分别还差", f"，距{goal}均还差")


def _completion(plan: Plan, pair: Sequence[TargetProgress]) -> Iterator[str | Phrase]:
    one, striving = pair[0], pair[0].target.striving
    goal = "力争目标" if striving else "年度目标任务"
    if one.standing is Standing.DONE:
        yield f"，均已完成{goal}"
        return
    rates = [phrase(wording.printed_rate(plan, each) or "") for each in pair]
    yield _both(rates, f"，为{goal}的", f"，均为{goal}的")
    if one.standing is Standing.EXCEEDED:
        yield "，均超额完成"
    elif one.gap is None:
        return
    elif one.closing:
        whole = bounded.goal_words(one.target)
        lacking = [clauses.remaining(plan, each) for each in pair]
        yield _both(lacking, f"，距{whole}分别还差", f"，距{whole}均还差")
    else:
        pace = bounded.pace_words(one.target)
        side = "高于" if one.gap > 0 else "低于"
        yield _both(_gaps(plan, pair), f"，分别{side}{pace}", f"，均{side}{pace}")


def _gaps(plan: Plan, pair: Sequence[TargetProgress]) -> list[Phrase]:
    gaps = [wording.printed_gap(plan, one) for one in pair]
    return [phrase(bounded.unsigned(gap), bounded.POINTS) for gap in gaps if gap is not None]


def _new(plan: Plan, pair: Sequence[TargetProgress]) -> Iterator[str | Phrase]:
    of = plan.terms.of
    how = of("本月累计－上月累计（更正后）")
    new = [wording.told(plan, one.target, one.new, how) for one in pair if one.new is not None]
    if len(new) < len(pair):
        return
    if all(one.new is not None and one.new.amount for one in pair):
        yield _both(new, of("，本月分别新增"), of("，本月均新增"))
    elif pair[0].standing not in FINISHED:
        yield of("，均与上月持平")


def _both(values: Sequence[Phrase], apart: str, alike: str) -> Phrase:
    """分别a、b with as many decimals each, the measure of per cent points said once; one figure behind `alike` where they are the same."""
    one, other = values
    if str(one) == str(other):
        return phrase(alike, *map(_merged, one.parts, other.parts))
    if one.parts[1:] == other.parts[1:] and len(one.parts) == 2:
        one, other = (phrase(_padded(each.figures[0], values), *each.parts[1:]) for each in values)
    if one.parts[1:] == (bounded.POINTS,):
        one = phrase(one.parts[0], "个")
    return phrase(apart, one, "、", other)


def _merged(one: str | Printed, other: str | Printed) -> str | Printed:
    """What both print alike, of both."""
    if not isinstance(one, Printed) or not isinstance(other, Printed):
        return one
    return replace(one, cells=merge(one.cells, other.cells), about="")


def _padded(figure: Printed, values: Sequence[Phrase]) -> Printed:
    """A figure with zeros up to the decimals of the longest: 4.40 beside 4.38."""
    places = max(len(str(one.parts[0]).partition(".")[2]) for one in values)
    whole, _, decimals = figure.text.partition(".")
    return replace(figure, text=f"{whole}.{decimals.ljust(places, '0')}" if places else figure.text)
