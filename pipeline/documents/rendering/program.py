"""A part of a template as a program that prints it: what leans on Jinja's code generator is here and nowhere else.

Jinja prints `escape(environment.finalize(value))` for every tag and joins text. A program made here has a finalizer
that does both in one step and gives UTF-8, and a code generator that leaves the other call out. Should a release of
Jinja change its generator, `GENERATOR = CodeGenerator` is the plain way: the same bytes, slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from keyword import iskeyword

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
# And what XML escapes, or marks figures.
_TO_ESCAPE = re.compile("[&<>\"'\x00-\x1f{}\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]").search
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
    """Prints a straight piece of template, from one statement to the next, as one format of bytes.

    A value that is a string is looked up among the texts known, ready to stand in the part; only an unknown one, and what
    is no string, costs a call. A field of a dataclass is read without asking the sandbox again about its class. Where
    that is looked up are global names of the generated code: `text_program` gives them their values.
    """

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """The piece as one value to yield; into a buffer (a macro's, a set block's) as Jinja itself does it."""
        if frame.buffer is not None or frame.require_output_check:
            super().visit_Output(node, frame)
            return
        values = [child for child in node.nodes if not isinstance(child, nodes.TemplateData)]
        self.writeline("yield ", node)
        if not values:
            words = [child.data for child in node.nodes if isinstance(child, nodes.TemplateData)]
            self.write(repr("".join(words).encode()))
            return
        pieces = [
            child.data.replace("%", "%%").encode() if isinstance(child, nodes.TemplateData) else b"%b"
            for child in node.nodes
        ]
        self.write(f"{b''.join(pieces)!r} % (")
        for value in values:
            self._printed(value, frame)
            self.write(", ")
        self.write(")")

    def _printed(self, node: nodes.Expr, frame: Frame) -> None:
        """A value in bytes: by its text where that is known, else by whoever prints it."""
        if isinstance(node, nodes.Filter) and node.name == RUN_FILTER:
            assert node.node is not None
            place = node.args[0].as_const()
            self._known(node.node, frame, f"{_RUNS}{place}", f"{self.filters[RUN_FILTER]}(_v, {place})")
        else:
            self._known(node, frame, _TEXTS, "environment.finalize(_v)")

    def _known(self, node: nodes.Expr, frame: Frame, texts: str, otherwise: str) -> None:
        self.write(f"({texts}[_v] if (_v := ")
        self.visit(node, frame)
        self.write(f").__class__ is str else {otherwise})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """A field, as the sandbox gives it the first time."""
        name = node.attr
        plain = name.isascii() and name.isidentifier() and not iskeyword(name) and not name.startswith("_")
        safe = getattr(self.environment, "safe_fields", None)
        if not plain or safe is None:
            super().visit_Getattr(node, frame)
            return
        safe.setdefault(name, set())
        self.write(f"(_v.{name} if (_v := ")
        self.visit(node.node, frame)
        classes = f"{_SAFE}{name}"
        self.write(f").__class__ in {classes} else environment.getattr(_v, {name!r}))")


# Where generated code looks up a text as it stands in the part, in the runs of one tag; the classes whose field a name is.
_TEXTS, _RUNS, _SAFE = "_texts", "_runs_", "_safe_"
GENERATOR: type[CodeGenerator] = _PrintsOnce


def text_program(environment: Environment, source: str, marker: Marker | None = None) -> Program:
    """The program of a part in which every tag prints text; its result is UTF-8.

    With `marker` figures are printed in bookmarks. Running it raises `NotPlain` for a value that is more than text.
    """
    # What a template may say is asked of it as it was written, not of what is made of it here.
    environment.parse(source)
    encoded = _Encoder(environment)
    if GENERATOR is CodeGenerator:
        own = environment.overlay(finalize=lambda value: Markup(encoded(value).decode()))
        template = own.from_string(source)
        return lambda values: template.render(values).encode()
    own = environment.overlay(finalize=encoded)
    own.extensions, own.code_generator_class = {}, GENERATOR
    names: dict[str, object] = {_TEXTS: encoded.texts}
    if marker is not None:
        source, heads = own_runs(source)
        printer = _RunPrinter(heads, marker, encoded)
        own.filters = {**own.filters, RUN_FILTER: printer}
        names |= {f"{_RUNS}{place}": texts for place, texts in enumerate(printer.texts)}
    template = own.from_string(source)
    names |= {f"{_SAFE}{name}": classes for name, classes in getattr(own, "safe_fields", {}).items()}
    template.root_render_func.__globals__.update(names)
    # Jinja's own is a chain of mappings, gone through anew for each document.
    template.globals = dict(template.globals)
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


class _Texts(dict[str, bytes]):
    """Texts as they stand in a part, each made when it is first asked for; names and labels come back in every document."""

    def __init__(self, make: Callable[[str], bytes], keeps: bool) -> None:
        super().__init__()
        self._make, self._keeps = make, keeps

    def __missing__(self, text: str) -> bytes:
        made = self._make(text)
        if self._keeps:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[text] = made
        return made


class _Encoder:
    """Finalizer, escape and encoding in one; `texts` are those of plain strings.

    A finalizer that says `keeps_text` is asked once for each text, one that says `keeps_plain` never for a text of
    printable signs that needs no escape.
    """

    def __init__(self, environment: Environment) -> None:
        finalize = environment.finalize
        if hasattr(finalize, "jinja_pass_arg"):
            raise NotPlain
        self._finalize = finalize
        self._keeps_plain = finalize is None or getattr(finalize, "keeps_plain", False)
        self.keeps: bool = finalize is None or getattr(finalize, "keeps_text", False)
        self.texts = _Texts(self.made, self.keeps)

    def __call__(self, value: object) -> bytes:
        """Whatever is printed, in bytes."""
        if value.__class__ is str:
            return self.texts[value]
        return self._finalized(value)

    def made(self, text: str) -> bytes:
        """A text in bytes, not remembered."""
        if self._keeps_plain and not _TO_ESCAPE(text):
            return text.encode()
        return self._finalized(text)

    def _finalized(self, value: object) -> bytes:
        text = self._finalize(value) if self._finalize is not None else value
        if text.__class__ is not str:
            raise NotPlain
        assert isinstance(text, str)
        if _TO_ESCAPE(text):
            if _UNPLAIN(text):
                raise NotPlain
            text = str(escape(text))
        return text.encode()


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


class _RunPrinter:
    """The filter: a value as runs that begin like the one its tag stood in, every figure in its bookmark.

    `texts` are strings by the place of their tag; `encoded` is how text is printed.
    """

    def __init__(self, heads: tuple[bytes, ...], marker: Marker, encoded: _Encoder) -> None:
        self._opens = [head + TEXT_TAG for head in heads]
        self._marker, self._encoded = marker, encoded
        self.texts = [_Texts(partial(self._run, opening), encoded.keeps) for opening in self._opens]

    def __call__(self, value: object, place: int) -> bytes:
        """A value in runs."""
        if isinstance(value, Printed):
            text = self._encoded.texts[value.text]
            return self._marker.bookmark(value, self._opens[place], text) if text else b""
        if value.__class__ is str:
            return self.texts[place][value]
        if isinstance(value, Phrase):
            return b"".join([self(part, place) for part in value.parts])
        return self._opens[place] + self._encoded(value) + TEXT_END

    def _run(self, opening: bytes, text: str) -> bytes:
        made = self._encoded.made(text)
        return b"".join((opening, made, TEXT_END)) if made else b""
