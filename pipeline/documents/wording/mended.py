"""有关单位整改情况: what leads did after last month's 督办, by their replies and by the figures; no number of a paper, no rung.

Pure (DOCUMENTS §1). What a unit did not answer on a sheet of ours is not told here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.documents.wording import clauses, pledged, targets
from pipeline.model.kinds import LATE, UNKNOWN
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, phrase, quoted
from pipeline.model.plan import Plan
from pipeline.model.progress import Progress, TargetProgress
from pipeline.model.supervision import Kept, Reply


def told(plan: Plan, progress: Progress, replies: Sequence[Reply]) -> Iterator[Phrase]:
    """建成城市书房：据市文旅局9月3日回告，对在建点位逐座倒排工期；计划10月底前建成40座，截至9月20日建成19座。 A paragraph a reply."""
    before = plan.cycle.previous(progress.month)
    for one in progress.targets:
        for reply in replies:
            about = (reply.month, reply.target) == (before, one.target.id)
            if about and reply.unit in one.target.leads and reply.day <= progress.drawn_up:
                yield _mended(plan, progress, one, reply)


def _mended(plan: Plan, progress: Progress, one: TargetProgress, reply: Reply) -> Phrase:
    measures = targets.clause(reply.measures)
    done: str | Phrase = measures
    if reply.measures_cell is not None and measures:
        done = phrase(quoted(measures, reply.measures_cell, one.target.id))
    unit = plan.name(reply.unit, progress.drawn_up)
    words = phrase(
        f"{one.target.name}：据{unit}{day_of_month(reply.day)}回告，", done, "；" if measures else ""
    )
    promised = [each for each in one.pledged if each.pledge in reply.pledges]
    pending = [each for each in promised if each.kept is Kept.PENDING][:1]
    shown = [each for each in promised if each.kept is not Kept.PENDING and each.month == progress.month]
    for place, outcome in enumerate((*shown, *pending)):
        words = phrase(words, "；" if place else "", pledged.held(plan, one, outcome))
    if not (shown or pending):
        day = f"截至{day_of_month(one.as_of)}，" if one.as_of else ""
        words = phrase(words, day, clauses.reported(plan, one))
    mended = one.standing not in LATE and one.standing not in UNKNOWN
    return phrase(words, "，已不再滞后。" if mended else "。")
