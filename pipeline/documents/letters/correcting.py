"""更正: what a signed paper said wrongly is put right by a paper of the same course (DOCUMENTS §4).

Upward a 报告 on the corrected data; downward a letter to whoever got one, a 通知 to those the general office commands, else a
函. A letter of 督办 is corrected only where somebody registered that it went out; 简报 tells it in its next issue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath
from typing import Annotated

from pipeline.documents.wording import (
    certified,
    clauses,
    detail_table,
    overview,
    progress_table,
    targets,
    urging,
    whose,
)
from pipeline.documents.wording.counts import Sourced, count
from pipeline.documents.wording.parts import (
    Item,
    LetterHead,
    RedHead,
    contact,
    fields_of,
    imprint,
    letter_head,
    numbered,
    white_head,
)
from pipeline.model.assessment import Assessment, Certification
from pipeline.model.figures import Cell, Figure
from pipeline.model.kinds import LATE, UNKNOWN
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Letter, Phrase, Printed, join, phrase, quoted
from pipeline.model.plan import Plan, Unit
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.supervision import Action, Step

UPWARD, DOWNWARD = "更正报告.docx", "更正函.docx"
# How the names of the two papers end whose figures everybody has read.
_REPORT, _BULLETIN = "进展情况报告.docx", "工作简报.docx"
_REGISTER = "处理登记"
_SIGNED, _WHY = "定稿文稿印的数", "更正原因："


# A row of a table by the heads of its columns: how each cell read, and the figure in it.
SignedRow = Mapping[str, tuple[str, Printed | None]]


@dataclass(frozen=True, slots=True)
class Signed:
    """What the sealed set said: the rows of each document's tables and the targets it spoke of, by file; and the `altered`
    inputs, which are no longer what they were. `numbers` are the 文号 papers were signed under, by file.
    """

    rows: Mapping[str, tuple[SignedRow, ...]]
    spoken_of: Mapping[str, frozenset[str]]
    altered: frozenset[str]
    numbers: Mapping[str, str] = field(default_factory=dict)

    def file(self, ending: str) -> str:
        """The document whose name ends so, wherever in the set it lay; empty if there was none."""
        return next((name for name in self.rows if PurePath(name).name.endswith(ending)), "")

    def by_target(self, file: str) -> Mapping[str, SignedRow]:
        """What a document's tables say of each target, by its name: annex 2 of a report lists again what annex 1 has."""
        found: dict[str, SignedRow] = {}
        for row in self.rows.get(file, ()):
            if "指标" in row:
                name, _ = row["指标"]
                found[name] = {**row, **found.get(name, {})}
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(RedHead):
    """What the template 更正报告.docx prints."""

    issuer: Annotated[str, "签发人，留空"]
    opening: Annotated[Phrase, "更正哪一份报告、几项指标"]
    changes_heading: Annotated[str, "更正的数据一部分的标题"]
    changes: Annotated[tuple[Item, ...], "一项指标一段：原为、更正为、更正后的进度、原因"]
    overview_heading: Annotated[str, "更正后的总体情况的标题"]
    overview: Annotated[tuple[Phrase, ...], "更正后的总体情况，一段一项"]
    closing: Annotated[str, "结束语"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(LetterHead):
    """What the template 更正函.docx prints."""

    opening: Annotated[Phrase, "更正哪一份文、几项指标"]
    changes: Annotated[tuple[Item, ...], "一项指标一段：原为、更正为、更正后的情况、原因"]
    rest: Annotated[tuple[str, ...], "其余内容怎样，没有就不出现"]
    closing: Annotated[str, "结束语"]
    contact: Annotated[str, "附注：联系人（岗位）和电话，任务分解表没写的留空由人填"]


# A target the sealed set printed otherwise, and what is said of it.
_Moved = tuple[TargetProgress, Phrase]
_Judged = tuple[Certification, Phrase]


def of_month(
    plan: Plan, progress: Progress, signed: Signed, report: Letter, steps: Sequence[Step], draft: bool
) -> tuple[Letter, ...]:
    """The correcting papers of a month whose `report` was signed with other figures; none while every figure stands.

    Of `steps` those count that say a letter of this month went out: it alone is corrected.
    """
    said = signed.file(PurePath(report.file).name)
    moved = list(_moved(plan, progress, signed, said))
    if not moved:
        return ()
    letters = [_upward(plan, progress, report, signed.numbers.get(said, ""), moved, draft)]
    for step in steps:
        unit, day = plan.unit(step.unit), progress.drawn_up
        if (step.month, step.action) != (progress.month, Action.SENT) or step.called or step.day is None:
            continue
        file = _urged_by(signed, unit.name_on(day).short, step)
        told = _moved(plan, progress, signed, said, unit)
        own = [one for one in told if one[0].target.id in signed.spoken_of.get(file, ())]
        if own:
            letters.append(_of_urging(plan, progress, unit, step.day, PurePath(file).stem, own, draft))
    return tuple(letters)


def of_year(plan: Plan, assessment: Assessment, signed: Signed, draft: bool) -> tuple[Letter, ...]:
    """A letter to everybody whose 反馈函 was signed with another result; none while every result stands."""
    letters = []
    for unit in plan.recipients:
        file = signed.file(f"-{unit.name_on(assessment.drawn_up).short}.docx")
        own = list(_judged(plan, assessment, unit, signed.by_target(file)))
        if own:
            letters.append(_of_feedback(plan, assessment, unit, own, draft))
    return tuple(letters)


def _urged_by(signed: Signed, short: str, step: Step) -> str:
    """The letter of 督办 a row of the register speaks of, as the sealed set named it; empty if that had none."""
    names = [urging.paper_name(step.rung)] if step.rung is not None else urging.PAPERS
    return next(filter(None, (signed.file(f"{name}-{short}.docx") for name in names)), "")


def restated(plan: Plan, progress: Progress, signed: Signed) -> Iterator[tuple[str, Phrase]]:
    """上月累计原为20座，更正为19座 by target: what the signed 简报 of the month before told of and no longer stands, for the next.

    The figures are those of the report signed with it: they are the same.
    """
    told, of = signed.spoken_of.get(signed.file(_BULLETIN), frozenset()), plan.terms.of
    for one, read, was in _otherwise_now(plan, progress, signed, signed.file(_REPORT)):
        if was is None or one.target.id not in told:
            continue
        words = phrase(of("上月累计原为"), _signed(plan, one, read, was))
        now = None if one.standing in UNKNOWN else one.value
        yield (
            one.target.id,
            phrase(words, "，更正为", targets.told(plan, one.target, now, of("上月累计"), one.goal.amount))
            if now is not None
            else phrase(words, f"，现数据{targets.unsure([one.standing])}"),
        )


def _otherwise_now(
    plan: Plan, progress: Progress, signed: Signed, file: str
) -> Iterator[tuple[TargetProgress, str, Printed | None]]:
    """Every target whose figure in the table of a signed report does not stand: how that read, and the figure itself."""
    head, before = f"{plan.cycle.label(progress.month)}累计", signed.by_target(file)
    rows = [row for matter in progress_table.by_matter(plan, progress) for row in matter.rows]
    for one, row in zip(progress.targets, rows, strict=True):
        read, was = before.get(row.target, {}).get(head, (str(row.value), None))
        if read != str(row.value) and one.target.kind.quantified:
            yield one, read, was


def _moved(
    plan: Plan, progress: Progress, signed: Signed, file: str, to: Unit | None = None
) -> Iterator[_Moved]:
    """原为19座，更正为18座，完成年度目标任务的40.0%，低于序时进度35.0个百分点。更正原因：…。 Of every target whose figure does not stand,
    as it is told `to` a unit or to all.
    """
    for one, read, was in _otherwise_now(plan, progress, signed, file):
        words = phrase("原为", _signed(plan, one, read, was)) if was else phrase("原报告未列数")
        now = None if one.standing in UNKNOWN else one.value
        if now is None:
            unsure = targets.unsure([one.standing])
            yield one, phrase(words, f"，现{f'数据{unsure}' if unsure else '不再列数'}。")
            continue
        held = clauses.held(plan, one)
        words = phrase(
            words,
            "，更正为" if was else "，现列为",
            targets.told(plan, one.target, now, "累计完成", one.goal.amount),
        )
        yield one, phrase(words, "，" if held else "", held, "。", _cause(plan, progress, one, signed, to))


def _signed(plan: Plan, one: TargetProgress, read: str, was: Printed) -> Phrase:
    """The signed figure as a sentence has it. It rests on what was signed, and on no cell as it is now."""
    if was.value is None:
        return phrase(replace(was, text=read, how=_SIGNED, cells=()))
    return targets.told(plan, one.target, Figure(was.value, was.measure, ()), _SIGNED, one.goal.amount)


def _cause(plan: Plan, progress: Progress, one: TargetProgress, signed: Signed, to: Unit | None) -> str:
    """Why, as far as the files tell it: who sent a sheet again, or that people verified the figure; else left to people."""
    cells: tuple[Cell, ...] = one.value.cells if one.value is not None else ()
    altered = {cell.file for cell in cells if cell.file in signed.altered}
    if any(PurePath(file).stem == _REGISTER for file in altered):
        return f"{_WHY}经核实。"
    if altered:
        again = {report.unit for report in progress.reports if report.file in altered}
        # Of several leads those that sent again, not the others.
        leads = tuple(lead for lead in one.target.leads if lead in again) or one.target.leads
        alone = to is not None and leads == (to.key,)
        who = _you(to, progress.drawn_up) if to and alone else plan.names(leads, progress.drawn_up)
        return f"{_WHY}{who}重新报送了报表。"
    return f"{_WHY}{targets.BLANK}。"


def _you(unit: Unit, day: date) -> str:
    return targets.addressed(unit.name_on(day).short) if unit.subordinate else "贵单位"


def _judged(
    plan: Plan, assessment: Assessment, unit: Unit, before: Mapping[str, SignedRow]
) -> Iterator[_Judged]:
    """认定数原为45座，更正为44座；认定结果原为完成，更正为未完成。 Of every line of the signed annex that reads otherwise now."""
    you = targets.addressed(unit.name_on(assessment.drawn_up).short)
    own = f"其中{you}" if unit.county else "角色"
    for one, line in detail_table.lines(plan, assessment, unit, you):
        was = before.get(line.target, {})
        now: dict[str, str | Phrase] = {"认定数": line.certified, own: line.own, "认定结果": line.verdict}
        told = [
            _otherwise(head, was[head][0], words, one)
            for head, words in now.items()
            if head in was and was[head][0] != str(words)
        ]
        if told:
            yield one, phrase(join("；", told), "。", _reason(one))


def _otherwise(head: str, read: str, now: str | Phrase, one: Certification) -> Phrase:
    """认定数原为45座，更正为44座; of what was open or is open now that it is."""
    nothing = ("—", certified.UNDECIDED)
    was = (
        "原未列明" if read in nothing else phrase("原为", Printed(read, None, "", _SIGNED, (), one.target.id))
    )
    return phrase(head, was, "，现不再列明" if str(now) in nothing else phrase("，更正为", now))


def _reason(one: Certification) -> Phrase:
    """Why a result was changed: what people wrote beside it, else left to them."""
    ruling = one.ruling
    if ruling is None or not ruling.reason:
        return phrase(f"{_WHY}{targets.BLANK}。")
    return phrase(_WHY, quoted(targets.clause(ruling.reason), ruling.cells["调整理由"], one.target.id), "。")


def _items(changes: Sequence[tuple[TargetProgress | Certification, Phrase]]) -> tuple[Item, ...]:
    """（一）建成城市书房。原为…; of a single one no number."""
    many = len(changes) > 1
    return tuple(
        Item(
            f"（{targets.chinese_number(number)}）{one.target.name}。" if many else f"{one.target.name}。",
            words,
        )
        for number, (one, words) in enumerate(changes, 1)
    )


def _counted(changes: Sequence[tuple[Sourced, Phrase]]) -> Phrase:
    return count([one for one, _ in changes], "定稿以后有变动的指标数")


def _upward(
    plan: Plan, progress: Progress, report: Letter, number: str, moved: Sequence[_Moved], draft: bool
) -> Letter:
    """What corrects the report signed under this 文号; without one it is left for people to fill in."""
    profile, day, signed = plan.profile, progress.drawn_up, report.dispatch
    assert signed is not None
    label = f"{progress.month.year}年{plan.cycle.name(progress.month)}{profile.programme}"
    copied = whose.others(plan, profile.organ, profile.copies)
    about = targets.title(profile.organ, f"关于更正{label}", "进展情况有关数据的报告", profile.programme)
    context = Corrected(
        **fields_of(replace(white_head(profile.organ, day, draft), date=_some_day(day))),
        organ_mark=profile.organ_mark,
        number=numbered(profile.number_word, day),
        issuer=targets.BLANK,
        title_lines=about,
        addressee=f"{profile.addressee}：",
        opening=phrase(
            f"经核对，{profile.self_name}报送的《{signed.title.removeprefix(profile.organ)}》（{number or signed.number}）中，有",
            _counted(moved),
            "指标的数据需要更正。现将有关情况报告如下。",
        ),
        changes_heading="一、更正的数据",
        changes=_items(moved),
        overview_heading="二、更正后的总体情况",
        overview=(
            phrase("更正后，", overview.by_class(plan, progress)),
            phrase("原报告与本报告不一致的，以本报告为准。"),
        ),
        closing="特此报告。",
        imprint=replace(imprint(profile.printer, day, copied), printed=f"{_some_day(day)}印发"),
    )
    file = f"{label}数据更正报告.docx"
    return Letter("更正报告", file, UPWARD, context, dispatch=context.dispatch(copied))


def _some_day(day: date) -> str:
    """2021年__月__日: a month is put right later than its papers were drawn up, how much later people know."""
    return f"{day.year}年{targets.DAY_BLANK}月{targets.DAY_BLANK}日"


def _of_urging(
    plan: Plan, progress: Progress, unit: Unit, sent: date, file: str, moved: Sequence[_Moved], draft: bool
) -> Letter:
    """To a unit that was urged with a figure that does not stand; what no longer lags is said not to."""
    profile, day, paper = plan.profile, progress.drawn_up, file.rpartition("-")[0]
    late = [one for one, _ in moved if one.standing in LATE]
    told = [
        (one, words if one in late or one.standing in UNKNOWN else phrase(words, "该项指标不再列为滞后。"))
        for one, words in moved
    ]
    number = numbered(profile.supervising_word, day)
    opening = phrase(f"{profile.general_office}{day_of_month(sent)}印发的{paper}中，有", _counted(moved))
    rest = (f"{paper}的其他内容不变。",) if late else ()
    kind = "通知" if unit.subordinate else "函"
    letter = _letter(plan, unit, day, number, kind, (paper, opening, _items(told), rest), draft)
    assert isinstance(letter.context, Correction)
    return replace(letter, context=replace(letter.context, date=_some_day(day)))


def _of_feedback(
    plan: Plan, assessment: Assessment, unit: Unit, judged: Sequence[_Judged], draft: bool
) -> Letter:
    profile, day, year = plan.profile, assessment.drawn_up, assessment.year
    opening = phrase(
        f"{profile.office_self_name}反馈的{year}年{profile.programme}完成情况考核认定结果中，有",
        _counted(judged),
    )
    number = numbered(profile.circular_word, day, "函")
    return _letter(plan, unit, day, number, "函", ("考核认定结果", opening, _items(judged), ()), draft)


def _letter(
    plan: Plan,
    unit: Unit,
    day: date,
    number: str,
    kind: str,
    told: tuple[str, Phrase, tuple[Item, ...], tuple[str, ...]],
    draft: bool,
) -> Letter:
    """A 通知 or a 函; `told` is what is corrected, the opening as far as how many, each of them, what else there is to say."""
    about, opening, changes, rest = told
    profile, name = plan.profile, unit.name_on(day)
    verb = "通知" if kind == "通知" else "函告"
    lines = targets.title(profile.supervising_organ, f"关于更正{about}有关数据", f"的{kind}")
    context = Correction(
        **fields_of(letter_head(profile.supervising_organ, number, lines, name, day, draft)),
        opening=phrase(opening, f"指标的数据需要更正，现{verb}如下。"),
        changes=changes,
        rest=rest,
        closing=f"特此{verb}。",
        contact=contact(profile),
    )
    file = f"更正{kind}-{name.short}.docx"
    return Letter(f"更正-{unit.key}", file, DOWNWARD, context, dispatch=context.dispatch())
