"""A document apart: its text and each of its annexes as files of their own, as an office's system wants them.

A piece is known by its document's bookmark with its own number behind it, so that it is verified like the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.documents.provenance.trace import SLOT, Trace
from pipeline.files.names import fitting
from pipeline.files.word.lines import document_text
from pipeline.files.word.parting import apart

# The most signs a file's name may have in the systems offices send papers through.
LONGEST_NAME = 40
_PIECE = "_p"
_ANNEX = re.compile(r"附件\d*")
_SUFFIX = ".docx"
# What is printed in the margins stands behind the text, under a label of its own.
_MARGIN = "〔"


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of its own: its name (at most `LONGEST_NAME` signs), its bytes."""

    name: str
    data: bytes


def pieces_of(data: bytes, stem: str) -> tuple[Piece, ...]:
    """The text of a .docx under its name without an ending, then each annex under its label and title.

    A document without annexes is one piece, to the byte. Raises as `parts_of` does.
    """
    files = apart(data, _begins, lambda sign, number: f"{sign}{_PIECE}{number}")
    titles = [stem, *(_titled(document_text(one).splitlines()) for one in files[1:])]
    return tuple(Piece(_named(title), one) for title, one in zip(titles, files, strict=True))


def split_sheets(data: bytes, ending: str) -> tuple[bytes, ...]:
    """A .docx of several sheets, each begun by a line that ends so, as one file a sheet."""
    return apart(data, lambda text: text.endswith(ending), lambda sign, number: f"{sign}{_PIECE}{number}")


def piece_number(sign: str, length: int) -> int | None:
    """Which piece a bookmark of that name is of, if the document's own name is of that length; None for a whole one."""
    found = re.fullmatch(rf"{_PIECE}(\d{{1,3}})", sign[length:])
    return int(found[1]) if found else None


def trace_of_piece(trace: Trace, number: int, read: Sequence[str]) -> Trace:
    """What is remembered of a piece that reads so: its lines, what stands in the margins of every page, the figures in them.

    At the text stays what stood at the foot of the last page, behind the annexes.
    """
    at = next((at for at, line in enumerate(trace.lines) if line.startswith(_MARGIN)), len(trace.lines))
    inside, margins = trace.lines[:at], trace.lines[at:]
    cuts = [at for at, line in enumerate(inside) if at and _begins(line)]
    spans = list(pairwise((0, *cuts, len(inside))))
    if number >= len(spans):
        return trace
    first, end = spans[number]
    foot = () if number else [line for line in inside[spans[-1][0] :] if trace.as_read(line) in read]
    lines = (*inside[first:end], *foot, *margins)
    held = {slot[1] for line in lines for slot in SLOT.finditer(line)}
    return replace(trace, figures=tuple(one for one in trace.figures if one.name in held), lines=lines)


def _begins(text: str) -> bool:
    return _ANNEX.fullmatch(text.strip()) is not None


def _titled(lines: Sequence[str]) -> str:
    """附件1 and the lines of its title, as far as the first blank one."""
    label, *others = (line.strip() for line in lines)
    return f"{label} {''.join(_first_lines(others))}".strip()


def _first_lines(lines: Sequence[str]) -> Iterator[str]:
    said = False
    for line in lines:
        if line.startswith("|") or (said and not line):
            return
        said = said or bool(line)
        yield line


def _named(title: str) -> str:
    """A file's name that is not too long: what is cut is what stands in brackets at the end, then the end itself."""
    room = LONGEST_NAME - len(_SUFFIX)
    kept = fitting(title)
    if len(kept) > room:
        kept = fitting(re.sub(r"（[^（）]*）$", "", kept))
    return f"{kept if len(kept) <= room else f'{kept[: room - 1]}…'}{_SUFFIX}"
