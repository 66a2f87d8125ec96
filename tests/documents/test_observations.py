"""A text in observations.csv is never a formula; a number is never a text."""

from __future__ import annotations

import pytest

from pipeline.documents.workbooks.observations_csv import harmless


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "　=1", "＝1", "＋1", "－1", "＠A"],
)  # fmt: skip
def test_what_looks_like_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-32.8", "0", "58300", "", "市城管局", "约5.47", "T01-1", "2021-09-20"])
def test_numbers_and_plain_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
