"""Templates filled for trial, and their pages measured: whether they print at all, and what they break of GB/T 9704-2012.

A template may be changed in Word; whether its pages still keep the standard only its pages can tell.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pipeline.documents.conformance import Breach, breaches
from pipeline.documents.rendering.render import ready, render
from pipeline.documents.templates.catalogue import CONTEXTS, LAYOUTS
from pipeline.documents.templates.lint import examined
from pipeline.files.pdf.libreoffice import to_pdf
from pipeline.files.pdf.pages import read_pages
from pipeline.model.charts import Series, chart_words
from pipeline.model.codes import Code, Level
from pipeline.model.errors import TemplateProblem
from pipeline.model.figures import Place
from pipeline.model.findings import Finding
from pipeline.model.months import Month
from pipeline.model.phrases import Drawn, Letter, Phrase, Printed

_TEXT = "这是一段用来试排的文字"
# Lists of so many items, texts so many times as long as usual.
_TRIALS = ((0, 1), (1, 10), (12, 1))


def proofs(
    letters: Sequence[Letter], templates: Path, day: date, spare: Mapping[str, bytes]
) -> tuple[Finding, ...]:
    """T06 for every clause that the pages of any of the letters break; a template's clause is told once.

    Raises `NoOffice` where LibreOffice is not installed, `TemplateProblem` where a template cannot be filled.
    """
    documents = render(letters, templates, day, spare)
    made = to_pdf({name: one.data for name, one in documents.items()})
    found: dict[tuple[str, str, str], Finding] = {}
    for letter in letters:
        for breach in breaches(read_pages(made[letter.file].data), LAYOUTS[letter.template]):
            found.setdefault((letter.template, breach.clause, breach.wanted), _finding(letter, breach))
    return tuple(found.values())


def _finding(letter: Letter, breach: Breach) -> Finding:
    return Finding(Code.T06, f"模板 {letter.template} 试印的文稿{breach}", place=Place(letter.template))


def check_templates(templates: Path, spare: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything wrong in the templates of a workspace, in the order of the documents, each filled for trial too.

    Those of which the program's own are printed (`spare`) are no fault of the office.
    """
    return tuple(finding for name in CONTEXTS if name not in spare for finding in _checked(templates, name))


def _checked(templates: Path, name: str) -> Iterator[Finding]:
    found = examined(templates, name)
    yield from found
    if not any(one.level is Level.RETURN for one in found):
        yield from _trial(name, (templates / name).read_bytes())


@lru_cache(maxsize=64)  # whoever mends one template asks after all of them again
def _trial(name: str, data: bytes) -> tuple[Finding, ...]:
    """The template of these bytes filled with nothing, one and a dozen of everything: T05 where that fails."""
    day = Month(2021, 9).last_day
    for count, length in _TRIALS:
        try:
            ready(name, data).print(
                Letter("试排", name, name, _sample(CONTEXTS[name], count, _TEXT * length), charts=_chart), day
            )
        except TemplateProblem as problem:
            said = f"模板 {name} 试填时出错（每个列表{count}项）"
            return (Finding(Code.T05, said, f"{problem}", place=Place(name)),)
    return ()


def _chart(name: str, target: str) -> Drawn:
    """Data of one category for any chart."""
    return Drawn(chart_words([Series(name, (("试", Decimal(1)),))]), None, "", name, ())


def _sample(kind: typing.Any, count: int, text: str) -> typing.Any:
    """A value of that type, every list of `count` items, every text the same."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind not in (Phrase, Printed):
        hints = typing.get_type_hints(kind)
        return kind(**{one.name: _sample(hints[one.name], count, text) for one in dataclasses.fields(kind)})
    if typing.get_origin(kind) is tuple:
        return tuple(_sample(typing.get_args(kind)[0], count, text) for _ in range(count))
    members = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    return text if str in members else Phrase((text,))
