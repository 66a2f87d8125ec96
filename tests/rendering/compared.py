"""Our engine and docxtpl side by side: the same parts, or the same exception."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docxtpl import DocxTemplate
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from pipeline.documents.rendering.compiled import CompiledTemplate
from pipeline.documents.rendering.environment import environment
from pipeline.documents.templates.catalogue import CONTEXTS
from tests.rendering import contexts, templates

OFFICE = Path(__file__).resolve().parents[2] / "templates"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SUBJECTS = (*templates.MAKERS, *CONTEXTS)
# Ours, which refuses what is no text; one that prints whatever it gets; Jinja's own, to which a missing name is empty.
ENVIRONMENTS: dict[str, Environment] = {
    "ours": environment(),
    "strict": SandboxedEnvironment(undefined=StrictUndefined, autoescape=True),
    "lenient": Environment(autoescape=True),
}

Context = Mapping[str, object]


@dataclass(frozen=True)
class Outcome:
    """What came of a rendering: canonical parts by name, or an exception's type and message; and by which route."""

    parts: dict[str, bytes]
    failure: tuple[type, str] | None = None
    route: str = "plain"

    def differences(self, other: Outcome) -> list[str]:
        """What is not the same, in words."""
        if self.failure or other.failure:
            return [] if self.failure == other.failure else [f"{self.failure} / {other.failure}"]
        names = sorted(self.parts.keys() | other.parts.keys())
        return [name for name in names if self.parts.get(name) != other.parts.get(name)]


def data_of(subject: str) -> bytes:
    """The template: one of the collection, or a file of the office."""
    return templates.made(subject) if subject in templates.MAKERS else (OFFICE / subject).read_bytes()


def contexts_of(subject: str) -> st.SearchStrategy[dict[str, object]]:
    """What it may be filled with."""
    return contexts.context(subject) if subject in templates.MAKERS else contexts.office(CONTEXTS[subject])


def plain(template: bytes, context: Context, settings: Environment) -> bytes:
    """The oracle: docxtpl as its documentation uses it."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(dict(context), settings, autoescape=True)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def expected(subject: str, context: Context, settings: str) -> Outcome:
    """What docxtpl makes of it in the environment of that name."""
    return _outcome(lambda: (plain(data_of(subject), context, ENVIRONMENTS[settings]), "plain"))


def actual(subject: str, context: Context, settings: str) -> Outcome:
    """What our engine makes of it; a template is compiled once and used on, also after it failed."""

    def make() -> tuple[bytes, str]:
        rendered = _compiled(subject, settings).fill(context)
        return rendered.data, rendered.route

    return _outcome(make)


@cache
def _compiled(subject: str, settings: str) -> CompiledTemplate:
    return CompiledTemplate(data_of(subject), ENVIRONMENTS[settings])


def _outcome(make: Callable[[], tuple[bytes, str]]) -> Outcome:
    try:
        data, route = make()
    except Exception as error:  # noqa: BLE001 - whatever docxtpl raises is what we must raise
        return Outcome({}, (type(error), str(error)), "exception")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        assert len(set(package.namelist())) == len(package.namelist())
        return Outcome({name: _canonical(package.read(name)) for name in package.namelist()}, None, route)


def _joined_last(joined: etree._Element) -> None:
    """docxtpl lays what joins cells where the schema has it not; ours does: that difference alone is meant."""
    cell = joined.getparent()
    assert cell is not None
    cell.append(joined)


def _canonical(part: bytes) -> bytes:
    """An XML part in the form in which the same XML is the same bytes; any other part as it is."""
    try:
        root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return part
    for joined in root.iter(f"{_W}vMerge"):
        _joined_last(joined)
    return etree.tostring(root, method="c14n")
