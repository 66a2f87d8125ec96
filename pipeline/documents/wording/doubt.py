"""What is said of a figure nobody may use yet: why, what was last known, and what is certain all the same. Pure.

Doubt is not disappearance (DOCUMENTS §3): the last known figure stands beside 正在核实, months behind stay counted, and where
every number given says that a target is behind, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipeline.documents.wording import bounded, clauses
from pipeline.documents.wording import targets as wording
from pipeline.model.codes import Code, Effect
from pipeline.model.figures import Figure
from pipeline.model.kinds import UNKNOWN, Standing
from pipeline.model.months import day_of_month
from pipeline.model.phrases import EARLIER, Phrase, Printed, join, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress

# Of a figure that is being verified, where its code has no words of its own; of one that was given as an about; of one
# whose sheet came and cannot be used.
_OTHER_DOUBT, _ABOUT, _UNREAD = "填报数字需要核对", "为约数", "报表需要核对"
_ROUND = re.compile("[约近余多]|左右|上下")


def reasons(plan: Plan, progress: Progress, targets: Sequence[TargetProgress]) -> str:
    """Targets by why their figures are being verified: A、B合计与分项之和不一致；C为约数."""
    groups = _by_reason(plan, progress, targets)
    return "；".join(f"{wording.names(plan, group)}{why}" for why, group in groups.items())


def reason(plan: Plan, progress: Progress, target: TargetProgress) -> str:
    """Why a figure is being verified, in words fit for a report."""
    found = [f for f in progress.findings_of(target.target.id) if f.effect is Effect.UNUSED]
    whys = dict.fromkeys(
        _ABOUT
        if one.code is Code.R02 and _ROUND.search(one.read)
        else plan.terms.of(one.code.doubt) or _OTHER_DOUBT
        for one in found
    )
    return "，且".join(whys) or _UNREAD


def _by_reason(
    plan: Plan, progress: Progress, targets: Sequence[TargetProgress]
) -> dict[str, list[TargetProgress]]:
    groups: dict[str, list[TargetProgress]] = {}
    for target in targets:
        groups.setdefault(reason(plan, progress, target), []).append(target)
    return groups


def sentences(plan: Plan, progress: Progress, targets: Sequence[TargetProgress]) -> Iterator[Phrase]:
    """Of these targets those 待核 and 未报送, a sentence for each reason.

    截至9月20日，建成城市书房19座，本月分县（市）区合计与全市数不一致，数据正在核实，无论以何数计均低于序时进度。
    """
    doubtful = [one for one in targets if one.standing is Standing.DOUBTFUL]
    for why, group in _by_reason(plan, progress, doubtful).items():
        last, certain = _last_known(plan, group), _certain(plan, group)
        told = filter(None, (f"{why}，数据正在核实", certain))
        yield phrase(last, "，" if last else "", _named(plan, group), "，".join(told), "。")
    unreported = [one for one in targets if one.standing is Standing.UNREPORTED]
    silent = [one for one in unreported if len(one.owing) == len(one.target.leads)]
    if silent:
        last = _last_known(plan, silent)
        yield phrase(last, "，" if last else "", _named(plan, silent), "截至发文时未报送。")
    for target in unreported:
        if target not in silent:
            owing = plan.names(target.owing, progress.drawn_up)
            last = _last_known(plan, [target])
            yield phrase(last, "，" if last else "", _named(plan, [target]), f"尚缺{owing}的数，暂无合计数。")


def standing_over(plan: Plan, target: TargetProgress) -> Phrase:
    """One that was or is behind though its figure is not known: the last known figure, how long, what is certain; no full stop."""
    last, certain = _last_known(plan, [target]), _certain(plan, [target])
    now = "数据正在核实" if target.standing is Standing.DOUBTFUL else "截至发文时未报送"
    behind = phrase(wording.months_behind(plan, target), "，") if last else phrase()
    return phrase(last, behind, _named(plan, [target]), now, f"，{certain}" if certain else "")


def hangs_over(target: TargetProgress) -> bool:
    """Whether a target without a figure was behind when it last had one, or is so for certain."""
    return target.standing in UNKNOWN and (target.surely_behind or target.months_behind > 0)


def _named(plan: Plan, group: Sequence[TargetProgress]) -> str:
    """本月 where the names were just said, else the names."""
    if all(one.known is not None for one in group):
        return plan.terms.of("本月")
    return wording.names(plan, group)


def _last_known(plan: Plan, group: Sequence[TargetProgress]) -> Phrase:
    """截至8月20日，新建幼儿园3所、改扩建幼儿园3所; nothing of what never had a figure."""
    days: dict[date | None, list[TargetProgress]] = {}
    for one in group:
        if one.known is not None:
            days.setdefault(one.known_on, []).append(one)
    said = []
    for day, ones in days.items():
        figures = join("，", (_of_before(clauses.come_to(plan, known(one))) for one in ones))
        said.append(phrase(f"截至{day_of_month(day)}，" if day is not None else "此前", figures))
    return join("；", said)


def _of_before(told: Phrase) -> Phrase:
    """Figures of an earlier month by a rule of their own: words that people keep around one never get this month's in its place."""
    return Phrase(
        tuple(
            replace(part, how=f"{EARLIER}{part.how}") if isinstance(part, Printed) else part
            for part in told.parts
        )
    )


def known(target: TargetProgress) -> TargetProgress:
    """It with its last known figure in the place of this month's, held against the goal and no pace."""
    value, goal = target.known, target.goal
    assert value is not None
    whole = Figure(goal.amount, value.measure, goal.cells) if goal.amount else None
    rate = value.percent_of(whole) if whole is not None and not target.target.is_bounded else None
    return replace(target, value=value, as_of=target.known_on, rate=rate, gap=None, parts=None)


def _certain(plan: Plan, group: Sequence[TargetProgress]) -> str:
    """无论以何数计均低于序时进度; of some of several with their names; nothing where nothing is certain."""
    sure = [one for one in group if one.surely_behind]
    if not sure:
        return ""
    which = "" if len(sure) == len(group) else f"其中{wording.names(plan, sure)}"
    return f"{which}无论以何数计均低于{bounded.pace_words(sure[0].target)}"
