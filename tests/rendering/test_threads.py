"""Documents printed by several threads at once are those each would print alone: no figure of another's gets in."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.documents.letters.brief import Brief
from pipeline.documents.rendering.render import Rendered, render
from pipeline.model.figures import Cell
from pipeline.model.phrases import Letter, Printed, phrase

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
DAY = date(2023, 4, 26)


def printed(number: int) -> Rendered:
    """A paper whose one figure is the number."""
    figure = Printed(
        str(number),
        Decimal(number),
        "座",
        "读",
        (Cell("表.xlsx", "表", f"A{number}", str(number), sha256="ab" * 32),),
    )
    told = Brief(
        draft_mark="", signature="甲", date="乙", title="丙", paragraphs=(phrase("建成", figure, "座"),)
    )
    return render([Letter("要情", f"{number}.docx", "要情.docx", told)], TEMPLATES, DAY)[f"{number}.docx"]


def test_several_at_once_print_what_each_prints_alone() -> None:
    alone = [printed(number) for number in range(1, 41)]
    usual = sys.getswitchinterval()
    # So that threads take turns in the middle of a paper.
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(printed, range(1, 41)))
    finally:
        sys.setswitchinterval(usual)
    assert [one.data for one in together] == [one.data for one in alone]
    assert [[mark.figure.text for mark in one.figures.marks] for one in together] == [
        [str(number)] for number in range(1, 41)
    ]
