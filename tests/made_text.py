"""All that a reader finds in what was made: documents, workbooks, tables and JSON as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl

from pipeline.files.word.lines import document_text


def texts(root: Path, workbooks: bool = True) -> Iterator[tuple[str, str]]:
    """Every file that was made by its place: its name, and all that a reader or a program finds in it.

    A workbook takes its time to open: without `workbooks` none is.
    """
    for path in sorted((root / "outputs").rglob("*")):
        name = path.relative_to(root).as_posix()
        if not path.is_file() or name == "outputs/README.md" or "/.logs/" in name:
            continue
        if path.suffix == ".docx":
            yield name, f"{name}\n{document_text(path.read_bytes())}"
        elif path.suffix == ".xlsx" and workbooks:
            yield name, "\n".join((name, *cells(path)))
        elif path.suffix != ".xlsx":
            yield name, f"{name}\n{path.read_text(encoding='utf-8-sig')}"


def cells(path: Path) -> Iterator[str]:
    """The names of its sheets, their cells, notes and guides."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        yield sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                yield str(cell.value or "")
                yield cell.comment.text if cell.comment is not None else ""
        for guide in sheet.data_validations.dataValidation:
            yield f"{guide.prompt or ''}{guide.error or ''}{guide.formula1 or ''}"
