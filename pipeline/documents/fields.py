"""What a template may say: fields, loops, conditions, plain filters. Nothing else is even compiled.

A template comes from people and may come from anybody. Without calls, arithmetic and lists of its own there is nothing
to reach out with; how much its filters and loops can make of a text is bounded in `filters` and `marks`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

FILTERS = frozenset(
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
            unknown = before.type == "pipe" and token.value not in FILTERS
            if called or listed or unknown:
                raise SecurityError(f"{token.value!r}")
            if opening:
                depth += (token.value == "for") - (token.value == "endfor")
            if depth > _DEEPEST:
                raise SecurityError("for")
            filtering = before.type == "pipe"
            before = token
            yield token
