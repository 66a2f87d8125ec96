"""要情: the month on one page for those who read nothing else; at most 300 characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pipeline.documents.wording import chosen, clauses, doubt, overview
from pipeline.documents.wording import targets as wording
from pipeline.documents.wording.counts import all_matters, count, worded
from pipeline.documents.wording.parts import WhiteHead, fields_of, white_head
from pipeline.model.choices import Choice
from pipeline.model.codes import Code
from pipeline.model.findings import Finding
from pipeline.model.kinds import BEHIND, FINISHED, UNKNOWN
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Letter, Phrase, join, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress

TEMPLATE = "要情.docx"
LIMIT = 300
_NAMED = 3
# Paragraphs up to this weight are never left out.
_STAYS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(WhiteHead):
    """What the template 要情.docx prints."""

    title: Annotated[str, "标题"]
    paragraphs: Annotated[tuple[Phrase, ...], "正文，一段一项，全文不超过300字"]


def compose(plan: Plan, progress: Progress, draft: bool, choices: Sequence[Choice] = ()) -> Letter:
    """The month in a few short paragraphs, those that matter most first to be kept within the limit.

    `choices` are people's (处理登记［入文］). A text beyond the limit is a finding, not a cut.
    """
    month = progress.month
    context = Brief(
        **fields_of(white_head(plan.profile.organ, progress.drawn_up, draft)),
        title=f"{plan.cycle.name(month)}{plan.profile.programme}要情",
        paragraphs=_within(tuple(_paragraphs(plan, progress, choices))),
    )
    return Letter(
        "要情",
        f"{month.year}年{plan.cycle.name(month)}{plan.profile.programme}要情.docx",
        TEMPLATE,
        context,
        tuple(too_long(context)),
    )


def too_long(brief: Brief) -> Iterator[Finding]:
    """C17 for a text beyond the limit: of what is composed, and again of what people put into it."""
    length = sum(len(str(paragraph)) for paragraph in brief.paragraphs)
    if length > LIMIT:
        yield Finding(Code.C17, f"要情正文有{length}字，超过{LIMIT}字")


def _within(ranked: Sequence[tuple[int, Phrase]]) -> tuple[Phrase, ...]:
    """The paragraphs in their order, without those of least weight that would go beyond the limit; the first two stay."""
    kept, length = set(), 0
    for at in sorted(range(len(ranked)), key=lambda at: ranked[at][0]):
        length += len(str(ranked[at][1]))
        if length <= LIMIT or ranked[at][0] <= _STAYS:
            kept.add(at)
        else:
            length -= len(str(ranked[at][1]))
    return tuple(words for at, (_, words) in enumerate(ranked) if at in kept)


def _paragraphs(plan: Plan, progress: Progress, choices: Sequence[Choice]) -> Iterator[tuple[int, Phrase]]:
    """Each with its weight, the least first to be kept: how many stand where, the largest gaps, what a leader is to decide."""
    day = f"截至{day_of_month(progress.as_of)}，" if progress.as_of else ""
    yield (
        0,
        worded(
            "{}{}{}的{}定量指标中，{}{}。",
            day,
            all_matters(plan, progress.matters, progress.targets),
            plan.profile.programme,
            overview.kinds(progress)[0],
            wording.counted(plan, progress.targets),
            overview.pace_note(plan, progress),
        ),
    )
    behind = wording.by_gap(one for one in progress.targets if one.standing in BEHIND)
    if behind:
        shown = join("；", (_gap(plan, progress, one) for one in behind[:_NAMED]))
        most = "差距最大的" if len(behind) > _NAMED else "有差距的"
        yield 1, phrase(most, "是：", shown, "。")
    over = [one for one in progress.targets if doubt.hangs_over(one)]
    for one in over:
        yield 3, phrase(doubt.standing_over(plan, one), "。")
    worse = [one for one in overview.worse(progress) if one not in behind[:_NAMED]]
    if worse:
        before = plan.cycle.label(plan.cycle.previous(progress.month))
        many = "等" if len(worse) > _NAMED else ""
        number = overview.changed(worse, f"比{before}转差的指标数")
        told = phrase(wording.names(plan, worse[:_NAMED]), many, number if many else "")
        yield 4, phrase(f"比{before}转差的还有" if behind else f"比{before}转差的有", told, "。")
    finished = [t for t in progress.targets if t.standing in FINISHED and t.last_standing not in FINISHED]
    if finished and progress.month != plan.first_month:
        number = overview.changed(finished, plan.terms.of("本月新完成的指标数"))
        yield 6, phrase(plan.terms.of("本月新完成"), number, "。")
    reduced = [t for t in progress.targets if t.target.id in {one.target for one in progress.spot_checks}]
    if reduced:
        left = any(one.outstanding(progress.month) for one in progress.spot_checks)
        mended = "尚未更正" if left else plan.terms.of("已在本月报表中更正")
        yield 5, phrase(wording.names(plan, reduced), f"经核查有核减，{mended}。")
    unsure = [one for one in progress.targets if one.standing in UNKNOWN and one not in over]
    if unsure:
        how = wording.unsure(one.standing for one in unsure)
        yield 5, phrase(_some(plan, unsure, f"数据{how}的指标数"), f"的数据{how}。")
    for words in chosen.slackened(plan, progress, choices, progress.targets):
        yield 2, words
    for words in chosen.coordinated(plan, progress, choices, progress.targets):
        yield 2, phrase("需协调事项：", words)


def _gap(plan: Plan, progress: Progress, one: TargetProgress) -> Phrase:
    """建成城市书房19座，低于序时进度32.8个百分点（市文旅局）."""
    unit = plan.names(one.target.leads, progress.drawn_up)
    return phrase(clauses.apart(plan, one), f"（{unit}）")


def _some(plan: Plan, targets: list[TargetProgress], how: str) -> Phrase:
    """The first few by name, and how many they are in all."""
    if len(targets) <= _NAMED:
        return phrase(wording.names(plan, targets))
    return phrase(wording.names(plan, targets[:_NAMED]), "等", count(targets, how))
