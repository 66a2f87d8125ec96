"""督办 in words: what lags, what went out and was answered before, whom to answer; and its course for the ledger. Pure.

Letters cite what somebody registered and nothing else (DOCUMENTS §1).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from pipeline.documents.wording import checked, clauses, pledged, season, targets
from pipeline.model.kinds import LATE, Pacing
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, join, phrase
from pipeline.model.plan import Plan, Unit
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.supervision import Drafted, Paper, Rung, Sent, Stand, Urging

_WEEKDAYS = "一二三四五六日"
_NAMES = {
    Paper.SLIP: "督查提示单",
    Paper.NOTICE: "督办通知",
    Paper.REQUEST: "商请函",
    Paper.APPEAL: "呈批件",
}
# Every paper of 督办 that goes to a unit, as its file begins.
PAPERS = ("督查提示单", "督办通知", "挂牌督办通知", "商请函")


def paper_name(rung: Rung) -> str:
    """What the paper of a rung is called: 督查提示单, 督办通知, 挂牌督办通知; empty where it has none."""
    listed = rung.approved and rung.paper is Paper.NOTICE
    return f"{rung.name.removesuffix('督办')}督办通知" if listed else _NAMES.get(rung.paper, "")


def lagging(progress: Progress, unit: Unit) -> list[TargetProgress]:
    """A unit's lagging targets, in plan order."""
    return [one for one in progress.led_by(unit.key) if one.standing in LATE]


def letter_names(plan: Plan, drafted: Drafted, unit: Unit, day: date) -> tuple[str, str]:
    """A letter's stable id and its file: a second paper of one month is told apart by its 督办方式 (DOCUMENTS §1)."""
    way = f"-{drafted.rung.name}" if drafted.again else ""
    return f"督办-{unit.key}{way}", f"{paper_name(drafted.rung)}-{unit.name_on(day).short}.docx"


def opening(plan: Plan, progress: Progress, unit: Unit, late: Sequence[TargetProgress], you: str) -> str:
    """What the notice laid down, and that the unit answers for it."""
    profile = plan.profile
    return (
        f"{targets.names(plan, late)}{'都' if len(late) > 1 else ''}是《{profile.notice_title}》"
        f"（{profile.notice_number}）确定的{profile.programme}指标，"
        f"由{you}{_shared(plan, progress, unit, late)}负责。"
    )


def _shared(plan: Plan, progress: Progress, unit: Unit, late: Sequence[TargetProgress]) -> str:
    """与市教育局共同, of what others answer for as well; which targets that is, if not all."""
    by_others: dict[str, list[TargetProgress]] = {}
    for target in late:
        others = plan.names((lead for lead in target.target.leads if lead != unit.key), progress.drawn_up)
        by_others.setdefault(others, []).append(target)
    if len(by_others) == 1:
        others = next(iter(by_others))
        return f"与{others}共同" if others else ""
    shared = [f"{targets.names(plan, own)}与{others}共同" for others, own in by_others.items() if others]
    return f"（{'，'.join(shared)}）"


def facts(plan: Plan, progress: Progress, late: Sequence[TargetProgress], you: str) -> Iterator[str | Phrase]:
    """据你局报送，截至9月20日，A…；B…。 The pace is said once."""
    days = {target.as_of for target in late}
    common = days.pop() if len(days) == 1 else None
    alone = all(len(target.target.leads) == 1 for target in late)
    yield f"据{you if alone else '各责任单位'}报送，"
    if common is not None:
        yield f"截至{season.dated(common, progress.month)}，"
    said = []
    for target in late:
        own = (
            f"（截至{season.dated(target.as_of, progress.month)}）" if common is None and target.as_of else ""
        )
        said.append(phrase(own, clauses.lagging(plan, target)))
    yield join("；", said)
    # From November on nothing is held against a pace.
    if any(target.target.pacing is Pacing.LINEAR and not target.closing for target in late):
        yield phrase(
            f"（{plan.cycle.by_pace(progress.month)}序时进度按", targets.pace(plan, progress), "计）"
        )
    yield "。"
    yield from checked.told(plan, progress, late)


def before(
    plan: Plan, progress: Progress, drafted: Drafted, you: str, told_else: Collection[date] = ()
) -> str:
    """市政府办公室6月28日印发督查提示单，你局7月5日作了回告。 Only what was registered; nothing where nothing was.

    From November on the first day carries its year; papers of one kind in a row are told together; answers of days that
    are `told_else` are left out.
    """
    office = plan.profile.general_office
    # What went up to a leader is nothing to tell the unit.
    events = [(one.day, office, _sent(one)) for one in drafted.told if one.rung.paper is not Paper.APPEAL]
    events += [(day, you, "作了回告") for day in drafted.answered if day not in told_else]
    told = list[str]()
    speaker = ""
    for (who, words), group in groupby(sorted(events, key=itemgetter(0)), key=itemgetter(1, 2)):
        days = [day for day, _, _ in group]
        shown = [day_of_month(day) for day in days]
        if not told:
            shown[0] = season.dated(days[0], progress.month)
        again = "" if len(days) == 1 else f"{'两' if len(days) == 2 else targets.chinese_number(len(days))}次"
        told.append(f"{'' if who == speaker else who}{'、'.join(shown)}{again}{words}")
        speaker = who
    said = f"{'，'.join(told)}。" if told else ""
    if drafted.unanswered is not None:
        said += f"截至发文时，{plan.profile.office_self_name}尚未收到{you}回告。"
    return said


def _sent(one: Sent) -> str:
    """印发督查提示单, to stand behind its day; of a row that does not say by which paper only that something went out."""
    if one.rung.paper is Paper.CALL:
        return one.rung.name
    named = one.step.named and paper_name(one.rung)
    return f"{'印发' if named else '作了'}{named or '督办'}"


def answered_to(plan: Plan, unit: Unit) -> tuple[str, str]:
    """To whom the unit answers, and who gets a copy: neither is the unit, nobody is named twice, nor the author's own copy."""
    profile = plan.profile
    inspector = profile.inspector if not plan.one_body(profile.inspector, unit.key) else ""
    reply_to = inspector or profile.general_office
    known = (unit.key, reply_to, profile.supervising_organ)
    return reply_to, "" if any(plan.one_body(profile.compiler, one) for one in known) else profile.compiler


def by_day(progress: Progress, due: date) -> str:
    """10月8日（星期五）; with its year from November on."""
    return f"{season.dated(due, progress.month)}（星期{_WEEKDAYS[due.weekday()]}）"


def course(plan: Plan, now: TargetProgress, one: Urging) -> str:
    """One month's 督办 of a target in words for the ledger: when it went out and how, by when an answer was due, what was
    answered and what became of that.
    """
    return f"{plan.cycle.label(one.month)}：{'；'.join((*_steps(one), *_pledged(plan, now, one)))}"


def _pledged(plan: Plan, now: TargetProgress, one: Urging) -> Iterator[str]:
    """What the unit promised (承诺 is the ledger's word), held against the figures."""
    known = {outcome.pledge: outcome for outcome in now.pledged}
    for pledge in one.reply.pledges if one.reply is not None else ():
        outcome = known.get(pledge)
        said = pledged.held(plan, now, outcome) if outcome else pledged.planned(plan, now.target, pledge)
        yield f"承诺：{str(said).removeprefix('计划')}"


def _steps(one: Urging) -> Iterator[str]:
    if one.stand in (Stand.PROPOSED, Stand.UNNOTED):
        still = "还没有登记发没发" if one.stand is Stand.PROPOSED else "未登记发出"
        yield f"已拟{one.rung or '稿'}，{still}"
        return
    if one.stand is Stand.SPARED:
        yield f"不发（{one.reason}；{one.approver}批准）"
        return
    for each in one.sent:
        yield _noted(each)
    if one.answered is not None:
        late = one.due is not None and one.answered > one.due
        yield f"{day_of_month(one.answered)}回告{f'（应于{day_of_month(one.due)}前）' if late and one.due else ''}"
    elif one.due is not None and one.stand in (Stand.SENT, Stand.SILENT, Stand.OVERDUE):
        yield f"应于{day_of_month(one.due)}前回告{_silence(one)}"
    if one.reply is not None:
        yield f"原因：{targets.clause(one.reply.reason)}"
        yield f"措施：{targets.clause(one.reply.measures)}"
        yield f"时限：{targets.clause(one.reply.limit)}"
    if one.closed is not None:
        yield f"{day_of_month(one.closed)}销号（{one.approver}批准）"


def _noted(one: Sent) -> str:
    if one.rung.paper is Paper.CALL:
        said = f"，答复：{targets.clause(one.step.reason)}" if one.step.reason else ""
        return f"{day_of_month(one.day)}{one.rung}（{one.step.approver}经办）{said}"
    return f"{day_of_month(one.day)}发出{f'（{one.rung}）' if one.rung.name else ''}"


def _silence(one: Urging) -> str:
    """Unanswered is said only where a person looked; else that nobody noted an answer."""
    if one.unanswered is not None and one.unanswered.day is not None:
        return f"，逾期未回（{one.unanswered.approver}{day_of_month(one.unanswered.day)}核实）"
    return "，未登记回告，请核" if one.stand is Stand.SILENT else ""
