"""Documents printed for trial and measured: what a workspace's templates break of GB/T 9704-2012.

A template may be changed in Word; whether its pages still keep the standard only its pages can tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pipeline.documents.conformance import Breach, breaches
from pipeline.documents.rendering.render import render
from pipeline.documents.templates.catalogue import LAYOUTS
from pipeline.files.pdf.libreoffice import to_pdf
from pipeline.files.pdf.pages import read_pages
from pipeline.model.codes import Code
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.phrases import Letter


def proofs(letters: Sequence[Letter], templates: Path, day: date) -> tuple[Finding, ...]:
    """T06 for every clause that the pages of any of the letters break; a template's clause is told once.

    Raises `NoOffice` where LibreOffice is not installed, `TemplateProblem` where a template cannot be filled.
    """
    documents = render(letters, templates, day)
    made = to_pdf({name: one.data for name, one in documents.items()})
    found: dict[tuple[str, str, str], Finding] = {}
    for letter in letters:
        for breach in breaches(read_pages(made[letter.file].data), LAYOUTS[letter.template]):
            found.setdefault((letter.template, breach.clause, breach.wanted), _finding(letter, breach))
    return tuple(found.values())


def _finding(letter: Letter, breach: Breach) -> Finding:
    return Finding(Code.T06, f"模板 {letter.template} 试印的文稿{breach}", place=Place(letter.template))
