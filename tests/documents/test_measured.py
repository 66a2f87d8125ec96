"""Pages with a ruler: what GB/T 9704-2012 says in millimetres, measured in the ink of rendered pages.

Lines and bars are exact. Where letters begin depends a little on the font, and no official font need be
installed where tests run: letters get the width of a pencil line more.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.documents.letters import report, supervision_letter
from pipeline.documents.rendering.render import render
from pipeline.files.pdf.libreoffice import to_pdf
from tests.conftest import Once
from tests.documents.conftest import SEPTEMBER, TEMPLATES, Year, needed
from tests.documents.urged import asked_for

pytestmark = pytest.mark.pages
DPI = 150
LINE, LETTER = 0.4, 2.0


@dataclass(frozen=True)
class Stripe:
    """Rows of a page with ink of one colour: top, height, left and right edge, in mm."""

    top: float
    height: float
    left: float
    right: float


def stripes(pdf: Path, page: int, inked: Callable[[int, int, int], bool]) -> list[Stripe]:
    """The stripes of a page from above."""
    command = ["pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), str(pdf)]
    data = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    _, size, _, pixels = data.split(b"\n", 3)
    width, height = map(int, size.split())
    return list(_grouped(pixels, width, height, inked))


def _grouped(
    pixels: bytes, width: int, height: int, inked: Callable[[int, int, int], bool]
) -> Iterator[Stripe]:
    top: int | None = None
    left, right = width, 0
    for row in range(height + 1):
        start = row * width * 3
        line = pixels[start : start + width * 3]
        hits = [x for x in range(len(line) // 3) if inked(line[3 * x], line[3 * x + 1], line[3 * x + 2])]
        if hits:
            top = row if top is None else top
            left, right = min(left, hits[0]), max(right, hits[-1] + 1)
        elif top is not None:
            yield Stripe(_mm(top), _mm(row - top), _mm(left), _mm(right))
            top, left, right = None, width, 0


def _mm(pixels: int) -> float:
    return pixels * 25.4 / DPI


def red(r: int, g: int, b: int) -> bool:
    return r > 150 and g < 110 and b < 110


def black(r: int, g: int, b: int) -> bool:
    return r < 140 and g < 140 and b < 140


@pytest.fixture(scope="module")
def pdfs(year: Year, once: Once) -> dict[str, Path]:
    needed("soffice", "pdftoppm")
    return once("页面", lambda folder: laid_out(year, folder))


def laid_out(year: Year, folder: Path) -> dict[str, Path]:
    progress = year.progress(SEPTEMBER)
    letters = [
        report.compose(year.plan, progress, True),
        supervision_letter.compose(year.plan, progress, True, asked_for(year.plan, progress))[-1],
    ]
    paths = {}
    documents = render(letters, TEMPLATES, progress.drawn_up)
    made = to_pdf({name: one.data for name, one in documents.items()})
    for letter in letters:
        paths[letter.template] = folder / f"{len(paths)}.pdf"
        paths[letter.template].write_bytes(made[letter.file].data)
    return paths


def test_the_red_head_of_a_report(pdfs: dict[str, Path]) -> None:
    """7.2.4: the mark 35 mm below the type area's edge; 7.2.7: the red line as wide as the type area."""
    mark, rule = stripes(pdfs["报告.docx"], 1, red)
    assert mark.top == pytest.approx(72, abs=LETTER)
    assert (rule.left, rule.right) == (pytest.approx(28, abs=LINE), pytest.approx(184, abs=LINE))
    assert rule.height < 1
    number = [stripe for stripe in stripes(pdfs["报告.docx"], 1, black) if stripe.top < rule.top][-1]
    assert rule.top - (number.top + number.height) == pytest.approx(4, abs=LETTER / 2)


def test_a_full_page_of_text_fills_the_type_area(pdfs: dict[str, Path]) -> None:
    """5.2: 37 mm above, 28 mm to the left, 156 × 225 mm; 22 lines; 7.5: the number 7 mm below."""
    found = [stripe for stripe in stripes(pdfs["报告.docx"], 2, black) if stripe.top > 30]
    lines, number = found[:-1], found[-1]
    assert len(lines) == 22
    assert lines[0].top == pytest.approx(37, abs=LETTER)
    assert lines[-1].top + lines[-1].height == pytest.approx(262, abs=LETTER)
    assert min(line.left for line in lines) == pytest.approx(28, abs=LETTER)
    assert max(line.right for line in lines) <= 184 + LINE
    assert number.top + number.height / 2 == pytest.approx(269, abs=LETTER)


def test_the_head_and_foot_of_a_letter(pdfs: dict[str, Path]) -> None:
    """10.1: the mark 30 mm down, double lines of 170 mm 4 mm below it and 20 mm above the paper's foot."""
    mark, *bars = stripes(pdfs["督办.docx"], 1, red)
    assert mark.top == pytest.approx(30, abs=LETTER)
    assert [bar.top for bar in bars] == [pytest.approx(top, abs=LINE) for top in (45.9, 47.2, 275.4, 276.2)]
    assert [bar.height > 0.5 for bar in bars] == [True, False, False, True]
    assert {(round(bar.left), round(bar.right)) for bar in bars} == {(20, 190)}
    assert bars[-1].top + bars[-1].height == pytest.approx(297 - 20, abs=LINE)


def test_the_number_of_a_letter_stands_right_under_its_line_and_its_first_page_has_none(
    pdfs: dict[str, Path],
) -> None:
    """10.1: 7/8 of a line below the double line, flush right; no page number on the first page."""
    found = [stripe for stripe in stripes(pdfs["督办.docx"], 1, black) if stripe.top > 30]
    assert found[0].top - 47.5 == pytest.approx(4.87, abs=LETTER / 2)
    assert found[0].right == pytest.approx(184, abs=LETTER)
    assert found[-1].top + found[-1].height < 270.5
    second = stripes(pdfs["督办.docx"], 2, black)
    assert second[-1].top + second[-1].height / 2 == pytest.approx(269, abs=LETTER)


def test_what_copies_go_to_is_lowest_on_the_last_page(pdfs: dict[str, Path]) -> None:
    """7.4: the imprint ends where the type area ends."""
    imprint, number = stripes(pdfs["督办.docx"], 3, black)[-2:]
    assert imprint.top + imprint.height == pytest.approx(262, abs=LETTER)
    assert number.top > 264
