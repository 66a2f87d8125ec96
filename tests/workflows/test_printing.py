"""Papers: what is composed becomes files, and what goes wrong with PDFs stops no document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.files.pdf import pages
from pipeline.files.pdf.libreoffice import Pdf
from pipeline.model.errors import MachineProblem, TemplateProblem
from pipeline.model.phrases import Dispatch, Letter
from pipeline.workflows import printing
from pipeline.workflows.printing import BOUND, add_pdfs, add_workbooks, bind, print_letters
from pipeline.workflows.results import NO_PAPERS, Papers

DAY = date(2023, 4, 26)


def letter(name: str, numbered: bool) -> Letter:
    dispatch = Dispatch("云川市发展改革委", "", name, "市政府") if numbered else None
    return Letter(name, f"{name}.docx", "报告.docx", None, dispatch=dispatch)


@pytest.fixture
def papers() -> Papers:
    letters = (letter("报告", True), letter("要情", False), letter("函", True))
    return replace(
        NO_PAPERS,
        letters=letters,
        documents={one.file: one.id for one in letters},
        files={one.file: one.id.encode() for one in letters} | {"溯源表.xlsx": b"x"},
    )


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """LibreOffice as somebody sees it who waits: a PDF for every document; what it was asked for."""
    asked: list[set[str]] = []

    def convert(documents: dict[str, bytes]) -> dict[str, Pdf]:
        asked.append(set(documents))
        return {name: Pdf(b"%PDF " + data, ("DejaVuSans",)) for name, data in documents.items()}

    monkeypatch.setattr(printing, "to_pdf", convert)
    return asked


def test_pdfs_nobody_wants_are_not_made(papers: Papers, converted: list[set[str]]) -> None:
    assert add_pdfs(papers, wanted=False) is papers
    assert not converted


def test_every_word_document_gets_its_pdf_and_nothing_else(papers: Papers, converted: list[set[str]]) -> None:
    made = add_pdfs(papers, wanted=True)
    assert converted == [{"报告.docx", "要情.docx", "函.docx"}]
    assert made.pdfs["要情.pdf"] == "%PDF 要情".encode()
    assert made.pdfs.keys() == {"报告.pdf", "要情.pdf", "函.pdf"}
    assert (made.foreign_fonts, made.trouble) == (("DejaVuSans",), "")
    assert made.files == papers.files


def test_where_pdfs_fail_the_documents_go_without_and_it_is_told(
    papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> dict[str, Pdf]:
        raise MachineProblem("LibreOffice 没有转换完。")

    monkeypatch.setattr(printing, "to_pdf", fail)
    made = bind(add_pdfs(papers, wanted=True))
    assert (made.pdfs, made.trouble) == ({}, "LibreOffice 没有转换完。")
    assert made.files == papers.files


def test_what_goes_out_under_a_number_is_bound_in_its_order(
    papers: Papers, converted: list[set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "bound", b"|".join)
    made = bind(add_pdfs(papers, wanted=True))
    assert converted
    assert made.pdfs[BOUND] == b"|".join([b"%PDF " + "报告".encode(), b"%PDF " + "函".encode()])


def test_workbooks_are_known_by_name_and_data_for_machines_by_none(papers: Papers) -> None:
    made = add_workbooks(papers, {"核对表.xlsx": b"1"}, {"findings.json": b"2"})
    assert made.documents == {**papers.documents, "核对表.xlsx": "核对表"}
    assert made.files == {**papers.files, "核对表.xlsx": b"1", "findings.json": b"2"}


def test_where_nothing_was_composed_there_is_no_table_of_figures(tmp_path: Path) -> None:
    assert print_letters([], tmp_path, "4月份", DAY) == NO_PAPERS


def test_a_faulty_template_stops_all_with_its_first_fault(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match=r"^没有找到模板 报告\.docx。") as problem:
        print_letters([letter("报告", True)], tmp_path, "4月份", DAY)
    assert "还有" not in str(problem.value)
