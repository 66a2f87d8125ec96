"""Free text in a file's name: nothing a system refuses, nothing it changes, never too long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.files.names import fitting
from pipeline.outputs.naming import require_distinct


def test_what_stands_fitting() -> None:
    assert fitting("新改扩建公办幼儿园100所") == "新改扩建公办幼儿园100所"
    assert fitting("../幼儿园/学前：\n教育? ") == "幼儿园学前：教育"
    assert fitting("民" * 50) == "民" * 39 + "…"


@pytest.mark.more
@given(st.text())
def test_any_title_makes_a_name(title: str) -> None:
    require_distinct([f"呈阅件01-{fitting(title)}等.docx"])
