"""The reports of the two months that have something to say, as a reviewer reads them.

Rewrite with `UPDATE_GOLDEN=1 python -m pytest tests/city/test_golden.py`; the difference goes into the review.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from yunchuan import DECIDED, HERE, MESSY, Result

from pipeline.files.packages import document_text


@pytest.mark.parametrize("month", [MESSY, DECIDED])
def test_the_report_reads_as_it_did(monthly: Mapping[str, Result], ran: Path, month: str) -> None:
    report = next(document for document in monthly[month].json["documents"] if document["id"] == "报告")
    text = document_text((ran / report["path"]).read_bytes())
    golden = HERE / "golden" / f"{month}-报告.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")
