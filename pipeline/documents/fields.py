"""What a template may say: names of fields, loops and conditions over them. Nothing else is even compiled.

A template comes from people and may come from anybody. Without calls, filters, signs of arithmetic and literals there is
nothing to reach out with, and nothing that takes longer the more cleverly it is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_TOKENS = frozenset({"data", "variable_begin", "variable_end", "block_begin", "block_end", "name", "dot"})
_STATEMENTS = frozenset({"for", "endfor", "if", "elif", "else", "endif"})
# One list inside another is what our documents need; each further level multiplies the work.
_DEEPEST = 3


class FieldsOnly(Extension):
    """Refuses, with `SecurityError`, the first thing in a template that is more than a field, a loop, a condition."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens as they are, up to the first that may not be."""
        before, depth = "", 0
        for token in stream:
            if token.type not in _TOKENS or (before == "block_begin" and token.value not in _STATEMENTS):
                raise SecurityError(f"{token.value!r}")
            if before == "block_begin":
                depth += (token.value == "for") - (token.value == "endfor")
            if depth > _DEEPEST:
                raise SecurityError("for")
            before = token.type
            yield token
