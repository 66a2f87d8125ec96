"""督办: the general office of the government urges a unit whose targets lag; one letter a unit with all of them.

A 通知 to those it commands, a 函 that asks to those it does not (条例; 手册-秘书). Facts, what is asked, by
when; no praise, no threat. Whether it goes out at all is decided by people (处理登记, 督办: 不发).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pipeline.documents.wording import checked, clauses, targets
from pipeline.documents.wording.parts import LetterHead, copies, fields_of, letter_head, numbered
from pipeline.model.kinds import LATE, Pacing
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Letter, Phrase, join, phrase
from pipeline.model.plan import Plan, Unit
from pipeline.model.progress import Progress, TargetProgress

TEMPLATE = "督办.docx"
_WEEKDAYS = "一二三四五六日"


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
    facts: Annotated[Phrase, "滞后到什么程度，转入要求"]
    demands: Annotated[tuple[Demand, ...], "要求，一条一段"]
    closings: Annotated[tuple[str, ...], "结束语；只有函才有"]
    attachment: Annotated[str, "附件说明，不带“附件”二字"]
    reply: Annotated[Reply, "附件：督办事项回告单"]
    imprint: Annotated[tuple[str, ...], "末页最下面的抄送"]


def compose(plan: Plan, progress: Progress, draft: bool, spared: Collection[str]) -> tuple[Letter, ...]:
    """A letter for every lead with a lagging target, in protocol order; none to the `spared` (unit keys)."""
    letters = []
    for unit in plan.leads:
        late = [
            target
            for target in progress.targets
            if target.standing in LATE and unit.key in target.target.leads
        ]
        if late and unit.key not in spared and plan.urges(unit.key):
            letters.append(_letter(plan, progress, unit, late, draft))
    return tuple(letters)


def _letter(plan: Plan, progress: Progress, unit: Unit, late: list[TargetProgress], draft: bool) -> Letter:
    profile, order = plan.profile, unit.subordinate
    name = unit.name_on(progress.drawn_up)
    you = targets.addressed(name.short) if order else "贵单位"
    by = plan.reply_day(progress.drawn_up)
    reply_to, copied = _answered_to(plan, unit)
    number, day = numbered(profile.supervising_word, progress.drawn_up), progress.drawn_up
    head = letter_head(profile.supervising_organ, number, _title(plan, late, order), name, day, draft)
    # When it goes out, if it does, is decided month and all by people.
    head = replace(head, date=f"{day.year}年{targets.DAY_BLANK}月{targets.DAY_BLANK}日")
    context = Supervision(
        **fields_of(head),
        opening=(
            f"{targets.names(plan, late)}{'都' if len(late) > 1 else ''}是《{profile.notice_title}》"
            f"（{profile.notice_number}）确定的{plan.profile.programme}{'指标' if len(late) > 1 else ''}，"
            f"由{you}{_shared(plan, progress, unit, late)}负责。"
        ),
        facts=phrase(
            *_facts(plan, progress, late, you), *checked.told(plan, progress, late), _transition(order)
        ),
        demands=tuple(_demands(plan, you, order, by, reply_to, copied)),
        closings=() if order else ("特此函达，请予支持。",),
        attachment="督办事项回告单",
        reply=Reply(
            "附件",
            "督办事项回告单",
            f"回告单位：{name.short}（盖章）",
            tuple(_reply_row(plan, target) for target in late),
            "单位主要负责人（签字）：　　　　　　联系岗位及电话：　　　　　　",
        ),
        imprint=copies(copied),
    )
    kind = "督办通知" if order else "商请函"
    dispatch = context.dispatch(copied, context.attachment)
    file = f"{kind}-{name.short}.docx"
    return Letter(f"督办-{unit.key}", file, TEMPLATE, context, dispatch=dispatch)


def _shared(plan: Plan, progress: Progress, unit: Unit, late: list[TargetProgress]) -> str:
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


def _title(plan: Plan, late: list[TargetProgress], order: bool) -> tuple[str, ...]:
    """About the one thing that lags (督办题名, else its matter), if that goes well into a title; else about all of them."""
    organ = plan.profile.supervising_organ
    verb, kind = ("加快推进", "督办通知") if order else ("商请加快推进", "函")
    subjects = {one.target.urged_as or plan.matter(one.target.matter).title for one in late}
    if len(subjects) == 1:
        (subject,) = subjects
        work = "" if subject.endswith("工作") else "工作"
        lines = targets.title(organ, f"关于{verb}{targets.quoted(subjects)}", f"{work}的{kind}")
        if targets.presentable(lines):
            return lines
    programme = plan.profile.programme
    matters = "事项" if programme.endswith("工作") else "工作"
    about = f"关于{verb}{plan.profile.year}年{programme}"
    return targets.title(organ, about, f"有关{matters}的{kind}", programme)


def _facts(plan: Plan, progress: Progress, late: list[TargetProgress], you: str) -> Iterator[str | Phrase]:
    """据你局报送，截至9月20日，A…；B…。 The pace is said once."""
    days = {target.as_of for target in late}
    common = days.pop() if len(days) == 1 else None
    alone = all(len(target.target.leads) == 1 for target in late)
    yield f"据{you if alone else '各责任单位'}报送，"
    if common is not None:
        yield f"截至{day_of_month(common)}，"
    said = []
    for target in late:
        own = f"（截至{day_of_month(target.as_of)}）" if common is None and target.as_of else ""
        said.append(phrase(own, clauses.lagging(plan, target)))
    yield join("；", said)
    if any(target.target.pacing is Pacing.LINEAR for target in late):
        yield phrase(
            f"（{plan.cycle.by_pace(progress.month)}序时进度按", targets.pace(plan, progress), "计）"
        )
    yield "。"


def _transition(order: bool) -> str:
    return "现就有关事项通知如下。" if order else "为确保年度目标任务如期完成，现商请做好以下工作。"


def _answered_to(plan: Plan, unit: Unit) -> tuple[str, str]:
    """To whom the unit answers, and who gets a copy: neither is the unit, nobody is named twice, nor the author's own copy."""
    profile = plan.profile
    inspector = profile.inspector if not plan.one_body(profile.inspector, unit.key) else ""
    reply_to = inspector or profile.general_office
    known = (unit.key, reply_to, profile.supervising_organ)
    return reply_to, "" if any(plan.one_body(profile.compiler, one) for one in known) else profile.compiler


def _demands(plan: Plan, you: str, order: bool, by: date, reply_to: str, copied: str) -> Iterator[Demand]:
    day = f"{day_of_month(by)}（星期{_WEEKDAYS[by.weekday()]}）"
    also = f"，同时抄送{copied}" if copied else ""
    yield Demand("一、查明原因。", "逐项分析进度滞后的原因，说明问题出在哪个环节、需要哪些单位配合。")
    yield Demand(
        "二、加快推进。",
        plan.terms.of("制定追赶计划，明确各月完成数量、完成时限和责任岗位，确保年底前完成年度目标任务。"),
    )
    if order:
        yield Demand(
            "三、按时回告。",
            f"请于{day}前将原因、措施和完成时限填入《督办事项回告单》（见附件），经主要负责同志签字并加盖公章后报"
            f"{reply_to}{also}。此后随{plan.rules.lead_due.said(plan.cycle)}的报表报告进展，不再滞后的予以销号。",
        )
    else:
        yield Demand(
            "三、函告情况。",
            f"请{you}于{day}前将原因、措施和完成时限填入《督办事项回告单》（见附件）函告{reply_to}{also}，"
            f"此后随{plan.rules.lead_due.said(plan.cycle)}的报表通报进展。",
        )


def _reply_row(plan: Plan, target: TargetProgress) -> ReplyRow:
    goal = targets.goal(target)
    return ReplyRow(target.target.name, goal, clauses.reached(plan, target))
