"""A certified target in words, the same in the 通报, in every letter and in the table. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from pipeline.documents.compose import checked, wording
from pipeline.model.assessment import Assessment, Certification, Completion, MatterResult, Verdict
from pipeline.model.figures import Figure, fixed, plain
from pipeline.model.phrases import Phrase, Printed, phrase
from pipeline.model.plan import Plan
from pipeline.model.spotchecks import Scope

_HUNDRED = Decimal(100)
UNDECIDED = wording.BLANK


def verdict(one: Certification) -> str:
    """认定结果; a blank for people where nobody decided and no figure tells."""
    return one.verdict.value if one.verdict is not None else UNDECIDED


def goal(one: Certification) -> str:
    """The promise with its measure: 45座, 55%; a dash for 定性."""
    amount = one.goal.amount
    if amount is None:
        return "—"
    return f"{plain(amount / one.target.measure.factor)}{one.target.measure.text}"


def change(one: Certification) -> str:
    """中小学食堂的目标按…由40所调整为32所; nothing where the promise of the notice still stands."""
    first, source = one.target.goals[0].amount, one.goal.source
    if not source or one.goal.suspended:
        return f"{one.target.name}按{source}暂缓实施，不作认定" if one.goal.suspended else ""
    if first is None or first == one.goal.amount:
        return ""
    before = f"{plain(first / one.target.measure.factor)}{one.target.measure.text}"
    return f"{one.target.name}的目标按{source}由{before}调整为{goal(one)}"


def figure(plan: Plan, one: Certification, value: Figure | None, how: str) -> Phrase:
    """A figure with its measure, never crossing its target in print; a dash if there is none."""
    if value is None:
        return phrase("—")
    printed = wording.number(plan, one.target, value, how, one.goal.amount)
    return phrase(printed, one.target.measure.text)


def verified(plan: Plan, one: Certification) -> Phrase:
    """核实数 with its measure, marked where only part was looked at; 未核实 where nobody did, a dash for 定性 and 暂缓."""
    if one.checked is None and one.target.kind.quantified and not one.goal.suspended:
        return phrase("未核实")
    found = figure(plan, one, one.checked, "核实数")
    return phrase(found, "（部分）") if one.scope is Scope.PART else found


def share(plan: Plan, one: Certification) -> Phrase:
    """Per cent of the promise, or for ratios how far from it in 百分点; a dash where neither means anything."""
    amount, promised = one.amount, one.goal.amount
    if amount is None or not promised:
        return phrase("—")
    if one.target.kind.ratio:
        if amount.amount == promised:
            return phrase("持平")
        return phrase("高" if amount.amount > promised else "低", _points(plan, one), "个百分点")
    return phrase(_rate(plan, one))


def sentence(plan: Plan, one: Certification, day: date) -> Phrase:
    """目标45座，认定建成45座，认定结果为完成。 With the gap if it fell short, and how it is counted."""
    target, amount = one.target, one.amount
    if one.verdict is Verdict.SUSPENDED:
        return phrase(f"按{one.goal.source or '有关规定'}暂缓实施，不作认定。")
    if not target.kind.quantified:
        return phrase(f"定性任务，认定结果为{verdict(one)}。")
    if amount is None:
        return phrase(f"目标{goal(one)}，未报送年终数，认定结果为{verdict(one)}。")
    rule = f"（{target.counting_rule}）" if target.counting_rule else ""
    certified = phrase(
        f"目标{goal(one)}，",
        _looked_at(plan, one, day),
        f"认定{target.verb}",
        figure(plan, one, amount, "认定数"),
        rule,
    )
    return phrase(certified, "，", _against(plan, one), f"认定结果为{verdict(one)}。")


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
        words = phrase(words, "认定", figure(plan, one, one.amount, "认定数"), f"，目标{goal(one)}")
    return phrase(words, f"，{verdict(one)}")


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
    return wording.quoted(matter.matter.title for matter in matters)


def overview(plan: Plan, assessment: Assessment, how: str = "经认定，") -> Iterator[str]:
    """How many matters are fulfilled and which are not; how many targets came to what."""
    total = len(assessment.matters)
    done, undone, suspended, open_ones = by_completion(assessment.matters).values()
    parts = [f"完成{len(done)}件"] if done else []
    parts += [f"未完成{len(undone)}件（{titles(undone)}）"] if undone else []
    parts += [f"暂缓{len(suspended)}件（{titles(suspended)}）"] if suspended else []
    parts += [f"认定结果为{UNDECIDED}的{len(open_ones)}件（{titles(open_ones)}）"] if open_ones else []
    yield f"{assessment.year}年{total}件{plan.profile.programme}{how}{'，'.join(parts)}。"
    quantified = [one for one in assessment.targets if one.target.kind.quantified]
    counted = Counter(one.verdict for one in quantified)
    classes = [f"{verdict.value}{counted[verdict]}项" for verdict in Verdict if counted[verdict]]
    classes += [f"认定结果为{UNDECIDED}的{counted[None]}项"] if counted[None] else []
    words = f"{len(assessment.targets)}项指标中，定量指标{len(quantified)}项：{'，'.join(classes)}"
    other = [one for one in assessment.targets if not one.target.kind.quantified]
    groups = (
        ("认定完成{}项", [one for one in other if one.fulfilled]),
        ("未完成{}项", [one for one in other if one.fulfilled is False]),
        (f"认定结果为{UNDECIDED}的{{}}项", [one for one in other if one.verdict is None]),
    )
    said = [form.format(len(ones)) for form, ones in groups if ones]
    if other:
        words += f"；定性任务{len(other)}项：{'，'.join(said)}"
    yield f"{words}。"


def _against(plan: Plan, one: Certification) -> Phrase:
    """为目标的109.9%，/ 还差0.17万户，/ 高于目标3.6个百分点，."""
    amount, promised = one.amount, one.goal.amount
    assert amount is not None
    if promised is None or not promised:
        return phrase()
    if one.target.kind.ratio:
        if amount.amount == promised:
            return phrase("达到目标，")
        word = "高于" if amount.amount > promised else "低于"
        return phrase(f"{word}目标", _points(plan, one), "个百分点，")
    if amount.amount == promised:
        return phrase()
    words = phrase("为目标的", _rate(plan, one), "，")
    if amount.amount < promised:
        left = Figure(promised - amount.amount, amount.measure, amount.cells)
        words = phrase(
            words,
            "还差",
            wording.number(plan, one.target, left, "目标－认定数"),
            f"{one.target.measure.text}，",
        )
    return words


def _rate(plan: Plan, one: Certification) -> Printed:
    assert one.amount is not None and one.goal.amount is not None
    rate = one.amount.percent_of(Figure(one.goal.amount, one.amount.measure))
    text = fixed(wording.percent(plan, rate.amount, _HUNDRED))
    return Printed(f"{text}%", rate.amount, "%", "认定数÷年度目标", rate.cells)


def _points(plan: Plan, one: Certification) -> Printed:
    """The gap as a reader gets it by subtracting what is printed."""
    assert one.amount is not None and one.goal.amount is not None
    shown = wording.percent(plan, one.amount.amount, one.goal.amount)
    gap = abs(shown - one.goal.amount)
    return Printed(fixed(gap), gap, "个百分点", "认定数－目标", one.amount.cells)
