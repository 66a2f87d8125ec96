"""Bookmarks change no word: a document with traced figures reads as the same document without."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.documents.rendering.bookmarks import Marker, bookmarked
from pipeline.documents.rendering.compiled import CompiledTemplate
from pipeline.documents.rendering.environment import environment
from pipeline.files.word.lines import document_lines, document_text
from tests.rendering.compared import SUBJECTS, contexts_of, data_of


@cache
def compiled(subject: str, traced: bool) -> tuple[CompiledTemplate, Marker]:
    marker = Marker()
    template = CompiledTemplate(
        data_of(subject), environment(marker if traced else None), marker=marker if traced else None
    )
    return template, marker


@pytest.mark.parametrize(
    "subject",
    [pytest.param(one, marks=pytest.mark.more) if number % 3 else one for number, one in enumerate(SUBJECTS)],
)
@settings(max_examples=2, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_tracing_changes_no_word(subject: str, data: st.DataObject) -> None:
    context = data.draw(contexts_of(subject), "context")
    plain, _ = compiled(subject, False)
    template, marker = compiled(subject, True)
    figures = []

    def finishing(parts: dict[str, bytes]) -> dict[str, bytes]:
        done, found, _ = bookmarked(parts, marker, template.main, "文稿")
        figures.extend(found.marks)
        return done

    try:
        untraced = plain.fill(context).data
    except Exception as error:  # noqa: BLE001 - whatever it is, tracing must not hide or change it
        with pytest.raises(type(error)):
            template.fill(context, finishing=finishing)
        return
    try:
        expected = document_text(untraced)
    except etree.XMLSyntaxError:
        # docxtpl writes signs into footnotes that no XML may hold: nobody can read that.
        return
    assume(not any("\ufdd0" <= sign <= "\ufdd2" for sign in expected))
    made = template.fill(context, finishing=finishing).data
    assert document_text(made) == expected
    spans = [span.name for line in document_lines(made) for span in line.spans]
    assert set(spans) <= {mark.name for mark in figures}
    assert len({mark.name for mark in figures}) == len(figures)
