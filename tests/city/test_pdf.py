"""`monthly --pdf` through the command: PDFs beside the documents, and the documents without them if need be."""

from __future__ import annotations

from pathlib import Path

import pytest
from yunchuan import CLEAN

from pipeline.files.pdf import pages
from pipeline.files.pdf.libreoffice import INSTALL, NoOffice, Pdf
from pipeline.model.errors import MachineProblem
from pipeline.workflows import printing
from tests.command import minsheng
from tests.documents.conftest import needed
from tests.measured import broken


def made(city: Path) -> list[str]:
    return sorted(path.name for path in (city / "outputs" / CLEAN).iterdir())


def test_every_word_file_has_its_pdf_and_the_same_month_is_the_same_set(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = iter(range(9))

    def convert(documents: dict[str, bytes]) -> dict[str, Pdf]:
        number = next(rounds)
        return {name: Pdf(f"%PDF-{number}".encode(), ("GWFangSong", "DejaVuSans")) for name in documents}

    monkeypatch.setattr(printing, "to_pdf", convert)
    monkeypatch.setattr(pages, "picture", lambda _: b"PNG")
    first = minsheng("-C", city, "monthly", CLEAN, "--pdf")
    names = made(city)
    assert {Path(name).stem for name in names if name.endswith(".pdf")} == {
        Path(name).stem for name in names if name.endswith(".docx")
    }
    assert first.code == 0
    assert "DejaVuSans" in first.out
    again = minsheng("-C", city, "monthly", CLEAN, "--pdf")
    assert len(list((city / "outputs" / ".runs" / CLEAN).iterdir())) == 1
    assert "旧稿" not in again.out


@pytest.mark.parametrize("problem", [NoOffice(INSTALL), MachineProblem("LibreOffice 没有转换完。")])
def test_where_it_fails_the_word_files_are_there(
    city: Path, monkeypatch: pytest.MonkeyPatch, problem: MachineProblem
) -> None:
    def convert(_: object) -> dict[str, Pdf]:
        raise problem

    monkeypatch.setattr(printing, "to_pdf", convert)
    result = minsheng("-C", city, "monthly", CLEAN, "--pdf")
    assert result.code == 5
    assert "LibreOffice" in result.err
    assert "2023年4月份重点民生实事进展情况报告.docx" in made(city)
    assert not [name for name in made(city) if name.endswith(".pdf")]


@pytest.mark.more
def test_a_pdf_somebody_wrote_on_is_not_taken_for_an_edited_draft(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        printing, "to_pdf", lambda documents: dict.fromkeys(documents, Pdf(b"%PDF-1", ("GWFangSong",)))
    )
    monkeypatch.setattr(pages, "picture", lambda _: b"PNG")
    minsheng("-C", city, "monthly", CLEAN, "--pdf")
    next((city / "outputs" / CLEAN).glob("*.pdf")).write_bytes(b"%PDF-2")
    assert "旧稿" not in minsheng("-C", city, "monthly", CLEAN).out


@pytest.mark.pages
def test_no_document_of_a_month_breaks_a_clause(ran: Path) -> None:
    needed("soffice", fonts=True)
    assert broken(ran) == []
