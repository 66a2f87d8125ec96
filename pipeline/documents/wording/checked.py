"""What spot checks found, in words: the same in a month's documents and in the assessment. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pipeline.documents.wording import targets as wording
from pipeline.inputs.tables.reader import is_number
from pipeline.model.assessment import Certification
from pipeline.model.figures import fixed, plain
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, Printed, join, phrase, quoted
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.spotchecks import Scope, SpotCheck


def told(plan: Plan, progress: Progress, targets: Iterable[TargetProgress]) -> tuple[Phrase, ...]:
    """A sentence for every spot check the month tells of these targets, in the order of their days."""
    own = {target.target.id for target in targets}
    return tuple(
        phrase(plan.profile.inspector, _sentence(plan, one, progress.drawn_up))
        for one in progress.spot_checks
        if one.target in own
    )


def scopes(plan: Plan, one: Certification, day: date) -> Phrase:
    """How a target was looked at through the year, in short: 10月由4190件核减133件，认定4057件，11月已扣除；….

    A unit is named unless it is the target's lead, or the county it is about; 未核实 where nobody looked.
    """
    if not one.spot_checks:
        return phrase("未核实")
    said = []
    for check in one.spot_checks:
        unit = "" if check.unit in (*one.target.leads, one.county) else plan.name(check.unit, day)
        said.append(phrase(f"{plan.cycle.label(check.month)}{unit}", _short(plan, check)))
    return join("；", said)


def _short(plan: Plan, one: SpotCheck) -> Phrase:
    mended = "尚未扣除" if one.mended is None else f"{plan.cycle.label(one.mended)}已扣除"
    return phrase(_result(plan, one), f"，{mended}" if one.untrue else "")


def covered(plan: Plan, one: Certification) -> Phrase:
    """What a check covered, for a cell: 截至8月核实11座, 抽查50人，未发现不实; where it was done is nobody else's to read."""
    said = []
    for check in one.spot_checks:
        if check.scope is Scope.PART:
            said.append(phrase("抽查", _sample(plan, check)))
        else:
            base = plan.target(check.target).measure.base
            genuine = _number(check, check.checked - check.untrue, base, "属实数")
            said.append(phrase(f"截至{plan.cycle.label(check.month)}核实", genuine))
    return join("；", said)


def _result(plan: Plan, one: SpotCheck) -> Phrase:
    """由4190件核减133件，认定4057件 / 抽查200人，核减3人 / 抽查50人，未发现不实; cases of a ratio are counted in 处."""
    if one.scope is Scope.PART:
        return phrase("抽查", _sample(plan, one))
    measure = plan.target(one.target).measure.base
    looked = _number(one, one.checked, measure, "抽查数")
    if not one.untrue:
        return phrase("全量核查", looked, "，均属实")
    untrue = _number(one, one.untrue, measure, "不实数")
    genuine = _number(one, one.checked - one.untrue, measure, "属实数")
    return phrase("由", looked, "核减", untrue, "，认定", genuine)


def _sample(plan: Plan, one: SpotCheck) -> Phrase:
    """50人，未发现不实 / 200人，核减3人 / of a ratio 200处，3处不符."""
    target = plan.target(one.target)
    measure = "处" if target.kind.ratio else target.measure.base
    looked, untrue = _number(one, one.checked, measure, "抽查数"), _number(one, one.untrue, measure, "不实数")
    if not one.untrue:
        return phrase(looked, "，未发现不实")
    return phrase(looked, "，", untrue, "不符") if target.kind.ratio else phrase(looked, "，核减", untrue)


def _sentence(plan: Plan, one: SpotCheck, day: date) -> Phrase:
    """11月3日核查市司法局10月报送的法律援助受理数：由4190件核减133件，认定4057件（…），单位已从11月报表中扣除。"""
    why = wording.clause(one.remark)
    words = quoted(why, one.cells["差异"], one.target)
    reason = phrase("（", words, "）") if why and not is_number(why) else ""
    unit, what = plan.name(one.unit, day), plan.target(one.target).name
    opening = f"{day_of_month(one.day)}核查{unit}{plan.cycle.label(one.month)}报送的{what}："
    return phrase(opening, _result(plan, one), reason, _mended(plan, one), "。")


def _mended(plan: Plan, one: SpotCheck) -> str:
    if one.mended is not None:
        return f"，单位已从{plan.cycle.label(one.mended)}报表中扣除"
    return "，单位尚未从报表中扣除"


def _number(one: SpotCheck, value: Decimal, measure: str, column: str) -> Phrase:
    cells = (one.cells[column],)
    text = fixed(value) if measure == "%" else plain(value)
    return phrase(Printed(text, value, measure, f"抽查记录·{column}", cells, one.target), measure)
