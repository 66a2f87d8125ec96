"""编辑用语 put into letters: what people settled on stands beside what is composed, or in its place, as quoted words. Pure.

Knows no document, only where in a context a part stands, by the name of its template (DOCUMENTS §5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from pipeline.model.editorial import Editorial, Part, Way
from pipeline.model.phrases import QUOTED, Letter, Phrase, Printed, one_line, phrase, quoted
from pipeline.model.plan import Plan

# The fields from the context down; ? takes of several parts the one under that heading.
_OVERVIEW, _MATTERS, _REASONS, _NEXT, _ATTENTION = "总体情况", "进展", "原因", "下一步", "请关注"
WHERE: dict[str, dict[str, tuple[str, ...]]] = {
    "报告": {
        _OVERVIEW: ("overview", "paragraphs"),
        _MATTERS: ("matters",),
        _REASONS: ("problems", "items_"),
        _NEXT: ("next_steps", "paragraphs"),
    },
    "简报": {_OVERVIEW: ("overview",), _MATTERS: ("matters",), _NEXT: ("reminders",)},
    "要情": {_OVERVIEW: ("paragraphs",)},
    "通报": {
        _OVERVIEW: ("parts", "?总体情况", "items_"),
        _MATTERS: ("parts", "?进展", "items_"),
        _NEXT: ("parts", "?下一步", "items_"),
    },
    "呈阅件": {_MATTERS: ("matters",), _REASONS: ("attention",), _ATTENTION: ("attention",)},
    "一页图": {_ATTENTION: ("attention",)},
    "督办": {_MATTERS: ("facts",)},
    "督查提示单": {_MATTERS: ("facts",)},
    "考核通报": {
        _OVERVIEW: ("parts", "?总体情况", "items_"),
        _MATTERS: ("parts", "?指标认定", "items_"),
        _NEXT: ("parts", "?有关要求", "items_"),
    },
    "反馈函": {
        _OVERVIEW: ("parts", "?总体情况", "items_"),
        _MATTERS: ("parts", "?责任事项", "items_"),
        _NEXT: ("parts", "?有关要求", "items_"),
    },
}
_PARTS = {
    Part.EVENTS: _OVERVIEW,
    Part.OVERVIEW_BEFORE: _OVERVIEW,
    Part.OVERVIEW_AFTER: _OVERVIEW,
    Part.TARGET_PROGRESS: _MATTERS,
    Part.TARGET_REASON: _REASONS,
    Part.MATTER: _MATTERS,
    Part.NEXT_BEFORE: _NEXT,
    Part.NEXT_AFTER: _NEXT,
    Part.ATTENTION: _ATTENTION,
}
_FIRST = frozenset({Part.OVERVIEW_BEFORE, Part.NEXT_BEFORE})
_ENDS = tuple("。！？")
Change = Callable[[Any], Any]


def edited(
    plan: Plan, letters: Sequence[Letter], rows: Iterable[Editorial]
) -> tuple[list[Letter], list[Editorial]]:
    """The letters with the words in their places, row after row; and the rows that found none."""
    done, lost = list(letters), list[Editorial]()
    for row in rows:
        before = done
        done = [_with(plan, one, row) if _meant(one, row) else one for one in done]
        if all(new is old for new, old in zip(done, before, strict=True)):
            lost.append(row)
    return done, lost


def _meant(letter: Letter, row: Editorial) -> bool:
    """A template's name means every letter printed from it, a letter's id that one alone."""
    return row.paper in (letter.id, letter.template.removesuffix(".docx"))


def _with(plan: Plan, letter: Letter, row: Editorial) -> Letter:
    """The letter with the words; itself where they found no place."""
    path = WHERE.get(letter.template.removesuffix(".docx"), {}).get(_PARTS[row.part])
    if path is None:
        return letter
    context = _changed(letter.context, path, lambda value: _put(plan, value, row))
    return letter if context is letter.context else replace(letter, context=context)


def _changed(value: Any, path: Sequence[str], change: Change) -> Any:
    """A value with what stands at the end of the path changed; itself where nothing is."""
    if not path:
        return change(value)
    head, *rest = path
    if head.startswith("?"):
        place = next((place for place, one in enumerate(value) if head[1:] in one.heading), None)
        if place is None:
            return value
        new = _changed(value[place], rest, change)
        return value if new is value[place] else (*value[:place], new, *value[place + 1 :])
    old = getattr(value, head)
    new = _changed(old, rest, change)
    return value if new is old else replace(value, **{head: new})


def _put(plan: Plan, value: Any, row: Editorial) -> Any:
    """The paragraphs of a part, or a single one, with the words in them."""
    words = _said(row)
    if row.part in (Part.TARGET_PROGRESS, Part.TARGET_REASON):
        name = plan.target(row.target).name
        return _each(value, lambda text: _beside(text, row, name, words))
    if row.part is Part.MATTER:
        title = plan.matter(row.matter).title
        return tuple(
            (_item(one, words) if row.way is Way.REPLACE else replace(one, text=phrase(one.text, words)))
            if title in one.heading
            else one
            for one in value
        ) if any(title in one.heading for one in value) else value  # fmt: skip
    if row.part is Part.ATTENTION and row.way is Way.REPLACE:
        return (words,)
    new = _like(value, words)
    if row.way is Way.REPLACE and value:
        return (new, *value[1:]) if row.part in _FIRST else (*value[:-1], new)
    return (new, *value) if row.part in _FIRST else (*value, new)


def _said(row: Editorial) -> Phrase:
    """The words as a sentence that knows its cell."""
    text = one_line(row.words)
    return phrase(quoted(text if text.endswith(_ENDS) else f"{text}。", row.cell, row.target))


def _like(value: Sequence[Any], words: Phrase) -> Any:
    """A paragraph of the kind its neighbours are."""
    return _item(replace(value[0], heading=""), words) if value and hasattr(value[0], "heading") else words


def _item(one: Any, words: Phrase) -> Any:
    """A paragraph under a heading with these words and nothing else."""
    return replace(one, text=words, more=()) if hasattr(one, "more") else replace(one, text=words)


def _each(value: Any, change: Change) -> Any:
    """The first text that a change changes, changed; of a paragraph under a heading what follows it counts too."""
    if isinstance(value, str | Phrase):
        return change(value)
    for place, one in enumerate(value):
        new = _in_item(one, change) if hasattr(one, "heading") else change(one)
        if new is not one:
            return (*value[:place], new, *value[place + 1 :])
    return value


def _in_item(one: Any, change: Change) -> Any:
    text = change(one.text)
    if text is not one.text:
        return replace(one, text=text)
    more = _each(getattr(one, "more", ()), change)
    return one if more is getattr(one, "more", ()) else replace(one, more=more)


def _beside(text: str | Phrase, row: Editorial, name: str, words: Phrase) -> str | Phrase:
    """A text with the words behind what it says of a target, or in its place; itself where it says nothing of it."""
    sentences = _sentences(text)
    own = [place for place, one in enumerate(sentences) if _speaks(one, row.target, name)]
    if not own:
        return text
    reasons = [place for place in own if any(_is_reason(one, row.target) for one in sentences[place].figures)]
    others = [place for place in own if place not in reasons] or own
    meant = reasons if row.part is Part.TARGET_REASON else others
    if row.way is Way.REPLACE and meant:
        kept = [words if place == meant[0] else one for place, one in enumerate(sentences)]
        return phrase(*(one for place, one in enumerate(kept) if place not in meant[1:]))
    last = (meant or own)[-1]
    return phrase(*sentences[: last + 1], words, *sentences[last + 1 :])


def _speaks(sentence: Phrase, target: str, name: str) -> bool:
    """By its figures; one that holds none of any target, by the target's name."""
    about = {one.about for one in sentence.figures if one.about}
    return target in about or (not about and name in str(sentence))


def _is_reason(one: Printed, target: str) -> bool:
    return one.how == QUOTED and one.about == target


def _sentences(text: str | Phrase) -> list[Phrase]:
    """A text cut behind every full stop of ours; what is quoted stays whole."""
    found: list[list[str | Printed]] = [[]]
    for part in (text,) if isinstance(text, str) else text.parts:
        pieces = re.split("(?<=。)", part) if isinstance(part, str) else [part]
        for place, piece in enumerate(pieces):
            if place and found[-1]:
                found.append([])
            if piece:
                found[-1].append(piece)
    return [phrase(*parts) for parts in found if parts]
