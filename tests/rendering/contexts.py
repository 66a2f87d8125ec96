"""What the templates are filled with: texts of every kind, values of every kind, lists of every length.

A context is tame (text that occurs in reports, with signs that need escaping) or wild (what breaks XML or Jinja, and
values that are no text). Made from a dataclass, it is what a document of the office would get.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from decimal import Decimal

from docxtpl import Listing, RichText, RichTextParagraph
from hypothesis import strategies as st

from pipeline.model.phrases import Phrase, Printed

Context = dict[str, object]
Texts = st.SearchStrategy[str]
Values = st.SearchStrategy[typing.Any]
Contexts = st.SearchStrategy[Context]

_TAME = (
    "截至9月20日",
    "A&B",
    "<3天",
    "x>y",
    '"引"',
    "“引号”",
    "'单'",
    "81.5%",
    " ",
    "😀",
    "]]>",
    "&amp;",
    "甲",
    "",
)
_LINES = ("第一行\n第二行", "甲\t乙", "甲\a乙", "甲\f乙", "\n", "\t\t", "\r\n", "甲\n")
_WILD = (
    *_LINES,
    "\x00",
    "\x01\x1f",
    "\x0b",
    "\x7f\x85\x9f",
    "\ud800",
    "甲\udfff乙",
    "\ufffe\uffff",
    "\ue000\uf8ff",
    "\U000f0000",
    "\u2028\u2029\xa0\u200b\ufeff",
    "{{ title }}",
    "{% if %}",
    "{# x #}",
    "{_{ x }_}",
    "{_% x %_}",
    "}}{{",
    "</w:t>",
    "</w:t></w:r></w:p>",
    "<w:p>",
    "\n<w:p ",
    "<!--",
    "<?x?>",
    "&#0;",
    "&nope;",
    "\\1\\g<0>",
    "%s%(x)s",
    "长" * 4000,
    "é\u0301",
)

tame: Texts = st.lists(st.sampled_from(_TAME), max_size=3).map("".join)
wild: Texts = st.lists(st.sampled_from(_TAME + _WILD) | st.text(max_size=5), max_size=4).map("".join)


def weighted(*choices: tuple[int, Values]) -> Values:
    """One of them, each as often as its number says."""
    lots = [chosen for times, chosen in choices for _ in range(times)]
    return st.integers(0, len(lots) - 1).flatmap(lots.__getitem__)


def rich(text: Texts) -> st.SearchStrategy[RichText]:
    """Text with formatting of its own."""
    return st.builds(RichText, text, bold=st.booleans(), color=st.sampled_from([None, "#FF0000"]))


def paragraph(text: Texts) -> st.SearchStrategy[RichTextParagraph]:
    """A paragraph with formatting of its own."""
    return st.builds(RichTextParagraph, rich(text), parastyle=st.sampled_from([None, "List Bullet"]))


def listing(text: Texts) -> st.SearchStrategy[Listing]:
    """Lines as one value."""
    return st.lists(text | st.sampled_from(_LINES), max_size=3).map("".join).map(Listing)


def figure(text: Texts) -> st.SearchStrategy[Printed]:
    """A figure that knows its source."""
    return st.builds(Printed, text, st.just(Decimal(1)), st.just("项"), st.just("累计"), st.just(()))


def phrase(text: Texts) -> st.SearchStrategy[Phrase]:
    """A sentence that may hold figures."""
    return st.lists(text | figure(text), max_size=3).map(tuple).map(Phrase)


def printable(text: Texts) -> Values:
    """What may be printed: text, sentences, figures."""
    return weighted((6, text), (1, phrase(text)), (1, figure(text)))


def anything(text: Texts) -> Values:
    """Mostly text; what is none is printed or refused, as the environment has it."""
    odd = st.sampled_from([None, True, False, 0, 7, 1.5, float("nan"), Decimal("0.10"), (), []])
    return weighted((6, text), (2, printable(text)), (2, listing(text)), (1, rich(text)), (1, odd))


def listed(item: Values) -> st.SearchStrategy[list[object]]:
    """None to four of them."""
    return st.lists(item, max_size=4)


def usual(text: Texts, value: Values, /, **more: Values) -> Contexts:
    """The names most templates print, and more."""
    names: dict[str, Values] = {"title": value, "text": value, "texts": listed(value)}
    return st.fixed_dictionaries(names | more)


def items(text: Texts, value: Values) -> Contexts:
    """Of `paragraphs`: items may lack what is asked for."""
    item = st.fixed_dictionaries({"name": value, "text": value, "other": value})
    short = st.fixed_dictionaries({"name": value, "text": st.just("")}, optional={"other": value})
    return usual(text, text, items=listed(weighted((3, item), (1, short))), closing=value)


def groups(text: Texts, value: Values) -> Contexts:
    """Of `rows` and `cells`: rows in groups."""
    row = st.fixed_dictionaries({"name": value, "value": value})
    group = st.fixed_dictionaries({"name": value, "rows": listed(row)})
    return usual(text, value, groups=listed(group), total=value)


def grid(text: Texts, value: Values) -> Contexts:
    """Of `columns`, `shades` and `spans`: rows need not be as wide as the head."""
    color = st.sampled_from(["FF0000", "auto", ""]) | text
    row = st.fixed_dictionaries({"name": value, "cells": listed(value), "color": color})
    return usual(text, value, names=listed(value), rows=listed(row), color=color)


def formatted(text: Texts, value: Values) -> Contexts:
    """Of `rich`: what is printed with its own formatting, and now and then is not."""
    kinds = weighted((6, rich(text)), (1, value))
    own = weighted((6, paragraph(text)), (1, text))
    return usual(text, value, text=kinds, texts=listed(kinds), paragraph=own)


def lines(text: Texts, value: Values) -> Contexts:
    """Of `listings`: lines as one value and as plain text."""
    broken = st.lists(text | st.sampled_from(_LINES), max_size=3).map("".join)
    kinds = st.one_of(listing(text), broken)
    return usual(text, value, text=kinds, texts=listed(kinds))


_SHAPES: dict[str, Callable[[Texts, Values], Contexts]] = {
    "paragraphs": items,
    "rows": groups,
    "cells": groups,
    "columns": grid,
    "shades": grid,
    "spans": grid,
    "rich": formatted,
    "listings": lines,
}


def context(name: str) -> Contexts:
    """For a template of the collection."""
    shape = _SHAPES.get(name, usual)
    made = [
        _maybe_short(shape(text, kinds(text))) for text in (tame, wild) for kinds in (printable, anything)
    ]
    return st.one_of(made[0], *made)


def office(kind: type) -> Contexts:
    """For a template of the office: the fields of its dataclass, as `render` passes them."""
    hints = typing.get_type_hints(kind)
    names = [field.name for field in dataclasses.fields(kind)]

    plain, broken = (
        _maybe_short(st.fixed_dictionaries({name: _typed(hints[name], text) for name in names}))
        for text in (tame, wild)
    )
    return weighted((2, plain), (1, broken))


def _typed(kind: typing.Any, text: Texts) -> Values:
    """A value of that type."""
    if typing.get_origin(kind) is tuple:
        return listed(_typed(typing.get_args(kind)[0], text)).map(tuple)
    if dataclasses.is_dataclass(kind) and kind not in (Phrase, Printed):
        hints = typing.get_type_hints(kind)
        return st.builds(
            kind, **{field.name: _typed(hints[field.name], text) for field in dataclasses.fields(kind)}
        )
    members = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    allowed = [
        made
        for member, made in ((str, text), (Phrase, phrase(text)), (Printed, figure(text)))
        if member in members
    ]
    return st.one_of(allowed or [text])


def _maybe_short(full: Contexts) -> Contexts:
    """The context, and one time in eight without one of its names."""

    def without(values: Context, lot: int) -> Context:
        gone = sorted(values)[lot // 8 % len(values)] if lot % 8 == 7 else None
        return {name: value for name, value in values.items() if name != gone}

    return st.builds(without, full, st.integers(0, 799))
