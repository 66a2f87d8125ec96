"""A chart's data as words: what the trace of a document remembers of it, and from which it is filled again. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pipeline.model.figures import plain

_NONE = "—"
_BETWEEN, _POINTS = "‖", "│"
# A chart's tag as an office writes it into a title or an alternative text.
TAG = re.compile(r"\{\{\s*图[.．]\s*(?P<name>[^\s{}]+)(?:\s+(?P<target>[^\s{}]+))?\s*\}\}")


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a chart: its name, and a value for each category, None where there is none."""

    name: str
    points: tuple[tuple[str, Decimal | None], ...]


@dataclass(frozen=True, slots=True)
class AskedChart:
    """A chart that a template holds: whose template, by the paper's name; what it asks for."""

    paper: str
    name: str
    target: str = ""


def chart_words(series: Iterable[Series]) -> str:
    """完成比例：新增城镇就业 81.5│宫颈癌筛查 70.2‖序时进度：新增城镇就业 75│…."""
    return _BETWEEN.join(
        f"{_safe(one.name)}：{_POINTS.join(f'{_safe(label)} {_told(value)}' for label, value in one.points)}"
        for one in series
    )


def chart_series(words: str) -> tuple[Series, ...]:
    """The series that `chart_words` told; none where the words are no chart's."""
    found = []
    for told in words.split(_BETWEEN):
        name, _, points = told.partition("：")
        try:
            pairs = tuple(_point(one) for one in points.split(_POINTS))
        except (InvalidOperation, ValueError):
            return ()
        found.append(Series(name, pairs))
    return tuple(found)


def chart_changes(before: str, after: str) -> str:
    """其他（%）·农村危房改造 40.7 → 41；…: what data say otherwise; empty where either are no chart's words or nothing differs."""
    old, new = ({one.name: dict(one.points) for one in chart_series(words)} for words in (before, after))
    if not old or not new:
        return ""
    told = []
    for name in dict.fromkeys([*new, *old]):
        was, now = old.get(name, {}), new.get(name, {})
        for label in dict.fromkeys([*now, *was]):
            if was.get(label) != now.get(label):
                told.append(f"{name}·{label} {_told(was.get(label))} → {_told(now.get(label))}")
    return "；".join(told)


def _told(value: Decimal | None) -> str:
    return _NONE if value is None else plain(value)


def _point(text: str) -> tuple[str, Decimal | None]:
    label, value = text.rsplit(" ", 1)
    return label, None if value == _NONE else Decimal(value)


def _safe(text: str) -> str:
    """A name without the signs that part names."""
    return " ".join(text.replace(_BETWEEN, "").replace(_POINTS, "").replace("：", ":").split())
