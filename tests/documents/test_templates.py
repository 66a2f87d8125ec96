"""The templates in the repository are what the blueprints build, and build the same bytes each time."""

from __future__ import annotations

import pytest

from pipeline.documents.style.blueprints import TEMPLATES as BLUEPRINTS
from tests.documents.conftest import TEMPLATES


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_the_template_on_disk_is_the_blueprint(name: str) -> None:
    assert (TEMPLATES / name).read_bytes() == BLUEPRINTS[name](), "run the rewriting line of 手册-工程师"


def test_no_template_is_without_a_blueprint() -> None:
    assert {path.name for path in TEMPLATES.glob("*.docx")} == set(BLUEPRINTS)


def test_building_twice_gives_the_same_bytes() -> None:
    assert all(build() == build() for build in BLUEPRINTS.values())
