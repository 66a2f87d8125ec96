"""How long thirty documents take to become PDFs in one start of LibreOffice; prints, never fails."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pipeline.documents.style.blueprints import blank, line, packed
from pipeline.files.pdf.libreoffice import find_office, to_pdf

DOCUMENTS, PARAGRAPHS = 30, 60


def main() -> None:
    """Convert thirty documents of a few pages."""
    if find_office() is None:
        print("LibreOffice is not installed: nothing to measure", file=sys.stderr)
        return
    document = blank()
    for number in range(PARAGRAPHS):
        line(document, "公文正文", f"第{number}段。" + "这一段有几十个字，排版时占两行左右的位置，" * 2)
    data = packed(document)
    start = time.perf_counter()
    made = to_pdf({str(Path(f"{number}.docx")): data for number in range(DOCUMENTS)})
    seconds = time.perf_counter() - start
    print(f"{len(made)} documents to PDF: {seconds:.1f} s, {seconds / len(made):.2f} s each")


if __name__ == "__main__":
    main()
