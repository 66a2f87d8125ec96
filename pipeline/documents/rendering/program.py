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

from pipeline.documents.rendering.bookmarks import TEXT_END, TEXT_TAG, Marker
from pipeline.model.phrases import Phrase, Printed

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


# The filter that prints a value as runs; no name a template could use.
RUN_FILTER = "_run"
_RUN = re.compile(
    r"(<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</?w:rPr>).)*</w:rPr>|<w:rPr/>)?)<w:t(?: [^>]*)?>([^<]*)</w:t></w:r>",
    re.DOTALL,
)
_TAG = re.compile(r"\{\{(?!-)((?:(?!\}\}).)*?)(?<!-)\}\}", re.DOTALL)


def own_runs(source: str) -> tuple[str, tuple[bytes, ...]]:
    """The part with every tag in a run of its own; how each of those runs begins, by the number given to the filter."""
    heads: list[bytes] = []

    def cut(run: re.Match[str]) -> str:
        head, text = run[1], run[2]
        if "{{" not in text or "{%" in text or "{#" in text or "-}}" in text or "{{-" in text:
            return run[0]
        pieces: list[str] = []
        at = 0
        for tag in _TAG.finditer(text):
            pieces += (
                _words(head, text[at : tag.start()]),
                f"{{{{ ({tag[1]})|{RUN_FILTER}({len(heads)}) }}}}",
            )
            heads.append(head.encode())
            at = tag.end()
        return "".join((*pieces, _words(head, text[at:])))

    return _RUN.sub(cut, source), tuple(heads)


def _words(head: str, text: str) -> str:
    return f"{head}{TEXT_TAG.decode()}{text}{TEXT_END.decode()}" if text else ""


def run_printer(
    heads: tuple[bytes, ...], marker: Marker, encoded: Callable[[object], bytes]
) -> Callable[[object, int], bytes]:
    """The filter: a value as runs that begin like the one its tag stood in, every figure in its bookmark.

    `encoded` is how text is printed.
    """
    opens = [head + TEXT_TAG for head in heads]
    known: list[dict[str, bytes]] = [{} for _ in heads]

    def printed(value: object, place: int) -> bytes:
        if value.__class__ is str:
            ready = known[place].get(value)
            if ready is None:
                text = encoded(value)
                ready = opens[place] + text + TEXT_END if text else b""
                if len(known[place]) < _REMEMBERED:
                    known[place][value] = ready
            return ready
        if isinstance(value, Printed):
            text = encoded(value.text)
            return marker.bookmark(value, opens[place], text) if text else b""
        if isinstance(value, Phrase):
            return b"".join([printed(part, place) for part in value.parts])
        return opens[place] + encoded(value) + TEXT_END

    return printed


_REMEMBERED = 2_000
