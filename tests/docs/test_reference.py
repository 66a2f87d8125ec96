"""Pages of reference are what the code says today, and every field says what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest

from pipeline.documents.templates.catalogue import CONTEXTS
from tests.docs.reference import PAGES, SHAPES, Place, keys, places


@pytest.mark.parametrize(("page", "write"), PAGES.items(), ids=lambda value: getattr(value, "stem", ""))
def test_a_page_of_reference_is_what_the_code_writes(page: Path, write: Callable[[], str]) -> None:
    assert page.read_text(encoding="utf-8") == write(), "python -m tests.docs.reference"


@pytest.mark.parametrize("name", CONTEXTS)
def test_every_field_says_in_chinese_what_it_holds(name: str) -> None:
    silent = [place.path for place in places(CONTEXTS[name]) if not re.search("[\u4e00-\u9fff]", place.told)]
    assert silent == []


@pytest.mark.parametrize("name", SHAPES)
def test_every_key_says_in_chinese_what_it_holds(name: str) -> None:
    silent = [place.path for place in keys(SHAPES[name]) if not re.search("[一-鿿]", place.told)]
    assert silent == []


@dataclass
class Row:
    name: Annotated[str, "名称"]


@dataclass
class Context:
    rows: Annotated[tuple[Row, ...], "各行"]
    lines: Annotated[tuple[str, ...], "各段"]
    row: Row


def test_a_list_of_rows_has_a_place_of_its_own_and_a_list_of_texts_is_one() -> None:
    assert list(places(Context)) == [
        Place("rows[]", "各行", printed=False),
        Place("rows[].name", "名称", printed=True),
        Place("lines[]", "各段", printed=True),
        Place("row.name", "名称", printed=True),
    ]
