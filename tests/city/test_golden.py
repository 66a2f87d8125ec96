"""Every document of the two months that have something to say, as a reviewer reads them.

Rewrite with `UPDATE_GOLDEN=1 python -m pytest tests/city/test_golden.py`; the difference goes into the review.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from yunchuan import DECIDED, HERE, MESSY

from pipeline.files.word.lines import document_text
from tests.command import Result
from tests.goldens import goldens
from tests.unsigned import of_documents


@pytest.mark.parametrize("month", [MESSY, DECIDED])
def test_every_document_reads_as_it_did(monthly: Mapping[str, Result], ran: Path, month: str) -> None:
    texts = {
        f"{month}-{document['id']}.txt": document_text((ran / document["path"]).read_bytes())
        for document in monthly[month].json["documents"]
        if document["path"].endswith(".docx")
    }
    assert texts == goldens(HERE / "golden", texts, f"{month}-")


def test_no_paper_holds_a_phrase_no_office_would_sign(ran: Path) -> None:
    papers = list((ran / "outputs").glob("[0-9]*/**/*.docx"))
    assert len(papers) > 20
    assert dict(of_documents(papers)) == {}
