"""Values of the model as JSON and back to the last detail: data only, which can run nothing.

A value becomes a table: an entry is a JSON scalar, or a list of a kind and the places of its parts further up; the last
entry is the value itself. What is the same in every detail stands there once, 1 and True and 1.0 are three.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

_SCALARS = (str, int, bool, type(None))
_MAKERS: Mapping[str, Callable[..., Any]] = {
    "date": date.fromisoformat,
    "Decimal": Decimal,
    "tuple": lambda *parts: parts,
    "dict": lambda *parts: dict(zip(parts[::2], parts[1::2], strict=True)),
}


def flattened(value: object) -> list[Any]:
    """The table of a value. TypeError for one that holds anything but dataclasses, their members, enums, tuples, mappings, sets."""
    table: list[Any] = []
    places: dict[Any, int] = {}
    # Each with its place: what is let go of while we are at it would leave its number to another.
    known: dict[int, tuple[Any, int]] = {}

    def place(one: Any) -> int:
        kind = one.__class__
        if kind in _SCALARS:
            entry = kind, one
        else:
            # The parts' places stand for the parts: that way nothing is taken for what it merely equals.
            parts = _taken_apart(kind, one)
            entry = (
                kind.__name__,
                *(known[id(part)][1] if id(part) in known else place(part) for part in parts),
            )
        if entry not in places:
            places[entry] = len(table)
            table.append(one if kind in _SCALARS else list(entry))
        known[id(one)] = one, places[entry]
        return places[entry]

    place(value)
    return table


def _taken_apart(kind: Any, value: Any) -> tuple[Any, ...]:
    """The parts of a value of that kind."""
    if kind is tuple:
        return tuple(value)
    if kind is date or kind is Decimal:
        return (str(value),)
    if kind is dict:
        return tuple(part for pair in value.items() for part in pair)
    if kind is frozenset:
        return tuple(sorted(value))
    if issubclass(kind, Enum):
        return (value.name,)
    return tuple([getattr(value, name) for name in _names(kind)])


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def restored(table: Any, kinds: Collection[type[Any]]) -> Any:
    """The value of a table that holds none but these dataclasses and enums.

    ValueError, TypeError, LookupError or ArithmeticError for what `flattened` never made.
    """
    makers = {**_MAKERS, **{kind.__name__: _maker(kind) for kind in kinds}}
    values: list[Any] = []
    for entry in table:
        if entry.__class__ is list:
            kind, *places = entry
            values.append(makers[kind](*[values[at] for at in places]))
        else:
            values.append(entry)
    return values[-1]


def _maker(kind: Any) -> Callable[..., Any]:
    if issubclass(kind, Enum):
        return lambda name: kind[name]
    names = _names(kind)

    def made(*parts: Any) -> Any:
        # As a copy is made: field by field, for what was whole once need not be looked over again.
        one = object.__new__(kind)
        for name, part in zip(names, parts, strict=True):
            object.__setattr__(one, name, part)
        return one

    return made
