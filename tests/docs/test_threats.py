"""Every row of the threat table names a test that is there."""

from __future__ import annotations

import re

import pytest

from tests.docs.test_handbooks import ROOT, Table, code, table

PAGE = ROOT / "docs/安全.md"
ROWS: Table = table(PAGE, "安全：防什么，怎么防，哪条测试管着")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["威胁"][:12])
def test_the_test_of_a_threat_exists(row: dict[str, str]) -> None:
    (named,) = code(row["测试"])
    path, _, name = named.partition("::")
    assert row["我们怎么做"]
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), named


def test_no_threat_is_told_twice() -> None:
    assert len({row["威胁"] for row in ROWS}) == len(ROWS) >= 20


def test_the_page_is_linked_from_the_readme() -> None:
    assert "(docs/安全.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
