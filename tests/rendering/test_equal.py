"""Our engine gives what docxtpl gives: every part of the package, or the same exception."""

from __future__ import annotations

import io
from dataclasses import make_dataclass
from enum import Enum

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from pipeline.documents.rendering.compiled import CompiledTemplate
from pipeline.documents.rendering.environment import environment
from pipeline.files.word.lines import document_text
from tests.rendering.compared import ENVIRONMENTS, SUBJECTS, actual, contexts_of, expected, plain

CALM = settings(max_examples=2, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(
    "subject",
    [pytest.param(one, marks=pytest.mark.more) if number % 3 else one for number, one in enumerate(SUBJECTS)],
)
@CALM
@given(st.data())
def test_a_document_is_what_docxtpl_makes(subject: str, data: st.DataObject) -> None:
    same(subject, data)


@pytest.mark.walks
@pytest.mark.parametrize("subject", SUBJECTS)
@settings(CALM, max_examples=40)
@given(st.data())
def test_forty_documents_are_what_docxtpl_makes(subject: str, data: st.DataObject) -> None:
    same(subject, data)


def same(subject: str, data: st.DataObject) -> None:
    """Our engine and docxtpl make the same of a context that is drawn, or refuse it alike."""
    context = data.draw(contexts_of(subject), "context")
    environment = data.draw(st.sampled_from(sorted(ENVIRONMENTS)), "environment")
    ours = actual(subject, context, environment)
    assert ours.differences(expected(subject, context, environment)) == [], ours.route


class _Kind(str, Enum):  # noqa: UP042  # StrEnum prints as its text
    """Equal to its text, and printed as something else."""

    A = "甲"


@pytest.mark.parametrize("settings_of", ["strict", "lenient"])
@pytest.mark.parametrize("other", [Markup("甲&乙"), _Kind.A])
def test_what_is_equal_to_a_known_text_is_not_that_text(other: str, settings_of: str) -> None:
    blank = _letter()
    compiled = CompiledTemplate(blank, ENVIRONMENTS[settings_of])
    for value in (str.__str__(other), other, str.__str__(other)):
        assert document_text(compiled.fill({"name": value}).data) == document_text(
            plain(blank, {"name": value}, ENVIRONMENTS[settings_of])
        )


def test_a_field_of_one_class_is_asked_for_again_in_another() -> None:
    """What the sandbox refuses of one class stays refused after it was a field of another."""

    class Closed:
        @property
        def name(self) -> str:
            return "不是数据"

    opened = make_dataclass("Opened", ["name"], frozen=True)
    compiled = CompiledTemplate(_letter("{{ unit.name }}{{ unit.class }}"), environment())
    with pytest.raises(UndefinedError):
        compiled.fill({"unit": opened("甲")})
    one = CompiledTemplate(_letter("{{ unit.name }}"), environment())
    assert "甲" in document_text(one.fill({"unit": opened("甲")}).data)
    assert "不是数据" in document_text(one.fill({"unit": Closed()}).data)
    assert "乙" in document_text(one.fill({"unit": {"name": "乙"}}).data)


def _letter(words: str = "致{{ name }}100%。") -> bytes:
    document, stream = Document(), io.BytesIO()
    document.add_paragraph(words)
    document.save(stream)
    return stream.getvalue()
