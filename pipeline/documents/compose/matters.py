"""A matter in words, the same in every document that goes through the matters one by one. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.documents.compose import wording
from pipeline.model.kinds import UNKNOWN, Standing
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, Printed, join, phrase
from pipeline.model.plan import Plan
from pipeline.model.progress import MatterProgress, Progress


def leads(plan: Plan, progress: Progress, matter: MatterProgress) -> str:
    """Who answers for the matter's targets, as they are called that month."""
    keys = dict.fromkeys(key for target in matter.targets for key in target.target.leads)
    return "、".join(plan.name(key, progress.drawn_up) for key in keys)


def done(matter: MatterProgress) -> Phrase:
    """What units say they did for its quantified targets, as one sentence; empty if they said nothing."""
    said: dict[str, Printed] = {}
    for target in matter.targets:
        if target.row is None or not target.target.kind.quantified or target.standing in UNKNOWN:
            continue
        words = wording.said(target.row, "headline")
        if words is not None:
            said.setdefault(words.text, words)
    return phrase(join("；", said.values()), "。") if said else phrase()


def sentences(plan: Plan, progress: Progress, matter: MatterProgress) -> Iterator[str | Phrase]:
    """Figures of the quantified targets as one run of clauses, then what is unsure, then 定性 targets."""
    quantified = [t for t in matter.targets if t.standing is not Standing.NOT_APPLICABLE]
    clear = [t for t in quantified if t.standing not in UNKNOWN]
    clauses = [wording.target_phrase(plan, target) for target in clear]
    for index, words in enumerate(clauses):
        yield "；" if index else ""
        target = clear[index]
        if target.as_of != progress.as_of and target.value is not None:
            yield f"（截至{day_of_month(target.as_of)}）" if target.as_of else "（未注明截至日）"
        yield words
    if clauses:
        yield "。"
    doubtful = [target for target in quantified if target.standing is Standing.DOUBTFUL]
    if doubtful:
        yield f"{wording.doubts(progress, doubtful)}，数据正在核实，本月不列入进度统计。"
    silent = [target for target in quantified if target.standing is Standing.UNREPORTED]
    if silent:
        yield f"{wording.names(silent)}截至发文时未报送。"
    for target in matter.targets:
        if target.standing is Standing.NOT_APPLICABLE:
            yield phrase(wording.target_phrase(plan, target), "。")
