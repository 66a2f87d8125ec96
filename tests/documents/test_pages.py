"""Pages as LibreOffice lays them out: none blank, the red head on the first, annexes on new pages."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pipeline.documents.rendering.render import render
from tests.documents.conftest import SEPTEMBER, TEMPLATES, Year, needed


@pytest.fixture(scope="module")
def pages(year: Year, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    needed("soffice", "pdftotext")
    folder = tmp_path_factory.mktemp("pages")
    letter = year.letter(SEPTEMBER)
    source = folder / "report.docx"
    source.write_bytes(render([letter], TEMPLATES, year.plan.lead_deadline(SEPTEMBER))[letter.file].data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    result = subprocess.run(
        ["pdftotext", "-layout", str(folder / "report.pdf"), "-"], check=True, capture_output=True, timeout=60
    )
    return result.stdout.decode("utf-8").split("\f")[:-1]


def test_no_page_is_blank(pages: list[str]) -> None:
    assert all(len("".join(page.split())) > 20 for page in pages)


def test_the_first_page_holds_the_head_and_some_body(pages: list[str]) -> None:
    first = "".join(pages[0].split())
    assert "新乡市发展和改革委员会文件" in first
    assert "市人民政府：" in first
    assert "现将有关情况报告如下" in first


def test_annexes_begin_on_new_pages(pages: list[str]) -> None:
    starts = [
        number
        for number, page in enumerate(pages)
        for label in ("附件1", "附件2")
        if "".join(page.split()).find(label) in range(12)
    ]
    assert len(starts) == 2
    assert starts[0] < starts[1]


def test_the_whole_fits_a_reader(pages: list[str], tmp_path: Path) -> None:
    assert 8 <= len(pages) <= 16
