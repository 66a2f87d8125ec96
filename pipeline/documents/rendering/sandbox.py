"""What a template of an office may say: fields, loops, conditions, plain filters. Nothing else is even compiled.

A template comes from people and may come from anybody. Without calls, arithmetic and lists of its own there is nothing
to reach out with, and no filter makes a text without end; how much is printed in all, `bookmarks` and `program` count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from math import prod
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from pipeline.model.phrases import Phrase, Printed

Filter = Callable[..., Any]

_FILTERS = frozenset(
    {
        "d",
        "default",
        "e",
        "escape",
        "first",
        "join",
        "last",
        "length",
        "lower",
        "map",
        "replace",
        "trim",
        "upper",
    }
)
_VALUES = frozenset({"name", "string", "integer", "rparen", "rbracket"})
_SIGNS = frozenset(
    {"dot", "pipe", "comma", "assign", "lparen", "lbracket", "eq", "ne", "lt", "lteq", "gt", "gteq"}
)
_TOKENS = _VALUES | _SIGNS | {"data", "variable_begin", "variable_end", "block_begin", "block_end"}
_STATEMENTS = frozenset({"for", "endfor", "if", "elif", "else", "endif", "set", "endset"})
_WORDS = frozenset({"and", "or", "not", "in", "is", "if", "else", "elif"})
# One list inside another is what our documents need; each further level multiplies the work.
_DEEPEST = 3
# Signs a filter may make at once.
_LONGEST = 100_000


class FieldsOnly(Extension):
    """Refuses, with `SecurityError`, the first thing in a template that is more than that."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens as they are, up to the first that may not be."""
        before, filtering, depth = Token(0, "data", ""), False, 0
        for token in stream:
            opening = before.type == "block_begin"
            if token.type not in _TOKENS or (opening and token.value not in _STATEMENTS):
                raise SecurityError(f"{token.value!r}")
            # A bracket behind a value picks an item of it, one elsewhere would begin a list; with parentheses it is the
            # other way round: behind a value they would call it, but for a filter's.
            of_a_value = before.type in _VALUES and before.value not in _WORDS
            called = token.type == "lparen" and of_a_value and not filtering
            listed = token.type == "lbracket" and not of_a_value
            unknown = before.type == "pipe" and token.value not in _FILTERS
            if called or listed or unknown:
                raise SecurityError(f"{token.value!r}")
            if opening:
                depth += (token.value == "for") - (token.value == "endfor")
            if depth > _DEEPEST:
                raise SecurityError("for")
            filtering = before.type == "pipe"
            before = token
            yield token


def bounded_filters(filters: Mapping[str, Filter]) -> dict[str, Filter]:
    """The plain ones of Jinja's filters, by name; `SecurityError` where one would make more than any paragraph holds."""
    return {name: _bounded(filters[name]) for name in _FILTERS}


def _bounded(plain: Filter) -> Filter:
    # A filter that asks for its surroundings gets them first.
    place = 1 if hasattr(plain, "jinja_pass_arg") else 0

    @wraps(plain)
    def filtered(*arguments: Any, **options: Any) -> Any:
        around, given = arguments[:place], list(arguments[place:])
        if isinstance(given[0], Iterator):
            given[0] = list(given[0])
        if prod(map(_size, (*given, *options.values()))) > _LONGEST:
            raise SecurityError("a text that grows")
        made = plain(*around, *given, **options)
        if _size(made) > _LONGEST:
            raise SecurityError("a text that has grown")
        return made

    return filtered


def _size(value: object) -> int:
    """How much of a text, or how many things, a filter is given; 1 for anything else."""
    if isinstance(value, Phrase | Printed):
        value = str(value)
    return max(1, len(value)) if isinstance(value, str | list | tuple) else 1
