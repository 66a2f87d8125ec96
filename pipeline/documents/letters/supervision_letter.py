"""督办: the general office of the government urges a unit whose targets lag, a letter with all of them.

A 通知 to those it commands, a 函 that asks to those it does not (条例; 手册-秘书). Facts, what is asked, by
when; no praise, no threat. By which rung, and whether it goes out at all, is decided by people (处理登记).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pipeline.documents.wording import clauses, instructed, pledged, season, targets, urging
from pipeline.documents.wording.parts import LetterHead, contact, copies, fields_of, letter_head, numbered
from pipeline.model.instructions import Instruction
from pipeline.model.phrases import Letter, Phrase, phrase, quoted
from pipeline.model.plan import Plan, Unit
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.supervision import Drafted, Paper

TEMPLATE = "督办.docx"


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that is asked: its heading, and what it means."""

    heading: Annotated[str, "段首的小标题"]
    text: Annotated[str, "要求的内容"]


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A line of the reply sheet: what is known; the unit writes the rest."""

    target: Annotated[str, "指标"]
    goal: Annotated[Phrase, "年度目标，带计量单位"]
    progress: Annotated[str | Phrase, "目前进展，带计量单位"]


@dataclass(frozen=True, slots=True)
class Reply:
    """附件: the sheet the unit answers on."""

    label: Annotated[str, "附件二字"]
    title: Annotated[str, "回告单的标题"]
    unit: Annotated[str, "谁来回告"]
    rows: Annotated[tuple[ReplyRow, ...], "一项滞后指标一行"]
    signature: Annotated[str, "单位签字的一行"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision(LetterHead):
    """What the template 督办.docx prints."""

    opening: Annotated[str, "通知给这个单位定了什么任务"]
    facts: Annotated[Phrase, "滞后到什么程度、以前怎样督办和回告，转入要求"]
    demands: Annotated[tuple[Demand, ...], "要求，一条一段"]
    closings: Annotated[tuple[str, ...], "结束语；只有函才有"]
    attachment: Annotated[str, "附件说明，不带“附件”二字"]
    contact: Annotated[str, "附注：联系人（岗位）和电话，任务分解表没写的留空由人填"]
    reply: Annotated[Reply, "附件：督办事项回告单"]
    imprint: Annotated[tuple[str, ...], "末页最下面的抄送"]


def compose(
    plan: Plan,
    progress: Progress,
    draft: bool,
    drafted: Sequence[Drafted],
    instructions: Sequence[Instruction] = (),
) -> tuple[Letter, ...]:
    """The 督办通知 and 商请函 among the papers drafted for a month, in their order; that they go by 批示 where they may."""
    return tuple(
        _letter(
            plan,
            progress,
            plan.unit(one.unit),
            one,
            draft,
            instructed.required(plan, progress, one.unit, instructions),
        )
        for one in drafted
        if one.rung.paper in (Paper.NOTICE, Paper.REQUEST)
    )


def _letter(
    plan: Plan, progress: Progress, unit: Unit, drafted: Drafted, draft: bool, required: str
) -> Letter:
    profile, order = plan.profile, drafted.rung.paper is Paper.NOTICE
    name, day = unit.name_on(progress.drawn_up), progress.drawn_up
    late = urging.lagging(progress, unit)
    you = targets.addressed(name.short) if order else "贵单位"
    _, copied = urging.answered_to(plan, unit)
    number = numbered(profile.supervising_word, day)
    head = letter_head(profile.supervising_organ, number, _title(plan, late, drafted), name, day, draft)
    # When it goes out, if it does, is decided month and all by people.
    head = replace(head, date=f"{day.year}年{targets.DAY_BLANK}月{targets.DAY_BLANK}日")
    context = Supervision(
        **fields_of(head),
        opening=urging.opening(plan, progress, unit, late, you),
        facts=phrase(
            *urging.facts(plan, progress, late, you),
            urging.before(plan, progress, drafted, you, pledged.told_by(late, drafted.answers)),
            *pledged.to_itself(plan, late, drafted.answers, you),
            *_approved(drafted),
            _transition(order, progress, required),
        ),
        demands=tuple(_demands(plan, progress, unit, drafted, you)),
        closings=() if order else ("特此函达，请予支持。",),
        attachment="督办事项回告单",
        contact=contact(profile),
        reply=Reply(
            "附件",
            "督办事项回告单",
            f"回告单位：{name.short}（盖章）",
            tuple(_reply_row(plan, target) for target in late),
            "单位主要负责人（签字）：　　　　　　联系岗位及电话：　　　　　　",
        ),
        imprint=copies(copied),
    )
    id_, file = urging.letter_names(plan, drafted, unit, day)
    return Letter(id_, file, TEMPLATE, context, dispatch=context.dispatch(copied, context.attachment))


def _title(plan: Plan, late: Sequence[TargetProgress], drafted: Drafted) -> tuple[str, ...]:
    """About the one thing that lags (督办题名, else its matter), if that goes well into a title; else about all of them."""
    organ = plan.profile.supervising_organ
    verb, kind = _asked(drafted)
    subjects = {one.target.urged_as or plan.matter(one.target.matter).title for one in late}
    if len(subjects) == 1:
        (subject,) = subjects
        if all(one.target.urged_as for one in late):
            lines = targets.title(organ, f"关于{verb}", f"{subject}的{kind}")
        else:
            work = "" if subject.endswith("工作") else "工作"
            lines = targets.title(organ, f"关于{verb}{targets.quoted(subjects)}", f"{work}的{kind}")
        if targets.presentable(lines):
            return lines
    programme = plan.profile.programme
    matters = "事项" if programme.endswith("工作") else "工作"
    about = f"关于{verb}{plan.profile.year}年{programme}"
    return targets.title(organ, about, f"有关{matters}的{kind}", programme)


def _asked(drafted: Drafted) -> tuple[str, str]:
    """What a title says is done about it, and in what kind of document."""
    if drafted.rung.paper is Paper.REQUEST:
        again = drafted.rung.name.removesuffix("商请")
        return f"{again}商请加快推进", "函"
    if drafted.rung.approved:
        return f"{drafted.rung.name.removesuffix('督办')}督办", "通知"
    return "加快推进", "督办通知"


def _approved(drafted: Drafted) -> Iterator[str | Phrase]:
    """经…批准，实行挂牌督办, or 继续实行 where a paper said so before. Only with the row that says who approved it."""
    if drafted.rung.approved and drafted.approval is not None:
        row = drafted.approval
        listed = f"{drafted.rung.name.removesuffix('督办')}督办"
        going_on = "继续" if any(one.rung.approved for one in drafted.told) else ""
        approver = quoted(row.approver, row.approved_at)
        yield phrase("经", approver, f"批准，对上述事项{going_on}实行{listed}。")


def _transition(order: bool, progress: Progress, required: str) -> str:
    if order:
        return f"{required}现就有关事项通知如下。"
    return f"{'' if season.closing(progress.month) else '为确保年度目标任务如期完成，'}{required}现商请做好以下工作。"


def _demands(plan: Plan, progress: Progress, unit: Unit, drafted: Drafted, you: str) -> Iterator[Demand]:
    order, ended = drafted.rung.paper is Paper.NOTICE, season.over(progress.month)
    reply_to, copied = urging.answered_to(plan, unit)
    day = urging.by_day(progress, drafted.due)
    also = f"，同时抄送{copied}" if copied else ""
    after = "年终情况随年终报表一并报告" if ended else f"此后随{plan.rules.lead_due.said(plan.cycle)}的报表"
    for number, (heading, text) in enumerate(season.demands(plan, progress.month), 1):
        yield Demand(f"{targets.chinese_number(number)}、{heading}", text)
    if order:
        later = f"{after}。" if ended else f"{after}报告进展，不再滞后的予以销号。"
        yield Demand(
            "三、按时回告。",
            f"请于{day}前将原因、措施、完成时限和各时点应达到的数填入《督办事项回告单》（见附件），经主要负责同志签字并加盖公章后报"
            f"{reply_to}{also}。{later}",
        )
    else:
        later = f"{after}。" if ended else f"{after}通报进展。"
        yield Demand(
            "三、函告情况。",
            f"请{you}于{day}前将原因、措施、完成时限和各时点应达到的数填入《督办事项回告单》（见附件）函告{reply_to}{also}，{later}",
        )


def _reply_row(plan: Plan, target: TargetProgress) -> ReplyRow:
    goal = targets.goal(target)
    return ReplyRow(target.target.name, goal, clauses.reached(plan, target))
