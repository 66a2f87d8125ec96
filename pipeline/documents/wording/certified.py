"""A certified target in words, the same in the 通报, in every letter and in the table. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pipeline.documents.wording import bounded, checked, growth, pledged, targets
from pipeline.documents.wording.counts import (
    all_matters,
    authority,
    count,
    number_of,
    of_matters,
    promise,
    promised,
    worded,
)
from pipeline.model.assessment import Assessment, Certification, Completion, MatterResult, Verdict
from pipeline.model.figures import Figure, fixed
from pipeline.model.kinds import Direction
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, Printed, join, phrase
from pipeline.model.plan import Plan
from pipeline.model.spotchecks import Scope

_HUNDRED = Decimal(100)
UNDECIDED = targets.BLANK


def verdict(one: Certification) -> str:
    """认定结果; a blank for people where nobody decided and no figure tells."""
    return one.verdict.value if one.verdict is not None else UNDECIDED


def goal(plan: Plan, one: Certification) -> Phrase:
    """The promise with its measure: 45座, 55%; a dash for 定性."""
    return promise(one.target, one.goal, _promised(plan, one))


def _promised(plan: Plan, one: Certification) -> str:
    return plan.terms.of("分县任务") if one.county else "年度目标"


def change(plan: Plan, one: Certification) -> Phrase:
    """中小学食堂的目标按…由40所调整为32所; nothing where the promise of the notice still stands."""
    first, by = one.target.goals[0].amount, authority(plan, one.goal)
    if not one.goal.source or one.goal.suspended:
        return phrase(f"{one.target.name}{by}暂缓实施，不作认定" if one.goal.suspended else "")
    if first is None or first == one.goal.amount:
        return phrase()
    before = promise(one.target, one.target.goals[0], "调整前的年度目标")
    return phrase(f"{one.target.name}的目标{by}由", before, "调整为", goal(plan, one))


def figure(plan: Plan, one: Certification, value: Figure | None, how: str) -> Phrase:
    """A figure with its measure, never crossing its target in print; a dash if there is none."""
    if value is None:
        return phrase("—")
    printed = targets.number(plan, one.target, value, how, one.goal.amount)
    return phrase(growth.told(printed), one.target.measure.text)


def verified(plan: Plan, one: Certification) -> Phrase:
    """核实数 with its measure, and what a check of a part covered; 未核实 where nobody looked, a dash for 定性 and 暂缓."""
    if one.checked is None and one.target.kind.quantified and not one.goal.suspended:
        return phrase("未核实")
    found = figure(plan, one, one.checked, "核实数")
    if one.scope is not Scope.PART or one.checked is None or one.reported is None:
        return found
    covered = checked.covered(plan, one)
    return covered if one.checked.amount == one.reported.amount else phrase(found, "（", covered, "）")


def share(plan: Plan, one: Certification) -> Phrase:
    """Per cent of the promise, or for bounded targets how far from it; a dash where neither means anything."""
    amount, promised = one.amount, one.goal.amount
    if amount is None or promised is None or not (promised or one.target.is_bounded):
        return phrase("—")
    if one.target.is_bounded:
        if amount.amount == promised:
            return phrase("持平")
        unit = bounded.unit_of(one.target)
        return phrase("高" if amount.amount > promised else "低", bounded.unsigned(_apart(plan, one)), unit)
    return phrase(_rate(plan, one))


def sentence(plan: Plan, one: Certification, day: date) -> Phrase:
    """目标45座，认定建成45座，认定结果为完成。 With the gap if it fell short, how it is counted, and last year's beside it."""
    target, amount = one.target, one.amount
    if one.verdict is Verdict.SUSPENDED:
        by = authority(plan, one.goal) if one.goal.source else "按有关规定"
        return phrase(f"{by}暂缓实施，不作认定。")
    if not target.kind.quantified:
        return phrase(f"定性任务，认定结果为{verdict(one)}。")
    if amount is None:
        # A county nobody asked for its share has not failed to report it.
        silent = "" if one.county and one.county not in target.counties else "，未报送年终数"
        return phrase("目标", goal(plan, one), f"{silent}，认定结果为{verdict(one)}。")
    rule = f"（{target.counting_rule}）" if target.counting_rule else ""
    if not amount.amount and target.kind.cumulative and not target.is_bounded:
        return phrase("目标", goal(plan, one), f"，{_none(one)}，认定结果为{verdict(one)}。")
    certified = phrase(
        "目标",
        goal(plan, one),
        "，",
        _looked_at(plan, one, day),
        "认定",
        _certified(plan, one, amount),
        rule,
    )
    before = year_before(plan, one)
    told = phrase(before, "。") if before else ""
    return phrase(certified, "，", _against(plan, one), f"认定结果为{verdict(one)}。", told)


# Words of what is built and stands afterwards; who created or set up something has nothing to maintain.
_BUILT = re.compile("(?<!创)建(?!档|立)|改造|改厕|修|铺|安装|加装|绿化")


def built(one: Certification) -> bool:
    """True for what was done and is something built, as the plan's own words say: only that is maintained (DOCUMENTS §1)."""
    target = one.target
    return bool(one.fulfilled) and bool(_BUILT.search(f"{target.verb}{target.name}"))


def reduced(one: Certification) -> bool:
    """True where a check left less than was reported."""
    return one.checked is not None and one.reported is not None and one.checked.amount < one.reported.amount


def year_before(plan: Plan, one: Certification) -> Phrase:
    """上年同期4.98万人; nothing unless a person paired the target and both figures are known (PLAN §5)."""
    if one.year_before is None or one.amount is None or one.verdict is Verdict.SUSPENDED:
        return phrase()
    return targets.year_before(plan, one.target, one.year_before)


def fell_short(plan: Plan, one: Certification) -> Phrase:
    """目标4个，认定建成3个，为目标的75.0%，还差1个; what was promised and what it came to, without verdict."""
    amount = one.amount
    if amount is None:
        return phrase("目标", goal(plan, one), "，未报送年终数")
    if not amount.amount and one.target.kind.cumulative and not one.target.is_bounded:
        return phrase("目标", goal(plan, one), f"，{_none(one)}")
    gap = _against(plan, one)
    words = phrase("目标", goal(plan, one), "，认定", _certified(plan, one, amount))
    return phrase(words, "，", *gap.parts[:-1], str(gap.parts[-1]).rstrip("，")) if gap else words


def why(plan: Plan, one: Certification, day: date) -> Iterator[Phrase]:
    """据市城管局反映，主要原因是…。据其12月3日回告，计划2022年3月底前建成4座。

    What the leads gave as reason, and what they answered they will reach next; nothing where they did not.
    """
    alone, named = len(one.target.leads) == 1, False
    for row in one.rows:
        reason = targets.said(row, "reason")
        if reason is not None:
            yield phrase(f"据{plan.name(row.unit, day)}反映，{targets.MAINLY}", reason, "。")
            named = alone
    for outcome in one.pledged[:1]:
        unit = "其" if named else plan.name(outcome.unit, day)
        said = f"据{unit}{day_of_month(outcome.said)}回告，计划"
        yield phrase(said, pledged.planned(plan, one.target, outcome.pledge), "。")


def _none(one: Certification) -> str:
    return f"均未{one.target.verb}" if one.target.verb else "尚无完成数"


def _certified(plan: Plan, one: Certification, amount: Figure) -> Phrase:
    """建成45座; of a growth 增长6.2%, 下降1.3%, 与上年持平."""
    verb, grew = one.target.verb, not one.target.kind.signed or amount.amount > 0
    if one.target.kind.signed and amount.amount == 0:
        return phrase(growth.UNCHANGED)
    return phrase(verb if grew else "", figure(plan, one, amount, "认定数"))


def _looked_at(plan: Plan, one: Certification, day: date) -> Phrase:
    """自报4655件（抽查200件、不实3件，尚未扣除），核实4652件， where somebody looked at it; nothing else."""
    if one.checked is None or one.reported is None:
        return phrase()
    words = phrase(
        "自报", figure(plan, one, one.reported, "自报数"), "（", checked.scopes(plan, one, day), "），"
    )
    if one.checked.amount == one.reported.amount:
        return words
    return phrase(words, "核实", figure(plan, one, one.checked, "核实数"), "，")


def short(plan: Plan, one: Certification) -> Phrase:
    """A target that fell short, with its figure: 新建停车场认定3个，目标4个，未完成."""
    words = phrase(one.target.name)
    if one.amount is not None and one.goal.amount is not None:
        words = phrase(words, "认定", figure(plan, one, one.amount, "认定数"), "，目标", goal(plan, one))
    return phrase(words, f"，{verdict(one)}")


def lagged(plan: Plan, one: Certification) -> Phrase:
    """新建停车场6月至12月连续7个月进度滞后; of single months 6月、8月进度滞后."""
    months = one.behind
    first, last = plan.cycle.label(months[0]), plan.cycle.label(months[-1])
    in_a_row = all(plan.cycle.following(a) == b for a, b in pairwise(months))
    counted, about = plan.terms.of("个月"), one.target.id
    if len(months) < 3 or not in_a_row:
        return phrase(f"{one.target.name}{'、'.join(map(plan.cycle.label, months))}进度滞后")
    how, cells = plan.terms.of("全年滞后的月数"), one.behind_cells
    number = number_of(len(months), counted, how, cells, about)
    return phrase(f"{one.target.name}{first}至{last}连续", number, f"{counted}进度滞后")


def of_the_whole(plan: Plan, one: Certification, part: Figure | None, how: str) -> Printed | None:
    """What a county's figure is of the city's, in per cent; None where that says nothing."""
    if part is None or one.amount is None or not one.amount.amount or one.target.kind.ratio:
        return None
    share = part.percent_of(one.amount)
    text = f"{fixed(targets.percent(plan, share.amount, _HUNDRED))}%"
    return Printed(text, share.amount, "%", plan.terms.of(how), share.cells, one.target.id)


def outcome(matter: MatterResult) -> str:
    """完成, 未完成, 暂缓, or a blank for people."""
    return UNDECIDED if matter.completion is Completion.OPEN else matter.completion.value


def by_completion(matters: Iterable[MatterResult]) -> dict[Completion, list[MatterResult]]:
    """Matters by what they came to; every outcome present, in the order documents tell them."""
    found: dict[Completion, list[MatterResult]] = {each: [] for each in Completion}
    for matter in matters:
        found[matter.completion].append(matter)
    return found


def titles(matters: Iterable[MatterResult]) -> str:
    """“甲”“乙”."""
    return targets.quoted(matter.matter.title for matter in matters)


def overview(plan: Plan, assessment: Assessment, how: str = "经认定，") -> Iterator[Phrase]:
    """How many matters are fulfilled and which are not; how many targets came to what."""
    done, undone, suspended, open_ones = by_completion(assessment.matters).values()
    outcomes = (("未完成", undone), ("暂缓", suspended), (f"认定结果为{UNDECIDED}的", open_ones))
    parts = [phrase("完成", of_matters(plan, done, "认定为完成的"))] if done else []
    parts += [
        worded(
            "{}{}（{}）",
            word,
            count(matters, _counted_as(word, plan.terms.matter), plan.terms.counter),
            titles(matters),
        )
        for word, matters in outcomes
        if matters
    ]
    total = all_matters(plan, assessment.matters, assessment.targets)
    yield worded(
        "{}年{}{}{}{}。", str(assessment.year), total, plan.profile.programme, how, join("，", parts)
    )
    quantified = [one for one in assessment.targets if one.target.kind.quantified]
    kept = [(verdict.value, [one for one in quantified if one.verdict is verdict]) for verdict in Verdict]
    other = [one for one in assessment.targets if not one.target.kind.quantified]
    groups = [
        ("认定完成", [one for one in other if one.fulfilled]),
        ("未完成", [one for one in other if one.fulfilled is False]),
        _undecided(other),
    ]
    kinds = [
        (kind, own, _classes(kind, classes))
        for kind, own, classes in (
            ("定量指标", quantified, [*kept, _undecided(quantified)]),
            ("定性任务", other, groups),
        )
        if own
    ]
    told = [worded("{}{}：{}", kind, promised(own, own, f"{kind}数"), came) for kind, own, came in kinds]
    if len(kinds) == 1:
        ((kind, _, came),) = kinds
        told = [phrase(kind, "：", came)]
    every = promised(assessment.targets, assessment.targets, "任务分解表的指标数")
    yield worded("{}指标{}{}。", every, "中，" if len(kinds) > 1 else "均为", join("；", told))


def _undecided(ones: Sequence[Certification]) -> tuple[str, list[Certification]]:
    return f"认定结果为{UNDECIDED}的", [one for one in ones if one.verdict is None]


def _classes(what: str, groups: Iterable[tuple[str, Sequence[Certification]]]) -> Phrase:
    """超额完成3项，完成12项: empty classes left out."""
    return join("，", [phrase(word, count(ones, _counted_as(word, what))) for word, ones in groups if ones])


def _counted_as(word: str, what: str) -> str:
    """The rule of a count by outcome, in words a reader can follow."""
    return (
        f"还没有认定结果的{what}数" if UNDECIDED in word else f"认定为{word.removeprefix('认定')}的{what}数"
    )


def _against(plan: Plan, one: Certification) -> Phrase:
    """为目标的109.9%，/ 还差0.17万户，/ 高于目标3.6个百分点，/ 控制在目标以内，."""
    amount, promised = one.amount, one.goal.amount
    assert amount is not None
    if promised is None or not (promised or one.target.is_bounded):
        return phrase()
    if one.target.is_bounded:
        direction, difference = bounded.facing(one.target, one.goal, _apart(plan, one))
        if direction is Direction.AT_LEAST:
            said = bounded.apart(difference, "高于目标", "低于目标", "达到目标")
        else:
            said = bounded.against(one.target, direction, difference, "目标")
        return phrase(said, "，")
    if amount.amount == promised:
        return phrase()
    words = phrase("为目标的", _rate(plan, one), "，")
    if amount.amount < promised:
        left = Figure(promised, amount.measure, one.goal.cells) - amount
        words = phrase(
            words,
            "还差",
            targets.told(plan, one.target, left, f"{_promised(plan, one)}－认定数"),
            "，",
        )
    return words


def _rate(plan: Plan, one: Certification) -> Printed:
    assert one.amount is not None and one.goal.amount is not None
    rate = one.amount.percent_of(Figure(one.goal.amount, one.amount.measure, one.goal.cells))
    text = fixed(targets.percent(plan, rate.amount, _HUNDRED))
    how = f"认定数÷{_promised(plan, one)}"
    return Printed(f"{text}%", rate.amount, "%", how, rate.cells, one.target.id)


def _apart(plan: Plan, one: Certification) -> Printed:
    """The figure of a bounded target minus its goal, as a reader gets it by subtracting what is printed."""
    assert one.amount is not None
    how = f"印出的认定数－{_promised(plan, one)}"
    shown = targets.number(plan, one.target, one.amount, how, one.goal.amount)
    return bounded.gap(one.target, one.amount, shown, one.goal, how)


def looked_at(plan: Plan, assessment: Assessment, found: bool = True) -> Phrase:
    """How many figures somebody looked at, and what was `found` untrue where the paper is for those who decide."""
    quantified = [one for one in assessment.targets if one.target.kind.quantified and not one.goal.suspended]
    looked = [one for one in quantified if one.spot_checks]
    if not looked:
        return phrase("全年没有抽查记录，认定数均按单位自报数，未经核实。")
    untrue = [one for one in looked if found and any(record.untrue for record in one.spot_checks)]
    words = worded(
        "{}定量指标中，抽查核实{}，其余{}未经核实",
        promised(quantified, quantified, "定量指标数"),
        count(looked, "有抽查记录的定量指标数"),
        count([one for one in quantified if not one.spot_checks], "没有抽查记录的定量指标数"),
    )
    for one in untrue:
        words = phrase(words, f"；{one.target.name}，", checked.scopes(plan, one, assessment.drawn_up))
    return phrase(words, "。")
