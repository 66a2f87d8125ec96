"""呈批件: the results laid before those who approve them, before anybody is named. White head, no number, no seal."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.documents.wording import certified, targets, whose
from pipeline.documents.wording.counts import count, worded
from pipeline.documents.wording.parts import Approval, Item, Opinion, enclosed, fields_of, reader, white_head
from pipeline.model.assessment import Assessment, Ruling, Verdict
from pipeline.model.notice import Requirement
from pipeline.model.phrases import Letter, Phrase, join, phrase, quoted
from pipeline.model.plan import Plan

TEMPLATE = "呈批件.docx"


def compose(plan: Plan, assessment: Assessment, draft: bool) -> Letter:
    """The sheet on which the year's results go up for approval."""
    profile, year = plan.profile, assessment.year
    signer = profile.inspector or profile.supervising_organ
    context = Approval(
        **fields_of(white_head(signer, assessment.drawn_up, draft)),
        head="呈　批　件",
        reader=reader(profile.approving_posts),
        title_lines=targets.title(f"关于{year}年{plan.profile.programme}", "考核认定结果", "的呈批件"),
        opening=(
            f"{whose.cited(plan, Requirement.ASSESSMENT)}{profile.certifier}"
            f"{whose.together(plan, profile.certifier, signer)}，对{year}年{plan.profile.programme}完成情况进行了核对，提出以下认定意见。"
        ),
        items_=tuple(_items(plan, assessment)),
        closing=f"妥否，请批示。批准后，以{profile.certifier}名义印发通报，并逐一反馈有关单位。",
        attachments=enclosed("考核认定表", "考核认定结果的通报（稿）", "反馈函（稿）"),
        opinions=tuple(map(Opinion, ("承办单位意见", "核稿意见", "领导批示"))),
    )
    return Letter("呈批件", f"{year}年考核认定呈批件.docx", TEMPLATE, context)


def _items(plan: Plan, assessment: Assessment) -> Iterator[Item]:
    contents: tuple[tuple[str, Phrase], ...] = (
        ("总体情况。", phrase(*certified.overview(plan, assessment, "拟认定"))),
        (f"{_how_short(assessment)}的指标。", _short(plan, assessment)),
        (plan.terms.of("分县任务。"), _tasks(plan, assessment)),
        ("抽查核实情况。", certified.looked_at(plan, assessment)),
        ("与建议不同的认定。", _overridden(plan, assessment)),
        ("单位异议及处理。", _objections(plan, assessment)),
    )
    shown = [(heading, text) for heading, text in contents if text]
    for number, (heading, text) in enumerate(shown, 1):
        yield Item(f"（{targets.chinese_number(number)}）{heading}", text)


def _how_short(assessment: Assessment) -> str:
    """未完成、未达标: an amount is not completed, a ratio or a ceiling not kept to."""
    verdicts = {one.verdict for one in assessment.targets}
    return "、".join(verdict.value for verdict in (Verdict.UNDONE, Verdict.UNMET) if verdict in verdicts)


def _short(plan: Plan, assessment: Assessment) -> Phrase:
    words: Phrase = phrase()
    for one in assessment.targets:
        if one.fulfilled is False:
            words = phrase(words, "；" if str(words) else "", certified.short(plan, one))
    return phrase(words, "。") if str(words) else words


def _tasks(plan: Plan, assessment: Assessment) -> Phrase:
    """Counties' own tasks: how many, and which fell short; nothing where there are none."""
    tasks = assessment.tasks
    words = phrase()
    for one in tasks:
        if one.fulfilled is False:
            words = phrase(
                words, "；", plan.name(one.county, assessment.drawn_up), certified.short(plan, one)
            )
    if not tasks:
        return words
    done = count([one for one in tasks if one.fulfilled], plan.terms.of("认定为完成的分县任务数"))
    told = plan.terms.of("分解到县（市、区）的任务{}，完成{}{}。")
    return worded(told, count(tasks, plan.terms.of("分县任务数")), done, words)


def _overridden(plan: Plan, assessment: Assessment) -> Phrase:
    said = [
        phrase(
            f"{plan.name(one.county, assessment.drawn_up) if one.county else ''}{one.target.name}，"
            f"按数为{one.suggested.value}，拟认定为{one.verdict.value}，理由：",
            _ruled(one.ruling, "调整理由", one.ruling.reason),
        )
        for one in (*assessment.targets, *assessment.tasks)
        if one.ruling is not None
        and one.suggested is not None
        and one.verdict is not None
        and one.verdict is not one.suggested
    ]
    return phrase(join("；", said), "。") if said else phrase()


def _ruled(ruling: Ruling, column: str, text: str) -> Phrase:
    """What people wrote into a column of 考核认定表."""
    words = targets.clause(text)
    return phrase(quoted(words, ruling.cells[column], ruling.target)) if words else phrase()


def _objections(plan: Plan, assessment: Assessment) -> Phrase:
    """What every unit said against a result on its 核对单, and what is answered to it."""
    said = []
    for one in assessment.targets:
        words = phrase()
        for each in one.objections:
            unit = plan.name(each.unit, assessment.drawn_up) if each.unit else "责任单位"
            part = "就涉及本单位的数" if each.own_part else ""
            why = quoted(targets.clause(each.text), each.cell, one.target.id)
            words = phrase(words, "；" if words else f"{one.target.name}，", f"{unit}{part}提出：", why)
        if words:
            answer = _ruled(one.ruling, "异议", one.ruling.objection) if one.ruling is not None else phrase()
            said.append(phrase(words, "；处理意见：", answer) if answer else words)
    return phrase(join("；", said), "。") if said else phrase()
