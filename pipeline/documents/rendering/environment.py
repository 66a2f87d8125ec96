"""The Jinja environment of all documents: sandboxed, strict, escaped."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import fields, is_dataclass
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from pipeline.documents.rendering.bookmarks import Marker
from pipeline.documents.rendering.filters import tracing_filters
from pipeline.documents.rendering.program import PrintsWhenFilled
from pipeline.documents.rendering.sandbox import FieldsOnly, bounded_filters
from pipeline.model.phrases import Phrase, Printed

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")


class _Environment(SandboxedEnvironment):
    """A sandbox that remembers which fields of which dataclasses it has found safe to read: `safe_fields`, classes by field."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.safe_fields: defaultdict[str, set[type]] = defaultdict(set)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The attribute, as the sandbox gives it."""
        if obj.__class__ in self.safe_fields[attribute]:
            return getattr(obj, attribute)
        value = super().getattr(obj, attribute)
        if is_dataclass(type(obj)) and attribute in {field.name for field in fields(obj)}:
            self.safe_fields[attribute].add(type(obj))
        return value


def environment(marker: Marker | None = None) -> SandboxedEnvironment:
    """The one environment of all documents; `marker`, if given, marks the figures that are printed.

    docxtpl is told to escape as well, for it resets the flag.
    """

    def finalize(value: object) -> object:
        return printable(marker(value) if marker is not None else value)

    # What a text is printed as depends on nothing but the text.
    finalize.keeps_text = finalize.keeps_plain = True  # type: ignore[attr-defined]
    made = _Environment(undefined=StrictUndefined, autoescape=True, finalize=finalize)
    made.filters |= tracing_filters(made.filters)
    return made


def office_environment(marker: Marker) -> SandboxedEnvironment:
    """The environment of an office's templates, which may come from anybody: less may be said, and nothing grows without end."""
    made = environment(marker)
    plain = made.finalize
    assert plain is not None

    def counted(value: object) -> object:
        text = plain(value)
        if isinstance(text, str):
            marker.count(text)
        return text

    counted.keeps_text = counted.keeps_plain = True  # type: ignore[attr-defined]
    made.finalize, made.code_generator_class = counted, PrintsWhenFilled
    made.filters = bounded_filters(made.filters)
    made.add_extension(FieldsOnly)
    return made


def printable(value: object) -> object:
    """The guard every printed value passes: text stays, a phrase becomes its text, the rest is refused."""
    if isinstance(value, StrictUndefined):
        return value
    if isinstance(value, Phrase | Printed):
        value = str(value)
    if isinstance(value, str):
        if value.isprintable():
            return value
        # Half a character would take the rest of the document with it, without an error.
        if _HALF.search(value):
            raise TypeError(f"“{_HALF.sub('□', value)}”里有半个字符，印不出来")
        # What no XML may hold would make a file that Word does not open; docxtpl's own signs would break paragraphs and pages.
        return _NO_TEXT.sub("", value)
    raise TypeError(f"{type(value).__name__} {value!r}")
