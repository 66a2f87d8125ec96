"""形象进度 in words: which nodes were reached, which are due and not, and what comes next. Shared; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pipeline.model.milestones import Milestone, State
from pipeline.model.months import day_of_month
from pipeline.model.phrases import Phrase, join, phrase, quoted
from pipeline.model.progress import TargetProgress
from pipeline.model.promises import Node


def stage(progress: TargetProgress) -> Phrase:
    """形象进度：主体封顶已完成（9月18日），竣工验收进行中; the last one reached, all that are due, the next if begun."""
    told = {one.due: one for one in progress.milestones}
    shown = list(_shown(progress, told))
    if shown:
        return phrase("形象进度：", join("，", shown))
    first = progress.following
    return phrase(
        f"首个时间节点（{day_of_month(first.due)}{first.words}）未到期" if first is not None else ""
    )


def latest(progress: TargetProgress) -> Phrase:
    """主体封顶进行中: the node that matters now, for a narrow cell; the first that is due and was not reached, else the one
    begun, else the last one reached, else the first to come.
    """
    told = {one.due: one for one in progress.milestones}
    known = [(node, told[node.due]) for node in progress.nodes if node.due in told]
    late = [pair for pair in known if _due(progress, pair[0]) and pair[1].state is not State.DONE]
    begun = [pair for pair in known if pair[1].state is State.UNDER_WAY]
    done = [pair for pair in known if pair[1].state is State.DONE]
    for node, one in (*late[:1], *begun[:1], *done[-1:]):
        return phrase(node.words, quoted(one.state.value, one.cell, progress.target.id))
    first = progress.following
    return phrase(f"{first.words}未到期" if first is not None else "")


def _due(progress: TargetProgress, node: Node) -> bool:
    return progress.node is not None and node.due <= progress.node.due


def _shown(progress: TargetProgress, told: Mapping[date, Milestone]) -> Iterator[Phrase]:
    last = next((node for node in reversed(progress.nodes) if _state(told, node) is State.DONE), None)
    for node in progress.nodes:
        one = told.get(node.due)
        if one is None:
            continue
        state = quoted(one.state.value, one.cell, progress.target.id)
        if one.state is State.DONE:
            if node is last:
                yield phrase(node.words, state, f"（{day_of_month(one.done)}）" if one.done else "")
        elif _due(progress, node):
            yield phrase(f"{node.words}（应于{day_of_month(node.due)}前完成）", state)
        elif one.state is State.UNDER_WAY:
            yield phrase(node.words, state)


def _state(told: Mapping[date, Milestone], node: Node) -> State | None:
    one = told.get(node.due)
    return one.state if one is not None else None
