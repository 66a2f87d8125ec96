"""反馈函: what a unit's own matters came to, in the name of the general office; one letter a recipient.

Facts only, with how they were counted; a cooperating unit is never blamed for the lead, and a county gets no verdict
without targets of its own (手册-秘书).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pipeline.documents.wording import certified, checked, detail_table, whose
from pipeline.documents.wording import targets as wording
from pipeline.documents.wording.counts import count, of_matters, worded
from pipeline.documents.wording.parts import Item, LetterHead, Part, contact, fields_of, letter_head, numbered
from pipeline.model.assessment import Assessment, Certification, Completion, MatterResult, Verdict
from pipeline.model.figures import plain
from pipeline.model.notice import Requirement
from pipeline.model.phrases import Letter, Phrase, Printed, join, phrase
from pipeline.model.plan import Plan, Unit

TEMPLATE = "反馈函.docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback(LetterHead):
    """What the template 反馈函.docx prints."""

    opening: Annotated[str, "依据；每项认定都批准了才写经谁同意"]
    parts: Annotated[tuple[Part, ...], "正文各部分，没有内容的不出现"]
    closing: Annotated[str, "结束语"]
    attachment: Annotated[str, "附件说明，不带“附件”二字"]
    contact: Annotated[str, "附注：联系人（岗位）和电话，任务分解表没写的留空由人填"]
    detail: Annotated[detail_table.Detail, "附件：指标认定明细表"]
    imprint: Annotated[tuple[str, ...], "抄送；这些函不抄送，总是空的"]


def compose(plan: Plan, assessment: Assessment, draft: bool) -> tuple[Letter, ...]:
    """A letter to every recipient of the plan, in protocol order."""
    return tuple(
        _letter(plan, assessment, unit, number, draft) for number, unit in enumerate(plan.recipients, 1)
    )


def _letter(plan: Plan, assessment: Assessment, unit: Unit, number: int, draft: bool) -> Letter:
    profile, day = plan.profile, assessment.drawn_up
    name = unit.name_on(day)
    matters = [*assessment.led_by(unit.key), *detail_table.joined(plan, assessment, unit)]
    you = _you(unit, name.short)
    approved = f"经{profile.approver}同意，" if assessment.approved is not None else ""
    title = f"涉及{name.full or name.short}的指标认定明细表"
    organ, about = profile.supervising_organ, f"关于反馈{assessment.year}年{profile.programme}"
    lines = wording.title(organ, about, "完成情况考核认定结果的函", profile.programme)
    context = Feedback(
        **fields_of(letter_head(organ, numbered(profile.circular_word, day, "函"), lines, name, day, draft)),
        opening=(
            f"{whose.cited(plan, Requirement.ASSESSMENT)}{profile.office_self_name}{whose.together(plan, organ)}，对"
            f"{assessment.year}年{profile.programme}完成情况进行了考核认定。{approved}现{_ground(plan)}将涉及{you}的认定结果反馈如下。"
        ),
        parts=tuple(_parts(plan, assessment, unit, you)),
        closing="特此函告。",
        attachment=title,
        contact=contact(profile),
        detail=detail_table.Detail(
            "附件",
            (f"涉及{name.full or name.short}的", "指标认定明细表")
            if wording.width(title) > wording.TITLE_WIDTH
            else (title,),
            f"其中{you}" if unit.county else "角色",
            tuple(row for *_, row in detail_table.told(plan, assessment, unit)),
            tuple(line for _, line in detail_table.lines(plan, assessment, unit, you)),
            _note(plan, assessment, matters, unit, you),
        ),
        imprint=(),
    )
    dispatch = context.dispatch(attachments=title)
    file = f"反馈函/{number:02d}-{name.short}.docx"
    return Letter(f"反馈函-{unit.key}", file, TEMPLATE, context, dispatch=dispatch)


def _ground(plan: Plan) -> str:
    """The notice, where it asks for the feedback and, not being cited before, not for the assessment."""
    if Requirement.FEEDBACK in plan.requirements and Requirement.ASSESSMENT not in plan.requirements:
        return whose.cited(plan, Requirement.FEEDBACK, about="反馈认定结果").removesuffix("，")
    return ""


def _note(
    plan: Plan, assessment: Assessment, matters: Sequence[MatterResult], unit: Unit, you: str
) -> Phrase:
    """What the table's figures mean, and every target that was changed within the year."""
    tasks = "和分解任务" if any(one.county == unit.key for one in assessment.tasks) else ""
    whole = f"“其中{you}”{tasks}以外" if unit.county else "配合事项"
    texts: list[str | Phrase] = [
        f"自报数、认定数截至{assessment.year}年12月31日",
        f"{whole}的数和认定结果都是{plan.terms.realm}的",
        *(certified.change(plan, one) for matter in matters for one in matter.targets),
        "“—”表示没有该项数据",
    ]
    return phrase("注：", join("；", filter(None, texts)), "。")


def _you(unit: Unit, name: str) -> str:
    return wording.addressed(name) if unit.subordinate else "贵单位"


def _parts(plan: Plan, assessment: Assessment, unit: Unit, you: str) -> Iterator[Part]:
    own, others = assessment.led_by(unit.key), detail_table.joined(plan, assessment, unit)
    # Of a matter with several leads each is told of the targets it answers for, and asked about no other's.
    answered = [one for matter in own for one in matter.targets if unit.key in one.target.leads]
    tasks = [one for one in assessment.tasks if one.county == unit.key]
    # What was asked of it under another name it is told under both.
    old = unit.formerly(assessment.drawn_up, assessment.year)
    former = f"（原{old}）" if old else ""
    contents: list[tuple[str, Sequence[Item]]] = [
        (
            "总体情况",
            [Item("", _summary(plan, own, others, f"{you}{former}", unit.county, tasks))],
        ),
        ("责任事项认定情况", list(_led_matters(plan, answered, unit, you, assessment.drawn_up))),
    ]
    if unit.county:
        contents.append((f"涉及{you}的情况", list(_county_matters(plan, assessment, unit, others, you))))
    else:
        contents.append(("配合事项认定情况", list(_joined_matters(plan, assessment, others))))
    contents += [
        ("全年报送和推进情况", list(_record(plan, assessment, unit, answered))),
        ("有关要求", list(_requests(plan, answered, tasks, you))),
    ]
    shown = [(heading, items) for heading, items in contents if items]
    for number, (heading, items) in enumerate(shown, 1):
        yield Part(f"{wording.chinese_number(number)}、{heading}", tuple(items))


def _summary(
    plan: Plan,
    own: Sequence[MatterResult],
    others: list[MatterResult],
    who: str,
    county: bool,
    tasks: Sequence[Certification],
) -> Phrase:
    """What the recipient had to do and what came of it: a county's own tasks before the city's matters."""
    roles = [
        phrase(f"作为{role}{certified.titles(matters)}", of_matters(plan, matters, f"{role}的"))
        for role, matters in (("责任单位承担", own), ("配合单位参与", others))
        if matters
    ]
    results = _results(plan, own, others, county)
    if tasks:
        done = all(matter.completion is Completion.COMPLETE for matter in others)
        if done and not own:
            results = f"{plan.terms.realm}{'均' if len(others) > 1 else ''}已完成年度目标任务"
        joined = phrase(join("，", roles), "，", results, "。") if roles else phrase()
        return phrase(_tasks(plan, tasks, who), joined)
    return worded("{}{}。经认定，{}。", who, join("，", roles), results)


def _tasks(plan: Plan, tasks: Sequence[Certification], you: str) -> Phrase:
    """What a county's own tasks came to, as far as they are known."""
    said = []
    for word, fulfilled in (("完成", True), ("未完成", False)):
        ones = [one for one in tasks if one.fulfilled is fulfilled]
        names = wording.quoted(one.target.name for one in ones)
        said += (
            [worded("{}{}（{}）", word, count(ones, plan.terms.of(f"认定为{word}的分县任务数")), names)]
            if ones
            else []
        )
    open_ones = [one for one in tasks if one.verdict is None]
    open_count = count(open_ones, plan.terms.of("还没有认定结果的分县任务数"))
    said += [phrase(f"认定结果为{certified.UNDECIDED}的", open_count)] if open_ones else []
    return worded(
        "{}承担分解任务{}，经认定，{}。", you, count(tasks, plan.terms.of("分县任务数")), join("，", said)
    )


def _results(
    plan: Plan, own: Sequence[MatterResult], others: Sequence[MatterResult], county: bool
) -> str | Phrase:
    """What the recipient's matters came to, its own before those of others."""
    if own and others:
        return phrase(
            _came_to(plan, own, county, "责任事项"), "；", _came_to(plan, others, county, "配合事项")
        )
    return _came_to(plan, own or others, county, "上述")


def _came_to(plan: Plan, matters: Sequence[MatterResult], county: bool, which: str) -> str | Phrase:
    done, undone, suspended, open_ones = certified.by_completion(matters).values()
    whose = plan.terms.realm if county else ""
    if len(done) == len(matters):
        both = "均" if len(matters) > 1 else ""
        if which == "上述":
            what = of_matters(plan, matters, which) if len(matters) > 1 else "事项"
            return phrase(which, what, f"{whose}{both}已完成年度目标任务")
        return f"{which}{whose}{both}已完成年度目标任务"
    parts = [f"{certified.titles(undone)}{whose}未完成"] if undone else []
    parts += [f"{certified.titles(done)}{whose}已完成"] if done else []
    parts += [f"{certified.titles(suspended)}{whose}暂缓实施"] if suspended else []
    parts += [f"{certified.titles(open_ones)}认定结果为{certified.UNDECIDED}"] if open_ones else []
    return f"{'' if which == '上述' else which}{'，'.join(parts)}"


def _heading(number: int, of: Sequence[object], name: str) -> str:
    """（一）建成城市书房。; of a single one no number."""
    return f"（{wording.chinese_number(number)}）{name}。" if len(of) > 1 else f"{name}。"


def _led_matters(
    plan: Plan, answered: Sequence[Certification], unit: Unit, you: str, day: date
) -> Iterator[Item]:
    """What it answers for, a target each; with whom, where it is not alone."""
    for number, one in enumerate(answered, 1):
        others = plan.names((lead for lead in one.target.leads if lead != unit.key), day)
        shared = f"由{you}与{others}共同负责。" if others else ""
        words = phrase(shared, certified.sentence(plan, one, day))
        yield Item(_heading(number, answered, one.target.name), words)


def _joined_matters(plan: Plan, assessment: Assessment, others: list[MatterResult]) -> Iterator[Item]:
    """What of the city's matters is not done, by how much, and no word of whose fault; what is done was said before."""
    done = certified.by_completion(others)[Completion.COMPLETE]
    for matter in others:
        if matter in done:
            continue
        leads = plan.names(matter.matter.leads, assessment.drawn_up)
        short = [one for one in matter.targets if one.fulfilled is False]
        words: Phrase = phrase(f"“{matter.matter.title}”（责任单位：{leads}）：")
        for index, one in enumerate(short):
            words = phrase(words, "；" if index else "", certified.short(plan, one))
        yield Item("", phrase(words, "。" if short else f"认定结果为{certified.outcome(matter)}。"))


def _county_matters(
    plan: Plan, assessment: Assessment, unit: Unit, others: list[MatterResult], you: str
) -> Iterator[Item]:
    """Matters in which the county has figures of its own, or the city fell short; that others are done was said before."""
    told = [
        (matter, words) for matter in others if (words := _county_matter(plan, assessment, unit, matter, you))
    ]
    for number, (matter, words) in enumerate(told, 1):
        yield Item(_heading(number, told, matter.matter.title), words)


def _county_matter(plan: Plan, assessment: Assessment, unit: Unit, matter: MatterResult, you: str) -> Phrase:
    leads = plan.names(matter.matter.leads, assessment.drawn_up)
    known = [one for one in matter.targets if (one.target.id, unit.key) in assessment.counties]
    words = phrase()
    for one in known:
        own = assessment.counties[one.target.id, unit.key]
        words = phrase(words, _county_sentence(plan, assessment, one, own, leads, you))
    if known:
        incomplete = matter.completion is Completion.INCOMPLETE
        rest = [one for one in matter.targets if one not in known] if incomplete else []
        return phrase(words, *_fell_short(plan, rest))
    if any(unit.key in one.target.counties for one in matter.targets):
        return phrase(f"{leads}未报送{you}的数据，{you}情况请与该单位核对。")
    if matter.completion is Completion.COMPLETE:
        return phrase()
    short = phrase(*_fell_short(plan, matter.targets))
    return short or phrase(f"{plan.terms.realm}认定结果为{certified.outcome(matter)}。")


def _fell_short(plan: Plan, targets: Sequence[Certification]) -> Iterator[Phrase]:
    """What else the city's matter fell short in, where no county's figures tell it."""
    for one in targets:
        if one.fulfilled is False:
            yield phrase(plan.terms.realm, certified.short(plan, one), "。")


def _county_sentence(
    plan: Plan, assessment: Assessment, one: Certification, own: Certification, leads: str, you: str
) -> Phrase:
    """据市人社局报送，你区8646人；全市新增城镇就业认定7.86万人，完成。 The county's own before the city's; with a task what it came to."""
    day, task = assessment.drawn_up, own.goal.amount is not None
    figure = certified.figure(plan, one, one.amount, "认定数")
    city = phrase(f"{plan.terms.realm}{one.target.name}认定", figure, f"，{certified.verdict(one)}")
    reported = own.reported
    # Whom nobody asked for a county's share has not failed to report it.
    asked = reported is None and own.county in one.target.counties
    missed = f"；{leads}未报送{you}的数据" if asked else ""
    if task:
        share = certified.of_the_whole(plan, one, own.amount, "分县认定数÷全市认定数")
        whole = phrase(city, f"，{you}占", share) if share is not None else city
        return phrase(you, certified.sentence(plan, own, day), whole, missed, "。")
    if reported is None:
        return phrase(city, missed, "。")
    base = one.target.measure.base
    value = Printed(
        plain(reported.amount), reported.amount, base, plan.terms.of("分县区"), reported.cells, one.target.id
    )
    words = phrase(f"据{leads}报送，{you}{one.target.name}", value, base)
    if own.spot_checks:
        words = phrase(words, "（", checked.scopes(plan, own, day), "）")
    share = (
        certified.of_the_whole(plan, one, reported, "分县区÷全市认定数") if plan.rules.county_shares else None
    )
    if share is not None:
        words = phrase(words, f"，占{plan.terms.realm}的", share)
    return phrase(words, f"；{plan.terms.realm}认定", figure, f"，{certified.verdict(one)}。")


def _record(
    plan: Plan, assessment: Assessment, unit: Unit, answered: Sequence[Certification]
) -> Iterator[Item]:
    """What the year's record shows; nothing where there is nothing."""
    words: list[str | Phrase] = []
    record = assessment.records.get(unit.key)
    if record is not None and record.told:
        words.append(f"{'、'.join(plan.cycle.label(month) for month in record.told)}报表迟于规定时限报送")
    if record is not None and record.missing:
        words.append(f"{'、'.join(plan.cycle.label(month) for month in record.missing)}未按时报送报表")
    for one in answered:
        corrected = [month for month, leads in one.corrected.items() if unit.key in leads]
        if corrected:
            months = "、".join(plan.cycle.label(plan.cycle.previous(month)) for month in corrected)
            words.append(f"{one.target.name}{months}累计数作过更正")
        if one.behind:
            words.append(certified.lagged(plan, one))
    if words:
        yield Item("", phrase(join("；", words), "。"))


def _requests(
    plan: Plan, answered: Sequence[Certification], tasks: Sequence[Certification], you: str
) -> Iterator[Item]:
    short = [one for one in (*answered, *tasks) if one.fulfilled is False]
    days, profile = plan.rules.objection_days, plan.profile
    alone = plan.one_body(profile.supervising_organ, profile.compiler)
    copied = "" if alone else f"，抄送{profile.compiler}"
    if short:
        undone = [one for one in short if one.verdict is not Verdict.UNMET]
        yield Item(
            "",
            f"请对{'、'.join(_short_of(short))}明确后续措施和{'完成' if undone else ''}时限，"
            f"于{wording.DAY_BLANK}月{wording.DAY_BLANK}日前函告{profile.office_self_name}{copied}。",
        )
    elif any(certified.built(one) for one in answered):
        yield Item("", "请做好已建成项目的管理维护和长效运行。")
    reduced = [one for one in answered if certified.reduced(one)]
    if reduced:
        names = wording.quoted(one.target.name for one in reduced)
        yield Item("", f"{names}经核查有核减，请核对台账和原始资料，据实更正。")
    yield Item(
        "",
        f"如对认定结果或涉及{you}的数据有异议，请于收到本函后{days}个工作日内书面反馈{plan.profile.office_self_name}，"
        "并附佐证材料。",
    )


def _short_of(short: Sequence[Certification]) -> Iterator[str]:
    """未完成的“新建停车场”, 未达标的“生产安全事故”: nobody completes what is only to be kept to."""
    for verdict in (Verdict.UNDONE, Verdict.UNMET):
        names = wording.quoted(one.target.name for one in short if one.verdict is verdict)
        if names:
            yield f"{verdict.value}的{names}"
