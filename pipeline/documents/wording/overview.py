"""The state of the year in a paragraph each (counts, matters, names, changes), and a matter in words. Shared; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from pipeline.documents.wording import clauses, doubt, pairs, season
from pipeline.documents.wording import targets as wording
from pipeline.documents.wording.counts import (
    all_matters,
    cells_of,
    count,
    number_of,
    of_matters,
    promised,
    worded,
)
from pipeline.model.kinds import BEHIND, FAILING, FINISHED, LATE, MEETING, UNKNOWN, Relation, Standing
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, join, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, Progress, TargetProgress

_FAST_SHOWN = 4
_ALL_DONE = "定量指标均已完成或达标的有{}"
_QUALITATIVE = Standing.NOT_APPLICABLE
_RECOVERED = frozenset({Standing.ON_PACE, Standing.AHEAD, Standing.BELOW_PACE})
_GOOD_SO_FAR = FINISHED | MEETING
_NOT_TOLD = frozenset({Standing.NOT_DUE, Standing.NOT_JUDGED})
# From best to worst; a step down within what is well is not told.
_COURSE = (
    Standing.EXCEEDED,
    Standing.DONE,
    Standing.AHEAD,
    Standing.ON_PACE,
    Standing.BELOW_PACE,
    Standing.LAGGING,
    Standing.FAR_BEHIND,
)
_STEADY = frozenset({Standing.AHEAD, Standing.ON_PACE})


def counts(plan: Plan, progress: Progress, rules_in_annex: bool = True) -> Phrase:
    """Counts by class: zero classes left out, sums given, adding up to all targets."""
    quantified, qualitative = kinds(progress)
    tail = (
        worded(f"{{}}定性任务进展在各项{plan.terms.matter}中分述。", qualitative)
        if progress.counts[_QUALITATIVE]
        else ""
    )
    return worded(
        "{}{}分解为{}指标，其中定量指标{}、定性任务{}。{}{}{}",
        all_matters(plan, progress.matters, progress.targets),
        plan.profile.programme,
        promised(progress.targets, progress.targets, "任务分解表的指标数"),
        quantified,
        qualitative,
        by_class(plan, progress),
        tail,
        pace_note(plan, progress, "计算口径见附件1注" if rules_in_annex else ""),
    )


def pace_note(plan: Plan, progress: Progress, more: str = "") -> Phrase:
    """（9月序时进度按75.0%计）, with `more` to say in the same brackets; of the year's last period no pace: it is the goal."""
    if season.over(progress.month):
        return phrase(f"（{more}）" if more else "")
    pace = worded("{}序时进度按{}计", plan.cycle.by_pace(progress.month), wording.pace(plan, progress))
    return phrase("（", pace, f"，{more}" if more else "", "）")


def by_class(plan: Plan, progress: Progress) -> Phrase:
    """截至9月20日，27项定量指标中，已完成1项，超序时进度8项…。"""
    quantified, _ = kinds(progress)
    staged = [one for one in progress.targets if one.standing is not _QUALITATIVE and _by_stage(one)]
    judged = (
        worded("定量指标和按形象进度考核的{}定性任务中，", count(staged, "按形象进度考核的定性任务数"))
        if staged
        else phrase("定量指标中，")
    )
    return phrase(as_of(progress), quantified, judged, wording.counted(plan, progress.targets), "。")


def as_of(progress: Progress) -> str:
    """截至9月20日，; with （另有注明的除外） only where a figure is as of another day."""
    if progress.as_of is None:
        return ""
    noted = any(one.value is not None and one.as_of != progress.as_of for one in progress.targets)
    return f"截至{day_of_month(progress.as_of)}{'（另有注明的除外）' if noted else ''}，"


def kinds(progress: Progress) -> tuple[Phrase, Phrase]:
    """How many 定量 and how many 定性: 27项, 6项."""
    targets = progress.targets
    qualitative = [one for one in targets if one.standing is _QUALITATIVE or _by_stage(one)]
    quantified = [one for one in targets if one not in qualitative]
    return (
        promised(quantified, quantified, "定量指标数"),
        promised(qualitative, qualitative, "定性任务数"),
    )


def _by_stage(target: TargetProgress) -> bool:
    """True for a 定性 target that nodes in words give a class."""
    return target.in_words and not target.target.kind.quantified


def matter_counts(plan: Plan, progress: Progress) -> Phrase:
    """`by_matter` in numbers alone: 分件看，总体快于或符合序时进度的2件，有指标进度滞后的4件。"""
    shown = []
    for words, matters in _groups(plan, progress):
        which = words.partition("有{}")[0]
        shown.append(phrase(which, of_matters(plan, matters, which)))
    return phrase(f"分{plan.terms.counter}看，", join("，", shown), "。")


def by_matter(plan: Plan, progress: Progress) -> Phrase:
    """Which matters are done, on the way, behind, not to be judged."""
    groups = _groups(plan, progress)
    done, rest = (groups[0][1], groups[1:]) if groups and groups[0][0] == _ALL_DONE else ([], groups)
    left = [matter for _, matters in rest for matter in matters]
    if done and 0 < len(left) <= 3 and len(done) >= 5:
        details = "；".join(_named(words, matters) for words, matters in rest)
        number = of_matters(plan, done, "定量指标均已完成或达标的")
        return worded(
            f"分{plan.terms.counter}看，除{{}}外，其余{{}}定量指标均已完成或达标；{{}}。",
            _titles(left),
            number,
            details,
        )
    shown = [
        phrase(
            _named(words, matters),
            of_matters(plan, matters, f"{words.partition('的有')[0]}的") if len(matters) > 1 else "",
        )
        for words, matters in groups
    ]
    return phrase(f"分{plan.terms.counter}看，", join("；", shown), "。")


def _named(words: str, matters: Sequence[MatterProgress]) -> str:
    """有指标进度滞后的有“甲”“乙”; of one …的是“甲”."""
    said = words if len(matters) > 1 else words.replace("的有{}", "的是{}")
    return said.format(_titles(matters))


def _groups(plan: Plan, progress: Progress) -> list[tuple[str, list[MatterProgress]]]:
    """Matters by how they stand, in words with the place of their names; nothing that holds none."""
    good = [m for m in progress.matters if m.standing in _GOOD_SO_FAR]
    partly = [m for m in good if any(target.standing in _NOT_TOLD for target in m.targets)]
    failing = [m for m in progress.matters if m.standing in FAILING]
    unjudged = [m for m in progress.matters if m.standing is None]
    below = [m for m in progress.matters if m.standing is Standing.BELOW_PACE]
    late = [m for m in progress.matters if m.standing in LATE]
    # In the year's last period what is below its pace is short of its goal.
    short = [m for m in progress.matters if m in below or m in late] if season.over(progress.month) else []
    groups: list[tuple[str, list[MatterProgress]]] = [
        (_ALL_DONE, [m for m in good if m not in partly]),
        ("除未到期、不作判断的外定量指标均已完成或达标的有{}", partly),
        ("总体快于或符合序时进度的有{}", [m for m in progress.matters if m.standing in _STEADY]),
        ("有指标尚未完成年度目标的有{}", short),
        ("有指标低于序时进度的有{}", [] if short else below),
        ("有指标进度滞后的有{}", [] if short else late),
        (
            f"有{wording.bounded_words(t for m in failing for t in m.targets if t.standing in FAILING)}尚未达标的有{{}}",
            failing,
        ),
        (
            "有指标未设节点、暂不作序时判断的有{}",
            [m for m in progress.matters if m.standing is Standing.NO_NODES],
        ),
        ("指标均未到期的有{}", [m for m in progress.matters if m.standing is Standing.NOT_DUE]),
        ("不作进度判断的有{}", [m for m in progress.matters if m.standing is Standing.NOT_JUDGED]),
        ("暂缓实施的有{}", [m for m in progress.matters if m.standing is Standing.SUSPENDED]),
        (
            plan.terms.of(f"有数据{_unsure(unjudged)}、本月暂不判定的有{{}}"),
            unjudged,
        ),
    ]
    return [(words, matters) for words, matters in groups if matters]


def _unsure(matters: Sequence[MatterProgress]) -> str:
    return wording.unsure(target.standing for matter in matters for target in matter.targets)


def _titles(matters: Sequence[MatterProgress]) -> str:
    return wording.quoted(matter.matter.title for matter in matters)


def leading(plan: Plan, progress: Progress) -> Phrase:
    """The fastest that are not done yet by name, with their rates; nothing where none is ahead."""
    fast = [t for t in progress.targets if t.standing is Standing.AHEAD and not t.target.by_nodes]
    fast.sort(key=lambda t: -(t.gap or Decimal(0)))
    shown = [
        phrase(target.target.name, "（", wording.told_rate(plan, target), "）")
        for target in fast[:_FAST_SHOWN]
    ]
    more = "等。" if len(fast) > len(shown) else "。"
    return phrase("进度较快的有", join("、", shown), more) if shown else phrase()


def behind(plan: Plan, progress: Progress) -> Phrase:
    """How many targets lag and whose they are, the one by name where there is one; nothing where none lags."""
    late = [target for target in progress.targets if target.standing in LATE]
    if not late:
        return phrase()
    units = wording.units_of(plan, late, progress.drawn_up)
    if len(late) == 1:
        word = wording.standing_word(plan, late[0].standing)
        return phrase(f"{word}的指标是{wording.names(plan, late)}（{units}）。")
    return worded("进度滞后的指标有{}，涉及{}。", wording.late_count(plan, late), units)


def changes(plan: Plan, progress: Progress, names: bool = True) -> Phrase:
    """What is new since last month, and nothing else; empty when last month reported nothing.

    Without `names` only what became worse is told by name.
    """
    found = _changes(plan, progress)
    if found is None:
        return phrase()
    shown = [_change(plan, progress, one, names or one.turn is _Turn.WORSE) for one in found]
    told = join("，", shown) if shown else "各项指标所处状态没有变化"
    return phrase(f"与{_month_before(plan, progress)}相比，", told, "。")


def gains(plan: Plan, progress: Progress) -> Phrase:
    """What became better since last month; nothing where nothing did: a paper for units names nobody for a fault."""
    better = [one for one in _changes(plan, progress) or () if one.turn is _Turn.BETTER]
    if not better:
        return phrase()
    shown = join("，", (_change(plan, progress, one, named=True) for one in better))
    return phrase(f"与{_month_before(plan, progress)}相比，", shown, "。")


class _Turn(Enum):
    BETTER = 1
    OTHER = 0
    WORSE = -1


@dataclass(frozen=True, slots=True)
class _Change:
    words: str
    targets: list[TargetProgress]
    turn: _Turn = _Turn.OTHER


def _change(plan: Plan, progress: Progress, one: _Change, named: bool) -> Phrase:
    how = f"与{_month_before(plan, progress)}相比{one.words}的指标数"
    listed = f"（{wording.names(plan, one.targets)}）" if named else ""
    return phrase(one.words, changed(one.targets, how), listed)


def _month_before(plan: Plan, progress: Progress) -> str:
    return plan.cycle.label(plan.cycle.previous(progress.month))


def _changes(plan: Plan, progress: Progress) -> list[_Change] | None:
    """Targets by how they stand otherwise than last month; None where last month knew of none."""
    known = [t for t in progress.targets if t.last_standing not in (None, Standing.NOT_APPLICABLE)]
    if not known or all(target.last_standing is Standing.UNREPORTED for target in known):
        return None
    finished = [t for t in known if t.standing in FINISHED and t.last_standing not in FINISHED]
    caught_up = [t for t in known if t.standing in _RECOVERED and t.last_standing in LATE]
    fallen = [t for t in known if t.standing in LATE and t.last_standing not in LATE | UNKNOWN]
    met = [t for t in known if t.standing in MEETING and t.last_standing in FAILING]
    missed = [t for t in known if t.standing in FAILING and t.last_standing in MEETING]
    doubtful = [t for t in known if t.standing in UNKNOWN and t.last_standing not in UNKNOWN]
    unclear = UNKNOWN | {Standing.SUSPENDED}
    cleared = [
        t for t in known if t.last_standing in UNKNOWN and t.standing not in unclear and t not in finished
    ]
    found = (
        _Change(
            plan.terms.of(f"上月数{wording.unsure(one.last_standing for one in cleared)}、本月已明确"),
            cleared,
        ),
        _Change("新完成", finished, _Turn.BETTER),
        _Change("由滞后转为不再滞后", caught_up, _Turn.BETTER),
        _Change("由未达标转为达标", met, _Turn.BETTER),
        _Change("新增滞后", fallen, _Turn.WORSE),
        *(_Change(words, ones, _Turn.WORSE) for words, ones in _worse(plan, known)),
        _Change("由达标转为未达标", missed, _Turn.WORSE),
        _Change(plan.terms.of(f"本月数{wording.unsure(one.standing for one in doubtful)}"), doubtful),
    )
    return [one for one in found if one.targets]


def worse(progress: Progress) -> list[TargetProgress]:
    """Targets that stand worse than last month whatever their band, the largest gap first."""
    return wording.by_gap(one for one in progress.targets if _turned(one))


def _turned(one: TargetProgress) -> bool:
    before, now = one.last_standing, one.standing
    if before in MEETING and now in FAILING:
        return True
    return before in _COURSE and now in BEHIND and _COURSE.index(now) > _COURSE.index(before)


def _worse(plan: Plan, known: Sequence[TargetProgress]) -> Iterator[tuple[str, list[TargetProgress]]]:
    """由超序时进度转为低于序时进度, and every other step down that is not 新增滞后."""
    steps: dict[tuple[Standing, Standing], list[TargetProgress]] = {}
    for one in known:
        before, now = one.last_standing, one.standing
        fallen = now in LATE and before not in LATE
        if before is not None and now in BEHIND and not fallen and _turned(one):
            steps.setdefault((before, now), []).append(one)
    for (before, now), ones in steps.items():
        yield f"由{wording.standing_word(plan, before)}转为{wording.standing_word(plan, now)}", ones


def changed(targets: Sequence[TargetProgress], how: str) -> Phrase:
    """How many stand elsewhere than last month, which rests on last month's figures too: 2项."""
    before = [target.last for target in targets if target.last is not None]
    return phrase(number_of(len(targets), "项", how, cells_of([*targets, *before])), "项")


def leads(plan: Plan, progress: Progress, matter: MatterProgress) -> str:
    """Who answers for the matter's targets, as they are called that month."""
    keys = dict.fromkeys(key for target in matter.targets for key in target.target.leads)
    return plan.names(keys, progress.drawn_up)


def whole(target: TargetProgress) -> TargetProgress:
    """All that there is to say of a target."""
    return target


def sentences(
    plan: Plan,
    progress: Progress,
    matter: MatterProgress,
    told: Callable[[TargetProgress], TargetProgress] = whole,
) -> Iterator[str | Phrase]:
    """Figures of the quantified targets as one run of clauses, then what is unsure, then 定性 targets.

    `told` is what of each target is said here: a paper leaves out what it says elsewhere.
    """
    quantified = [t for t in matter.targets if t.standing is not Standing.NOT_APPLICABLE]
    clear = [told(t) for t in quantified if t.standing not in UNKNOWN]
    for index, group in enumerate(pairs.paired(clear)):
        target = group[0]
        yield "；" if index else ""
        yield "其中，" if _within(clear, clear.index(target)) else ""
        if target.as_of != progress.as_of and target.value is not None:
            yield f"（截至{day_of_month(target.as_of)}）" if target.as_of else "（未注明截至日）"
        yield pairs.told(plan, group) if len(group) > 1 else clauses.target_phrase(plan, target)
    if clear:
        yield "。"
    yield from doubt.sentences(plan, progress, quantified)
    for target in matter.targets:
        if target.standing is Standing.NOT_APPLICABLE:
            yield phrase(clauses.target_phrase(plan, target), "。")


def _within(told: Sequence[TargetProgress], index: int) -> bool:
    """True for a part 其中 that is told right behind its whole, or behind another part of it."""
    target = told[index].target
    if target.relation is not Relation.WITHIN or not index:
        return False
    before = told[index - 1].target
    return before.id == target.part_of or (before.relation, before.part_of) == (
        target.relation,
        target.part_of,
    )
