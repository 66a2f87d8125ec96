"""A part of a template as a program that prints it: what leans on Jinja's code generator is here and nowhere else.

Jinja prints `escape(environment.finalize(value))` for every tag and joins text. A program made here has a finalizer
that does both in one step and gives UTF-8, and a code generator that leaves the other call out. Should a release of
Jinja change its generator, `GENERATOR = CodeGenerator` is the plain way: the same bytes, slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from docxtpl import InlineImage
from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from markupsafe import Markup, escape

from pipeline.documents.rendering.bookmarks import Marker
from pipeline.documents.rendering.runs import RUN_FILTER, own_runs, run_printer

Program = Callable[[Mapping[str, object]], bytes]
# How many texts a program remembers in escaped form: names and labels come back in every document.
_REMEMBERED = 20_000
# So many bytes are no part of a document; so many pieces are printed before that is looked at.
_MOST_BYTES, _AT_ONCE = 100_000_000, 1_000

# What XML cannot hold, what docxtpl turns into breaks and tabs, and the braces it unescapes after printing.
_UNPLAIN = re.compile("[\x00-\x1f{}\ud800-\udfff\ufffe\uffff]").search
_TO_ESCAPE = re.compile("[&<>\"'\x00-\x1f{}\ud800-\udfff\ufffe\uffff]").search


# Where docxtpl keeps documents within documents; importable only with its extra.
_SUBDOCUMENTS = "docxtpl.subdoc"


class NotPlain(Exception):
    """A value that is more than text on one line: docxtpl's own steps are needed to print it right."""


class NeedsDocument(Exception):
    """A value that changes the package while it is printed: a picture or a document within the document."""


class PrintsWhenFilled(CodeGenerator):
    """Prints nothing at compile time but the template's own text, so that every other value meets the finalizer."""

    def _output_child_to_const(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible()
        return super()._output_child_to_const(node, frame, finalize)


class _PrintsOnce(PrintsWhenFilled):
    """Leaves escaping and encoding to the finalizer; at compile time only the template's own text is encoded."""

    def _output_const_repr(self, group: Iterable[object]) -> str:
        return repr("".join(map(str, group)).encode())

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if not _is_run(node):
            self.write("environment.finalize(")

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if not _is_run(node):
            self.write(")")


def _is_run(node: nodes.Expr) -> bool:
    """Whether the tag prints whole runs, escaped and encoded."""
    return isinstance(node, nodes.Filter) and node.name == RUN_FILTER


GENERATOR: type[CodeGenerator] = _PrintsOnce


def text_program(environment: Environment, source: str, marker: Marker | None = None) -> Program:
    """The program of a part in which every tag prints text; its result is UTF-8.

    With `marker` figures are printed in bookmarks. Running it raises `NotPlain` for a value that is more than text.
    """
    # What a template may say is asked of it as it was written, not of what is made of it here.
    environment.parse(source)
    encoded = _encoder(environment)
    if GENERATOR is CodeGenerator:
        own = environment.overlay(finalize=lambda value: Markup(encoded(value).decode()))
        template = own.from_string(source)
        return lambda values: template.render(values).encode()
    own = environment.overlay(finalize=encoded)
    own.extensions, own.code_generator_class = {}, GENERATOR
    if marker is not None:
        source, heads = own_runs(source)
        own.filters = {**own.filters, RUN_FILTER: run_printer(heads, marker, encoded)}
    template = own.from_string(source)
    start, new_context = template.root_render_func, template.new_context
    return lambda values: _whole(start(new_context(values)))  # type: ignore[arg-type]


def _whole(pieces: Iterator[bytes]) -> bytes:
    """The pieces as one; `SecurityError` once they are more than any document."""
    chunks: list[bytes] = []
    room = _MOST_BYTES
    while some := list(islice(pieces, _AT_ONCE)):
        chunks.append(b"".join(some))
        room -= len(chunks[-1])
        if room < 0:
            raise SecurityError("a document without end")
    return b"".join(chunks)


class CompilesOnce:
    """What docxtpl takes for an environment, remembering every template it made.

    A finalizer that asks for the context is refused with `NeedsDocument`, as is a value that changes the package.
    """

    def __init__(self, environment: Environment) -> None:
        finalize = environment.finalize

        def guarded(value: object) -> object:
            changes = isinstance(value, InlineImage) or type(value).__module__ == _SUBDOCUMENTS
            if changes or hasattr(finalize, "jinja_pass_arg"):
                raise NeedsDocument
            return finalize(value) if finalize is not None else value

        self._environment = environment.overlay(finalize=guarded)
        self._made: dict[str, Template] = {}

    def from_string(self, source: str) -> Template:
        """The template of a source; the same object for the same source."""
        if source not in self._made:
            self._made[source] = self._environment.from_string(source)
        return self._made[source]


def _encoder(environment: Environment) -> Callable[[object], bytes]:
    """Finalizer, escape and encoding in one. A finalizer that says `keeps_text` is asked once for each text."""
    finalize = environment.finalize
    if hasattr(finalize, "jinja_pass_arg"):
        raise NotPlain
    steady = finalize is None or getattr(finalize, "keeps_text", False)
    known: dict[object, bytes] = {}

    def encoded(value: object) -> bytes:
        remember = steady and value.__class__ is str
        if remember and value in known:
            return known[value]
        text = finalize(value) if finalize is not None else value
        if text.__class__ is not str:
            raise NotPlain
        assert isinstance(text, str)
        if _TO_ESCAPE(text):
            if _UNPLAIN(text):
                raise NotPlain
            text = str(escape(text))
        result = text.encode()
        if remember:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[value] = result
        return result

    return encoded
