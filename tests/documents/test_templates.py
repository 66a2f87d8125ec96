"""The templates in the repository are what the blueprints build, and build the same bytes each time."""

from __future__ import annotations

import re

import pytest

from pipeline.documents.rendering.compiled import CompiledTemplate
from pipeline.documents.rendering.environment import environment
from pipeline.documents.style.blueprints import TEMPLATES as BLUEPRINTS
from pipeline.documents.templates.catalogue import CONTEXTS
from tests.documents.conftest import TEMPLATES


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_the_template_on_disk_is_the_blueprint(name: str) -> None:
    assert (TEMPLATES / name).read_bytes() == BLUEPRINTS[name](), "run the rewriting line of 手册-工程师"


def test_no_template_is_without_a_blueprint() -> None:
    assert {path.name for path in TEMPLATES.glob("*.docx")} == set(BLUEPRINTS)


@pytest.mark.more
def test_building_twice_gives_the_same_bytes() -> None:
    assert all(build() == build() for build in BLUEPRINTS.values())


# ISO/IEC 29500-1 17.4.69: a cell's properties, in the order in which they may stand.
CELL = (
    *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar"),
    *("textDirection", "tcFitText", "vAlign", "hideMark"),
)


@pytest.mark.parametrize("name", sorted(CONTEXTS))
def test_what_cells_are_stands_in_the_order_of_the_standard(name: str) -> None:
    """docxtpl lays what joins cells behind everything else: Word opens that, a strict reader calls the file damaged."""
    printed = CompiledTemplate((TEMPLATES / name).read_bytes(), environment())
    for part in printed._tagged:
        for cell in re.findall(r"<w:tcPr>(.*?)</w:tcPr>", part.source, re.DOTALL):
            found = [CELL.index(one) for one in re.findall(r"<w:(\w+)", cell) if one in CELL]
            assert found == sorted(found), cell
