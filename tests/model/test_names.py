"""Free text in a file's name: nothing a system refuses, nothing it changes, never too long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.names import in_a_name
from pipeline.publish.naming import require_distinct


def test_what_stands_in_a_name() -> None:
    assert in_a_name("新改扩建公办幼儿园100所") == "新改扩建公办幼儿园100所"
    assert in_a_name("../幼儿园/学前：\n教育? ") == "-幼儿园-学前：-教育-"
    assert in_a_name("民" * 50) == "民" * 40


@given(st.text())
def test_any_title_makes_a_name(title: str) -> None:
    require_distinct([f"呈阅件01-{in_a_name(title)}等.docx"])
