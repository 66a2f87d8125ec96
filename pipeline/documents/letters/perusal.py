"""呈阅件: a page for each 主管市领导 with the matters in his charge and no other; by post, never by name.

White head, no number, no seal: it is no 公文 and asks for nothing. It is one page, whatever the month: where it is too full,
what is well goes first, then what lags least, each to the report, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Annotated

from pipeline.documents.wording import (
    checked,
    chosen,
    clauses,
    doubt,
    instructed,
    overview,
    page_room,
    pledged,
    targets,
)
from pipeline.documents.wording.counts import of_matters, worded
from pipeline.documents.wording.parts import Item, WhiteHead, fields_of, white_head
from pipeline.files.names import fitting
from pipeline.model.choices import Choice
from pipeline.model.codes import Code
from pipeline.model.coordination import Coordination
from pipeline.model.findings import Finding
from pipeline.model.instructions import Instruction
from pipeline.model.kinds import BEHIND, FAILING, FINISHED, LATE, UNKNOWN, Standing
from pipeline.model.phrases import Letter, Phrase, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, Progress, TargetProgress

TEMPLATE = "呈阅件.docx"
_ALL = 100  # more than any page holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Perusal(WhiteHead):
    """What the template 呈阅件.docx prints."""

    head: Annotated[str, "呈阅件三个字"]
    reader: Annotated[str, "呈给哪个职务"]
    title: Annotated[str, "标题"]
    opening: Annotated[Phrase, "截至哪天、分管几件实事"]
    matters: Annotated[tuple[Item, ...], "分管的实事，一件一段"]
    attention: Annotated[
        tuple[Phrase, ...],
        "值得留意的，一段一项：上期批示落实情况、上期提请协调的结果、未达标的原因、新增偏少（有人选定才写）、抽查核减、需协调事项",
    ]


@dataclass(frozen=True, slots=True)
class _Noted:
    """What people noted for the page: what they chose to have said (入文), what leaders wrote (批示), what was coordinated (协调)."""

    choices: Sequence[Choice]
    instructions: Sequence[Instruction]
    coordinations: Sequence[Coordination]


def compose(
    plan: Plan,
    progress: Progress,
    draft: bool,
    choices: Sequence[Choice] = (),
    instructions: Sequence[Instruction] = (),
    coordinations: Sequence[Coordination] = (),
) -> tuple[Letter, ...]:
    """A page per post named in the plan, in the order of the matters. `choices` are people's (处理登记［入文］).

    `instructions` are what leaders wrote (批示): what became of them stands before all else to look at, then what came of
    `coordinations` that went up.

    C17 for a page that is too full however little it tells: people chose more words than it holds.
    """
    leaders = dict.fromkeys(matter.matter.leader for matter in progress.matters if matter.matter.leader)
    return tuple(
        _page(plan, progress, leader, number, draft, _Noted(choices, instructions, coordinations))
        for number, leader in enumerate(leaders, 1)
    )


def unread(plan: Plan, progress: Progress) -> Iterator[Finding]:
    """C23, one for all: a matter nobody is in charge of reaches no leader's page."""
    terms = plan.terms
    named = [
        f"{terms.matter}{matter.matter.number}“{matter.matter.title}”"
        for matter in progress.matters
        if not matter.matter.leader
    ]
    if named:
        message = f"{'、'.join(named)}没有写{terms.leader}，不出现在任何呈阅件里"
        yield Finding(Code.C23, message, terms.of(Code.C23.fix))


@dataclass(frozen=True, slots=True)
class _Fullness:
    """How fully a page tells.

    Of what is on its way all, or (`terse`) its figure and rate alone; of how many matters that are all `good`; of the
    others what is `well` in them too; how many `reasons` of what is below its goal and `causes` of what is behind; how
    many (`most`) that are behind at all; at last whether `others` but these.
    """

    terse: bool = False
    good: int = _ALL
    well: bool = True
    reasons: int = _ALL
    causes: int = _ALL
    most: int = _ALL
    others: bool = True


_LEAST = _Fullness(terse=True, good=0, well=False)
_FULLNESS = (
    _Fullness(),
    *(_Fullness(terse=True, good=good) for good in (_ALL, *range(8, -1, -1))),
    *(replace(_LEAST, reasons=reasons) for reasons in (_ALL, 2, 1, 0)),
    *(replace(_LEAST, reasons=0, causes=causes) for causes in range(6, 0, -1)),
    *(
        replace(_LEAST, reasons=0, causes=1, most=most, others=others)
        for others in (True, False)
        for most in range(6, 0, -1)
    ),
)
# Of the 22 lines of a page (5.2.2) head, post, title, two blank ones, signature and date take eight; one is left for a word
# by hand. A line of the title is a quarter higher.
_ROOM, _TITLE = 13, 1.25


def _page(plan: Plan, progress: Progress, leader: str, number: int, draft: bool, noted: _Noted) -> Letter:
    own = tuple(matter for matter in progress.matters if matter.matter.leader == leader)
    for fullness in _FULLNESS:
        context = _context(plan, progress, leader, own, draft, noted, fullness)
        fits = _fits(context)
        if fits:
            break
    said = f"{leader}的呈阅件排不下一面"
    findings = () if fits else (Finding(Code.C17, said, "请压缩处理登记里选入的话，或在送审稿里压缩"),)
    name = f"呈阅件{number:02d}-{fitting(leader)}.docx"
    return Letter(f"呈阅件-{number}", name, TEMPLATE, context, findings)


def _fits(context: Perusal) -> bool:
    matters = (f"{one.heading}{one.text}" for one in context.matters)
    room = _ROOM - _TITLE * (page_room.title_lines(context.title) - 1)
    return page_room.lines((context.opening, *matters, *context.attention)) <= room


def _context(
    plan: Plan,
    progress: Progress,
    leader: str,
    own: Sequence[MatterProgress],
    draft: bool,
    noted: _Noted,
    fullness: _Fullness,
) -> Perusal:
    month = progress.month
    behind = targets.by_gap(one for matter in own for one in matter.targets if _is_late(one))
    good = [one for one in own if _is_well(one)][fullness.good :]
    told = [
        (matter, _item(plan, progress, matter, behind[: fullness.most], fullness))
        for matter in own
        if matter not in good
    ]
    shown = {matter.matter.number: item for matter, item in told if str(item.text)}
    # Of what was behind before its figure was doubted the last lines tell.
    rest = [one for one in own if one.matter.number not in shown and not any(map(_was_behind, one.targets))]
    return Perusal(
        **fields_of(white_head(plan.profile.organ, progress.drawn_up, draft)),
        head="呈　阅　件",
        reader=f"呈：{leader}",
        title=f"{plan.cycle.name(month)}分管{plan.profile.programme}进展情况",
        opening=worded(
            "{}您分管的{}{}进展情况如下{}。",
            overview.as_of(progress),
            of_matters(plan, own, f"{leader}分管的") if len(own) > 1 else "",
            plan.profile.programme,
            overview.pace_note(plan, progress),
        ),
        matters=tuple(_numbered(list(shown.values()))),
        attention=(
            *instructed.followed(plan, progress, leader, noted.instructions),
            *chosen.settled(
                plan, progress, noted.coordinations, [one for each in own for one in each.targets]
            ),
            *_attention(plan, progress, own, noted.choices, fullness),
            *_left_out(plan, behind[fullness.most :], rest),
            *((phrase("其余情况见报告。"),) if fullness.terse else ()),
        ),
    )


def _numbered(items: Sequence[Item]) -> Iterator[Item]:
    """（一）加快市区停车场建设; of a single one no number."""
    for number, one in enumerate(items, 1):
        numeral = f"（{targets.chinese_number(number)}）" if len(items) > 1 else ""
        yield replace(one, heading=f"{numeral}{one.heading}")


def _left_out(
    plan: Plan, behind: Sequence[TargetProgress], rest: Sequence[MatterProgress]
) -> Iterator[Phrase]:
    """Where that is told which the page has no room for; what is behind by name."""
    if behind:
        yield phrase(f"{targets.names(plan, behind)}也低于序时进度，情况和原因见报告。")
    if rest:
        number = of_matters(plan, rest, "呈阅件没有列出的")
        yield phrase("其余", number, f"{plan.terms.matter}的进展情况见报告附件1。")


def _item(
    plan: Plan,
    progress: Progress,
    matter: MatterProgress,
    behind: Sequence[TargetProgress],
    fullness: _Fullness,
) -> Item:
    """What wants looking at first, with its reason; then what is on its way, what is unsure, what is finished in a line."""
    heading = f"{matter.matter.title}（责任单位：{overview.leads(plan, progress, matter)}）。"
    late = [one for one in behind if one in matter.targets]
    finished = [one for one in matter.targets if one.standing in FINISHED]
    left = [one for one in matter.targets if one not in finished and not _is_late(one)]
    told = [
        one
        for one in left
        if not _was_behind(one) and (fullness.well or (fullness.others and _wants_looking_at(one)))
    ]
    counted = tuple(one for one in told if one.standing is not Standing.NOT_APPLICABLE)
    others = tuple(one for one in told if one not in counted) if not fullness.terse else ()
    shorter = _terse if fullness.terse else overview.whole
    return Item(
        heading,
        phrase(
            *(
                _late(plan, progress, one)
                if one in behind[: fullness.causes]
                else phrase(clauses.apart(plan, one), "。")
                for one in late
            ),
            *overview.sentences(plan, progress, replace(matter, targets=counted), shorter),
            *_finished(plan, progress, matter, finished, alone=not late and not counted),
            *overview.sentences(plan, progress, replace(matter, targets=others)),
        ),
    )


def _late(plan: Plan, progress: Progress, one: TargetProgress) -> Phrase:
    """How far it is behind and why; and that last month's figure was corrected, if it was."""
    corrected = clauses.correction(plan, one)
    late = clauses.late_phrase(plan, one, progress.drawn_up)
    named = bool(targets.reason(plan, one, progress.drawn_up))
    kept = pledged.told(plan, progress, one, named=named and not corrected)
    return phrase(late, *((corrected, "。") if corrected else ()), *kept)


def _terse(one: TargetProgress) -> TargetProgress:
    """Its figure and its rate; of what has a goal to keep or goes by nodes, where the rate tells nothing, how far it is."""
    telling = one.target.is_bounded or one.target.by_nodes
    return replace(one, new=None, gap=one.gap if telling else None)


def _wants_looking_at(one: TargetProgress) -> bool:
    return one.standing in FAILING | UNKNOWN


def _is_well(matter: MatterProgress) -> bool:
    """Whether there is nothing in a matter that a leader has to look at."""
    return not any(_is_late(one) or _wants_looking_at(one) or _was_behind(one) for one in matter.targets)


def _is_late(one: TargetProgress) -> bool:
    """From November on whatever is behind is."""
    return one.standing in (BEHIND if one.closing else LATE)


def _was_behind(one: TargetProgress) -> bool:
    """One whose figure is not known and that was behind when it was: it is told by itself."""
    return doubt.hangs_over(one) and one.months_behind > 0


def _finished(
    plan: Plan, progress: Progress, matter: MatterProgress, finished: Sequence[TargetProgress], alone: bool
) -> Iterator[str | Phrase]:
    """甲、乙均已完成年度目标任务; of a matter that is finished its figures as well."""
    if alone or len(finished) == 1:
        yield from overview.sentences(plan, progress, replace(matter, targets=tuple(finished)))
    elif finished:
        yield phrase(f"{targets.names(plan, finished)}均已完成年度目标任务。")


def _attention(
    plan: Plan,
    progress: Progress,
    own: Sequence[MatterProgress],
    choices: Sequence[Choice],
    fullness: _Fullness,
) -> Iterator[Phrase]:
    """What he may want to look at: reasons for what is unmet, what was behind before its figure was doubted, checks, coordination."""
    all_own = [target for matter in own for target in matter.targets]
    yield from islice(_over_targets(plan, progress, all_own), fullness.reasons)
    yield from chosen.slackened(plan, progress, choices, all_own)
    if fullness.others:
        yield from checked.told(plan, progress, all_own)
    for words in chosen.coordinated(plan, progress, choices, all_own):
        yield phrase("需协调事项：", words)


def _over_targets(plan: Plan, progress: Progress, own: Sequence[TargetProgress]) -> Iterator[Phrase]:
    for target in own:
        why = targets.reason(plan, target, progress.drawn_up)
        kept = () if _is_late(target) else tuple(pledged.told(plan, progress, target, named=bool(why)))
        if target.standing in FAILING and why:
            yield phrase(target.target.name, "尚未达标。", why, *kept)
        elif _was_behind(target):
            yield phrase(doubt.standing_over(plan, target), "。", *kept)
        elif kept:
            yield phrase(target.target.name, "：", *kept)
