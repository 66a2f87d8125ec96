"""Jinja's filters, made so that a figure that goes through one is still a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from jinja2 import pass_eval_context
from jinja2.filters import make_attrgetter
from jinja2.nodes import EvalContext
from markupsafe import Markup

from pipeline.model.figures import merge
from pipeline.model.phrases import Phrase, Printed, join, phrase

Filter = Callable[..., Any]


def tracing_filters(filters: Mapping[str, Filter]) -> dict[str, Filter]:
    """The same filters by name; given a figure or a phrase, each gives back what it was given, with its new text."""
    return {name: _tracing(one) for name, one in filters.items()} | {"join": _joining(filters["join"])}


def _tracing(plain: Filter) -> Filter:
    # A filter that asks for its surroundings gets them first.
    place = 1 if hasattr(plain, "jinja_pass_arg") else 0

    @wraps(plain)
    def filtered(*arguments: Any, **options: Any) -> Any:
        value = arguments[place]
        if not isinstance(value, Printed | Phrase):
            return plain(*arguments, **options)
        result = plain(*arguments[:place], str(value), *arguments[place + 1 :], **options)
        if not isinstance(result, str):
            return result
        return _carried(value, result.unescape() if isinstance(result, Markup) else result)

    return filtered


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
        if any(isinstance(item, Printed | Phrase) for item in items):
            return join(d, [item if isinstance(item, Printed | Phrase) else str(item) for item in items])
        return plain(surroundings, items, d)

    return joined
