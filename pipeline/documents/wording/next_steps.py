"""下一步工作 of the office that compiles: whom it follows up, what it verifies, what the time of year asks. Pure (DOCUMENTS §2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.documents.wording import targets
from pipeline.model.kinds import UNKNOWN, WANTING, Standing
from pipeline.model.months import Month, chinese_date
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress

_DECEMBER = 12


def told(plan: Plan, progress: Progress, first: Sequence[str] = ()) -> Iterator[str]:
    """What is done next, one step or several numbered, those named `first` before the rest; in the year's last month what
    the year's end asks.
    """
    name = plan.profile.self_name
    last = progress.month.number == _DECEMBER
    steps = [*first, *(_at_the_year_s_end(plan, progress) if last else _next_month(plan, progress))]
    paragraph = "".join(
        f"{targets.chinese_number(index)}是{name if index == 1 else ''}{step}。"
        for index, step in enumerate(steps, 1)
    )
    yield paragraph if len(steps) > 1 else f"{name}将{steps[0]}。"
    if any(row.coordination for target in progress.targets for row in target.rows):
        yield "各单位提出的需协调事项列入附件2，供参阅。"


def _next_month(plan: Plan, progress: Progress) -> Iterator[str]:
    own, theirs = _wanting(plan, progress)
    if theirs:
        units = targets.units_of(plan, theirs, progress.drawn_up)
        yield f"{_together(plan)}跟踪{units}有关指标，逐项了解原因，督促倒排工期、加快推进"
    if own:
        yield f"倒排工期，加快推进本单位承担的{targets.names(plan, own)}"
    yield from _verifying(plan, progress, plan.terms.of("在下月报告中说明"))
    # What was asked for last month is nothing new: it is left out until there are nodes to tell of.
    without_nodes = [
        one
        for one in progress.targets
        if one.standing is Standing.NO_NODES and one.last_standing is not Standing.NO_NODES
    ]
    own, theirs = _own(plan, without_nodes)
    soon = plan.terms.of("的时间节点，尽快纳入月度调度")
    if theirs:
        units = targets.units_of(plan, theirs, progress.drawn_up)
        yield f"与{units}商定{targets.names(plan, theirs)}{soon}"
    if own:
        yield f"确定本单位承担的{targets.names(plan, own)}{soon}"
    yield plan.terms.of("继续做好按月汇总和数据审核，及时报告进展情况")


def _at_the_year_s_end(plan: Plan, progress: Progress) -> Iterator[str]:
    """年终报送、考核认定、未完事项跨年跟踪."""
    due = chinese_date(plan.lead_deadline(Month.year_end(progress.month.year)))
    yield f"组织各责任单位于{due}前报送年终表，逐项核对全年完成数"
    yield from _verifying(plan, progress, "随年终数据一并报告")
    certifier, organ = plan.profile.certifier, plan.profile.organ
    alone = not certifier or plan.one_body(certifier, organ)
    yield f"{'' if alone else f'配合{certifier}'}做好全年完成情况考核认定"
    own, theirs = _wanting(plan, progress)
    if theirs:
        units = targets.units_of(plan, theirs, progress.drawn_up)
        unfinished = targets.names(plan, theirs)
        yield f"{_together(plan)}督促{units}对年内未完成的{unfinished}明确后续措施和完成时限，跨年跟踪，直至完成"
    if own:
        yield f"对本单位承担、年内未完成的{targets.names(plan, own)}明确后续措施和完成时限，跨年推进，直至完成"


def _verifying(plan: Plan, progress: Progress, then: str) -> Iterator[str]:
    """与市教育局逐项核对数据, 督促市体育局补报数据, and where the outcome is told; nothing where no figure is unsure."""
    own, theirs = _own(plan, [one for one in progress.targets if one.standing in UNKNOWN])
    doubtful = [one for one in theirs if one.standing is Standing.DOUBTFUL]
    missing = [one for one in theirs if one.standing is Standing.UNREPORTED]
    asked = []
    if doubtful:
        asked.append(f"{_again(doubtful)}与{targets.units_of(plan, doubtful, progress.drawn_up)}逐项核对数据")
    if missing:
        asked.append(f"{_again(missing)}督促{_owing(plan, missing, progress)}补报数据")
    asked += [f"核对本单位承担的{targets.names(plan, own)}的数据"] if own else []
    outcome = "补报情况" if not doubtful and not own else "结果" if missing else "核实结果"
    if asked:
        yield f"{'，'.join(asked)}，{outcome}{then}"


def _owing(plan: Plan, missing: Sequence[TargetProgress], progress: Progress) -> str:
    """Who gave no figure, in protocol order: of several leads not those that gave theirs."""
    keys = {lead for one in missing for lead in one.owing or one.target.leads}
    return plan.names((unit.key for unit in plan.units if unit.key in keys), progress.drawn_up)


def _again(ones: Sequence[TargetProgress]) -> str:
    """继续 of what was asked for last month as well."""
    return "继续" if all(one.last_standing in UNKNOWN for one in ones) else ""


def _wanting(plan: Plan, progress: Progress) -> tuple[list[TargetProgress], list[TargetProgress]]:
    return _own(plan, [target for target in progress.targets if target.standing in WANTING])


def _together(plan: Plan) -> str:
    """会同市政府督查室, where that is another body."""
    inspector = plan.profile.inspector
    return "" if not inspector or plan.one_body(inspector, plan.profile.organ) else f"会同{inspector}"


def _own(plan: Plan, found: Sequence[TargetProgress]) -> tuple[list[TargetProgress], list[TargetProgress]]:
    """The targets the office that writes answers for itself, and the others'."""
    own = [one for one in found if plan.one_body(one.target.leads[0], plan.profile.organ)]
    return own, [one for one in found if one not in own]
