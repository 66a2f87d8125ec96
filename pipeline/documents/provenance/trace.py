"""What a set remembers of its documents: every figure with the cells it came from, and the words around it.

A document is known by a hidden bookmark at its beginning, made of what is remembered of it, so that it is found again
under any name, in any folder, after any editing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.files.word.lines import Line, document_lines
from pipeline.model.editorial import Fact, Original
from pipeline.model.figures import Cell, plain
from pipeline.model.phrases import Mark, Printed

if TYPE_CHECKING:
    # Only named here: who asks whether a set still stands renders nothing.
    from pipeline.documents.rendering.render import Rendered

Json = dict[str, object]
# A figure in a remembered line; a sentence or a clause of a list, with the mark that ends it.
SLOT = re.compile(r"\{(_f\d+)\}")
_AMOUNT, _MYRIAD = re.compile(r"-?\d+(?:\.\d+)?"), 10000
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
SENTENCE = re.compile(r"[^。；]*[。；]|[^。；]+")


@dataclass(frozen=True)
class Trace:
    """A document as it was made: the bookmark it is known by, its figures by bookmark in reading order, its lines.

    In a line a figure is the name of its bookmark: 新增城镇就业{_f0001}万人. `beneath` is what the program printed where
    words that people keep stand in a line, in reading order.
    """

    mark: str
    figures: tuple[Mark, ...]
    lines: tuple[str, ...]
    beneath: tuple[tuple[str, Original], ...] = ()

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """What was printed, by bookmark."""
        return {mark.name: mark.figure.text for mark in self.figures}

    @cached_property
    def _lines(self) -> Mapping[str, str]:
        """The first line each bookmark stands in."""
        return {slot[1]: line for line in reversed(self.lines) for slot in SLOT.finditer(line)}

    def line_of(self, name: str) -> str:
        """The line in which the figure of a bookmark was printed; empty if in none."""
        return self._lines.get(name, "")

    def as_read(self, line: str) -> str:
        """One of the lines as it read."""
        return SLOT.sub(lambda slot: self.texts.get(slot[1], ""), line)

    def sentence(self, name: str) -> str:
        """The sentence in which the figure of a bookmark was printed."""
        slot = f"{{{name}}}"
        line = self.line_of(name)
        return self.as_read(next((part for part in SENTENCE.findall(line) if slot in part), ""))


def traced(documents: Mapping[str, Rendered]) -> dict[str, Trace]:
    """The traces of documents just made, by file name."""
    return {name: _traced(one) for name, one in documents.items()}


def _traced(document: Rendered) -> Trace:
    """What is read of a document; a figure that no reader sees (a text box's second copy, deleted text) is none."""
    lines = document_lines(document.data)
    read = {span.name for line in lines for span in line.spans}
    figures = tuple(mark for mark in document.figures.marks if mark.name in read)
    return Trace(document.mark, figures, tuple(map(slotted, lines)), document.beneath)


def slotted(line: Line) -> str:
    """A line with the name of its bookmark in place of every figure: 新增城镇就业{_f0001}万人."""
    pieces: list[str] = []
    at = 0
    for span in line.spans:
        pieces += (line.text[at : span.start], f"{{{span.name}}}")
        at = span.end
    return "".join((*pieces, line.text[at:]))


def as_it_reads(trace: Trace, lines: Sequence[Line]) -> Trace:
    """A document's trace with its figures as they read in the lines now, and these lines; a figure that is gone is left out."""
    reads: dict[str, str] = {}
    for line in lines:
        for span in line.spans:
            reads.setdefault(span.name, line.text[span.start : span.end])
    figures = tuple(
        Mark(mark.name, _reading(mark.figure, reads[mark.name]))
        for mark in trace.figures
        if mark.name in reads
    )
    return Trace(trace.mark, figures, tuple(map(slotted, lines)))


def _reading(figure: Printed, text: str) -> Printed:
    """A figure with other words: its value as they say it, on the scale on which it was printed; no value where they say none."""
    if text == figure.text:
        return figure
    was, now = (_AMOUNT.search(one) for one in (figure.text, text))
    value = None
    if figure.value is not None and was is not None and now is not None and Decimal(was[0]):
        scale = _MYRIAD if abs(figure.value) >= _MYRIAD * abs(Decimal(was[0])) / 2 else 1
        value = Decimal(now[0]) * scale
    return replace(figure, text=text, value=value)


def recorded(traces: Mapping[str, Trace]) -> Json:
    """The traces of a set's documents, by file name, as its manifest holds them."""
    return {
        name: {
            "mark": trace.mark,
            "figures": [_figure(mark) for mark in trace.figures],
            "lines": list(trace.lines),
            **({"beneath": [_beneath(*one) for one in trace.beneath]} if trace.beneath else {}),
        }
        for name, trace in sorted(traces.items())
    }


def remembered(recorded: Mapping[str, object]) -> dict[str, Trace]:
    """What `recorded` wrote, read back from a manifest. ValueError, in Chinese, names a document it is not of."""
    traces = {}
    for name, facts in recorded.items():
        try:
            traces[name] = _trace(facts)
        except (KeyError, TypeError, InvalidOperation):
            raise ValueError(f"“documents”里“{name}”的各个数读不出来") from None
    return traces


def _trace(facts: Any) -> Trace:
    figures = tuple(Mark(_said(one, "id"), _printed(one)) for one in facts["figures"])
    beneath = tuple((_said(one, "line"), _original(one)) for one in facts.get("beneath", ()))
    return Trace(_said(facts, "mark"), figures, tuple(_text(line) for line in facts["lines"]), beneath)


def _original(facts: Any) -> Original:
    figures = tuple(
        Fact(*(_said(one, key) for key in ("text", "target", "rule"))) for one in facts["figures"]
    )
    number = facts["number"]
    if not isinstance(number, int):
        raise TypeError
    return Original(_said(facts, "text"), figures, number)


def _beneath(line: str, original: Original) -> Json:
    figures = [{"text": one.text, "target": one.about, "rule": one.how} for one in original.facts]
    return {"line": line, "text": original.text, "figures": figures, "number": original.number}


def _printed(facts: Any) -> Printed:
    value = _said(facts, "value") if facts["value"] is not None else None
    # Written out: a short 1E+999999999 would fill the memory the moment it is printed.
    if value is not None and not _PLAIN.fullmatch(value):
        raise InvalidOperation
    cells = tuple(
        Cell(*(_said(one, key) for key in ("file", "sheet", "cell", "read")), sha256=_said(one, "sha256"))
        for one in facts["cells"]
    )
    target = _said(facts, "target") if facts["target"] is not None else ""
    amount = Decimal(value) if value is not None else None
    return Printed(_said(facts, "text"), amount, _said(facts, "unit"), _said(facts, "rule"), cells, target)


def _said(facts: Any, key: str) -> str:
    return _text(facts[key])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _figure(mark: Mark) -> Json:
    figure = mark.figure
    return {
        "id": mark.name,
        "text": figure.text,
        "value": plain(figure.value) if figure.value is not None else None,
        "unit": figure.measure,
        "rule": figure.how,
        "target": figure.about or None,
        "cells": [_cell(cell) for cell in figure.cells],
    }


def _cell(cell: Cell) -> Json:
    return {
        "file": cell.file,
        "sheet": cell.sheet,
        "cell": cell.ref,
        "sha256": cell.sha256,
        "read": cell.read,
    }
