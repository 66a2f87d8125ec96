"""Jinja's plain filters, made so that a figure that goes through one is still a figure, and no text grows without end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from math import prod
from typing import Any

from jinja2 import pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.filters import make_attrgetter
from jinja2.nodes import EvalContext
from markupsafe import Markup

from pipeline.documents.fields import FILTERS
from pipeline.model.figures import merge
from pipeline.model.phrases import Phrase, Printed, join, phrase

Filter = Callable[..., Any]

# What a filter makes is at most as long as its texts multiplied: no paragraph comes near this.
_LONGEST = 10_000_000
_TEXTS = str | Printed | Phrase


def tracing_filters(filters: Mapping[str, Filter]) -> dict[str, Filter]:
    """The filters a template may use, by name; given a figure or a phrase, each gives it back with its new text.

    `SecurityError` if a text would grow beyond all measure.
    """
    plain = {name: _tracing(filters[name]) for name in FILTERS}
    return plain | {"join": _joining(filters["join"])}


def _tracing(plain: Filter) -> Filter:
    # A filter that asks for its surroundings gets them first.
    place = 1 if hasattr(plain, "jinja_pass_arg") else 0

    @wraps(plain)
    def filtered(*arguments: Any, **options: Any) -> Any:
        value = arguments[place]
        _bounded(
            *(len(str(one)) for one in (*arguments[place:], *options.values()) if isinstance(one, _TEXTS))
        )
        if not isinstance(value, Printed | Phrase):
            return plain(*arguments, **options)
        result = plain(*arguments[:place], str(value), *arguments[place + 1 :], **options)
        if not isinstance(result, str):
            return result
        return _carried(value, result.unescape() if isinstance(result, Markup) else result)

    return filtered


def _bounded(*lengths: int) -> None:
    if prod(max(1, length) for length in lengths) > _LONGEST:
        raise SecurityError("a text that grows")


def _carried(value: Printed | Phrase, text: str) -> Printed | Phrase:
    """A filter's text with the figures that still stand in it; as one figure where they cannot be told apart."""
    if isinstance(value, Printed):
        return replace(value, text=text)
    if not value.figures:
        return phrase(text)
    parts: list[str | Printed] = []
    rest = text
    for figure in value.figures:
        before, found, rest = rest.partition(figure.text)
        if not found:
            return phrase(_whole(value.figures, text))
        parts += [before, figure]
    return Phrase((*parts, rest))


def _whole(figures: tuple[Printed, ...], text: str) -> Printed:
    how = "；".join(dict.fromkeys(figure.how for figure in figures))
    cells = merge(*(figure.cells for figure in figures))
    return replace(figures[0], text=text, value=None, how=how, cells=cells)


def _joining(plain: Filter) -> Filter:
    @pass_eval_context
    def joined(surroundings: EvalContext, value: Any, d: str = "", attribute: str | int | None = None) -> Any:
        get = make_attrgetter(surroundings.environment, attribute) if attribute is not None else None
        items = [get(item) if get is not None else item for item in value]
        _bounded(len(items), len(d))
        if any(isinstance(item, Printed | Phrase) for item in items):
            return join(d, [item if isinstance(item, Printed | Phrase) else str(item) for item in items])
        return plain(surroundings, items, d)

    return joined
